"""Vectors of tokens."""

from __future__ import annotations

from typing import Any

import keras

from keras_seq.layers import arguments


@keras.saving.register_keras_serializable(package="keras_seq")
class Embedding(keras.layers.Embedding):
    """`keras.layers.Embedding` that refuses by name a batch without rows or steps.

    >>> import numpy as np
    >>> Embedding(9, 2, mask_zero=True)(np.array([[3, 0]])).shape[1:] == (2, 2)
    True
    """

    def call(self, inputs: Any) -> Any:
        """Look the vectors up."""
        arguments.sequences(inputs)
        return super().call(inputs)
