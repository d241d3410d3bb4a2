"""The same vector at every step of a sequence."""

from __future__ import annotations

from typing import Any

import keras


@keras.saving.register_keras_serializable(package="keras_seq")
class AppendContext(keras.layers.Layer):
    """Appends one vector for each sequence to all of its steps.

    So a decoder can't forget what it was asked for (Cho et al., 2014).

    Call arguments:
        inputs: `[x, context]`, float `(batch, time, features)` and `(batch, size)`.

    Returns:
        float `(batch, time, features + size)`, with the mask of x.

    >>> import numpy as np
    >>> steps, context = np.zeros((2, 5, 3), "float32"), np.ones((2, 4), "float32")
    >>> AppendContext()([steps, context]).shape[1:] == (5, 7)
    True
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.supports_masking = True

    def call(self, inputs: Any) -> Any:
        """Repeat the context and put it behind x."""
        x, context = inputs
        repeated = keras.ops.expand_dims(context, 1) + keras.ops.zeros_like(x[..., :1])
        return keras.ops.concatenate([x, repeated], axis=-1)

    def compute_mask(self, inputs: Any, previous_mask: Any = None) -> Any:
        """Keep the mask of x."""
        return None if previous_mask is None else previous_mask[0]

    def compute_output_shape(self, inputs_shape: Any) -> tuple[int | None, ...]:
        """Add up the last axes."""
        x, context = inputs_shape
        return (*x[:-1], x[-1] + context[-1])
