"""Segments of tags on a timeline, and tags of single steps: from each to the other."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from keras_seq.errors import InputError


class Segment(NamedTuple):
    """A stretch of time with one tag.

    Attributes:
        start: seconds, or a number of steps.
        end: the same; what stands at `end` itself belongs to the next segment.
        label: the tag.
        source: where it stands, as "labels.csv, line 7".
    """

    start: float
    end: float
    label: str
    source: str = ""


def runs(tags: Sequence[str]) -> list[Segment]:
    """Join steps of the same tag.

    >>> [tuple(one)[:3] for one in runs(["a", "a", "b"])]
    [(0, 2, 'a'), (2, 3, 'b')]
    """
    found: list[Segment] = []
    for step, tag in enumerate(tags):
        if found and found[-1].label == tag:
            found[-1] = found[-1]._replace(end=step + 1)
        else:
            found.append(Segment(step, step + 1, tag))
    return found


def tags_of_steps(
    segments: Sequence[Segment], times: Sequence[float], background: str, length: float, name: str
) -> list[str]:
    """Give each step the tag of the segment in which its time lies.

    A last segment that ends less than a step before the recording does lasts to its end: people
    round such times.

    Args:
        segments: in seconds, in any order.
        times: of the steps, in seconds.
        background: the tag of steps in no segment.
        length: of the whole recording, in seconds.
        name: of the recording, for errors.

    Returns:
        A tag for each step.

    Raises:
        InputError: for a segment that is empty, overlaps another, or lies past the end.
    """
    ordered = sorted(segments)
    slack = times[1] - times[0] if len(times) > 1 else 1.0  # rounding of the last frame's end
    for segment in ordered:
        if not 0 <= segment.start < segment.end:
            raise InputError(f"{segment.source}: a segment must start at 0 or later and end after "
                             f"its start, not {segment.start:g} to {segment.end:g}")  # fmt: skip
        if segment.end > length + slack:
            raise InputError(f"{segment.source}: ends at {segment.end:g} s, but {name} is "
                             f"{length:.2f} s long")  # fmt: skip
    for earlier, later in itertools.pairwise(ordered):
        if later.start < earlier.end:
            raise InputError(f"{later.source}: overlaps the segment of {earlier.source}, "
                             f"{earlier.start:g} to {earlier.end:g} s")  # fmt: skip
    if ordered and 0 < length - ordered[-1].end < slack:
        ordered[-1] = ordered[-1]._replace(end=length)
    tags, place = [], 0
    for time in times:
        while place < len(ordered) and ordered[place].end <= time:
            place += 1
        inside = place < len(ordered) and ordered[place].start <= time
        tags.append(ordered[place].label if inside else background)
    return tags
