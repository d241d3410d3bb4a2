"""Figures of `Generation`: texts, how much of them is copied, and what surprised the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq.contract import Result

if TYPE_CHECKING:
    from keras_seq.report import Report
    from keras_seq.tasks.generation import Generation

SHOWN = 600  # tokens of the passage that is coloured
SEARCHED = 20_000_000  # characters of the training part in which copies are looked for
LONG = 30  # characters from which a copy is worth counting
TEMPERATURES = (0.5, 0.8, 1.1)


def texts_written(task: Generation, result: Result, page: Report) -> None:
    """Add texts at three temperatures, about the first label, and what of them is copied."""
    from keras_seq.data.text import corpus
    from keras_seq.metrics.copies import copied_share
    from keras_seq.tasks.generation import GenerationOptions

    training = "\n".join(corpus.head(task.texts(result.splits.train), SEARCHED))
    labels = result.trained.preprocessing.labels.names
    rows: list[list[Any]] = []
    for temperature in TEMPERATURES:
        options = GenerationOptions(
            temperature=temperature, max_new_tokens=400, label=labels[0] if labels else None
        )
        (answer,) = task.predict(result.trained, [None], options)
        share, longest = copied_share(answer["text"], training, LONG)
        rows.append([temperature, answer["text"], f"{share:.0%}", f"{longest!r} ({len(longest)})"])
    about = f" Label: {labels[0]}." if labels else ""
    page.table(
        "Texts written",
        ["temperature", "text", f"copied, {LONG} characters or more", "longest copy"],
        rows,
        f"Begun from nothing, seed 0.{about} Copies are stretches that stand word for word in the "
        "training part.",
    )


def surprise(task: Generation, result: Result, page: Report) -> None:
    """Colour a passage of the test part by how hard its tokens were to foresee."""
    from keras_seq.report import HighlightedText

    rows = result.evaluation.predictions[:SHOWN]
    bits = -np.log2([max(row["score"], 1e-30) for row in rows])
    usual = result.evaluation.metrics["nats_per_token"] / np.log(2)
    level = result.trained.preprocessing.tokenizer.level
    words, values = joined([row["expected"] for row in rows], bits - usual, level)
    caption = f"the first {len(rows)} tokens of the test part"
    page.highlights(
        "What surprised the model",
        [HighlightedText(words, np.array(values), caption)],
        raises="harder to foresee than usual",
        lowers="easier",
        note=f"Bits of each token, against the {usual:.2f} it takes in the mean; for a word of "
        "several tokens the mean of them.",
    )


def joined(tokens: list[str], values: Any, level: str) -> tuple[list[str], list[float]]:
    """Join letters and byte pairs to words, each with its mean value.

    >>> joined(["a", "n", " ", "o", "x"], [1, 3, 9, 5, 5], "char")
    (['an', 'ox'], [2.0, 5.0])
    """
    if level == "word":
        return tokens, list(values)
    words: list[str] = []
    members: list[list[float]] = []
    for token, value in zip(tokens, values, strict=True):
        if not words or token[:1].isspace() or words[-1][-1:].isspace():
            words.append("")
            members.append([])
        words[-1] += token
        members[-1].append(float(value))
    kept = [(word.strip(), float(np.mean(each))) for word, each in zip(words, members, strict=True)
            if word.strip()]  # fmt: skip
    return [word for word, _ in kept], [value for _, value in kept]
