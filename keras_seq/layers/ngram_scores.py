"""What single tokens and runs of neighbours say for each class, as a linear model adds it up."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import numpy.typing as npt

from keras_seq.layers import arguments

UNKNOWN = 1  # below it and with it, tokens say nothing


@keras.saving.register_keras_serializable(package="keras_seq")
class NGramScores(keras.layers.Layer):
    """Sums a row of scores for each n-gram of a text, by the root of their number.

    A linear model on counts of n-grams within a network: what single words and pairs of neighbours
    say is counted better than learned step by step (Wang and Manning, "Baselines and Bigrams:
    Simple, Good Sentiment and Topic Classification", 2012). Rows are found by hashing (Weinberger
    et al., "Feature Hashing for Large Scale Multitask Learning", 2009). The scores come from
    elsewhere, as from `keras_seq.data.text.count_ngrams`; at first all are 0. In training nothing
    is added: what has learned the same examples by heart would leave nothing to learn.

    Padding (0) and unknown tokens (1) say nothing, nor do n-grams with them.

    Args:
        vocab_size: how many tokens there are, padding included.
        num_classes: how many scores come out.
        order: longest n-grams.
        buckets: rows that n-grams share, the last one of `table` apart.
        **kwargs: `name`, `dtype` and the like, as of any Keras layer.

    Call arguments:
        tokens: int32 `(batch, time)`.
        training: whether to add nothing.

    Attributes:
        table: float32 weight `(buckets + 1, num_classes)`: a row for each bucket, and one that is
            added whatever the text.
        share: float32 weight, a factor of all scores.

    Returns:
        Float `(batch, num_classes)`.

    >>> layer = NGramScores(vocab_size=9, num_classes=2, order=1, buckets=8)
    >>> layer(np.array([[3, 4, 0]])).shape == (1, 2)
    True
    """

    def __init__(
        self, vocab_size: int, num_classes: int, order: int = 2, buckets: int = 1 << 20,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(trainable=kwargs.pop("trainable", False), **kwargs)
        self.vocab_size = arguments.count("vocab_size", vocab_size, minimum=2)
        self.num_classes = arguments.count("num_classes", num_classes)
        self.order = arguments.count("order", order)
        self.buckets = arguments.count("buckets", buckets)
        self.spread = spread(self.vocab_size, self.buckets)

    def build(self, tokens_shape: Any) -> None:
        """Make the weights."""
        self.table = self.add_weight(
            shape=(self.buckets + 1, self.num_classes), initializer="zeros", trainable=False,
            name="table",
        )  # fmt: skip
        self.share = self.add_weight(
            shape=(), initializer="ones", trainable=False, name="share"
        )  # fmt: skip

    def call(self, tokens: Any, training: bool = False) -> Any:
        """Look up and sum."""
        ops = keras.ops
        rows = ops.shape(tokens)[0]
        if training:
            return ops.zeros((rows, self.num_classes), self.compute_dtype)
        table = ops.cast(self.table, self.compute_dtype)
        hashed = ops.take(self.spread, ops.clip(tokens, 0, self.vocab_size - 1))
        known = tokens > UNKNOWN
        total, count = ops.cast(0, table.dtype), ops.cast(0, table.dtype)
        ids, whole = ops.zeros_like(hashed), ops.ones_like(known)
        for length in range(1, self.order + 1):
            # Each place has the n-gram that begins there; behind the end nothing is known.
            ids += (2 * length - 1) * _from(hashed, length - 1)
            whole = ops.logical_and(whole, _from(known, length - 1))
            counted = ops.cast(whole, table.dtype)
            scores = ops.take(table, ops.mod(ids, self.buckets), axis=0)
            total += ops.sum(scores * ops.expand_dims(counted, -1), axis=1)
            count += ops.sum(counted, axis=1, keepdims=True)
        scores = total / ops.sqrt(ops.maximum(count, 1)) + table[-1]
        return scores * ops.cast(self.share, table.dtype)

    def compute_output_shape(self, tokens_shape: Any) -> tuple[int | None, int]:
        """Leave time out."""
        return tokens_shape[0], self.num_classes

    def get_config(self) -> dict[str, Any]:
        """Say what `__init__` was given."""
        return {
            **super().get_config(), "vocab_size": self.vocab_size,
            "num_classes": self.num_classes, "order": self.order, "buckets": self.buckets,
        }  # fmt: skip


def spread(vocab_size: int, buckets: int) -> npt.NDArray[np.int32]:
    """Spread tokens over buckets, always alike.

    Args:
        vocab_size: how many tokens there are.
        buckets: how many buckets.

    Returns:
        Int32 `(vocab_size,)`. The bucket of the n-gram of tokens t_1 to t_n is the sum of
        `(2 k - 1) spread[t_k]`, modulo `buckets`.

    Source: the finalizer of splitmix64 (Steele, Lea and Flood, 2014).
    """
    mixed = np.arange(1, vocab_size + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    mixed ^= mixed >> np.uint64(31)
    return (mixed % np.uint64(buckets)).astype(np.int32)


def _from(x: Any, place: int) -> Any:
    """Move steps forwards by so many places, zeros behind them."""
    if not place:
        return x
    return keras.ops.pad(x, ((0, 0), (0, place)))[:, place:]
