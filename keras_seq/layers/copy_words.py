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
class WordPlaces(keras.layers.Layer):
    """Says for every word of a vocabulary, and of a source alone, where in the source it stands.

    That is the same for all that is written, so it is looked up once.

    Args:
        vocab_size: words of the vocabulary.
        **kwargs: `name`, `dtype` and the like, as of any Keras layer.

    Call arguments:
        source: int `(batch, steps)`, 0 is padding, and a word that the vocabulary hasn't is
            `vocab_size` and the first step at which it stands.

    Returns:
        int32 `(batch, steps + vocab_size + steps)`: the source; then the first step of each word,
        -1 for one that isn't there.

    >>> import numpy as np
    >>> keras.ops.convert_to_numpy(WordPlaces(4)(np.array([[3, 5, 3]]))).tolist()
    [[3, 5, 3, -1, -1, -1, 0, -1, 1, -1]]
    """

    def __init__(self, vocab_size: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.vocab_size = vocab_size

    def call(self, source: Any) -> Any:
        """Look up."""
        ops = keras.ops
        source = ops.cast(source, "int32")
        batch, steps = ops.shape(source)
        numbers = ops.arange(steps, dtype="int32")
        firsts = ops.min(ops.where(_same(source), numbers, steps), axis=-1)  # no padding has one
        values = ops.where(firsts == numbers, numbers + 1, 0)
        size = self.vocab_size + steps
        places = source + ops.expand_dims(ops.arange(batch, dtype="int32") * size, 1)
        found = ops.scatter(
            ops.reshape(places, (-1, 1)), ops.reshape(values, (-1,)), (batch * size,)
        )
        return ops.concatenate([source, ops.reshape(found, (batch, size)) - 1], axis=1)

    def compute_output_spec(self, source: Any) -> Any:
        """Say shape and type."""
        steps = source.shape[1]
        size = None if steps is None else 2 * steps + self.vocab_size
        return keras.KerasTensor((source.shape[0], size), "int32")

    def get_config(self) -> dict[str, Any]:
        """Say what `__init__` was given."""
        return {**super().get_config(), "vocab_size": self.vocab_size}


@keras.saving.register_keras_serializable(package="keras_seq")
class CopyWords(keras.layers.Layer):
    """Mixes the words of a vocabulary with those of the source, by a gate.

    A word's probability is `g p(word) + (1 - g) a(word)`, where `a` is the attention on all steps
    of the source at which it stands (See et al., 2017, "Get To The Point: Summarization with
    Pointer-Generator Networks"). It is computed and given as a logarithm, so that a gate that is
    all but closed neither overflows nor stops learning. To train, `keras_seq.models.CopyTraining`
    needs the right words alone, and not all that are given here.

    Call arguments:
        inputs: `[logits, words, gate, attention]`: float `(batch, time, vocab_size)`; int `(batch,
            2 * steps + vocab_size)`, the source as `WordPlaces` gives it; float `(batch, time, 1)`,
            the gate's logit; and `(batch, time, steps)`, weights that add up to 1, 0 for padding.

    Returns:
        float32 `(batch, time, vocab_size + steps)`, log probabilities of the words of the
        vocabulary, then of those of the source alone; what can't be written has -1e9.

    >>> import numpy as np
    >>> words = WordPlaces(3)(np.array([[2, 4, 2]]))  # it knows 0, 1 and 2; 4 is new
    >>> even = np.zeros((1, 1, 3)), words, np.zeros((1, 1, 1)), np.array([[[0.5, 0.25, 0.25]]])
    >>> found = keras.ops.exp(CopyWords()([*map(keras.ops.convert_to_tensor, even)]))
    >>> [round(float(one), 3) for one in found[0, 0]]  # 1/6, 1/6, 1/6 + 0.75 / 2
    [0.167, 0.167, 0.542, 0.0, 0.125, 0.0]
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"dtype": "float32", **kwargs})
        self.supports_masking = True

    def call(self, inputs: Any) -> Any:
        """Mix."""
        ops = keras.ops
        logits, words, gate, attention = inputs
        steps = ops.shape(attention)[-1]
        written = ops.log_sigmoid(gate) + ops.log_softmax(logits, axis=-1)
        written = ops.concatenate([written, ops.full_like(attention, NEVER)], axis=-1)
        source, places = words[:, :steps], words[:, steps:]
        # Each step has the attention of all steps with its word, and each word that of its first.
        # Nothing is scattered: in a compiled loop on a CPU that takes a hundred times as long.
        same = ops.cast(_same(source), attention.dtype)
        copied = ops.log(ops.maximum(ops.matmul(within_reach(attention, source), same), LEAST))
        places = ops.expand_dims(places, 1) + ops.zeros_like(written, dtype="int32")
        copied = ops.take_along_axis(copied, ops.maximum(places, 0), axis=-1)
        copied = ops.where(places < 0, NEVER, copied + ops.log_sigmoid(-gate))
        return ops.logaddexp(written, copied)

    def compute_mask(self, inputs: Any, previous_mask: Any = None) -> Any:
        """Keep the mask of the logits."""
        return None if previous_mask is None else previous_mask[0]

    def compute_output_shape(self, inputs_shape: Any) -> tuple[int | None, ...]:
        """Put the steps of the source behind the vocabulary."""
        logits, _, _, attention = inputs_shape
        steps = attention[2]
        return (*logits[:2], None if steps is None else logits[2] + steps)


def two_ways(words: Any, inputs: Any) -> tuple[Any, Any]:
    """Say how probable given words are, written from the vocabulary and copied from the source.

    That takes far less than a look at all words does.

    Args:
        words: int `(batch, time)`, numbered as the source is.
        inputs: as of `CopyWords`.

    Returns:
        Two times float `(batch, time)`: log probabilities, which `logaddexp` adds up.
    """
    ops = keras.ops
    logits, source, gate, attention = inputs
    source = source[:, : ops.shape(attention)[-1]]
    size = logits.shape[-1]
    words = ops.expand_dims(ops.cast(words, "int32"), -1)
    known = words < size
    picked = ops.take_along_axis(logits, ops.where(known, words, 0), axis=-1)
    written = picked - ops.logsumexp(logits, axis=-1, keepdims=True) + ops.log_sigmoid(gate)
    here = words == ops.expand_dims(source, 1)
    copied = ops.sum(ops.where(here, within_reach(attention, source), 0.0), axis=-1, keepdims=True)
    there = copied > 0
    copied = ops.log(ops.where(there, copied, 1.0)) + ops.log_sigmoid(-gate)
    return (ops.squeeze(ops.where(known, written, NEVER), -1),
            ops.squeeze(ops.where(there, copied, NEVER), -1))  # fmt: skip


def within_reach(attention: Any, source: Any) -> Any:
    """Give each step of a source at least so much attention that its logarithm is finite."""
    ops = keras.ops
    return ops.maximum(attention, ops.where(ops.expand_dims(source > 0, 1), LEAST, 0.0))


def _same(source: Any) -> Any:
    """Say which steps have the same word: bool `(batch, steps, steps)`, none with padding."""
    one, other = keras.ops.expand_dims(source, 1), keras.ops.expand_dims(source, 2)
    return keras.ops.logical_and(one == other, one > 0)
