"""Training over streams that are longer than a batch."""

from __future__ import annotations

from typing import Any

import keras

from keras_seq.layers import arguments
from keras_seq.models.stepping import chunk_model


class StreamModel(keras.Model):
    """A model that begins each batch in the states where the last batch ended.

    That is truncated back-propagation through time (Williams and Peng, 1990, "An Efficient
    Gradient-Based Algorithm for On-Line Training of Recurrent Network Trajectories"): a text is
    cut into `batch_size` streams, each batch holds the next piece of every stream, the states are
    carried on, and gradients stop at the border of the piece.

    It shares the weights of `model`; train this one, then save and use that one. `fit` and
    `evaluate` work on every backend (Keras's `stateful=True` doesn't on JAX); the states are
    variables of the model, so that checkpoints of all variables hold them. Start each pass over
    the data with `reset_state`, or give its `callbacks()` to `fit` and `evaluate`.

    Args:
        model: of `one_to_many` without context, or of `many_to_many` with `bidirectional=False`.
        batch_size: number of streams; every batch must have just so many rows.
        name: the model's name.

    Call arguments:
        x: the next piece of each stream, as `model` takes it, `(batch_size, time, ...)`.

    Returns:
        What `model` gives, `(batch_size, time, outputs)`.

    Raises:
        ValueError: if `model` has no form that goes step by step, or has a context.

    >>> import numpy as np
    >>> from keras_seq.models import one_to_many
    >>> model = one_to_many(vocab_size=9, units=4)
    >>> streams = StreamModel(model, batch_size=2)
    >>> text = keras.ops.convert_to_tensor(np.array([[1, 2, 3, 4], [5, 6, 7, 8]]))
    >>> first, second = streams(text[:, :2]), streams(text[:, 2:])
    >>> bool(np.allclose(keras.ops.convert_to_numpy(second), model(text)[:, 2:], atol=1e-5))
    True
    """

    def __init__(self, model: keras.Model, batch_size: int, name: str | None = None) -> None:
        super().__init__(name=name or f"{model.name}_streams")
        if len(model.inputs) != 1:
            raise ValueError(
                f"model {model.name!r} has a context, which streams haven't: "
                "train it on whole sequences"
            )
        self.batch_size = arguments.count("batch_size", batch_size)
        self.chunk = chunk_model(model, padded=False)
        self.states = [
            self.add_weight(
                shape=(self.batch_size, *state.shape[1:]),
                initializer="zeros",
                trainable=False,
                name=state.name,
            )
            for state in self.chunk.inputs[1:]
        ]

    def build(self, x_shape: Any) -> None:
        """Check the number of streams; the rest stands since `__init__`."""
        if x_shape[0] not in (None, self.batch_size):
            raise ValueError(
                f"x must have a row for each of the {self.batch_size} streams (batch_size), "
                f"got {x_shape[0]}: leave out the rest of the data, or pad it"
            )

    def call(self, x: Any, training: bool | None = None) -> Any:
        """Read the next piece of each stream."""
        before = [keras.ops.copy(state) for state in self.states]  # torch assigns in place
        # Without `training` among the arguments Keras would train with dropout asleep.
        outputs, *after = self.chunk([x, *before], training=training)
        for variable, state in zip(self.states, after, strict=True):
            variable.assign(keras.ops.stop_gradient(state))
        return outputs

    def reset_state(self) -> None:
        """Begin new streams."""
        for variable in self.states:
            variable.assign(keras.ops.zeros(variable.shape, variable.dtype))

    def callbacks(self) -> list[keras.callbacks.Callback]:
        """Make what `fit` and `evaluate` need beside it: each pass begins new streams."""
        return [ResetState()]


class ResetState(keras.callbacks.Callback):
    """Resets a `StreamModel` at the start of each epoch, evaluation and prediction.

    With any other model it does nothing.
    """

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        """Begin the streams of the training data."""
        if isinstance(self.model, StreamModel):
            self.model.reset_state()

    def on_test_begin(self, logs: Any = None) -> None:
        """Begin the streams of the validation data."""
        self.on_epoch_begin(0)

    def on_predict_begin(self, logs: Any = None) -> None:
        """Begin new streams."""
        self.on_epoch_begin(0)
