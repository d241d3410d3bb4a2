"""LSTM and GRU that train faster on a CPU, and are Keras's own in everything else."""

from __future__ import annotations

from typing import Any

import keras

from keras_seq.layers import loops

#: With fewer units Keras's loop is faster on large batches: it spreads them over the cores.
LEAST_UNITS = 32


@keras.saving.register_keras_serializable(package="keras_seq")
class LSTM(keras.layers.LSTM):
    """`keras.layers.LSTM`, trained faster on a CPU.

    Arguments, weights and results are those of `keras.layers.LSTM`; weights move both ways. In
    training on TensorFlow without a GPU, in float32 and with the usual activations, its loop is
    that of `keras_seq.layers.loops`; else Keras's own. So prediction, export, a GPU (cuDNN),
    `jit_compile=True` and other backends are as they were.

    >>> import numpy as np
    >>> layer = LSTM(8, return_sequences=True)
    >>> layer(np.zeros((2, 5, 3), "float32"), training=True).shape
    TensorShape([2, 5, 8])
    """

    def inner_loop(
        self, sequences: Any, initial_state: Any, mask: Any, training: bool = False
    ) -> Any:
        """Go through the steps."""
        if training and _pays(self, self.cell):
            return _run(self, loops.lstm(), sequences, initial_state, mask)
        return super().inner_loop(sequences, initial_state, mask, training=training)


@keras.saving.register_keras_serializable(package="keras_seq")
class GRU(keras.layers.GRU):
    """`keras.layers.GRU`, trained faster on a CPU; see `LSTM`. Needs `reset_after`, the default.

    >>> import numpy as np
    >>> layer = GRU(8)
    >>> layer(np.zeros((2, 5, 3), "float32"), training=True).shape
    TensorShape([2, 8])
    """

    def inner_loop(
        self, sequences: Any, initial_state: Any, mask: Any, training: bool = False
    ) -> Any:
        """Go through the steps."""
        if training and self.cell.reset_after and _pays(self, self.cell):
            return _run(self, loops.gru(), sequences, initial_state, mask)
        return super().inner_loop(sequences, initial_state, mask, training=training)


def _pays(layer: Any, cell: Any) -> bool:
    """Whether the fast loop can stand in, and is worth it."""
    if keras.backend.backend() != "tensorflow" or layer.unroll:
        return False
    if cell.implementation == 1:  # other dropout for each gate; recurrent dropout needs that
        return False
    if cell.compute_dtype != "float32" or layer.units < LEAST_UNITS:
        return False
    usual = (keras.activations.tanh, keras.activations.sigmoid)
    if (cell.activation, cell.recurrent_activation) != usual:
        return False
    import tensorflow as tf
    from tensorflow.python.ops.control_flow_util import GraphOrParentsInXlaContext

    # Under `jit_compile=True` XLA wants every shape; it compiles Keras's loop as well.
    if not tf.executing_eagerly() and GraphOrParentsInXlaContext(tf.compat.v1.get_default_graph()):
        return False
    return not tf.config.list_physical_devices("GPU")  # where cuDNN is faster


def _run(layer: Any, ways: loops.Loops, sequences: Any, initial_state: Any, mask: Any) -> Any:
    """Stand in for `keras.layers.RNN.inner_loop`, with its inputs and outputs."""
    import tensorflow as tf

    cell = layer.cell
    x = sequences
    if cell.dropout:
        x = x * tf.expand_dims(cell.get_dropout_mask(x[:, 0, :]), 1)
    mask = mask[0] if isinstance(mask, (list, tuple)) else mask
    if layer.go_backwards:
        x = tf.reverse(x, [1])
        mask = None if mask is None else tf.reverse(mask, [1])
    kernel, recurrent_kernel = map(tf.convert_to_tensor, (cell.kernel, cell.recurrent_kernel))
    if cell.use_bias:
        bias = tf.convert_to_tensor(cell.bias)
    else:
        bias = tf.zeros([2, kernel.shape[-1]] if isinstance(layer, GRU) else kernel.shape[-1:])
    outputs, states = loops.run(ways, x, initial_state, kernel, recurrent_kernel, bias, mask)
    last = states[0]
    if mask is not None:
        # A masked step repeats the output before it, and before the first valid one there is none.
        valid = tf.cast(mask, x.dtype)
        shown = valid if layer.zero_output_for_mask else tf.cast(
            tf.cumsum(valid, axis=1) > 0, x.dtype
        )  # fmt: skip
        outputs = outputs * shown[:, :, None]
        last = last * shown[:, -1:]
    return last, outputs, states
