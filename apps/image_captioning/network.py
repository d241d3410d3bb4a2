"""The network that sees a picture: a grid of vectors; put your own here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras

from keras_seq.layers import AppendPlaces

GRID = 8  # rows and columns to which convolutions halve a picture


def picture_encoder(
    seen: Sequence[int],
    *,
    filters: Sequence[int],
    units: int,
    dropout: float = 0.0,
    pooled: bool = False,
) -> keras.Model:
    """Build a small convolutional network from a picture to a grid of vectors.

    Args:
        seen: height, width and colours of a picture; or the shape of the grid that a frozen
            encoder makes.
        filters: of each convolution; they halve height and width until neither is above `GRID`.
            None: what is seen is a grid already.
        units: size of the vectors.
        dropout: share of what is seen that is dropped in training.
        pooled: whether the mean of the grid is wanted, for a writer that doesn't attend.

    Returns:
        A `keras.Model` from float `(batch, *seen)`, points of 0 to 255, to `(batch, rows, columns,
        units)`, each vector of which knows where in the grid it stands; pooled `(batch, units)`.
    """
    layers = keras.layers
    picture = keras.Input(tuple(seen))
    x = against_ground(layers.Rescaling(1 / 127.5, offset=-1)(picture)) if filters else picture
    for size in filters:
        strides = 2 if max(x.shape[1:3]) > GRID else 1
        x = layers.Conv2D(size, 3, strides=strides, padding="same", use_bias=False)(x)
        x = layers.BatchNormalization(momentum=0.9)(x)
        x = layers.ReLU()(x)
    if not filters:
        x = layers.LayerNormalization()(x)
    x = layers.SpatialDropout2D(dropout)(x)
    x = AppendPlaces(name="where")(x)
    x = layers.Dense(units, activation="relu")(x)
    x = layers.GlobalAveragePooling2D()(x) if pooled else x
    return keras.Model(picture, x, name="picture_encoder")


def against_ground(x: Any) -> Any:
    """Put beside each point how it differs from the mean of its picture, and how much.

    So a thing stands out from its ground whichever colours both have, and its outline is learned
    once for all of them.

    Args:
        x: float `(batch, height, width, colours)`.

    Returns:
        Float `(batch, height, width, 2 * colours + 1)`.
    """
    ops = keras.ops
    apart = x - ops.mean(x, axis=(1, 2), keepdims=True)
    strength = ops.sqrt(ops.sum(ops.square(apart), axis=-1, keepdims=True) + 1e-4)
    return ops.concatenate([x, apart, strength], axis=-1)
