"""The best labels where each change of label has a price."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def steady_labels(chances: Sequence[np.ndarray], switch_cost: float) -> list[np.ndarray]:
    """Choose labels of sequences, so that short interruptions give way.

    The sum of the logarithms of the chances, less `switch_cost` for each change, is the greatest
    that can be (Viterbi, 1967, with the same price for every change). Read backwards, a sequence
    gets the same labels.

    Args:
        chances: for each sequence float `(time, labels)`.
        switch_cost: in nats; 0: each step by itself.

    Returns:
        For each uint8 `(time,)`.

    >>> rows = np.array([[0.9, 0.1], [0.4, 0.6], [0.9, 0.1]])
    >>> [steady_labels([rows], cost)[0].tolist() for cost in (0.0, 1.0)]
    [[0, 1, 0], [0, 0, 0]]
    """
    if not switch_cost:
        return [rows.argmax(-1).astype(np.uint8) for rows in chances]
    lengths = [len(rows) for rows in chances]
    logs = np.zeros((max(lengths), len(chances), chances[0].shape[-1]), np.float32)
    for index, rows in enumerate(chances):
        logs[: lengths[index], index] = np.log(np.maximum(rows, 1e-9))
    stays = np.ones(logs.shape, bool)
    sources = np.zeros(logs.shape[:2], np.uint8)
    score = logs[0].copy()
    # Behind its end a sequence has logarithms of 0, and no reason to change.
    for step in range(1, len(logs)):
        sources[step] = score.argmax(-1)
        change = score.max(-1, keepdims=True) - switch_cost
        stays[step] = score >= change
        score = np.maximum(score, change) + logs[step]
    labels = np.zeros(logs.shape[:2], np.uint8)
    rows = np.arange(len(chances))
    labels[-1] = score.argmax(-1)
    for step in range(len(logs) - 1, 0, -1):
        here = labels[step]
        labels[step - 1] = np.where(stays[step, rows, here], here, sources[step])
    return [labels[:length, index] for index, length in enumerate(lengths)]
