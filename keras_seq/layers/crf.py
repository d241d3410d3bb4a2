"""A conditional random field over the tags of a sequence."""

from __future__ import annotations

from typing import Any

import keras


@keras.saving.register_keras_serializable(package="keras_seq")
class CRF(keras.layers.Layer):
    """Turns scores of single tags into chances of each tag given the one before.

    A linear-chain conditional random field (Lafferty, McCallum and Pereira, 2001) gives the tags
    `y` of a sequence with scores `u` the probability

        p(y) = exp(start[y_1] + sum_t u_t[y_t] + sum_t trans[y_t-1, y_t] + end[y_T]) / Z.

    The same distribution is a chain that runs forwards, `p(y) = prod_t p(y_t | y_t-1)`, whose
    links are found by one pass backwards through the sequence. This layer returns their
    logarithms, so that its output is an ordinary tensor, normalised over the last axis: the
    negative log-likelihood is a look-up (`ChainCrossentropy`), the best path and the chance of
    each tag one pass forwards (`keras_seq.decoding.viterbi`, `marginals`).

    Padding stands at the end of a sequence and changes nothing. An output depends on all later
    steps too, so such a model can't tag while steps still arrive.

    Args:
        **kwargs: `name`, `dtype` and the like, as of any Keras layer.

    Call arguments:
        x: float scores `(batch, time, tags)`, any numbers.
        mask: bool `(batch, time)`; comes with x.

    Returns:
        float `(batch, time, tags, tags)`: at `[:, t, i, j]` the log probability of tag j at step t
        after tag i at step t - 1; at the first step the same for every i.

    >>> import numpy as np
    >>> links = CRF()(np.random.default_rng(0).normal(size=(1, 3, 2)))
    >>> links.shape == (1, 3, 2, 2)
    True
    >>> keras.ops.convert_to_numpy(keras.ops.sum(keras.ops.exp(links), -1)).round(4).min()
    np.float32(1.0)
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.supports_masking = True

    def build(self, x_shape: Any) -> None:
        """Make the scores of neighbours, of the first and of the last tag."""
        tags = x_shape[-1]
        self.transitions = self.add_weight(shape=(tags, tags), name="transitions")
        self.start = self.add_weight(shape=(tags,), initializer="zeros", name="start")
        self.end = self.add_weight(shape=(tags,), initializer="zeros", name="end")

    def call(self, x: Any, mask: Any = None) -> Any:
        """Pass messages backwards, and normalise."""
        ops = keras.ops
        transitions = ops.convert_to_tensor(self.transitions)
        if mask is None:
            mask = ops.ones_like(x[..., 0])
        both = ops.concatenate([x, ops.expand_dims(ops.cast(mask, x.dtype), -1)], axis=-1)
        # The loop of a recurrent layer, and not `ops.scan`, which ONNX has no form for.
        loop = keras.layers.RNN(_Message(transitions), return_sequences=True, go_backwards=True)
        last = ops.zeros_like(x[:, 0]) + self.end
        _, messages, _ = loop.inner_loop(both, [last], None)
        later = x + ops.flip(messages, axis=1)  # what each tag is worth from here on
        first = ops.expand_dims(later[:, :1] + self.start, 2) + ops.zeros_like(transitions)
        others = ops.expand_dims(later[:, 1:], 2) + transitions
        links = ops.concatenate([first, others], axis=1)
        return ops.log_softmax(links, axis=-1)

    def compute_output_shape(self, x_shape: Any) -> Any:
        """Add an axis for the tag before."""
        return (*x_shape, x_shape[-1])


class _Message:
    """A cell without weights: what a tag is worth for the one before it, a step further back."""

    def __init__(self, transitions: Any) -> None:
        self.transitions = transitions
        self.state_size = transitions.shape[0]

    def call(self, step: Any, states: Any) -> tuple[Any, list[Any]]:
        """Hand the message out, and pass it on."""
        ops = keras.ops
        (message,) = states
        scores, valid = step[:, :-1], step[:, -1:] > 0
        links = self.transitions + ops.expand_dims(scores + message, 1)
        return message, [ops.where(valid, ops.logsumexp(links, axis=-1), message)]

    __call__ = call
