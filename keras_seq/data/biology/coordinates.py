"""Where things are on a sequence. On the inside all count from 0, and an end is not part of it.

GenBank and GFF3 count from 1, and the end is part; BED counts as we do. A feature of several parts
(`join`, exons) is a `Feature` for each of them, which has a strand of its own: parts of one gene
may lie on both.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

OTHER_STRAND = {"+": "-", "-": "+"}


class Feature(NamedTuple):
    """A stretch of a sequence that is something.

    Attributes:
        sequence: the name of the sequence.
        start: its first letter, from 0.
        end: behind its last letter.
        kind: what it is, as "CDS".
        strand: "+", "-", or "." where it has none.
        source: where it stands, as "genes.gff3, line 7".
    """

    sequence: str
    start: int
    end: int
    kind: str
    strand: str = "."
    source: str = ""


def from_closed(first: int, last: int) -> tuple[int, int]:
    """Turn first and last letter, counted from 1, into start and end.

    >>> from_closed(1, 3)
    (0, 3)
    """
    return first - 1, last


def to_closed(start: int, end: int) -> tuple[int, int]:
    """Turn start and end into first and last letter, counted from 1.

    >>> to_closed(0, 3)
    (1, 3)
    """
    return start + 1, end


def on_other_strand(start: int, end: int, length: int) -> tuple[int, int]:
    """Say where a stretch lies when the sequence is read from its other end.

    >>> on_other_strand(0, 3, length=10)
    (7, 10)
    """
    return length - end, length - start


def around_origin(start: int, end: int, length: int) -> Iterator[tuple[int, int]]:
    """Cut a stretch of a circular sequence that goes on beyond its end, as GFF3 writes it.

    >>> list(around_origin(8, 12, length=10))
    [(8, 10), (0, 2)]
    """
    yield start, min(end, length)
    if end > length:
        yield 0, end - length
