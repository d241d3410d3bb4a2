"""From the words of a sentence to one vector that knows their order."""

from __future__ import annotations

from typing import Any

import keras


@keras.saving.register_keras_serializable(package="keras_seq")
class PositionEncoding(keras.layers.Layer):
    """Sums the vectors of words, each feature with a weight that depends on the word's place.

    Feature k of d, of word j of J, counts `(1 - j/J) - (k/d)(1 - 2j/J)`: the first features look
    at the beginning of a sentence, the last ones at its end (Sukhbaatar et al., 2015, "End-To-End
    Memory Networks", section 4.1). It has no weights, and costs a small part of a recurrent layer.

    Args:
        **kwargs: `name`, `dtype` and the like, as of any Keras layer.

    Call arguments:
        x: float `(batch, ..., words, features)`.
        mask: bool `(batch, ..., words)`, true where a word stands; J is their number.

    Returns:
        Float `(batch, ..., features)`; zeros where no word stands.

    >>> import numpy as np
    >>> words = np.ones((1, 3, 2), "float32")
    >>> mask = np.array([[True, True, False]])
    >>> keras.ops.convert_to_numpy(PositionEncoding()(words, mask=mask)).tolist()
    [[1.0, 1.5]]
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.supports_masking = True

    def call(self, x: Any, mask: Any = None) -> Any:
        """Weigh and sum."""
        ops = keras.ops
        words = ops.ones_like(x[..., 0]) if mask is None else ops.cast(mask, x.dtype)
        place = ops.cumsum(words, axis=-1)
        place = place / ops.maximum(ops.sum(words, axis=-1, keepdims=True), 1.0)
        place = ops.expand_dims(place, -1)  # (..., words, 1)
        size = x.shape[-1]
        feature = ops.arange(1, size + 1, dtype=x.dtype) / size
        weights = (1 - place) - feature * (1 - 2 * place)
        return ops.sum(x * weights * ops.expand_dims(words, -1), axis=-2)

    def compute_mask(self, x: Any, mask: Any = None) -> None:
        """Have none: there is no word any more."""
        return None

    def compute_output_shape(self, x_shape: Any) -> Any:
        """Leave the words out."""
        return (*x_shape[:-2], x_shape[-1])
