"""Recordings with what is said in them: the record, and its split by speaker."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from keras_seq.data import splits
from keras_seq.data.audio.options import SpokenTexts
from keras_seq.data.splits import Splits, listed
from keras_seq.errors import InputError
from keras_seq.progress import say

FEW_SPEAKERS = 5  # of fewer none is left out for validation
# Apostrophes and hyphens stay inside of words.
_PUNCTUATION = re.compile("(?<!\\w)['\u2019-]+|['\u2019-]+(?!\\w)|[^\\w\\s'\u2019-]|_")


class Spoken(NamedTuple):
    """One clip.

    Attributes:
        name: of the recording.
        samples: float32 `(samples,)`, one channel at the rate of the options.
        text: what is said.
        speaker: who says it; "" where nobody knows.
        source: where the text stands.
        part: "train", "validation" or "test" where the data say so, else "".
    """

    name: str
    samples: np.ndarray
    text: str
    speaker: str
    source: str
    part: str = ""


def plain_text(text: str, table: SpokenTexts) -> str:
    """Bring a text to what is learned: one blank between words, by default small letters alone.

    >>> plain_text("Don't  stop -- “me”, please!", SpokenTexts())
    "don't stop me please"
    """
    if not table.punctuation:
        text = _PUNCTUATION.sub(" ", text)
    text = " ".join(text.split())
    return text.lower() if table.lowercase else text


def split(records: Sequence[Spoken], table: SpokenTexts, data: str) -> Splits[Spoken]:
    """Split clips as the data say; else so that no voice stands on two sides, if voices are known.

    Args:
        records: the clips.
        table: `test_speakers`, and the shares.
        data: what to name in an error.

    Raises:
        InputError: if a speaker isn't there, or too little is left.
    """
    voices = sorted({record.speaker for record in records} - {""})
    unknown = next((name for name in table.test_speakers if name not in voices), None)
    if unknown is not None:
        raise InputError(f"{data}: there is no speaker {unknown}; there are "
                         f"{listed(voices) or 'none whose names are known'}")  # fmt: skip
    parts: dict[str, list[Spoken]] = {"train": [], "validation": [], "test": []}
    given = {record.part for record in records} - {""}
    test = set(table.test_speakers)
    draw = np.random.default_rng(table.seed)
    validation: set[str] = set()
    if not test and not given & {"test", "validation"} and len(voices) > 1:
        drawn = [voices[place] for place in draw.permutation(len(voices))]
        count = max(1, round(table.test_fraction * len(voices)))
        test = set(drawn[:count])
        if len(voices) >= FEW_SPEAKERS:
            more = max(1, round(table.validation_fraction * len(voices)))
            validation = set(drawn[count : count + more])
        say(f"tested on {listed(sorted(test))}, whose voices no other part has")
    for record in records:
        part = record.part or "train"
        if test:  # what the data say of parts is put aside
            part = "train"
            if record.speaker in test:
                part = "test"
            elif record.speaker in validation:
                part = "validation"
        parts[part].append(record)
    return splits.complete(
        parts["train"], parts["validation"] or None, parts["test"] or None,
        class_of=_kind(records), validation_fraction=table.validation_fraction,
        test_fraction=table.test_fraction, seed=table.seed, source=data,
    )  # fmt: skip


def _kind(records: Sequence[Spoken]) -> Callable[[Spoken], str]:
    """Stratify by what is said where few things are said often."""
    few = len({record.text for record in records}) * 5 < len(records)
    return (lambda record: record.text) if few else (lambda record: "")


def describe(table: SpokenTexts, parts: Splits[Spoken]) -> Iterator[str]:
    """Say in lines how many clips there are, how long, and of whom."""
    for part in parts.sizes():
        records = getattr(parts, part)
        seconds = sum(len(record.samples) for record in records) / table.sample_rate
        words = sum(len(record.text.split()) for record in records)
        voices = {record.speaker for record in records} - {""}
        speakers = f", {len(voices):,} speakers" if voices else ""
        yield f"{part:10} {len(records):6,} clips, {seconds:8,.0f} s, {words:7,} words{speakers}"
    both = {record.speaker for record in parts.train} & {record.speaker for record in parts.test}
    if both - {""}:
        yield f"speakers of the test part whose voices training has, too: {listed(sorted(both))}"
