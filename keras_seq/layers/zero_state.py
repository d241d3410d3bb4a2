"""The state before the first step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras


@keras.saving.register_keras_serializable(package="keras_seq")
class ZeroState(keras.layers.Layer):
    """Gives the zeros that a recurrent layer starts from, as tensors of the model's graph.

    A recurrent layer would start from zeros by itself. Named in the graph, they can be exchanged
    for a state that was carried over: see `keras_seq.models.step_model`.

    Args:
        sizes: size of each state of the recurrent layer; an LSTM has two.
        **kwargs: `name`, `dtype` and the like, as of any Keras layer.

    Call arguments:
        x: any `(batch, ...)`; only its batch size is used.

    Returns:
        A list of zeros, `(batch, size)` each.

    >>> import numpy as np
    >>> [state.shape[1] for state in ZeroState([4, 4])(np.zeros((2, 5, 3)))]
    [4, 4]
    """

    def __init__(self, sizes: Sequence[int], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.sizes = list(sizes)

    def call(self, x: Any) -> list[Any]:
        """Make the zeros."""
        batch = keras.ops.shape(x)[0]
        return [keras.ops.zeros((batch, size), dtype=self.compute_dtype) for size in self.sizes]

    def compute_mask(self, x: Any, previous_mask: Any = None) -> list[None]:
        """Have no mask: there is no time."""
        return [None] * len(self.sizes)

    def compute_output_shape(self, x_shape: Any) -> list[tuple[int | None, int]]:
        """Give a shape for each state."""
        return [(x_shape[0], size) for size in self.sizes]

    def get_config(self) -> dict[str, Any]:
        """Say what `__init__` was given."""
        return {**super().get_config(), "sizes": self.sizes}
