"""A look-back in, all steps of the horizon out at once, read and written by segments."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np

from keras_seq.layers import arguments
from keras_seq.layers.recurrent import Cell, recurrent_layer


def segment_forecaster(
    *,
    lookback: int,
    horizon: int,
    segment: int,
    num_targets: int,
    past_dim: int = 0,
    known_dim: int = 0,
    num_series: int = 1,
    series_dim: int | None = None,
    num_quantiles: int = 1,
    linear: bool = False,
    cell: Cell = "gru",
    units: int = 128,
    dropout: float = 0.0,
    name: str | None = None,
) -> keras.Model:
    """Build a forecaster that reads and writes segments instead of steps.

    A recurrent layer over a long look-back forgets and is slow. Here `segment` steps make one
    vector, one layer reads these, and the last state is decoded into every segment of the horizon
    in parallel, by the same cell, from a learned vector for the place of the segment, the target
    and the series. Each target is read by itself, all share the weights.

    Compile it with `keras_seq.losses.ForecastLoss`, or a loss of regression of Keras.

    Source: Lin et al., 2023, "SegRNN: Segment Recurrent Neural Network for Long-Term Time Series
    Forecasting".

    Args:
        lookback: steps that are read, a multiple of `segment`.
        horizon: steps that are forecast.
        segment: steps that make a segment.
        num_targets: columns that are read and forecast.
        past_dim: columns that are read beside them.
        known_dim: columns that are known over the horizon.
        num_series: how many series there are, from each of which something is learned.
        series_dim: how many numbers are learned of each series and target; None: half the units.
        num_quantiles: numbers forecast for each target and step.
        linear: whether a linear map from the look-back to the horizon is added to what segments
            say; it is nothing at first.
        cell: `"gru"`, `"lstm"`, `"simple_rnn"`, or a function from units to a Keras cell.
        units: of the layer.
        dropout: share of what each segment is decoded from that is dropped.
        name: the model's name.

    Returns:
        A `keras.Model` from a dictionary: `history` float32 `(batch, lookback, num_targets)`; if
        asked for, `past` `(batch, lookback, past_dim)`, `known` `(batch, horizon, known_dim)` and
        `series` int32 `(batch,)`, from 1, 0 for an unknown one. It gives
        `(batch, horizon, num_targets * num_quantiles)`, the quantiles of a target beside one
        another.

    Raises:
        ValueError: if an argument is wrong.

    >>> model = segment_forecaster(lookback=48, horizon=20, segment=12, num_targets=3, units=8)
    >>> model.output_shape
    (None, 20, 3)
    """
    for key, value in (
        ("lookback", lookback), ("horizon", horizon), ("segment", segment), ("units", units),
        ("num_targets", num_targets), ("num_series", num_series), ("num_quantiles", num_quantiles),
    ):  # fmt: skip
        arguments.count(key, value)
    arguments.rate("dropout", dropout)
    if lookback % segment:
        raise ValueError(
            f"lookback must be a multiple of segment, got lookback={lookback}, segment={segment}"
        )
    ops = keras.ops
    read, written = lookback // segment, -(-horizon // segment)
    inputs = {"history": keras.Input((lookback, num_targets), name="history")}

    def for_each_target(x: Any, steps: int) -> Any:
        """Segments of what all targets share: a row for each target, segments in a row."""
        x = ops.reshape(x, (-1, 1, steps, segment * x.shape[-1]))
        x = ops.repeat(x, num_targets, axis=1)
        return ops.reshape(x, (-1, *x.shape[2:]))

    # Reading. Rows are targets of windows: (rows, segments, what stands in a segment).
    x = ops.reshape(ops.transpose(inputs["history"], (0, 2, 1)), (-1, read, segment))
    if past_dim:
        inputs["past"] = keras.Input((lookback, past_dim), name="past")
        x = ops.concatenate([x, for_each_target(inputs["past"], read)], axis=-1)
    x = keras.layers.Dense(units, activation="relu", name="segments")(x)
    layer = recurrent_layer(cell, units, return_state=True, name="recurrent")
    _, *states = layer(x)  # (rows, units)

    # Writing. Each segment is one step from the last state, whatever stands in the others.
    half = max(1, units // 2)
    zeros = ops.cast(ops.zeros_like(inputs["history"][:, 0]), "int32")  # (batch, targets)
    which = zeros + np.arange(num_targets, dtype="int32")
    if num_series > 1:
        inputs["series"] = keras.Input((), dtype="int32", name="series")
        which += ops.reshape(inputs["series"], (-1, 1)) * num_targets
    size = half if series_dim is None else arguments.count("series_dim", series_dim)
    whose = keras.layers.Embedding((num_series + 1) * num_targets, size, name="whose")(which)
    if size != half:
        whose = keras.layers.Dense(half, name="widened")(whose)
    whose = ops.repeat(ops.reshape(whose, (-1, 1, half)), written, axis=1)
    where = ops.reshape(zeros, (-1, 1)) + np.arange(written, dtype="int32")
    where = keras.layers.Embedding(written, max(1, units - half), name="where")(where)
    # (rows, segments, units); there is no half of one unit
    x = ops.concatenate([where, whose], axis=-1) if units > 1 else where + whose
    if known_dim:
        inputs["known"] = keras.Input((horizon, known_dim), name="known")
        known = ops.pad(inputs["known"], ((0, 0), (0, written * segment - horizon), (0, 0)))
        x += keras.layers.Dense(units, name="known_ahead")(for_each_target(known, written))
    x, *_ = layer(
        ops.reshape(x, (-1, 1, units)),
        initial_state=[ops.repeat(state, written, axis=0) for state in states],
    )  # (rows * segments, units)
    if dropout:
        x = keras.layers.Dropout(dropout, name="dropout_output")(x)
    x = keras.layers.Dense(segment * num_quantiles, dtype="float32", name="values")(x)

    x = ops.reshape(x, (-1, num_targets, written * segment, num_quantiles))[:, :, :horizon]
    if linear:
        flat = ops.transpose(inputs["history"], (0, 2, 1))  # (batch, targets, lookback)
        flat = keras.layers.Dense(
            horizon * num_quantiles, kernel_initializer="zeros", dtype="float32", name="linear"
        )(flat)
        x += ops.reshape(flat, (-1, num_targets, horizon, num_quantiles))
    x = ops.reshape(ops.transpose(x, (0, 2, 1, 3)), (-1, horizon, num_targets * num_quantiles))
    return keras.Model(inputs, x, name=name or "segment_forecaster")
