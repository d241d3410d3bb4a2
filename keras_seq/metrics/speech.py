"""How far what was heard is from what was said: errors of words and of letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np


def speech_metrics(expected: Sequence[str], predicted: Sequence[str]) -> dict[str, float]:
    """Compare texts.

    Args:
        expected: what was said.
        predicted: what was heard, in the same order.

    Returns:
        `wer` and `cer`, the words (letters, blanks among them) that must be changed, put in or
        taken out, as a share of those that were said: above 1, if very much was put in; and
        `exact_match`, the share of texts without a fault.

    >>> speech_metrics(["one two", "six"], ["one", "six"])["exact_match"]
    0.5
    """
    expected = [" ".join(text.split()) for text in expected]
    predicted = [" ".join(text.split()) for text in predicted]
    pairs = list(zip(expected, predicted, strict=True))
    return {
        "wer": _rate([(said.split(), heard.split()) for said, heard in pairs]),
        "cer": _rate(pairs),
        "exact_match": float(np.mean([said == heard for said, heard in pairs])) if pairs else 0.0,
    }


def _rate(pairs: Sequence[tuple[Sequence[Any], Sequence[Any]]]) -> float:
    faults = sum(len(edits(said, heard)) for said, heard in pairs)
    return faults / max(1, sum(len(said) for said, _ in pairs))


def edits(said: Sequence[Any], heard: Sequence[Any]) -> list[tuple[Any, Any]]:
    """List the fewest changes from one sequence to another (Levenshtein, 1966).

    Returns:
        Pairs of what was said and what was heard instead; None stands for nothing.

    >>> edits("kitten", "sitting")
    [('k', 's'), ('e', 'i'), (None, 'g')]
    """
    start = 0
    while start < min(len(said), len(heard)) and said[start] == heard[start]:
        start += 1
    rows, columns = len(said) - start, len(heard) - start
    costs = np.zeros((rows + 1, columns + 1), np.int32)
    costs[:, 0], costs[0] = np.arange(rows + 1), np.arange(columns + 1)
    ladder = np.arange(columns + 1)
    codes = {item: code for code, item in enumerate(dict.fromkeys([*said, *heard]))}
    others = np.array([codes[item] for item in heard[start:]], int)
    for row in range(1, rows + 1):
        unlike = others != codes[said[start + row - 1]]
        best = np.minimum(costs[row - 1, :-1] + unlike, costs[row - 1, 1:] + 1)
        whole = np.append(row, best) - ladder  # what is put in costs one each
        costs[row] = np.minimum.accumulate(whole) + ladder
    changes: list[tuple[Any, Any]] = []
    row, column = rows, columns
    while row or column:
        here = costs[row, column]
        same = row and column and said[start + row - 1] == heard[start + column - 1]
        if row and column and costs[row - 1, column - 1] + (not same) == here:
            row, column = row - 1, column - 1
            if not same:
                changes.append((said[start + row], heard[start + column]))
        elif row and costs[row - 1, column] + 1 == here:
            row -= 1
            changes.append((said[start + row], None))
        else:
            column -= 1
            changes.append((None, heard[start + column]))
    return changes[::-1]
