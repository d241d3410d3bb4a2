"""Counting: an n-gram model, the rival that every network for text must beat."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

PIECE = 1 << 20  # tokens that are judged at once, so that a long text takes little memory


class WittenBell:
    """An n-gram model with Witten-Bell smoothing, by interpolation.

    The probability of a token after a history is

        P(w | h) = (c(h w) + N(h) P(w | h')) / (c(h) + N(h)),

    with counts c, N(h) the number of different tokens seen after h, and h' the history without its
    oldest token; at the end stands the even distribution (Witten and Bell, 1991; Chen and
    Goodman, "An Empirical Study of Smoothing Techniques for Language Modeling", 1999).

    Args:
        tokens: int `(time,)`, the training part, and nothing else.
        order: tokens of the longest n-gram.
        vocab_size: number of tokens.

    >>> model = WittenBell(np.array([1, 2, 1, 2, 1]), order=2, vocab_size=3)
    >>> np.exp(model.log_probs(np.array([1, 2]))).round(3).tolist()  # (2 + P(2)) / 3
    [0.794]
    """

    def __init__(self, tokens: np.ndarray, order: int, vocab_size: int) -> None:
        self.order = order
        self.vocab_size = vocab_size
        self.tables: list[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]] = []
        tokens = np.asarray(tokens).astype(np.int64)
        history = np.zeros(len(tokens), np.int64)  # number of the history of each token
        for size in range(order):
            keys = history[size:] * vocab_size + tokens[size:]
            grams, indices, counts = np.unique(keys, return_inverse=True, return_counts=True)
            owners = grams // vocab_size
            histories = int(owners.max()) + 1
            totals = np.bincount(owners, counts, histories)
            kinds = np.bincount(owners, minlength=histories)
            self.tables.append((grams, counts, totals, kinds))
            # The history of a token, one longer: the gram that ends before it.
            history = np.full(len(tokens), -1, np.int64)
            history[size + 1 :] = indices[:-1]

    def log_probs(self, tokens: np.ndarray) -> np.ndarray:
        """Return the log probability of each token but the first, given those before.

        Args:
            tokens: int `(time,)`.

        Returns:
            float64 `(time - 1,)`.
        """
        every = np.empty(max(0, len(tokens) - 1))
        for start in range(1, len(tokens), PIECE):
            before = max(0, start - self.order + 1)
            logs = self._logs(np.asarray(tokens[before : start + PIECE]).astype(np.int64))
            every[start - 1 : start - 1 + PIECE] = logs[start - before :]
        return every

    def _logs(self, tokens: np.ndarray) -> np.ndarray:
        """Return the log probability of each token, given those of this piece before it."""
        chances = np.full(len(tokens), 1 / self.vocab_size)
        history = np.zeros(len(tokens), np.int64)
        for grams, counts, totals, kinds in self.tables:
            keys = history * self.vocab_size + tokens
            index = np.minimum(np.searchsorted(grams, keys), len(grams) - 1)
            seen = (history >= 0) & (grams[index] == keys)
            # A history that training ended with is known, but nothing followed it.
            known = (history >= 0) & (history < len(totals))
            owner = np.where(known, history, 0)
            total, kind = (np.where(known, table[owner], 0) for table in (totals, kinds))
            count = np.where(seen, counts[index], 0)
            mixed = (count + kind * chances) / np.maximum(total + kind, 1)
            chances = np.where(total > 0, mixed, chances)
            history = np.full(len(tokens), -1, np.int64)
            history[1:] = np.where(seen, index, -1)[:-1]
        return np.log(chances)


def ngrams(
    train: np.ndarray, test: np.ndarray, orders: Iterable[int], vocab_size: int
) -> dict[str, np.ndarray]:
    """Judge n-gram models of several orders.

    Args:
        train: int `(time,)`, the training part.
        test: int `(time,)`, what is judged.
        orders: tokens of the longest n-gram, of each model; 1 counts single tokens.
        vocab_size: number of tokens.

    Returns:
        By name, as `5-gram`, the log probability of each token of `test` but the first.
    """
    return {
        f"{order}-gram": WittenBell(train, order, vocab_size).log_probs(test) for order in orders
    }
