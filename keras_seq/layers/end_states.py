"""What a recurrent layer knows at the end of a sequence."""

from __future__ import annotations

from typing import Any

import keras


@keras.saving.register_keras_serializable(package="keras_seq")
class EndStates(keras.layers.Layer):
    """Takes from the outputs of a recurrent layer those at the end of reading.

    That is the output at the last valid step; of a bidirectional layer for the first half of the
    features, and for the other half, which was read backwards, the output at the first step.

    Args:
        bidirectional: whether the outputs are those of two directions.
        **kwargs: `name`, `dtype` and the like, as of any Keras layer.

    Call arguments:
        inputs: `[x, valid]`, float `(batch, time, features)` and bool `(batch, time)`.

    Returns:
        float `(batch, features)`.

    >>> import numpy as np
    >>> x = np.arange(8.0).reshape(1, 4, 2)
    >>> valid = np.array([[True, True, True, False]])
    >>> keras.ops.convert_to_numpy(EndStates(bidirectional=True)([x, valid])).tolist()
    [[4.0, 1.0]]
    """

    def __init__(self, bidirectional: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.bidirectional = bidirectional

    def call(self, inputs: Any) -> Any:
        """Pick the ends."""
        ops = keras.ops
        x, valid = inputs
        last = ops.sum(ops.cast(valid, "int32"), axis=1) - 1
        mark = ops.one_hot(ops.maximum(last, 0), ops.shape(x)[1], dtype=x.dtype)
        end = ops.sum(x * ops.expand_dims(mark, -1), axis=1)
        if not self.bidirectional:
            return end
        half = x.shape[-1] // 2
        return ops.concatenate([end[:, :half], x[:, 0, half:]], axis=-1)

    def compute_mask(self, inputs: Any, previous_mask: Any = None) -> None:
        """Have no mask: there is no time."""
        return None

    def compute_output_shape(self, inputs_shape: Any) -> tuple[int | None, ...]:
        """Leave time out."""
        return (inputs_shape[0][0], inputs_shape[0][-1])

    def get_config(self) -> dict[str, Any]:
        """Say what `__init__` was given."""
        return {**super().get_config(), "bidirectional": self.bidirectional}
