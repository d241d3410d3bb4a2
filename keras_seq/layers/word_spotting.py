"""Which words a picture's caption has, seen place by place: help in training."""

from __future__ import annotations

from typing import Any

import keras


@keras.saving.register_keras_serializable(package="keras_seq")
class WordSpotting(keras.layers.Layer):
    """In training, ask each vector of a set which words it shows, and add a loss.

    A picture shows a word if any of its places does, and its caption says which it shows (Fang et
    al., 2015, "From Captions to Visual Concepts and Back"): the scores of all places are joined by
    a soft maximum, and compared with the words of the caption by cross-entropy. So an encoder that
    is trained along learns to see before the writer knows where to look.

    Args:
        vocab_size: how many tokens there are.
        weight: of the loss that is added, a sum over all tokens.
        **kwargs: `name`, `dtype` and the like, as of any Keras layer.

    Call arguments:
        inputs: what is returned; a set of vectors, float `(batch, places, size)`; and the tokens
            of the caption, int32 `(batch, time)`, 0 is padding.

    >>> import numpy as np
    >>> layer = WordSpotting(vocab_size=9, weight=0.1)
    >>> inputs = [np.ones((2, 3)), np.ones((2, 4, 5)), np.array([[2, 4], [2, 0]])]
    >>> layer(inputs, training=True).shape == (2, 3), len(layer.losses)
    (True, 1)
    """

    def __init__(self, vocab_size: int, weight: float, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.vocab_size = vocab_size
        self.weight = weight
        self.supports_masking = True

    def build(self, inputs_shape: Any) -> None:
        """Make the weights: at first no place shows anything."""
        size = inputs_shape[1][-1]
        self.kernel = self.add_weight((size, self.vocab_size), name="kernel")
        self.bias = self.add_weight(
            (self.vocab_size,), name="bias", initializer=keras.initializers.Constant(-6.0)
        )
        self.built = True

    def call(self, inputs: Any, training: bool = False) -> Any:
        """Return the first input; in training with a loss beside it."""
        passed, places, tokens = inputs
        if training:
            ops = keras.ops
            scores = ops.cast(ops.matmul(places, self.kernel) + self.bias, "float32")
            shown = ops.logsumexp(scores, axis=1)  # (batch, vocab_size)
            said = ops.max(ops.one_hot(tokens, self.vocab_size), axis=1)
            said = said * ops.cast(ops.arange(self.vocab_size) > 0, said.dtype)
            losses = ops.maximum(shown, 0) - shown * said + ops.log1p(ops.exp(-ops.abs(shown)))
            self.add_loss(self.weight * ops.mean(ops.sum(losses, axis=-1)))
        return passed

    def compute_mask(self, inputs: Any, previous_mask: Any = None) -> Any:
        """Keep the mask of the first input."""
        return None if previous_mask is None else previous_mask[0]

    def compute_output_shape(self, inputs_shape: Any) -> Any:
        """Give the shape of the first input."""
        return inputs_shape[0]

    def get_config(self) -> dict[str, Any]:
        """Say what `__init__` was given."""
        return {**super().get_config(), "vocab_size": self.vocab_size, "weight": self.weight}
