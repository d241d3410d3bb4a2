"""Features of two kinds, cut apart."""

from __future__ import annotations

from typing import Any

import keras


@keras.saving.register_keras_serializable(package="keras_seq")
class SplitOff(keras.layers.Layer):
    """Cuts the last axis in two.

    Args:
        size: features of the first part.
        **kwargs: `name`, `dtype` and the like, as of any Keras layer.

    Call arguments:
        x: float `(batch, time, size + more)`.

    Returns:
        Float `(batch, time, size)`, with the mask of x, and `(batch, time, more)`.

    >>> import numpy as np
    >>> [part.shape[-1] for part in SplitOff(3)(np.zeros((1, 2, 5), "float32"))]
    [3, 2]
    """

    def __init__(self, size: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.size = size
        self.supports_masking = True

    def call(self, x: Any) -> tuple[Any, Any]:
        """Cut."""
        return x[..., : self.size], x[..., self.size :]

    def compute_mask(self, x: Any, previous_mask: Any = None) -> list[Any]:
        """Keep the mask with the first part."""
        return [previous_mask, None]

    def compute_output_spec(self, x: Any) -> tuple[Any, Any]:
        """Say both shapes."""
        more = None if x.shape[-1] is None else x.shape[-1] - self.size
        shape = tuple(x.shape[:-1])
        return (keras.KerasTensor((*shape, self.size), x.dtype),
                keras.KerasTensor((*shape, more), x.dtype))  # fmt: skip

    def get_config(self) -> dict[str, Any]:
        """Say what `__init__` was given."""
        return {**super().get_config(), "size": self.size}
