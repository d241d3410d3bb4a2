"""Where each vector of a grid stands, beside the vector."""

from __future__ import annotations

from typing import Any

import keras


@keras.saving.register_keras_serializable(package="keras_seq")
class AppendPlaces(keras.layers.Layer):
    """Append to each vector of a grid its row and its column, from -1 to 1.

    A convolution looks the same everywhere, and what is made of it can't say left from right
    (Liu et al., 2018, "An Intriguing Failing of Convolutional Neural Networks and the CoordConv
    Solution").

    Call arguments:
        grid: float `(batch, height, width, size)`, of known height and width.

    Returns:
        Float `(batch, height, width, size + 2)`.

    >>> import numpy as np
    >>> np.asarray(AppendPlaces()(np.zeros((1, 2, 2, 0), "float32"))).tolist()
    [[[[-1.0, -1.0], [-1.0, 1.0]], [[1.0, -1.0], [1.0, 1.0]]]]
    """

    def call(self, grid: Any) -> Any:
        """Append them."""
        ops = keras.ops
        height, width = grid.shape[1:3]
        rows, columns = (ops.linspace(-1.0, 1.0, size) for size in (height, width))
        row, column = ops.meshgrid(rows, columns, indexing="ij")
        places = ops.cast(ops.stack([row, column], axis=-1), grid.dtype)  # (height, width, 2)
        batch = ops.shape(grid)[0]
        return ops.concatenate(
            [grid, ops.broadcast_to(places[None], (batch, height, width, 2))], axis=-1
        )

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Give the shape of the result."""
        return (*input_shape[:-1], input_shape[-1] + 2)
