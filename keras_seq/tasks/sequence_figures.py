"""What a report shows of labelled sequences: tracks, confusions, lengths, the worst stretches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from keras_seq.contract import Result
from keras_seq.data.biology.records import UNJUDGED
from keras_seq.metrics.stretches import stretches
from keras_seq.tasks.sequences import counts_of

if TYPE_CHECKING:
    from keras_seq.report import Report

TRACKS, SHOWN, WORST, PIECE = 3, 10_000, 10, 200  # figures, letters of each; rows, letters of each


class Judged(NamedTuple):
    """A region of the test part, and what the model says of it; numbers of labels."""

    name: str
    start: int
    expected: np.ndarray
    predicted: np.ndarray
    chances: np.ndarray


def _judged(result: Result) -> Iterator[Judged]:
    labels = result.trained.preprocessing.labels
    for record, ours in zip(result.splits.test, result.evaluation.details, strict=True):
        expected, predicted = record.tags.renumbered(labels), ours.tags.renumbered(labels)
        yield Judged(record.name, record.start, expected, predicted, ours.chances)


def along(result: Result, page: Report) -> None:
    """Draw labels along the first regions of the test part."""
    from keras_seq.report import sequence_plots

    names = result.trained.preprocessing.labels.names
    for number, one in zip(range(TRACKS), _judged(result), strict=False):
        figure = sequence_plots.tracks(
            one.expected[:SHOWN], one.predicted[:SHOWN], one.chances[:SHOWN], names,
            start=one.start, name=one.name,
        )  # fmt: skip
        page.figure(f"Labels along {one.name}" + (f" ({number + 1})" if number else ""), figure)


def confused(result: Result, page: Report) -> None:
    """Show which label is taken for which, letter by letter."""
    from keras_seq.report import plots

    names = result.trained.preprocessing.labels.names
    expected = [record.tags for record in result.splits.test]
    counts = counts_of(expected, [ours.tags for ours in result.evaluation.details], names)
    page.figure("Confusions of letters", plots.confusion_matrix(counts, names))


def lengths(result: Result, page: Report) -> None:
    """Show how long features are, expected and predicted."""
    from keras_seq.report.tagging_plots import length_histogram

    names = result.trained.preprocessing.labels.names
    background = result.trained.config.background
    left_out = {UNJUDGED, *(names.index(name) for name in names if name == background)}
    found: tuple[list[float], list[float]] = [], []
    for one in _judged(result):
        for side, labels in zip(found, (one.expected, one.predicted), strict=True):
            side += [end - start for start, end, label in stretches(labels)
                     if label not in left_out]  # fmt: skip
    if all(found):
        page.figure("Lengths of features", length_histogram(*found))


def worst(result: Result, page: Report) -> None:
    """List the stretches of the test part that are labelled worst."""
    names = result.trained.preprocessing.labels.names
    rows = []
    for one in _judged(result):
        for start in range(0, len(one.expected), PIECE):
            right, ours = (each[start : start + PIECE] for each in (one.expected, one.predicted))
            known = right != UNJUDGED
            if known.sum() < PIECE // 4:
                continue
            share = float(np.mean(right[known] == ours[known]))
            if share < 1:
                first = one.start + start
                kinds = [", ".join(names[number] for number in np.unique(labels[known]))
                         for labels in (right, ours)]  # fmt: skip
                sure = float(one.chances[start : start + PIECE].mean())
                where = f"{one.name}:{first + 1}-{first + len(right)}"
                rows.append((share, [share, where, *kinds, sure]))
    if rows:
        page.table(
            "The worst stretches", ["right", "where", "expected", "predicted", "probability"],
            [row for _, row in sorted(rows, key=lambda pair: pair[0])[:WORST]],
            f"Pieces of {PIECE} letters of the test part; right: share of letters. Where the model "
            "is sure and wrong, look at the annotation too.",
        )  # fmt: skip


SEQUENCE_FIGURES = (along, confused, lengths, worst)
