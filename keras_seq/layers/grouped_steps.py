"""Several steps as one, for a recurrence over long sequences, and back."""

from __future__ import annotations

from typing import Any

import keras

from keras_seq.layers import arguments


class _Strided(keras.layers.Layer):
    """What both have in common: how many steps are one."""

    def __init__(self, stride: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.stride = arguments.count("stride", stride)
        self.supports_masking = True

    def get_config(self) -> dict[str, Any]:
        """Say what `__init__` was given."""
        return {**super().get_config(), "stride": self.stride}


@keras.saving.register_keras_serializable(package="keras_seq")
class GroupSteps(_Strided):
    """Makes one step of `stride` neighbours: their features stand side by side.

    A recurrence over groups is so many times as short. Padding, which stands behind,
    counts as zeros; a group is padding if all of its steps are.

    Args:
        stride: steps in a group.
        **kwargs: `name`, `dtype` and the like, as of any Keras layer.

    Call arguments:
        x: float `(batch, time, features)`.

    Returns:
        Float `(batch, ceil(time / stride), stride * features)`.

    >>> import numpy as np
    >>> x = np.arange(1.0, 6.0).reshape(1, 5, 1)
    >>> keras.ops.convert_to_numpy(GroupSteps(2)(x)).tolist()
    [[[1.0, 2.0], [3.0, 4.0], [5.0, 0.0]]]
    """

    def call(self, x: Any, mask: Any = None) -> Any:
        """Fill the last group up, and fold."""
        ops = keras.ops
        if mask is not None:
            x = ops.where(ops.expand_dims(mask, -1), x, ops.zeros_like(x))
        batch, time, features = ops.shape(x)
        # Not `-time % stride`: other runtimes divide negative numbers otherwise.
        missing = (self.stride - time % self.stride) % self.stride
        x = ops.pad(x, ((0, 0), (0, missing), (0, 0)))
        return ops.reshape(x, (batch, -1, self.stride * features))

    def compute_mask(self, x: Any, mask: Any = None) -> Any:
        """Mask the groups whose first step is padding: that always stands behind."""
        return None if mask is None else mask[:, :: self.stride]

    def compute_output_shape(self, x_shape: Any) -> tuple[int | None, ...]:
        """Shorten time, and widen features."""
        batch, time, features = x_shape
        return batch, None if time is None else -(-time // self.stride), self.stride * features


@keras.saving.register_keras_serializable(package="keras_seq")
class SpreadSteps(_Strided):
    """Puts beside each step its share of its group's vector: the way back from `GroupSteps`.

    Args:
        stride: steps in a group.
        **kwargs: `name`, `dtype` and the like, as of any Keras layer.

    Call arguments:
        inputs: the steps, float `(batch, time, features)`, whose mask goes on; and what was made of
            the groups, float `(batch, ceil(time / stride), stride * size)`, whose first `size`
            features belong to the first step of the group, and so on.

    Returns:
        Float `(batch, time, features + size)`.

    >>> import numpy as np
    >>> steps, groups = np.zeros((1, 3, 1)), np.array([[[1.0, 2.0], [3.0, 4.0]]])
    >>> keras.ops.convert_to_numpy(SpreadSteps(2)([steps, groups])).tolist()
    [[[0.0, 1.0], [0.0, 2.0], [0.0, 3.0]]]
    """

    def call(self, inputs: Any, mask: Any = None) -> Any:
        """Unfold, and cut what filled the last group."""
        ops = keras.ops
        steps, groups = inputs
        batch, time, _ = ops.shape(steps)
        shares = ops.reshape(groups, (batch, -1, groups.shape[-1] // self.stride))
        return ops.concatenate([steps, ops.cast(shares[:, :time], steps.dtype)], axis=-1)

    def compute_mask(self, inputs: Any, mask: Any = None) -> Any:
        """Keep that of the steps."""
        return None if mask is None else mask[0]

    def compute_output_shape(self, shapes: Any) -> tuple[int | None, ...]:
        """Widen the features of steps."""
        (batch, time, features), groups = shapes
        return batch, time, features + groups[-1] // self.stride
