"""Layers of a decoder that looks at what was read."""

from __future__ import annotations

from typing import Any

import keras

from keras_seq.layers import (
    AttentionCell,
    AttentionRNN,
    SplitOff,
    recurrent_cell,
    recurrent_stack,
)

ATTENTIONS = ("bahdanau", "luong", None)
LUONG_SCORES = ("dot", "general", "concat")


def decode_attending(
    x: Any,
    memory: Any,
    valid: Any,
    states: list[Any],
    common: dict[str, Any],
    *,
    attention: str,
    attention_score: str,
    input_feeding: bool,
    coverage: bool = False,
    show: bool = False,
) -> tuple[Any, Any]:
    """Add the layers of a decoder, the first or the last of which attends.

    Args:
        x: what is written, float `(batch, time, features)`.
        memory: what is looked at, float `(batch, steps, size)`.
        valid: which of it counts, `(batch, steps)`.
        states: of each layer, its first states.
        common: `cell`, `units`, `dropout` and `recurrent_dropout`, as of the factories.
        attention: `"bahdanau"` attends in the first layer, `"luong"` in the last one.
        attention_score: as of `encoder_decoder`.
        input_feeding: the same.
        coverage: the same.
        show: whether the weights of the attention are given, too.

    Returns:
        Float `(batch, time, size)`, and with `show` the weights, `(batch, time, steps)`, else None.
    """
    more = {"coverage": coverage, "show": show}
    if attention == "bahdanau":
        x, weights = attend(x, memory, valid, states[0], common, "before", "concat", **more)
        return more_layers(x, states[1:], common, first=2), weights
    x = more_layers(x, states[:-1], common, first=1)
    return attend(
        x, memory, valid, states[-1], common, "after", attention_score, input_feeding, **more
    )


def more_layers(x: Any, states: list[Any], common: dict[str, Any], first: int) -> Any:
    """Put other layers on top of a decoder's, if there are any.

    Args:
        x: float `(batch, time, units)`.
        states: of each layer, its first states.
        common: `cell`, `units`, `dropout` and `recurrent_dropout`, as of the factories.
        first: the number of the first of them.

    Returns:
        Float `(batch, time, units)`.
    """
    if not states:
        return x
    return recurrent_stack(
        x, **common, num_layers=len(states), initial_states=states, prefix="decoder", first=first
    )


def attend(
    x: Any,
    memory: Any,
    valid: Any,
    states: list[Any],
    common: dict[str, Any],
    order: str,
    score: str,
    feed: bool = False,
    coverage: bool = False,
    show: bool = False,
) -> tuple[Any, Any]:
    """Add the layer that attends.

    Args:
        x: what is written, float `(batch, time, features)`.
        memory: what is looked at, float `(batch, steps, size)`.
        valid: which of it counts, `(batch, steps)`.
        states: the first states of the layer.
        common: `cell`, `units` and `dropout`, as of the factories.
        order: `"before"` or `"after"` the step, as `AttentionCell` says.
        score: `"dot"`, `"general"` or `"concat"`.
        feed: whether the output goes into the next step.
        coverage: whether what was looked at before counts, as `AttentionCell` says.
        show: whether the weights are given, too.

    Returns:
        What `AttentionCell` gives at each step; and its weights with `show`, else None.
    """
    ops, units = keras.ops, common["units"]
    if common["dropout"]:
        x = keras.layers.SpatialDropout1D(common["dropout"], name="dropout_attention")(x)
    valid = ops.cast(valid, memory.dtype)
    memory = memory * ops.expand_dims(valid, -1)  # and no mask travels in the states
    if score == "dot":  # two states, so two tensors
        keys = keras.layers.Identity(name="keys")(memory)
    else:
        keys = keras.layers.Dense(units, use_bias=False, name="keys")(memory)
    cell = AttentionCell(
        recurrent_cell(common["cell"], units),
        memory_dim=memory.shape[-1], key_dim=units,
        score="additive" if score == "concat" else "dot", order=order, feed=feed,
        coverage=coverage, show=show,
    )  # fmt: skip
    fed = [ops.zeros_like(states[0])] if feed else []
    nowhere = [ops.zeros_like(memory[:, :, 0]) for _ in range(2 if coverage else 1)]
    layer = AttentionRNN(cell, name="attention")
    x, *_ = layer(x, initial_state=[*states, *fed, *nowhere, keys, memory, valid])
    return SplitOff(cell.output_size, name="looked")(x) if show else (x, None)
