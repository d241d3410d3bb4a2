"""What stands in each place, counted: rivals for sequences of one length, such as pictures."""

from __future__ import annotations

import numpy as np


def by_place(
    train: np.ndarray,
    test: np.ndarray,
    vocab_size: int,
    train_classes: np.ndarray | None = None,
    test_classes: np.ndarray | None = None,
) -> dict[str, np.ndarray]:
    """Count how often each token stands in each place, alone and in sequences of the same class.

    What was counted in few sequences is mixed with what is more general (Witten and Bell, 1991):
    of n sequences that have k different tokens in a place, k / (n + k) is left to that; the counts
    of a class go back to those of all, and these to all tokens alike.

    Args:
        train: int `(sequences, time)`, what is counted.
        test: the same of what is judged.
        vocab_size: number of tokens.
        train_classes: int `(sequences,)`; None: there are none.
        test_classes: the same of what is judged.

    Returns:
        By name, `place_alone` and, with classes, `place_in_class`, the log probability of each
        token of `test`, of its shape.

    >>> logs = by_place(np.array([[1], [1], [0]]), np.array([[1]]), vocab_size=2)
    >>> np.exp(logs["place_alone"]).round(2).tolist()  # (2 + 2 * 0.5) / (3 + 2)
    [[0.6]]
    """
    uniform = np.full((train.shape[1], vocab_size), 1 / vocab_size)
    alone = _mixed(train, uniform, vocab_size)
    places = np.arange(train.shape[1])
    logs = {"place_alone": np.log(alone[places, test])}
    if train_classes is not None and test_classes is not None:
        found = np.zeros(test.shape)
        for number in np.unique(test_classes):
            inside = _mixed(train[train_classes == number], alone, vocab_size)
            rows = test_classes == number
            found[rows] = inside[places, test[rows]]
        logs["place_in_class"] = np.log(found)
    return logs


def _mixed(sequences: np.ndarray, general: np.ndarray, vocab_size: int) -> np.ndarray:
    """Return float `(time, vocab_size)`, the chances of each place."""
    counts = np.zeros(general.shape)
    for place in range(len(general)):
        counts[place] = np.bincount(sequences[:, place], minlength=vocab_size)
    kinds = np.maximum(1, np.count_nonzero(counts, axis=1))[:, None]
    return (counts + kinds * general) / (len(sequences) + kinds)
