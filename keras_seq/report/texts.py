"""Texts on a report's page: words that carry numbers, and words that are entities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from keras_seq.report.readable import MINUS


@dataclass(frozen=True)
class MarkedText:
    """A text with entities, for `Report.entities`.

    Attributes:
        words: the words in order.
        expected: first word, word after the last, and label of each entity.
        predicted: the same.
        caption: what is to be said of the text.
    """

    words: Sequence[str]
    expected: Sequence[tuple[int, int, str]]
    predicted: Sequence[tuple[int, int, str]]
    caption: str = ""


@dataclass(frozen=True)
class HighlightedText:
    """A text whose words carry numbers, for `Report.highlights`.

    Attributes:
        words: the words in order.
        influence: a signed number for each word.
        caption: what is to be said of the text, such as expected and predicted class.
    """

    words: Sequence[str]
    influence: Sequence[float] | npt.NDArray[np.float64]
    caption: str


def highlighted(text: HighlightedText) -> dict[str, Any]:
    """Turn influences into shades, and name the strongest words in plain text."""
    values = np.asarray(text.influence, dtype=float)
    if len(values) != len(text.words):
        raise ValueError(
            f"influence: must have a number for each of {len(text.words)} words; "
            f"received {len(values)}"
        )
    most = float(np.abs(values).max(initial=0.0)) or 1.0
    words = [
        {
            "word": word,
            "value": f"{value:+.3f}".replace("-", MINUS),
            "kind": ("up" if value > 0 else "down") if abs(value) >= 0.05 * most else "",
            "shade": round(10 + 45 * abs(value) / most),
        }
        for word, value in zip(text.words, values, strict=True)
    ]
    strongest = [words[index] for index in np.argsort(-np.abs(values), kind="stable")[:5]]
    return {
        "caption": text.caption,
        "words": words,
        "strongest": [word for word in strongest if word["kind"]],
    }


def marked(text: MarkedText) -> dict[str, Any]:
    """Cut a text into pieces, those of entities with their label."""
    same = set(text.expected) & set(text.predicted)

    def pieces(entities: Sequence[tuple[int, int, str]]) -> list[dict[str, str]]:
        cut, end = [], 0
        for start, after, label in sorted(entities):
            cut.append({"text": " ".join(text.words[end:start]), "label": "", "kind": ""})
            kind = "up" if (start, after, label) in same else "down"
            cut.append({"text": " ".join(text.words[start:after]), "label": label, "kind": kind})
            end = after
        return [*cut, {"text": " ".join(text.words[end:]), "label": "", "kind": ""}]

    lines = [("predicted", text.predicted)]
    if set(text.expected) != set(text.predicted):
        lines.insert(0, ("expected", text.expected))
    return {
        "caption": text.caption,
        "lines": [{"name": name if len(lines) > 1 else "", "pieces": pieces(entities)}
                  for name, entities in lines],
    }  # fmt: skip
