"""Convolutions over steps that leave padding out."""

from __future__ import annotations

from typing import Any

import keras

from keras_seq.layers import arguments


@keras.saving.register_keras_serializable(package="keras_seq")
class MaskedConv1D(keras.layers.Conv1D):
    """A convolution over steps to which padding is nothing: zeros, as beyond the end.

    Keras's own know no mask, so that the bias of a first layer would reach valid steps through the
    padding in a second one, and a sequence would have other answers in another batch.

    Args:
        filters: size of each step's output.
        kernel_size: how many steps each output sees; an odd number has its step in the middle.
        **kwargs: as of Keras's `Conv1D`; `padding` is `"same"`.

    Call arguments:
        x: float `(batch, time, features)`; its mask goes on with the output.

    Returns:
        Float `(batch, time, filters)`.

    >>> MaskedConv1D(8, 5, activation="relu")(keras.Input((None, 4))).shape
    (None, None, 8)
    """

    def __init__(self, filters: int, kernel_size: Any, **kwargs: Any) -> None:
        kwargs.setdefault("padding", "same")
        super().__init__(filters, kernel_size, **kwargs)
        self.supports_masking = True

    def call(self, x: Any, mask: Any = None) -> Any:
        """Set padding to zero, and convolve."""
        if mask is not None:
            x = keras.ops.where(keras.ops.expand_dims(mask, -1), x, keras.ops.zeros_like(x))
        return super().call(x)


def convolution_stack(
    x: Any,
    *,
    filters: int = 64,
    kernel_size: int = 9,
    num_layers: int = 2,
    dilation: int = 1,
    dropout: float = 0.0,
    prefix: str = "convolution",
) -> Any:
    """Put convolutions one upon another, on a Keras tensor; each but the first adds to its input.

    Args:
        x: Keras tensor `(batch, time, features)`; its mask is respected.
        filters: of each layer.
        kernel_size: steps that each sees, odd.
        num_layers: how many layers; 0: none.
        dilation: each layer looks so many times as far apart as the one before (Yu and Koltun,
            2016, "Multi-Scale Context Aggregation by Dilated Convolutions"); 1: none does.
        dropout: share of the features dropped between layers, the same at all steps.
        prefix: what the names of the layers begin with.

    Returns:
        Keras tensor `(batch, time, filters)`.

    Raises:
        ValueError: if a size is wrong.

    >>> convolution_stack(keras.Input((None, 4)), filters=8, num_layers=3, dilation=2).shape
    (None, None, 8)
    """
    filters = arguments.count("filters", filters)
    kernel_size = arguments.count("kernel_size", kernel_size)
    num_layers = arguments.count("num_layers", num_layers, minimum=0)
    dilation = arguments.count("dilation", dilation)
    dropout = arguments.rate("dropout", dropout)
    for index in range(num_layers):
        name = f"{prefix}_{index + 1}"
        before = x
        if index and dropout:
            x = keras.layers.SpatialDropout1D(dropout, name=f"{name}_dropout")(x)
        x = MaskedConv1D(
            filters, kernel_size, dilation_rate=dilation**index, activation="relu", name=name
        )(x)
        if index:
            x = keras.layers.Add(name=f"{name}_added")([before, x])
    return x
