"""From all steps of a sequence to one vector."""

from __future__ import annotations

from typing import Any

import keras

from keras_seq.layers import arguments

MODES = ("mean", "max", "attention")


@keras.saving.register_keras_serializable(package="keras_seq")
class SequencePooling(keras.layers.Layer):
    """Sums a sequence up in one vector; masked steps don't count.

    - `"mean"`: the average over the steps.
    - `"max"`: the largest value of each feature over the steps.
    - `"attention"`: a weighted average, `sum_t a_t x_t`, where the weights are learned:
      `a = softmax_t(v . tanh(W x_t + b))`, with W as wide as x. That is the additive score of
      Bahdanau et al. (2015), asked by a learned vector as in Yang et al. (2016), "Hierarchical
      Attention Networks for Document Classification".

    A sequence without a single valid step gives zeros. Sums are made in float32 at least.

    Args:
        mode: `"mean"`, `"max"` or `"attention"`.
        **kwargs: `name`, `dtype` and the like, as of any Keras layer.

    Call arguments:
        x: float `(batch, time, features)`.
        mask: bool `(batch, time)`, true where a step is valid.

    Returns:
        float `(batch, features)`.

    Raises:
        ValueError: if `mode` is none of the three.

    >>> import numpy as np
    >>> x = np.array([[[1.0], [3.0], [99.0]]], "float32")
    >>> pooled = SequencePooling("mean")(x, mask=np.array([[True, True, False]]))
    >>> keras.ops.convert_to_numpy(pooled).tolist()
    [[2.0]]
    """

    def __init__(self, mode: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        arguments.choice("mode", mode, MODES)
        self.mode = mode
        self.supports_masking = True

    def build(self, x_shape: Any) -> None:
        """Make the weights of the attention."""
        if self.mode == "attention":
            features = x_shape[-1]
            self.kernel = self.add_weight(
                shape=(features, features), initializer="glorot_uniform", name="kernel"
            )
            self.bias = self.add_weight(shape=(features,), initializer="zeros", name="bias")
            self.query = self.add_weight(
                shape=(features, 1), initializer="glorot_uniform", name="query"
            )

    def call(self, x: Any, mask: Any = None) -> Any:
        """Pool over time."""
        ops = keras.ops
        # float16 overflows at 65504 and holds no number that is safely below all scores.
        exact = keras.backend.result_type(self.compute_dtype, "float32")
        values = ops.cast(x, exact)
        valid = ops.ones_like(x[..., 0], dtype="bool") if mask is None else ops.cast(mask, "bool")
        valid = ops.expand_dims(valid, -1)  # (batch, time, 1)
        if self.mode == "max":
            largest = ops.max(ops.where(valid, values, -float("inf")), axis=1)
            pooled = ops.where(ops.any(valid, axis=1), largest, ops.zeros_like(largest))
        else:
            weights = ops.cast(valid, exact)
            if self.mode == "attention":
                hidden = ops.tanh(ops.matmul(x, self.kernel) + self.bias)
                scores = ops.cast(ops.matmul(hidden, self.query), exact)  # (batch, time, 1)
                scores = ops.where(valid, scores, -1e30)
                weights = weights * ops.exp(scores - ops.max(scores, axis=1, keepdims=True))
            # With a valid step the sum is 1 or more, so that the 1 only guards empty sequences.
            total = ops.maximum(ops.sum(weights, axis=1), 1.0)
            pooled = ops.sum(values * weights, axis=1) / total
        return ops.cast(pooled, self.compute_dtype)

    def compute_mask(self, x: Any, previous_mask: Any = None) -> None:
        """Drop the mask: time is gone."""
        return None

    def compute_output_shape(self, x_shape: Any) -> tuple[int | None, ...]:
        """Drop the axis of time."""
        return (x_shape[0], *x_shape[2:])

    def get_config(self) -> dict[str, Any]:
        """Say what `__init__` was given."""
        return {**super().get_config(), "mode": self.mode}
