"""One step of a recurrent layer."""

from __future__ import annotations

from typing import Any

import keras


@keras.saving.register_keras_serializable(package="keras_seq")
class CellStep(keras.layers.Wrapper):
    """Takes one step of a recurrent layer, without the loop that the layer is.

    It shares the layer's weights. A loop of one turn inside the loop that writes a sequence costs
    far more than the step itself.

    Args:
        layer: a `keras.layers.RNN`, such as `LSTM`, that returns sequences and states.
        **kwargs: `name`, `dtype` and the like, as of any Keras layer.

    Call arguments:
        x: float `(batch, 1, features)`.
        initial_state: list of states, `(batch, size)` each.

    Returns:
        A list as `layer` gives it: output `(batch, 1, units)`, then the new states.

    >>> import numpy as np
    >>> layer = keras.layers.GRU(4, return_sequences=True, return_state=True)
    >>> x, state = np.ones((2, 1, 3), "float32"), np.ones((2, 4), "float32")
    >>> whole, one = layer(x, initial_state=[state]), CellStep(layer)(x, initial_state=[state])
    >>> bool(np.allclose(whole[0], one[0], atol=1e-6))
    True
    """

    def __init__(self, layer: keras.layers.RNN, **kwargs: Any) -> None:
        super().__init__(layer, **kwargs)
        self.supports_masking = True

    def build(self, x_shape: Any, initial_state_shape: Any = None) -> None:
        """Build the layer, where it isn't yet."""
        super().build(x_shape)

    def call(self, x: Any, initial_state: Any) -> list[Any]:
        """Take the step."""
        output, states = self.layer.cell(x[:, 0], list(initial_state))
        states = list(states) if isinstance(states, (list, tuple)) else [states]
        return [keras.ops.expand_dims(output, 1), *states]

    def compute_mask(self, x: Any, previous_mask: Any = None) -> list[None]:
        """Pass no mask on: a single step is never padding."""
        return [None] * (1 + len(self.layer.state_size))

    def compute_output_shape(self, x_shape: Any, initial_state_shape: Any = None) -> list[Any]:
        """Give the shapes of output and states."""
        return list(self.layer.compute_output_shape(x_shape))
