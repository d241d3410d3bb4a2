"""How much of a right summary stands in another one: ROUGE (Lin, 2004)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

# Scripts that set no blanks between words are taken letter by letter.
_LETTER = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_LETTER}]|[^\W_{_LETTER}]+")
KINDS = ("rouge_1", "rouge_2", "rouge_l")


def words_of(text: str) -> list[str]:
    """Split a text into what ROUGE counts: words and numbers, small letters, no other signs.

    >>> words_of("Café Brindle opens at 10:30!")
    ['café', 'brindle', 'opens', 'at', '10', '30']
    """
    return _WORD.findall(text.lower())


def rouge(text: str, reference: str) -> dict[str, float]:
    """Judge one text against a right one.

    Args:
        text: what was written.
        reference: what is right.

    Returns:
        `rouge_1`, `rouge_2` and `rouge_l`, from 0 to 1: the harmonic mean of precision and recall
        of single words, of pairs of neighbours, and of the longest words in the same order that
        both have. Nothing is stemmed.

    >>> {name: round(one, 2) for name, one in rouge("a fire in Ulm", "fire in Ulm today").items()}
    {'rouge_1': 0.75, 'rouge_2': 0.67, 'rouge_l': 0.75}
    """
    ours, right = words_of(text), words_of(reference)
    found = {}
    for size in (1, 2):
        counts = [Counter(zip(*(words[at:] for at in range(size)), strict=False))
                  for words in (ours, right)]  # fmt: skip
        common = sum((counts[0] & counts[1]).values())
        found[f"rouge_{size}"] = _f1(common, counts[0].total(), counts[1].total())
    return {**found, "rouge_l": _f1(longest_common(ours, right), len(ours), len(right))}


def longest_common(first: Sequence[str], second: Sequence[str]) -> int:
    """Count the longest words in the same order that both have, not next to each other.

    A bit for each word of the second; a step for each of the first (Hyyrö, 2004).

    >>> longest_common("a b c d".split(), "b x d a".split())
    2
    """
    places: dict[str, int] = {}
    for place, word in enumerate(second):
        places[word] = places.get(word, 0) | 1 << place
    every = (1 << len(second)) - 1
    row = every
    for word in first:
        here = row & places.get(word, 0)
        row = (row + here | row - here) & every
    return len(second) - row.bit_count()


def summary_metrics(
    texts: Sequence[str], references: Sequence[Sequence[str]]
) -> tuple[dict[str, float], dict[str, str]]:
    """Judge summaries; of several right ones each counts with the one that it is most like.

    Args:
        texts: a summary each.
        references: for each one or more right ones.

    Returns:
        The means of `rouge_1`, `rouge_2` and `rouge_l`, and `exact_match`, the share that is right
        word for word; and no notes.

    >>> summary_metrics(["fire in Ulm"], [["a dog", "fire in Ulm"]])[0]["rouge_2"]
    1.0
    """
    rows = [
        [max(one[kind] for one in judged) for kind in KINDS]
        for judged in (
            [rouge(text, right) for right in several]
            for text, several in zip(texts, references, strict=True)
        )
    ]
    right = [text in several for text, several in zip(texts, references, strict=True)]
    means = np.mean(rows, axis=0).tolist()
    return {**dict(zip(KINDS, means, strict=True)), "exact_match": float(np.mean(right))}, {}


def summary_score(text: str, references: Sequence[str]) -> float:
    """Judge a single summary by ROUGE-L, from 0 to 1."""
    return max(rouge(text, right)["rouge_l"] for right in references)


def _f1(common: int, ours: int, right: int) -> float:
    return 2 * common / (ours + right) if common else 0.0
