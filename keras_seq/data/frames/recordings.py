"""Recordings with a tag for each step: the record, its split by groups, windows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol, TypeVar

import numpy as np

from keras_seq.data.frames.options import Recordings
from keras_seq.data.splits import Splits, listed
from keras_seq.errors import InputError


class Recorded(Protocol):
    """What can be split by group."""

    @property
    def group(self) -> str:
        """What must stand on one side of a split."""

    @property
    def part(self) -> str:
        """Which part, "train" or "test", where the data say so, else ""."""

    @property
    def fold(self) -> str:
        """The number of the fold where the data say so, else ""."""


class Grouped(Protocol):
    """Options of a split by group."""

    @property
    def test_groups(self) -> tuple[str, ...]:
        """Groups, or folds, to test on."""

    @property
    def seed(self) -> int:
        """Decides what is drawn."""

    @property
    def test_fraction(self) -> float:
        """Share of the groups."""

    @property
    def validation_fraction(self) -> float:
        """Share of the groups."""


G = TypeVar("G", bound=Recorded)


class TaggedSequence(NamedTuple):
    """One recording.

    Attributes:
        name: of the recording.
        steps: float32 `(time, features)`, or uint8 `(time, height, width, channels)`.
        times: float64 `(time,)`, seconds; the numbers of the steps where there is no clock.
        tags: a tag for each step.
        group: what must stand on recording side of a split: a person, or the recording itself.
        source: the file.
        part: "train" or "test" where the data say so, else "".
        fold: the number of the fold where the data say so, else "".
        columns: names of the features, where they have any.
    """

    name: str
    steps: np.ndarray
    times: np.ndarray
    tags: list[str]
    group: str
    source: str
    part: str = ""
    fold: str = ""
    columns: tuple[str, ...] = ()


def arranged(recording: TaggedSequence, columns: Sequence[str]) -> TaggedSequence:
    """Bring the features of a recording into the order of others, by their names.

    Args:
        recording: one without names, such as an array, is left as it is.
        columns: the names of the others' features; none: they have no names.

    Raises:
        InputError: if a name is missing or unknown.
    """
    if not columns or not recording.columns:
        return recording
    require_names(recording.columns, columns, recording.source)
    order = [recording.columns.index(name) for name in columns]
    return recording._replace(steps=recording.steps[:, order], columns=tuple(columns))


def require_names(names: Sequence[str], columns: Sequence[str], source: str) -> None:
    """Make sure that a table has the features of others, and no more.

    Raises:
        InputError: if a name is missing or unknown.
    """
    missing = [name for name in columns if name not in names]
    unknown = [name for name in names if name not in columns]
    if missing or unknown:
        faults = [f"no column {listed(missing)}"] * bool(missing)
        faults += [f"an unknown column {listed(unknown)}"] * bool(unknown)
        raise InputError(f"{source}: {' and '.join(faults)}; the features of training are "
                         f"{listed(columns)}; rename yours, and leave out what is none of them"
                         )  # fmt: skip


def split_by_group(
    recordings: Sequence[TaggedSequence], table: Recordings, data: str | None = None
) -> Splits[TaggedSequence]:
    """Split tagged recordings so that a group, and with it a recording, never stands on two sides.

    Args and errors are those of `parts_by_group`; also refused is a tag that training never shows.
    """
    data = data or str(table.data)
    parts = parts_by_group(recordings, table, data)
    known = {tag for recording in parts.train for tag in recording.tags}
    for recording in (*parts.validation, *parts.test):
        for step, tag in enumerate(recording.tags, start=1):
            if tag not in known:
                raise InputError(
                    f"{recording.source}: step {step} is tagged {tag!r}, which the training part "
                    f"never shows ({listed(sorted(known), most=10)}); give more recordings with "
                    "it, or another --seed"
                )
    if len(known) < 2:
        raise InputError(f"{data}: all training steps are tagged alike; two tags are needed")
    return parts


def parts_by_group(recordings: Sequence[G], options: Grouped, data: str) -> Splits[G]:
    """Split recordings so that a group, and with it a recording, never stands on two sides.

    Args:
        recordings: what to split; each has `group`, `part` and `fold`.
        options: `test_groups`, the groups, or folds, to test on (none: those that the data name for
            it, else drawn by `seed`), and the shares of the groups, where the data name no part.
        data: what to name in an error.

    Returns:
        The three parts.

    Raises:
        InputError: if a group stands in two parts, isn't there, or there are too few.
    """
    test_groups = options.test_groups
    groups = list(dict.fromkeys(recording.group for recording in recordings))
    given: dict[str, set[str]] = {}
    for recording in recordings:
        given.setdefault(recording.group, set()).add(recording.part)
    torn = next((group for group, parts in given.items() if len(parts) > 1), None)
    if torn is not None:
        raise InputError(f"{data}: the group {torn} stands in two parts; a group must stay whole")
    folds = {recording.group: recording.fold for recording in recordings}
    unknown = next((name for name in test_groups if name not in {*groups, *folds.values()}), None)
    if unknown is not None:
        raise InputError(f"{data}: there is no group {unknown}; there are {listed(groups)}")
    if len(groups) < 3:
        raise InputError(f"{data}: {len(groups)} recordings or groups; at least 3 are needed, to "
                         "train, validate and test on; cut long ones into several")  # fmt: skip

    draw = np.random.default_rng(options.seed)
    drawn = [groups[index] for index in draw.permutation(len(groups))]
    part_of = {group: parts.pop() for group, parts in given.items()}
    if test_groups:
        chosen = set(test_groups)
        part_of = {group: "test" if {group, folds[group]} & chosen else "" for group in groups}
    shares = {"test": options.test_fraction, "validation": options.validation_fraction}
    for part, fraction in shares.items():
        if part not in part_of.values():
            free = [group for group in drawn if part_of[group] in ("", "train")]
            for group in free[: max(1, round(fraction * len(groups)))]:
                part_of[group] = part
    parts: dict[str, list[G]] = {"train": [], "validation": [], "test": []}
    for recording in recordings:
        parts[part_of[recording.group] or "train"].append(recording)
    return Splits(parts["train"], parts["validation"], parts["test"])


def windows(recordings: Sequence[TaggedSequence], length: int | None) -> list[TaggedSequence]:
    """Cut recordings into windows of `length` steps, the last of each shorter; None: leave whole.

    Few long recordings give an epoch few steps of training; windows give it more.
    """
    if length is None:
        return list(recordings)
    return [
        recording._replace(
            steps=recording.steps[start : start + length],
            times=recording.times[start : start + length],
            tags=recording.tags[start : start + length],
        )
        for recording in recordings
        for start in range(0, len(recording.tags), length)
    ]


def describe(table: Recordings, splits: Splits[TaggedSequence]) -> Iterator[str]:
    """Say in lines how many recordings and steps there are, of which tags, and the features."""
    for part, count in splits.sizes().items():
        tags = Counter(tag for recording in getattr(splits, part) for tag in recording.tags)
        shown = ", ".join(f"{tag} {number:,}" for tag, number in tags.most_common(6))
        more = f", and {len(tags) - 6} tags more" if len(tags) > 6 else ""
        yield f"{part:10} {count:5,} recordings, {sum(tags.values()):8,} steps ({shown}{more})"
    columns = splits.train[0].columns
    if columns:
        yield f"features   {len(columns):5,} columns: {listed(columns)}"
