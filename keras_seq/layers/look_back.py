"""What stood some steps before, beside each step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras


@keras.saving.register_keras_serializable(package="keras_seq")
class LookBack(keras.layers.Layer):
    """Appends to each step what stood so many steps before it.

    A recurrent layer has to carry through all steps between what it will need again; where it is
    known how far back that stands, such as a row above in a picture that is read line by line, it
    need not (connections with a delay: Lin et al., 1996, "Learning long-term dependencies in NARX
    recurrent neural networks").

    Args:
        delays: how many steps before, each 1 or more.
        **kwargs: `name`, `dtype` and the like, as of any Keras layer.

    Call arguments:
        inputs: `[x, state]`, float `(batch, time, features)`, and what stood before it, float
            `(batch, max(delays) * features)`: the last steps, one behind the other; zeros at the
            beginning.

    Returns:
        float `(batch, time, features * (1 + len(delays)))`, with the mask of x; and the state
        behind the last valid step.

    >>> import numpy as np
    >>> x = np.array([[[1.0], [2.0], [3.0]]], "float32")
    >>> after, state = LookBack([2])([x, np.zeros((1, 2), "float32")])
    >>> keras.ops.convert_to_numpy(after).tolist(), keras.ops.convert_to_numpy(state).tolist()
    ([[[1.0, 0.0], [2.0, 0.0], [3.0, 1.0]]], [[2.0, 3.0]])
    """

    def __init__(self, delays: Sequence[int], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.delays = list(delays)
        self.supports_masking = True

    def call(self, inputs: Any, mask: Any = None) -> Any:
        """Put the steps of before beside each step."""
        ops = keras.ops
        x, state = inputs
        longest = max(self.delays)
        steps = ops.concatenate([ops.reshape(state, (-1, longest, x.shape[-1])), x], axis=1)
        before = [steps[:, longest - delay : -delay] for delay in self.delays]
        valid = None if mask is None else mask[0]
        if valid is None:
            last = steps[:, -longest:]
        else:  # padding behind a sequence leaves the state as it was
            ends = ops.sum(ops.cast(valid, "int32"), axis=1, keepdims=True)
            places = ends + ops.arange(longest, dtype="int32")
            last = ops.take_along_axis(steps, ops.expand_dims(places, -1), axis=1)
        return ops.concatenate([x, *before], axis=-1), ops.reshape(
            last, (-1, longest * x.shape[-1])
        )

    def compute_mask(self, inputs: Any, previous_mask: Any = None) -> list[Any]:
        """Keep the mask of x; a state has none."""
        return [None if previous_mask is None else previous_mask[0], None]

    def compute_output_shape(self, inputs_shape: Any) -> list[tuple[int | None, ...]]:
        """Widen x; keep the state."""
        x, state = inputs_shape
        return [(*x[:-1], x[-1] * (1 + len(self.delays))), tuple(state)]

    def get_config(self) -> dict[str, Any]:
        """Say what `__init__` was given."""
        return {**super().get_config(), "delays": self.delays}
