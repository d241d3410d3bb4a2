"""What the report shows: samples, how much of them is copied, and what surprised the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq.contract import Result
from keras_seq.data.text import corpus

if TYPE_CHECKING:
    from keras_seq.report import Report

SHOWN = 600  # tokens of the passage that is coloured
SEARCHED = 20_000_000  # characters of the training part in which copies are looked for
LONG = 30  # characters from which a copy is worth counting


def report(result: Result, page: Report) -> None:
    """Add samples at three temperatures, copies, and the surprise over a passage."""
    from keras_seq.metrics.copies import copied_share
    from keras_seq.report import HighlightedText

    from . import app

    training = "\n".join(corpus.head(app.texts_of(result.splits.train), SEARCHED))
    labels = result.preprocessing.labels.names
    rows: list[list[Any]] = []
    for temperature in (0.5, 0.8, 1.1):
        wishes = app.PredictOptions(
            temperature=temperature, max_new_tokens=400, label=labels[0] if labels else None
        )
        (made,) = app.predict(result.config, result.model, result.preprocessing, [None], wishes)
        share, longest = copied_share(made["text"], training, LONG)
        rows.append([temperature, made["text"], f"{share:.0%}", f"{longest!r} ({len(longest)})"])
    about = f" Label: {labels[0]}." if labels else ""
    page.table(
        "Texts written",
        ["temperature", "text", f"copied, {LONG} characters or more", "longest copy"],
        rows,
        f"Begun from nothing, seed 0.{about} Copies are stretches that stand word for word in the "
        "training part.",
    )
    rows_shown = result.evaluation.predictions[:SHOWN]
    shown = [row["expected"] for row in rows_shown]
    surprise = -np.log2([max(row["score"], 1e-30) for row in rows_shown])
    usual = result.evaluation.metrics["nats_per_token"] / np.log(2)
    words, values = joined(shown, surprise - usual, result.preprocessing.tokenizer.level)
    page.highlights(
        "What surprised the model",
        [
            HighlightedText(
                words, np.array(values), f"the first {len(shown)} tokens of the test part"
            )
        ],
        raises="harder to foresee than usual",
        lowers="easier",
        note=f"Bits of each token, against the {usual:.2f} it takes in the mean; for a word of "
        "several tokens the mean of them.",
    )


def joined(tokens: list[str], values: Any, level: str) -> tuple[list[str], list[float]]:
    """Join letters and byte pairs to words, each with its mean value."""
    if level == "word":
        return tokens, list(values)
    words: list[str] = []
    sums: list[list[float]] = []
    for token, value in zip(tokens, values, strict=True):
        if not words or token[:1].isspace() or words[-1][-1:].isspace():
            words.append("")
            sums.append([])
        words[-1] += token
        sums[-1].append(float(value))
    kept = [(word.strip(), float(np.mean(s))) for word, s in zip(words, sums, strict=True)
            if word.strip()]  # fmt: skip
    return [word for word, _ in kept], [value for _, value in kept]
