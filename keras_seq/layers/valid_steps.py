"""The mask of a sequence, as a tensor of its own."""

from __future__ import annotations

from typing import Any

import keras


@keras.saving.register_keras_serializable(package="keras_seq")
class ValidSteps(keras.layers.Layer):
    """Says which steps of a sequence are valid.

    Keras hands no mask to a recurrent layer that is also given a state; with this it can be given
    by hand.

    Call arguments:
        x: any `(batch, time, ...)`.
        mask: bool `(batch, time)`, true where a step is valid; comes with x.

    Returns:
        The mask; all true for a sequence without one.

    >>> import numpy as np
    >>> vectors = keras.layers.Embedding(9, 2, mask_zero=True)(np.array([[3, 0]]))
    >>> keras.ops.convert_to_numpy(ValidSteps()(vectors)).tolist()
    [[True, False]]
    """

    def call(self, x: Any, mask: Any = None) -> Any:
        """Hand the mask out."""
        if mask is not None:
            return mask
        return keras.ops.ones(keras.ops.shape(x)[:2], dtype="bool")

    def compute_mask(self, x: Any, previous_mask: Any = None) -> None:
        """Have none: the mask is a tensor here."""
        return None

    def compute_output_spec(self, x: Any, mask: Any = None) -> Any:
        """Keep batch and time."""
        return keras.KerasTensor(x.shape[:2], dtype="bool")
