"""A question that is asked of the sentences of a story, one after the other."""

from __future__ import annotations

from typing import Any

import keras

from keras_seq.layers import arguments

GATES = ("product", "network")
OPENING = -2.5  # where a gate starts: nearly shut, so that a query lives through many sentences


@keras.saving.register_keras_serializable(package="keras_seq")
class QueryReduction(keras.layers.Layer):
    """One hop over a story: sentences turn a query into one that is easier to answer.

    "Where is the milk?" meets "Mary took the milk" and becomes, as it were, "Where is Mary?". That
    is the recurrence of Seo et al. (2017), "Query-Reduction Networks for Question Answering":

        z_t = sigmoid(u . (x_t * q_t) + b)           does the sentence concern the query?
        r_t = sigmoid(v . (x_t * q_t) + c)           does it say anything of it?
        h_t = z_t r_t tanh(W [x_t; q_t] + d) + (1 - z_t) h_(t-1)

    where x_t is a sentence and q_t the query that has come to it; h_0 is 0. Since neither gate
    looks at h, all steps are made at once: h is a weighted sum of what single sentences say, and
    the weights say which ones decided.

    Args:
        units: size of the queries, and of the sentences.
        gates: what they look at: `"product"`, as above, or `"network"`, a hidden layer over
            `[x_t * q_t; x_t; q_t]`, which tells more kinds of questions apart and wants more data.
        return_sequences: give each sentence a query, of what comes before it and behind it; else
            one query, of the whole story.
        **kwargs: `name`, `dtype` and the like, as of any Keras layer.

    Call arguments:
        inputs: `[sentences, queries, stands]`: float `(batch, time, units)`; the same, or
            `(batch, units)`, one query for all; bool `(batch, time)`, false for padding.

    Returns:
        With `return_sequences`, queries `(batch, time, units)`, and how much each sentence (last
        axis) has to do with each, `(batch, time, time)`; else a query `(batch, units)` and
        `(batch, time)`.

    Raises:
        ValueError: if an argument is none of what it may be.

    >>> import numpy as np
    >>> story, question = np.ones((2, 5, 8), "float32"), np.ones((2, 8), "float32")
    >>> query, weights = QueryReduction(8)([story, question, np.ones((2, 5), bool)])
    >>> query.shape[1:] == (8,), weights.shape[1:] == (5,)
    (True, True)
    """

    def __init__(
        self, units: int, gates: str = "product", return_sequences: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        arguments.choice("gates", gates, GATES)
        self.units = arguments.count("units", units)
        self.gates = gates
        self.return_sequences = return_sequences

    def build(self, inputs_shape: Any) -> None:
        """Make the weights."""
        shut = keras.initializers.Constant(OPENING)
        start: dict[str, Any] = {"initializer": "glorot_uniform"}
        if self.gates == "network":
            shape = (3 * self.units, self.units)
            self.gate_kernel = self.add_weight(shape, name="gate_kernel", **start)
            self.gate_bias = self.add_weight((self.units,), name="gate_bias", initializer="zeros")
        self.update_kernel = self.add_weight((self.units, 1), name="update_kernel", **start)
        self.update_bias = self.add_weight((1,), name="update_bias", initializer=shut)
        self.reset_kernel = self.add_weight((self.units, 1), name="reset_kernel", **start)
        self.reset_bias = self.add_weight((1,), name="reset_bias", initializer=shut)
        self.kernel = self.add_weight((2 * self.units, self.units), name="kernel", **start)
        self.bias = self.add_weight((self.units,), name="bias", initializer="zeros")

    def call(self, inputs: Any) -> tuple[Any, Any]:
        """Ask."""
        ops = keras.ops
        sentences, queries, stands = inputs
        if len(queries.shape) == 2:
            queries = ops.expand_dims(queries, 1) + ops.zeros_like(sentences)
        both = sentences * queries
        if self.gates == "network":
            seen = ops.concatenate([both, sentences, queries], axis=-1)
            both = ops.tanh(ops.matmul(seen, self.gate_kernel) + self.gate_bias)
        gate = ops.squeeze(ops.matmul(both, self.update_kernel), -1) + self.update_bias
        says = ops.sigmoid(ops.matmul(both, self.reset_kernel) + self.reset_bias)
        update, keep = ops.sigmoid(gate), -ops.softplus(gate)  # keep: the logarithm of 1 - update
        stands = ops.cast(stands, update.dtype)
        update, keep = update * stands, keep * stands  # padding leaves everything as it is
        pair = ops.concatenate([sentences, queries], axis=-1)
        candidates = ops.tanh(ops.matmul(pair, self.kernel) + self.bias)
        says = ops.squeeze(says, -1)
        kept = ops.cumsum(keep, axis=1)  # (batch, time): how much of h_0 is left
        if not self.return_sequences:
            weights = update * says * ops.exp(kept[:, -1:] - kept)
            return ops.squeeze(ops.matmul(ops.expand_dims(weights, 1), candidates), 1), weights
        step = ops.arange(ops.shape(update)[1])
        apart = ops.expand_dims(step, 1) - ops.expand_dims(step, 0)  # of query and sentence
        before, behind = ops.cast(apart >= 0, update.dtype), ops.cast(apart <= 0, update.dtype)
        # Of what is left between two steps the larger of both sums is none, so it is cut to 0.
        forwards = ops.exp(ops.minimum(ops.expand_dims(kept, 2) - ops.expand_dims(kept, 1), 0.0))
        kept = kept - keep
        backwards = ops.exp(ops.minimum(ops.expand_dims(kept, 1) - ops.expand_dims(kept, 2), 0.0))
        weights = (before * forwards + behind * backwards) * ops.expand_dims(update * says, 1)
        return ops.matmul(weights, candidates), weights

    def compute_output_shape(self, inputs_shape: Any) -> Any:
        """Say the shapes of the queries and of the weights."""
        batch, time, _ = inputs_shape[0]
        if self.return_sequences:
            return (batch, time, self.units), (batch, time, time)
        return (batch, self.units), (batch, time)

    def get_config(self) -> dict[str, Any]:
        """Say what `__init__` was given."""
        return {
            **super().get_config(),
            "units": self.units,
            "gates": self.gates,
            "return_sequences": self.return_sequences,
        }
