"""Tokens as one-hot vectors."""

from __future__ import annotations

from typing import Any

import keras

from keras_seq.layers import arguments


@keras.saving.register_keras_serializable(package="keras_seq")
class OneHot(keras.layers.Layer):
    """Turns tokens into one-hot vectors: an embedding that has nothing to learn.

    The right thing for small vocabularies, such as characters. Token 0 is padding and is masked.

    Args:
        vocab_size: how many tokens there are, padding included.
        **kwargs: `name`, `dtype` and the like, as of any Keras layer.

    Call arguments:
        tokens: int `(batch, time)`.

    Returns:
        float `(batch, time, vocab_size)`.

    >>> import numpy as np
    >>> OneHot(3)(np.array([[2, 1]])).shape[1:] == (2, 3)
    True
    """

    def __init__(self, vocab_size: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.vocab_size = arguments.count("vocab_size", vocab_size)
        self.supports_masking = True

    def call(self, tokens: Any) -> Any:
        """Look the vectors up."""
        arguments.sequences(tokens)
        return keras.ops.one_hot(tokens, self.vocab_size, dtype=self.compute_dtype)

    def compute_mask(self, tokens: Any, previous_mask: Any = None) -> Any:
        """Mask the padding."""
        return keras.ops.not_equal(tokens, 0)

    def compute_output_shape(self, tokens_shape: Any) -> tuple[int | None, ...]:
        """Add the axis of the vocabulary."""
        return (*tokens_shape, self.vocab_size)

    def get_config(self) -> dict[str, Any]:
        """Say what `__init__` was given."""
        return {**super().get_config(), "vocab_size": self.vocab_size}
