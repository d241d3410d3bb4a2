"""Which label is taken for which: a figure of every task that gives labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keras_seq.metrics import confusion_counts

if TYPE_CHECKING:
    from keras_seq.contract import Result
    from keras_seq.report import Report


def confusions(result: Result, page: Report, title: str) -> None:
    """Add the confusion matrix of a run's predictions, rows with `expected` and `predicted`."""
    from keras_seq.report import plots

    labels = result.trained.preprocessing.labels
    expected, predicted = (
        labels.encode([row[key] for row in result.evaluation.predictions])
        for key in ("expected", "predicted")
    )
    counts = confusion_counts(expected, predicted, len(labels.names))
    page.figure(title, plots.confusion_matrix(counts, labels.names))
