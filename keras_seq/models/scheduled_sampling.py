"""Training on what the model would write itself, beside what is right."""

from __future__ import annotations

from typing import Any

import keras

from keras_seq.layers import arguments


class ScheduledSampling(keras.Model):
    """A model that is trained on more and more of its own tokens.

    In teacher forcing every token is written after right ones; in use each is written after the
    model's own, mistakes among them. Here the target is read twice: first as it is, then with a
    share of its tokens replaced by the likeliest ones of the first reading, and only from the
    second reading the model learns (Bengio et al., 2015, "Scheduled Sampling for Sequence
    Prediction with Recurrent Neural Networks"; in two readings as in Mihaylova and Martins, 2019,
    "Scheduled Sampling for Transformers").

    It shares the weights of `model`; train this one, then save and use that one. The share of
    right tokens falls evenly from 1 in the first epoch to `last_share` in the last one, if its
    `callbacks()` are given to `fit`.

    Args:
        model: of `encoder_decoder`.
        last_share: share of right tokens in the last epoch, from 0 up to but not 1.
        seed: decides which are replaced.
        name: the model's name.

    Call arguments:
        inputs: `[source, target]`, as `model` takes them.

    Returns:
        What `model` gives, `(batch, target_time, target_vocab_size)`.

    Raises:
        ValueError: if `last_share` is out of its range.

    >>> import numpy as np
    >>> from keras_seq.models import encoder_decoder
    >>> model = encoder_decoder(source_vocab_size=9, target_vocab_size=9, units=4)
    >>> learner = ScheduledSampling(model, last_share=0.5)
    >>> source, target = np.array([[3, 4]]), np.array([[2, 5, 6]])
    >>> learner([source, target]).shape == (1, 3, 9)
    True
    """

    def __init__(
        self, model: keras.Model, last_share: float, seed: int = 0, name: str | None = None
    ) -> None:
        super().__init__(name=name or f"{model.name}_scheduled")
        self.model = model
        self.last_share = arguments.rate("last_share", last_share)
        self.seeds = keras.random.SeedGenerator(seed)
        self.share = self.add_weight(
            shape=(), initializer="ones", trainable=False, name="teacher_forcing"
        )

    def build(self, input_shape: Any) -> None:
        """Nothing is left to build."""

    def call(self, inputs: Any, training: bool | None = None) -> Any:
        """Read the target, in training also with tokens of its own."""
        if not training:
            return self.model(inputs, training=False)
        ops = keras.ops
        source, target = inputs
        likeliest = ops.cast(ops.argmax(self.model(inputs, training=False), axis=-1), target.dtype)
        written = ops.concatenate([target[:, :1], ops.stop_gradient(likeliest)[:, :-1]], axis=1)
        own = keras.random.uniform(ops.shape(target), seed=self.seeds) >= self.share
        return self.model(
            [source, ops.where(ops.logical_and(own, target > 0), written, target)], training=True
        )

    def at_epoch(self, epoch: int, epochs: int) -> None:
        """Set the share of right tokens for an epoch, counted from 0."""
        self.share.assign(1 - (1 - self.last_share) * epoch / max(1, epochs - 1))

    def callbacks(self) -> list[keras.callbacks.Callback]:
        """Make what `fit` needs beside it: the share falls from epoch to epoch."""
        return [TeacherForcing()]


class TeacherForcing(keras.callbacks.Callback):
    """Lowers the share of right tokens of a `ScheduledSampling` from epoch to epoch.

    With any other model it does nothing.
    """

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        """Set the share of this epoch."""
        if isinstance(self.model, ScheduledSampling):
            self.model.at_epoch(epoch, self.params["epochs"])
