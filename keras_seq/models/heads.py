"""What comes out of a model: logits or values."""

from __future__ import annotations

from typing import Any

import keras

from keras_seq.layers import arguments

HEADS = ("softmax", "sigmoid", "linear")


def output_size(
    *,
    head: str,
    num_classes: int | None,
    output_dim: int | None,
    heads: tuple[str, ...] = HEADS,
) -> int:
    """Say how many numbers come out.

    Args:
        head: one of `heads`.
        num_classes: for softmax and crf (at least 2) and sigmoid (at least 1).
        output_dim: for linear.
        heads: those that the model may have.

    Returns:
        The size of the last axis.

    Raises:
        ValueError: if these don't belong together.
    """
    arguments.choice("head", head, heads)
    if head == "linear":
        if num_classes is not None:
            raise ValueError(
                f"num_classes={num_classes!r} is for classes; head='linear' predicts values, "
                "their number is output_dim"
            )
        if output_dim is None:
            raise ValueError("output_dim must be given with head='linear': how many values")
        return arguments.count("output_dim", output_dim)
    if output_dim is not None:
        raise ValueError(
            f"output_dim={output_dim!r} is for head='linear'; head={head!r} predicts classes, "
            "their number is num_classes"
        )
    if num_classes is None:
        raise ValueError(f"num_classes must be given with head={head!r}: how many classes")
    num_classes = arguments.count("num_classes", num_classes)
    if head != "sigmoid" and num_classes == 1:
        raise ValueError(
            f"num_classes=1 with head={head!r} gives probability 1 whatever comes in: two classes "
            "that exclude each other are num_classes=2, a yes or no is head='sigmoid'"
        )
    return num_classes


def output_layer(size: int, head: str = "softmax") -> keras.layers.Layer:
    """Make the last layer, named `logits`, or `values` with `head="linear"`.

    In float32 under every dtype policy: losses need it.
    """
    name = "values" if head == "linear" else "logits"
    return keras.layers.Dense(size, dtype="float32", name=name)


def sequence_dropout(x: Any, rate: float) -> Any:
    """Drop features in front of an output layer that works at each step, the same at all steps."""
    return keras.layers.SpatialDropout1D(rate, name="dropout_output")(x) if rate else x
