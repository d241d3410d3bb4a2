"""Sequences with a tag for each letter, a byte each: a chromosome has a hundred million."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple, overload

import numpy as np

from keras_seq.data.biology.coordinates import OTHER_STRAND, Feature
from keras_seq.data.labels import Labels

UNJUDGED = 255  # the number of a tag that nobody knows: neither learned nor judged


class CodedTags(Sequence[str]):
    """Tags, a number each, that look like names from outside.

    Args:
        numbers: uint8 `(time,)`; `UNJUDGED` looks like "".
        names: of the numbers 0, 1, 2 ...

    >>> list(CodedTags(np.array([1, 0, 255], np.uint8), ("other", "CDS")))
    ['CDS', 'other', '']
    """

    def __init__(self, numbers: np.ndarray, names: Sequence[str]) -> None:
        self.numbers = numbers
        self.names = tuple(names)

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> CodedTags: ...
    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, slice):
            return CodedTags(self.numbers[place], self.names)
        number = self.numbers[place]
        return "" if number == UNJUDGED else self.names[number]

    def __iter__(self) -> Iterator[str]:
        return (("" if number == UNJUDGED else self.names[number]) for number in self.numbers)

    def counts(self) -> dict[str, int]:
        """Say how often each name stands there, absent ones left out."""
        found = np.bincount(self.numbers, minlength=len(self.names))
        return {name: int(found[number]) for number, name in enumerate(self.names) if found[number]}

    def renumbered(self, labels: Labels) -> np.ndarray:
        """Give the numbers that `labels` has for these names; `UNJUDGED` for names it has not."""
        table = np.full(256, UNJUDGED, np.uint8)
        for number, name in enumerate(self.names):
            if name in labels.names:
                table[number] = labels.names.index(name)
        return table[self.numbers]


class Region(NamedTuple):
    """A sequence, or a stretch of it, with a tag for each letter.

    Attributes:
        letters: uint8 `(time,)`, numbers of an `Alphabet`.
        tags: one for each.
        name: of the sequence.
        start: where the stretch begins in it, from 0.
        source: where it stands, as "genome.fa, line 7".
    """

    letters: np.ndarray
    tags: CodedTags
    name: str
    start: int
    source: str

    def part(self, start: int, end: int) -> Region:
        """Cut a stretch out, counted from the beginning of this one."""
        return self._replace(
            letters=self.letters[start:end], tags=self.tags[start:end], start=self.start + start
        )


def painted(
    length: int, features: Iterable[Feature], kinds: Sequence[str], background: str, stranded: bool
) -> CodedTags:
    """Tag each letter with the feature that covers it.

    Args:
        length: of the sequence.
        features: in any order.
        kinds: what is tagged; where two cover a letter, the kind that is named first has it.
        background: the tag of what no feature covers.
        stranded: whether tags say the strand too, as "CDS+".

    Returns:
        A tag for each letter.
    """
    names = [background]
    for kind in kinds:
        names += [f"{kind}+", f"{kind}-", kind] if stranded else [kind]
    number = {name: index for index, name in enumerate(names)}
    numbers = np.zeros(length, np.uint8)
    wanted = [feature for feature in features if feature.kind in kinds]
    for feature in sorted(wanted, key=lambda feature: -kinds.index(feature.kind)):
        strand = feature.strand if stranded and feature.strand in OTHER_STRAND else ""
        numbers[feature.start : feature.end] = number[feature.kind + strand]
    return CodedTags(numbers, names)


def on_other_strand(names: Sequence[str]) -> np.ndarray:
    """Say which tag each becomes when the other strand is read: int `(names,)`.

    >>> on_other_strand(["CDS+", "CDS-", "other"]).tolist()
    [1, 0, 2]
    """
    other = [name[:-1] + OTHER_STRAND.get(name[-1:], name[-1:]) for name in names]
    return np.array([names.index(name) if name in names else at for at, name in enumerate(other)])


def counted(regions: Iterable[Region]) -> Labels:
    """Collect the labels of regions, sorted, and how often each stands there."""
    counts: dict[str, int] = {}
    for region in regions:
        for name, often in region.tags.counts().items():
            counts[name] = counts.get(name, 0) + often
    names = sorted(counts)
    return Labels(tuple(names), tuple(counts[name] for name in names))
