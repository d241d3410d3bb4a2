"""What a report shows of entities: each type, confusions, marked texts, and what links cost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq.contract import Result
from keras_seq.metrics.spans import Span, overlap, span_confusions, span_counts, spans

if TYPE_CHECKING:
    from keras_seq.report import Report

TYPES, TEXTS, MISTAKES, LINKS = 12, 12, 12, 10  # the most that are shown


def each_type(result: Result, page: Report) -> None:
    """Show how well each type is found, and what is taken for what."""
    from keras_seq.report import plots

    expected, predicted = _tags(result)
    counts = span_counts(expected, predicted)
    often = sorted(counts, key=lambda label: (-counts[label].expected, label))
    trained = {span.label for record in result.splits.train for span in spans(record.tags)}
    page.table(
        "Types of entities",
        ["type", "expected", "predicted", "right", "partly right", "F1", "in training"],
        [[label, *counts[label], counts[label].f1, label in trained] for label in often],
        "Right: just the right words and type. Partly right: an answer of the right type shares a "
        "word with it.",
    )  # fmt: skip
    pairs = span_confusions(expected, predicted)
    shown = often[:TYPES]
    names = [*shown, *(["others"] if len(often) > TYPES else []), "none"]
    column = {label: min(number, TYPES) for number, label in enumerate(often)}
    column["O"] = len(names) - 1
    table = np.zeros((len(names), len(names)), int)
    for (right, ours), count in pairs.items():
        table[column[right], column[ours]] += count
    page.figure(
        "Confusions of types",
        plots.confusion_matrix(table, names),
        "An entity meets each that has a word in common with it, or none.",
    )


def marked_texts(result: Result, page: Report) -> None:
    """Show some texts with their entities, those with mistakes first, and the surest mistakes."""
    from keras_seq.report import MarkedText

    texts = [
        MarkedText(record.words, spans(record.tags), spans(ours.tags), record.source)
        for record, ours in zip(result.splits.test, result.evaluation.details, strict=True)
        if spans(record.tags) or spans(ours.tags)
    ]
    wrong = [text for text in texts if text.expected != text.predicted]
    right = [text for text in texts if text.expected == text.predicted]
    # Evenly from the whole test part, which may have an order.
    shown = [*_evenly(wrong, TEXTS * 2 // 3), *_evenly(right, TEXTS // 3)]
    page.entities(
        "Entities in texts", shown,
        f"{len(wrong):,} of {len(texts):,} texts with entities have a mistake in them.",
    )  # fmt: skip
    mistakes = sorted(_mistakes(result), key=lambda row: -row[2])
    page.table(
        "The surest mistakes", ["predicted", "expected there", "probability", "text"],
        mistakes[:MISTAKES],
    )  # fmt: skip


def transitions(result: Result, page: Report) -> None:
    """Show which tags follow one another best and worst, of those that may, in a model with CRF."""
    model, fitted = result.trained.model, result.trained.preprocessing
    if not any(layer.name == "crf" for layer in model.layers):
        return
    import keras

    from keras_seq.data.text.tag_schemes import allowed

    names = fitted.labels.names
    scores = keras.ops.convert_to_numpy(model.get_layer("crf").transitions)
    may = allowed(names, result.trained.config.scheme)[:-1, :-1]
    rows = sorted(
        ([names[i], names[j], float(scores[i, j])] for i, j in zip(*np.nonzero(may), strict=True)),
        key=lambda row: -row[2],
    )
    page.table(
        "Transitions", ["tag", "next tag", "score"],
        rows if len(rows) <= 2 * LINKS else rows[:LINKS] + rows[-LINKS:],
        "What the model learned of neighbours: the highest scores and the lowest.",
    )  # fmt: skip


ENTITY_FIGURES = (each_type, marked_texts, transitions)


def _tags(result: Result) -> tuple[list[Sequence[str]], list[Sequence[str]]]:
    return (
        [record.tags for record in result.splits.test],
        [ours.tags for ours in result.evaluation.details],
    )


def _mistakes(result: Result) -> Iterator[list[Any]]:
    """Name each predicted entity that isn't right, what is expected there, and its probability."""
    for record, ours in zip(result.splits.test, result.evaluation.details, strict=True):
        true = spans(record.tags)
        for span in spans(ours.tags):
            if span not in true:
                met = [other for other in true if overlap(span, other)]
                expected = ", ".join(_named(other, record.words) for other in met)
                yield [
                    _named(span, record.words), expected,
                    float(min(ours.chances[span.start : span.end])), " ".join(record.words),
                ]  # fmt: skip


def _named(span: Span, words: Sequence[str]) -> str:
    return f"{' '.join(words[span.start : span.end])} ({span.label})"


def _evenly(texts: list[Any], count: int) -> list[Any]:
    rows = np.linspace(0, len(texts) - 1, count).astype(int).tolist() if texts else []
    return [texts[row] for row in dict.fromkeys(rows)]
