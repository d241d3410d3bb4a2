"""Figures of `Transduction` for an app to choose from: scores by length, attention, examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keras_seq.contract import Result
from keras_seq.report.readable import shortened
from keras_seq.tasks.transduction import Transduction

if TYPE_CHECKING:
    from keras_seq.report import Report

SHOWN = 8  # answers in a table
MAPS = 3  # inputs whose attention is drawn
LONGEST = 24  # tokens of a drawn side


def bleu_by_length(task: Transduction, result: Result, page: Report) -> None:
    """Show how well texts are translated by their length."""
    from keras_seq.report.translation_plots import score_by_length

    rows = result.evaluation.predictions
    lengths = [len(row["input"].split()) for row in rows]
    page.figure(
        "BLEU by length", score_by_length(lengths, [row["score"] for row in rows]),
        "Of single sentences, by the words of the source.",
    )  # fmt: skip


def attention_maps(
    task: Transduction, result: Result, page: Report, words: int = 12, longest: int = LONGEST
) -> None:
    """Show for a few short texts where the model looked.

    Args:
        task: what was done.
        result: what came out.
        page: gets the figures.
        words: inputs of fewer are drawn, but more than three.
        longest: tokens of a drawn side, at most.
    """
    trained = result.trained
    translator = task.translator(trained)
    rows = result.evaluation.predictions
    short = [row for row in rows if 3 < len(row["input"].split()) < words]
    for row in short[:MAPS]:
        written = task.tokens_of(trained, row["input"], row["predicted"])
        if max(len(task.pieces(trained, row["input"])), len(written) + 1) > longest:
            continue
        figure = task.attention_map(trained, translator, row["input"], written)
        if figure is not None:
            page.figure(
                "Where the model looked", figure,
                "Each row is a token that was written; dark is where it looked.",
            )  # fmt: skip


def words_copied(task: Transduction, result: Result, page: Report) -> None:
    """Show which words of answers were copied, of a model that can copy."""
    from keras_seq.report import HighlightedText

    trained, texts = result.trained, []
    translator = task.translator(trained)
    for row in result.evaluation.predictions[:SHOWN]:
        found = task.shares(trained, translator, row["input"], row["predicted"])
        if found is None:
            return
        caption = f"of: {shortened(row['input'], 300)}"
        if row["predicted"] not in row["expected"].split(" | "):
            caption += f" (expected: {row['expected']})"
        texts.append(HighlightedText(found[0], found[1] - 0.5, caption))
    page.highlights(
        "What was copied", texts, raises="copied from the text",
        lowers="from the model's own words",
        note="The darker a word, the more of its probability came from where it stands in the "
        "text, or from the vocabulary.",
    )  # fmt: skip


def best_and_worst(task: Transduction, result: Result, page: Report) -> None:
    """Show the answers with the best and with the worst scores."""
    rows = sorted(result.evaluation.predictions, key=lambda row: row["score"])
    worst, best = (rows, rows[::-1]) if task.higher_is_better else (rows[::-1], rows)
    columns = ["source", "expected", task.answer_name, task.metric.upper().replace("_", " ")]
    for title, chosen in (("Best answers", best), ("Worst answers", worst)):
        page.table(
            title, columns,
            [[row["input"], row["expected"], row["predicted"], row["score"]]
             for row in chosen[:SHOWN]],
        )  # fmt: skip
