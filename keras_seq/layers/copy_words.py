"""Words that a decoder copies from what was read."""

from __future__ import annotations

from typing import Any

import keras

NEVER = -1e9  # the logarithm of no chance at all; what may still happen has more than LEAST
LEAST = 1e-30  # of attention, so that the logarithm of no step of a source is out of reach


@keras.saving.register_keras_serializable(package="keras_seq")
class KnownTokens(keras.layers.Layer):
    """Reads tokens behind a vocabulary, which stand for words of one source, as unknown ones.

    Args:
        vocab_size: tokens of the vocabulary, padding (0) and the unknown one included.
        unknown: the unknown one.
        **kwargs: `name`, `dtype` and the like, as of any Keras layer.

    Call arguments:
        tokens: int `(batch, time)`.

    Returns:
        The same, each below `vocab_size`.

    >>> import numpy as np
    >>> keras.ops.convert_to_numpy(KnownTokens(9)(np.array([[3, 8, 9, 14]]))).tolist()
    [[3, 8, 1, 1]]
    """

    def __init__(self, vocab_size: int, unknown: int = 1, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.vocab_size = vocab_size
        self.unknown = unknown

    def call(self, tokens: Any) -> Any:
        """Replace what is unknown."""
        return keras.ops.where(tokens < self.vocab_size, tokens, self.unknown)

    def compute_output_spec(self, tokens: Any) -> Any:
        """Keep shape and type."""
        return keras.KerasTensor(tokens.shape, tokens.dtype)

    def get_config(self) -> dict[str, Any]:
        """Say what `__init__` was given."""
        return {**super().get_config(), "vocab_size": self.vocab_size, "unknown": self.unknown}


@keras.saving.register_keras_serializable(package="keras_seq")
class CopyWords(keras.layers.Layer):
    """Mixes the words of a vocabulary with those of the source, by a gate.

    A word's probability is `g p(word) + (1 - g) a(word)`, where `a` is the attention on all steps
    of the source at which it stands (See et al., 2017, "Get To The Point: Summarization with
    Pointer-Generator Networks"). It is computed and given as a logarithm, so that a gate that is
    all but closed neither overflows nor stops learning. To train, `keras_seq.models.CopyTraining`
    needs the right words alone, and not all that are given here.

    Call arguments:
        inputs: `[logits, source, gate, attention]`: float `(batch, time, vocab_size)`; int
            `(batch, steps)`, the source, 0 is padding, and a word that the vocabulary hasn't is
            `vocab_size` and the first step at which it stands; float `(batch, time, 1)`, the
            gate's logit; and `(batch, time, steps)`, weights that add up to 1, 0 for padding.

    Returns:
        float32 `(batch, time, vocab_size + steps)`, log probabilities of the words of the
        vocabulary, then of those of the source alone; what can't be written has -1e9.

    >>> import numpy as np
    >>> source = np.array([[2, 3, 2]])  # of three words it knows 0, 1 and 2; 3 is new
    >>> even = np.zeros((1, 1, 3)), source, np.zeros((1, 1, 1)), np.array([[[0.5, 0.25, 0.25]]])
    >>> found = keras.ops.exp(CopyWords()([*map(keras.ops.convert_to_tensor, even)]))
    >>> [round(float(one), 3) for one in found[0, 0]]  # 1/6, 1/6, 1/6 + 0.75 / 2
    [0.167, 0.167, 0.542, 0.125, 0.0, 0.0]
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"dtype": "float32", **kwargs})
        self.supports_masking = True

    def call(self, inputs: Any) -> Any:
        """Mix."""
        ops = keras.ops
        logits, source, gate, attention = inputs
        written = ops.log_sigmoid(gate) + ops.log_softmax(logits, axis=-1)
        behind = ops.full_like(attention, NEVER)
        copied = _by_word(attention, source, logits.shape[-1])
        there = copied > 0
        logs = ops.log(ops.where(there, copied, 1.0)) + ops.log_sigmoid(-gate)
        written = ops.concatenate([written, behind], axis=-1)
        return ops.logaddexp(written, ops.where(there, logs, NEVER))

    def compute_mask(self, inputs: Any, previous_mask: Any = None) -> Any:
        """Keep the mask of the logits."""
        return None if previous_mask is None else previous_mask[0]

    def compute_output_shape(self, inputs_shape: Any) -> tuple[int | None, ...]:
        """Put the steps of the source behind the vocabulary."""
        logits, source = inputs_shape[:2]
        return (*logits[:2], None if source[1] is None else logits[2] + source[1])


def _by_word(attention: Any, source: Any, vocab_size: int) -> Any:
    """Add up the attention on each word: `(batch, time, vocab_size + steps)`."""
    ops = keras.ops
    batch, time, steps = ops.shape(attention)
    size = vocab_size + steps
    rows = ops.reshape(ops.arange(batch * time, dtype="int32") * size, (batch, time, 1))
    places = rows + ops.expand_dims(ops.cast(source, "int32"), 1)
    values = ops.reshape(within_reach(attention, source), (-1,))
    found = ops.scatter(ops.reshape(places, (-1, 1)), values, (batch * time * size,))
    return ops.reshape(found, (batch, time, size))


def within_reach(attention: Any, source: Any) -> Any:
    """Give each step of a source at least so much attention that its logarithm is finite."""
    ops = keras.ops
    return ops.maximum(attention, ops.where(ops.expand_dims(source > 0, 1), LEAST, 0.0))
