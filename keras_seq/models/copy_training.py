"""Training of a model that copies: only the right words are looked at."""

from __future__ import annotations

from typing import Any

import keras

from keras_seq.layers import CopyWords, arguments
from keras_seq.layers.copy_words import two_ways


class CopyTraining(keras.Model):
    """A model of `encoder_decoder(copy=True)` in training, several times as fast.

    What the model gives, the log probability of every word of a vocabulary and of the source,
    serves to write. The loss asks for the right word alone, written or copied, and that is
    computed here: `-log(g p(word) + (1 - g) a(word))`, the mean over words that count, which
    padding (0) doesn't. It is the loss of `SparseCategoricalCrossentropy(from_logits=True,
    ignore_class=0)` for the model itself.

    It shares the weights of `model`; train this one, then save and use that one. It has its own
    loss; one that is given to `compile` isn't asked.

    Args:
        model: of `encoder_decoder`, with `copy=True`.
        smoothing: share of the probability that is spread over the vocabulary (Szegedy et al.,
            2016).
        coverage_loss: weight of what is looked at again, `sum_i min(a_i, c_i)`, where `c` is the
            sum of all earlier attention (See et al., 2017; 1 there); in training alone.
        name: the model's name.

    Call arguments:
        inputs: `[source, target]`, as `model` takes them.

    Returns:
        What `keras_seq.layers.CopyWords` is given.

    Raises:
        ValueError: if the model doesn't copy.

    >>> import numpy as np
    >>> from keras_seq.models import encoder_decoder
    >>> model = encoder_decoder(source_vocab_size=9, target_vocab_size=9, units=4, copy=True)
    >>> learner = CopyTraining(model)
    >>> learner.compile("adam")
    >>> pair = np.array([[3, 9]]), np.array([[2, 9]])  # 9 is no word of the vocabulary
    >>> history = learner.fit(pair, np.array([[9, 3]]), verbose=0)
    >>> learner.evaluate(pair, np.array([[9, 3]]), verbose=0) > 0
    True
    """

    def __init__(
        self,
        model: keras.Model,
        smoothing: float = 0.0,
        coverage_loss: float = 0.0,
        name: str | None = None,
    ) -> None:
        super().__init__(name=name or f"{model.name}_training")
        self.model = model
        self.parts = copied_parts(model)
        self.smoothing = arguments.rate("smoothing", smoothing)
        self.coverage_loss = coverage_loss

    def build(self, input_shape: Any) -> None:
        """Nothing is left to build."""

    def call(self, inputs: Any, training: bool | None = None) -> Any:
        """Read source and target."""
        return self.parts(inputs, training=training)

    def compute_loss(
        self,
        x: Any = None,
        y: Any = None,
        y_pred: Any = None,
        sample_weight: Any = None,
        training: bool = True,
    ) -> Any:
        """Give the mean loss of the right words."""
        ops = keras.ops
        logits, _, gate, attention = y_pred
        words = ops.cast(y, "int32")
        losses = -ops.logaddexp(*two_ways(words, y_pred))
        if self.smoothing:
            logs = ops.mean(logits, axis=-1) - ops.logsumexp(logits, axis=-1)
            evenly = -logs - ops.log_sigmoid(gate)[..., 0]
            losses = (1 - self.smoothing) * losses + self.smoothing * evenly
        if self.coverage_loss and training:
            before = ops.cumsum(attention, axis=1) - attention
            again = ops.sum(ops.minimum(attention, before), axis=-1)
            losses = losses + self.coverage_loss * again
        there = ops.cast(words != 0, losses.dtype)
        return ops.sum(losses * there) / ops.maximum(ops.sum(there), 1)


def copied_parts(model: keras.Model) -> keras.Model:
    """Cut off what mixes the words of a vocabulary and those of a source.

    Args:
        model: of `encoder_decoder`, with `copy=True`.

    Returns:
        A `keras.Model` from its inputs to what its layer `CopyWords` is given.

    Raises:
        ValueError: if it has none.
    """
    for layer in model.layers:
        if isinstance(layer, CopyWords):
            return keras.Model(model.inputs, layer.input, name=f"{model.name}_parts")
    raise ValueError(f"model {model.name!r} copies no words: give encoder_decoder copy=True")
