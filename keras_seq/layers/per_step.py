"""A model of one step, applied to each step of a sequence."""

from __future__ import annotations

from typing import Any

import keras


@keras.saving.register_keras_serializable(package="keras_seq")
class PerStep(keras.layers.Wrapper):
    """Applies a layer or model to each step of a sequence, all steps in one call.

    The steps of all sequences go through as one large batch of `batch * time`. That is faster than
    a loop, works on every backend, and lets batch normalization see all steps at once (in training
    it sees padded steps too, as zeros; group or layer normalization doesn't mix them in).

    Args:
        layer: from `(batch, ...)` to `(batch, ...)`, such as a convolutional network from images
            to vectors.
        **kwargs: `name`, `dtype` and the like, as of any Keras layer.

    Call arguments:
        x: `(batch, time, *layer input)`.

    Returns:
        `(batch, time, *layer output)`. A mask passes through.

    >>> import numpy as np
    >>> PerStep(keras.layers.Flatten())(np.zeros((2, 5, 4, 4, 3), "float32")).shape[1:] == (5, 48)
    True
    """

    def __init__(self, layer: keras.layers.Layer, **kwargs: Any) -> None:
        super().__init__(layer, **kwargs)
        self.supports_masking = True

    def build(self, x_shape: Any) -> None:
        """Build the wrapped layer for one step."""
        super().build((x_shape[0], *x_shape[2:]))

    def call(self, x: Any) -> Any:
        """Fold time into the batch, apply the layer, unfold."""
        batch, time, *step = keras.ops.shape(x)
        steps = keras.ops.reshape(x, (-1, *step))  # (batch * time, ...)
        outputs = self.layer(steps)  # learns from Keras's call context whether this is training
        return keras.ops.reshape(outputs, (batch, time, *keras.ops.shape(outputs)[1:]))

    def compute_output_shape(self, x_shape: Any) -> tuple[int | None, ...]:
        """Put time back between batch and what the layer makes of a step."""
        batch, time, *step = x_shape
        return (batch, time, *self.layer.compute_output_shape((batch, *step))[1:])
