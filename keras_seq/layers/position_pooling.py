"""From the steps of a fixed window to one vector, each place with weights of its own."""

from __future__ import annotations

from typing import Any

import keras

from keras_seq.layers import arguments


@keras.saving.register_keras_serializable(package="keras_seq")
class PositionPooling(keras.layers.Layer):
    """Sums the steps of a sequence, each feature with a weight for each place.

    For windows in which places mean something, such as those around a splice site: of letters it is
    a position weight matrix (Stormo et al., "Use of the 'Perceptron' algorithm to distinguish
    translational initiation sites in E. coli", 1982), and of what convolutions and recurrence find
    the same one floor higher.

    Args:
        length: places, at most; what stands behind them doesn't count.
        **kwargs: `name`, `dtype` and the like, as of any Keras layer.

    Call arguments:
        x: float `(batch, time, features)`; its mask leaves padding out.

    Returns:
        Float `(batch, features)`.

    >>> PositionPooling(60)(keras.Input((None, 8))).shape
    (None, 8)
    """

    def __init__(self, length: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.length = arguments.count("length", length)
        self.supports_masking = True

    def build(self, x_shape: Any) -> None:
        """Make the weights."""
        # As large a sum as its features are, if these are about 1.
        start = keras.initializers.RandomNormal(stddev=self.length**-0.5)
        self.kernel = self.add_weight(
            shape=(self.length, x_shape[-1]), initializer=start, name="kernel"
        )

    def call(self, x: Any, mask: Any = None) -> Any:
        """Weigh and sum."""
        ops = keras.ops
        if mask is not None:
            x = ops.where(ops.expand_dims(mask, -1), x, ops.zeros_like(x))
        x = x[:, : self.length]
        return ops.sum(x * ops.cast(self.kernel, x.dtype)[: ops.shape(x)[1]], axis=1)

    def compute_mask(self, x: Any, mask: Any = None) -> None:
        """Have none: there is no step any more."""
        return None

    def compute_output_shape(self, x_shape: Any) -> tuple[int | None, ...]:
        """Leave time out."""
        return x_shape[0], x_shape[-1]

    def get_config(self) -> dict[str, Any]:
        """Say what `__init__` was given."""
        return {**super().get_config(), "length": self.length}
