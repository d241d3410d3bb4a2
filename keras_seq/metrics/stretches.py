"""How good labels of letters are: letter by letter, and as stretches of one label."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt


class Stretch(NamedTuple):
    """Neighbours of the same label.

    Attributes:
        start: the first, from 0.
        end: behind the last.
        label: its number.
    """

    start: int
    end: int
    label: int


def stretches(labels: npt.NDArray[np.integer]) -> list[Stretch]:
    """Join neighbours of the same label.

    >>> [tuple(one) for one in stretches(np.array([7, 7, 2]))]
    [(0, 2, 7), (2, 3, 2)]
    """
    if not len(labels):
        return []
    borders = np.flatnonzero(labels[1:] != labels[:-1]) + 1
    starts = [0, *borders.tolist()]
    ends = [*starts[1:], len(labels)]
    return [Stretch(start, end, int(labels[start]))
            for start, end in zip(starts, ends, strict=True)]  # fmt: skip


def letter_metrics(counts: npt.NDArray[np.int64]) -> dict[str, float]:
    """Judge labels of letters.

    Args:
        counts: how often each label (row) was taken for each (column).

    Returns:
        - `accuracy`: share of letters with the right label;
        - `macro_f1`: F1 averaged over the labels expected or predicted at all;
        - `matthews`: the correlation of expected and predicted labels, 1 at best, 0 for guesses
          (Gorodkin, "Comparing two K-category assignments by a K-category correlation coefficient",
          2004).

    >>> letter_metrics(np.array([[2, 0], [1, 1]]))["accuracy"]
    0.75
    """
    whole, right = float(counts.sum()), np.diag(counts).astype(float)
    expected, predicted = counts.sum(1).astype(float), counts.sum(0).astype(float)
    either = expected + predicted
    f1 = 2 * right[either > 0] / either[either > 0]
    spread = (whole**2 - (expected**2).sum()) * (whole**2 - (predicted**2).sum())
    together = right.sum() * whole - (expected * predicted).sum()
    return {
        "accuracy": float(right.sum() / whole),
        "macro_f1": float(f1.mean()),
        "matthews": float(together / np.sqrt(spread)) if spread > 0 else 0.0,
    }


def stretch_metrics(
    pairs: Iterable[tuple[npt.NDArray[np.integer], npt.NDArray[np.integer]]],
    left_out: Sequence[int] = (),
    least: float = 0.5,
) -> dict[str, float]:
    """Judge predicted stretches of labels.

    Args:
        pairs: expected and predicted numbers of labels, `(time,)` each, of some sequences.
        left_out: labels that are no feature.
        least: letters in common, as a share of those in either, that make two of one label a pair.

    Returns:
        - `feature_f1`: F1 of stretches with just the right start, end and label;
        - `overlap_f1`: F1 of stretches, each paired with one that overlaps it by `least`.

    >>> right, ours = np.array([0, 1, 1, 1, 0]), np.array([0, 1, 1, 0, 0])
    >>> stretch_metrics([(right, ours)], left_out=[0])
    {'feature_f1': 0.0, 'overlap_f1': 1.0}
    """
    exact = near = whole = 0
    for expected, predicted in pairs:
        right, ours = (
            [one for one in stretches(labels) if one.label not in left_out]
            for labels in (expected, predicted)
        )
        whole += len(right) + len(ours)
        exact += len(set(right) & set(ours))
        near += _paired(right, ours, least)
    return {
        "feature_f1": 2 * exact / whole if whole else 1.0,
        "overlap_f1": 2 * near / whole if whole else 1.0,
    }


def _paired(right: Sequence[Stretch], ours: Sequence[Stretch], least: float) -> int:
    """Count the predicted stretches that have a partner; both lists are in order."""
    taken: set[int] = set()
    begin = 0
    for start, end, label in ours:
        while begin < len(right) and right[begin].end <= start:
            begin += 1
        best, share = -1, 0.0
        at = begin
        while at < len(right) and right[at].start < end:
            one = right[at]
            common = min(end, one.end) - max(start, one.start)
            either = max(end, one.end) - min(start, one.start)
            if one.label == label and at not in taken and common / either > share:
                best, share = at, common / either
            at += 1
        if share >= least:
            taken.add(best)
    return len(taken)
