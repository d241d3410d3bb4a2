"""Attention inside a recurrence: each step looks back at a memory."""

from __future__ import annotations

from typing import Any

import keras

from keras_seq.layers import arguments

SCORES = ("additive", "dot")
ORDERS = ("before", "after")


@keras.saving.register_keras_serializable(package="keras_seq")
class AttentionCell(keras.layers.Layer):
    """A recurrent cell that looks at a memory in each step.

    With `order="before"` the last state asks, and what it finds goes into the step beside the
    input (Bahdanau et al., 2015, "Neural Machine Translation by Jointly Learning to Align and
    Translate"). With `order="after"` the new state asks, and both make the output,
    `tanh(W [found; state])` (Luong et al., 2015, "Effective Approaches to Attention-based Neural
    Machine Translation"); with `feed` the output goes into the next step beside its input.

    Scores are `v tanh(W query + key)`, additive, or `query key`, dot. Keys are made of the memory
    outside, once for all steps.

    Args:
        cell: a Keras cell, whose first state is its output, or its configuration.
        memory_dim: size of the vectors of the memory.
        key_dim: size of their keys; that of the output for `score="dot"`.
        score: `"additive"` or `"dot"`.
        order: `"before"` or `"after"`.
        feed: whether the output is fed to the next step; for `order="after"`.
        coverage: whether what was looked at before counts, as `tanh(W query + key + w covered)`,
            with the sum of all earlier weights as `covered` (See et al., 2017); for additive
            scores.
        show: whether the weights stand behind the output.
        **kwargs: `name`, `dtype` and the like, as of any Keras layer.

    Call arguments:
        inputs: float `(batch, features)`.
        states: those of the cell; with `feed` the last output; the weights of the last step,
            `(batch, steps)`; with `coverage` the sum of all weights, `(batch, steps)`; then what
            doesn't change: keys `(batch, steps, key_dim)`, memory `(batch, steps, memory_dim)`,
            and 1 where a step of it is valid, `(batch, steps)`.

    Returns:
        The output, `(batch, units + memory_dim)` for "before" and `(batch, units)` for "after",
        with `show` so many steps more; and the new states.
    """

    def __init__(
        self,
        cell: Any,
        *,
        memory_dim: int,
        key_dim: int,
        score: str = "additive",
        order: str = "before",
        feed: bool = False,
        coverage: bool = False,
        show: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        arguments.choice("score", score, SCORES)
        arguments.choice("order", order, ORDERS)
        self.cell = keras.saving.deserialize_keras_object(cell) if isinstance(cell, dict) else cell
        self.memory_dim = memory_dim
        self.key_dim = key_dim
        self.score = score
        self.order = order
        self.feed = feed and order == "after"
        self.coverage = coverage and score == "additive"
        self.show = show
        sizes = self.cell.state_size
        self.cell_sizes = [sizes] if isinstance(sizes, int) else list(sizes)
        self.units = self.cell_sizes[0]
        fed = [self.units] if self.feed else []
        seen = [None] * (2 if self.coverage else 1)
        self.state_size = [*self.cell_sizes, *fed, *seen, (None, key_dim), (None, memory_dim), None]
        self.output_size = self.units + memory_dim if order == "before" else self.units

    def build(self, input_shape: Any) -> None:
        """Make the weights."""
        beside = self.memory_dim if self.order == "before" else self.units * self.feed
        if not self.cell.built:  # one that comes out of a file is
            self.cell.build((input_shape[0], input_shape[-1] + beside))
        start = {"initializer": "glorot_uniform"}
        if self.score == "additive":
            self.query_kernel = self.add_weight((self.units, self.key_dim), name="query", **start)
            self.score_kernel = self.add_weight((self.key_dim, 1), name="score", **start)
        if self.coverage:
            self.covered_kernel = self.add_weight((1, self.key_dim), name="covered", **start)
        if self.order == "after":
            shape = (self.units + self.memory_dim, self.units)
            self.output_kernel = self.add_weight(shape, name="output", **start)
        self.built = True

    def attend(
        self, query: Any, keys: Any, memory: Any, valid: Any, covered: Any = None
    ) -> tuple[Any, Any]:
        """Return what is found, `(batch, memory_dim)`, and the weights, `(batch, steps)`."""
        ops = keras.ops
        if covered is not None:
            keys = keys + ops.expand_dims(covered, -1) * self.covered_kernel
        if self.score == "additive":
            asked = ops.expand_dims(ops.matmul(query, self.query_kernel), 1)
            scores = ops.squeeze(ops.matmul(ops.tanh(asked + keys), self.score_kernel), -1)
        else:
            scores = ops.squeeze(ops.matmul(keys, ops.expand_dims(query, -1)), -1)
        # Not `softmax`, which warns of a source of one step.
        low = 3e4 if keras.backend.standardize_dtype(scores.dtype) == "float16" else 1e9
        scores = scores + (valid - 1) * low  # a number that the type can hold
        raised = ops.exp(scores - ops.max(scores, axis=-1, keepdims=True))
        weights = raised / ops.sum(raised, axis=-1, keepdims=True)
        return ops.squeeze(ops.matmul(ops.expand_dims(weights, 1), memory), 1), weights

    def call(self, inputs: Any, states: Any, training: bool = False) -> tuple[Any, list[Any]]:
        """Take a step."""
        ops = keras.ops
        own, rest = list(states[: len(self.cell_sizes)]), list(states[len(self.cell_sizes) :])
        keys, memory, valid = rest[-3:]
        covered = rest[-4] if self.coverage else None
        if self.order == "before":
            found, weights = self.attend(own[0], keys, memory, valid, covered)
            output, own = self._step(ops.concatenate([inputs, found], axis=-1), own, training)
            output, fed = ops.concatenate([output, found], axis=-1), []
        else:
            x = ops.concatenate([inputs, rest[0]], axis=-1) if self.feed else inputs
            output, own = self._step(x, own, training)
            found, weights = self.attend(output, keys, memory, valid, covered)
            both = ops.concatenate([found, output], axis=-1)
            output = ops.tanh(ops.matmul(both, self.output_kernel))
            fed = [output] if self.feed else []
        if self.show:
            output = ops.concatenate([output, weights], axis=-1)
        total = [] if covered is None else [covered + weights]
        return output, [*own, *fed, weights, *total, keys, memory, valid]

    def _step(self, x: Any, states: list[Any], training: bool) -> tuple[Any, list[Any]]:
        output, states = self.cell(x, states, training=training)
        return output, list(states) if isinstance(states, list | tuple) else [states]

    def get_config(self) -> dict[str, Any]:
        """Say what `__init__` was given."""
        return {
            **super().get_config(),
            "cell": keras.saving.serialize_keras_object(self.cell),
            "memory_dim": self.memory_dim,
            "key_dim": self.key_dim,
            "score": self.score,
            "order": self.order,
            "feed": self.feed,
            "coverage": self.coverage,
            "show": self.show,
        }


@keras.saving.register_keras_serializable(package="keras_seq")
class AttentionRNN(keras.layers.RNN):
    """The loop over an `AttentionCell`: a recurrent layer some of whose states are sequences.

    It returns the output at each step and the last states, and always takes its first states.

    Args:
        cell: an `AttentionCell`, or its configuration.
        **kwargs: as of `keras.layers.RNN`.

    Call arguments:
        sequence: float `(batch, time, features)`.
        initial_state: list of states, as `AttentionCell` has them.

    >>> import numpy as np
    >>> cell = AttentionCell(keras.layers.GRUCell(4), memory_dim=3, key_dim=2)
    >>> state, memory, keys = np.zeros((1, 4)), np.ones((1, 6, 3)), np.ones((1, 6, 2))
    >>> weights, valid = np.zeros((1, 6)), np.array([[1.0, 1, 1, 0, 0, 0]])
    >>> output, *states = AttentionRNN(cell)(
    ...     np.ones((1, 5, 2)), initial_state=[state, weights, keys, memory, valid])
    >>> output.shape[1:] == (5, 4 + 3)
    True
    >>> [round(float(weight), 2) for weight in states[1][0]]
    [0.33, 0.33, 0.33, 0.0, 0.0, 0.0]
    """

    def __init__(self, cell: Any, **kwargs: Any) -> None:
        super().__init__(cell, **{**kwargs, "return_sequences": True, "return_state": True})

    def compute_output_shape(self, sequences_shape: Any, initial_state_shape: Any = None) -> Any:
        """Give the shapes of outputs and states."""
        batch = sequences_shape[0]
        states = [
            (batch, *size) if isinstance(size, tuple) else (batch, size)
            for size in self.cell.state_size
        ]
        size = None if self.cell.show else self.cell.output_size
        return [(batch, sequences_shape[1], size), *states]
