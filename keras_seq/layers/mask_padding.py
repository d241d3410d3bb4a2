"""Padding of float sequences."""

from __future__ import annotations

from typing import Any

import keras

from keras_seq.constants import PADDING_VALUE
from keras_seq.layers import arguments


@keras.saving.register_keras_serializable(package="keras_seq")
class MaskPadding(keras.layers.Layer):
    """Masks the steps of float sequences that are padding, and sets them to zero.

    A step is padding if all of its values are `keras_seq.constants.PADDING_VALUE`. Steps of zeros
    are data: `keras.layers.Masking` with its default would lose them.

    Call arguments:
        x: float `(batch, time, ...)`: feature vectors, images, or what else a step may be.

    Returns:
        The same with zeros for padding; the mask, bool `(batch, time)`, goes with it.

    >>> import numpy as np
    >>> steps = np.array([[[0.0, 0.0], [3.0, 4.0], [PADDING_VALUE, PADDING_VALUE]]], "float32")
    >>> layer = MaskPadding()
    >>> keras.ops.convert_to_numpy(layer(steps)).tolist()
    [[[0.0, 0.0], [3.0, 4.0], [0.0, 0.0]]]
    >>> keras.ops.convert_to_numpy(layer.compute_mask(steps)).tolist()
    [[True, True, False]]
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.supports_masking = True

    def call(self, x: Any) -> Any:
        """Set padding to zero."""
        arguments.sequences(x)
        steps = self.compute_mask(x)
        steps = keras.ops.reshape(steps, (*keras.ops.shape(steps), *[1] * (len(x.shape) - 2)))
        return keras.ops.where(steps, x, keras.ops.zeros_like(x))

    def compute_mask(self, x: Any, previous_mask: Any = None) -> Any:
        """Mask the padding."""
        return keras.ops.any(
            keras.ops.not_equal(x, PADDING_VALUE), axis=tuple(range(2, len(x.shape)))
        )

    def compute_output_shape(self, x_shape: Any) -> Any:
        """Keep the shape."""
        return x_shape
