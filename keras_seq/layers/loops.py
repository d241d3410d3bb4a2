"""The loops of LSTM and GRU for training on TensorFlow, with gradients written by hand.

Differentiating Keras's loop makes TensorFlow keep every intermediate and add up the gradient of
the weights at every step. Here the way forward keeps what the way back multiplies with, the way
back carries nothing but gradients of gates, and each weight gets its gradient as one product over
all steps. Both loops are compiled by XLA. The number of steps is a number that runs, not a shape:
sequences of many lengths share few programs.

Inside the loops arrays are time-major, `(time, batch, ...)`; all are float32.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from keras_seq.layers.room import Room

if TYPE_CHECKING:
    import tensorflow as tf

#: Rows from which a batch is worth a core more: each part goes through a loop of its own.
ROWS = 32

#: Loops for a batch of unknown size, at most: each takes time to make, and those behind may get no
#: rows.
LOOPS = 4

#: Steps in one go, at most: the way back frees the memory of a piece before it takes that of the
#: next.
STEPS = 256

#: The way forward and the way back.
Loops: TypeAlias = tuple[Callable[..., Any], Callable[..., Any]]

SECOND = "the fast loop has no second derivative; call the layer with training=False"


def run(
    loops: Loops,
    x: tf.Tensor,
    states: Sequence[tf.Tensor],
    kernel: tf.Tensor,
    recurrent_kernel: tf.Tensor,
    bias: tf.Tensor,
    mask: tf.Tensor | None,
) -> tuple[tf.Tensor, list[tf.Tensor]]:
    """Go through all steps, in a way that gradients can come back.

    Each core gets rows of its own, where a batch has enough of them.

    Args:
        loops: `lstm()` or `gru()`; how many `gates` there are follows from it.
        x: float `(batch, time, features)`.
        states: those before the first step, `(batch, units)` each, the output first.
        kernel: `(features, gates)`.
        recurrent_kernel: `(units, gates)`.
        bias: `(gates,)`; of a GRU `(2, gates)`, that of the inputs and that of the state.
        mask: bool `(batch, time)`, whether a step is valid; None: all are.

    Returns:
        Outputs `(batch, time, units)`, a masked step repeating the one before, and the last
        states.
    """
    import tensorflow as tf

    go = functools.partial(_tied, loops, kernel, recurrent_kernel, bias)
    rows = states[0].shape[0]  # which may be known where that of the inputs isn't
    if rows is not None:
        x = tf.ensure_shape(x, [rows, None, None])
    sizes = _shares(x)
    begun = zip(*(_split(one, sizes) for one in states), strict=True)
    parts = zip(_split(x, sizes), begun, _split(mask, sizes), strict=True)
    outputs, ends = zip(*(_part(go, *part) for part in parts), strict=True)
    return tf.concat(outputs, axis=0), [tf.concat(end, axis=0) for end in zip(*ends, strict=True)]


def _shares(x: tf.Tensor) -> list[Any]:
    """Say how many rows of a batch go through each loop."""
    import tensorflow as tf

    cores, rows = os.cpu_count() or 1, x.shape[0]
    if rows is not None:
        count = max(1, min(cores, rows // ROWS))
        return _evenly(rows, count)
    count, rows = min(cores, LOOPS), tf.shape(x)[0]
    share = tf.maximum(-(-rows // count), ROWS)
    return [tf.clip_by_value(rows - number * share, 0, share) for number in range(count)]


def _part(
    go: Callable[..., Any], x: tf.Tensor, states: Sequence[tf.Tensor], mask: tf.Tensor | None
) -> tuple[tf.Tensor, list[tf.Tensor]]:
    """Take some of the rows through all steps, one piece of the steps after the other."""
    import tensorflow as tf

    x = tf.transpose(x, [1, 0, 2])
    if mask is not None:
        mask = tf.cast(tf.transpose(mask)[:, :, None], x.dtype)
    pieces, masks = [x], [mask]
    time = x.shape[0]
    if time is not None and time > STEPS:
        sizes = _evenly(time, -(-time // STEPS))
        pieces, masks = _split(x, sizes), _split(mask, sizes)
    ends, outputs = list(states), []
    for piece, valid in zip(pieces, masks, strict=True):
        some, ends = go(piece, ends, valid)
        outputs.append(some)
    return tf.transpose(tf.concat(outputs, axis=0), [1, 0, 2]), ends


def _tied(
    loops: Loops,
    kernel: tf.Tensor,
    recurrent_kernel: tf.Tensor,
    bias: tf.Tensor,
    x: tf.Tensor,
    states: Sequence[tf.Tensor],
    mask: tf.Tensor | None,
) -> tuple[tf.Tensor, list[tf.Tensor]]:
    """Tie the way back to the way forward; `x` and the float `mask` are time-major."""
    import tensorflow as tf

    forward, backward = loops
    number = len(states)

    @tf.custom_gradient
    def through(*given: tf.Tensor) -> Any:
        x, kernel, recurrent_kernel, bias, *begun = _unwatched(given)
        room = Room(x)
        # Inside the compiled loop the product needs no memory of its own; but there it is made
        # of what is filled up too.
        first = [x, kernel] if room.fixed else [room.fill(tf.tensordot(x, kernel, 1))]
        valid = [] if mask is None else [room.fill(mask)]
        outputs, *rest = forward(
            first, recurrent_kernel, bias, room.steps, *map(room.rows, begun), *valid
        )
        outputs = room.cut(outputs)
        ends, kept = rest[:number], rest[number:]

        @_once(given)
        def grad(d_outputs: tf.Tensor, *d_ends: tf.Tensor) -> Any:
            d_after = map(room.rows, d_ends)
            d_inner, *rest = backward(
                room.fill(d_outputs), recurrent_kernel, room.steps, *d_after, *kept, *valid
            )
            d_begun, d_new = rest[:number], rest[number:]
            d_inner = d_outer = room.cut(d_inner)
            if d_new:  # of a GRU: its last gate meets inputs and state in two ways
                shared = d_inner[..., : -recurrent_kernel.shape[0]]
                d_outer = tf.concat([shared, room.cut(d_new[0])], axis=-1)
            ones = tf.ones_like(d_inner[..., :1])
            d_biases = [_product(ones, one) for one in ([d_outer, d_inner] if d_new else [d_inner])]
            return (
                tf.tensordot(d_outer, kernel, [[2], [1]]),
                _product(x, d_outer),
                _product(tf.concat([begun[0][None], outputs[:-1]], axis=0), d_inner),
                tf.reshape(tf.concat(d_biases, axis=0), bias.shape),
                *map(room.cut_rows, d_begun),
            )

        return (outputs, *map(room.cut_rows, ends)), grad

    outputs, *ends = through(x, kernel, recurrent_kernel, bias, *states)
    return outputs, ends


@functools.cache
def lstm() -> Loops:
    """Make the loops of an LSTM (Hochreiter and Schmidhuber, 1997; gates i, f, g, o)."""
    import tensorflow as tf

    def forward(first: Any, kernel: Any, bias: Any, steps: Any, h: Any, c: Any, *mask: Any) -> Any:
        units = kernel.shape[0]
        # One tanh for all gates: sigmoid(x) = tanh(x / 2) / 2 + 1 / 2.
        squeeze = _by_gate(0.5, 0.5, 1, 0.5, units=units)
        shift, slope = _by_gate(0.5, 0.5, 0, 0.5, units=units), _by_gate(0, 0, 1, 0, units=units)

        def step(t: Any, h: Any, c: Any, of_gates: Any, outputs: Any, *kept: Any) -> Any:
            z = of_gates.read(t) + tf.matmul(h, kernel) + bias
            gates = tf.tanh(z * squeeze) * squeeze + shift
            i, f, g, o = tf.split(gates, 4, axis=1)
            new_c = f * c + i * g
            bent = tf.tanh(new_c)
            new_h = o * bent
            into_gates = tf.concat([g, c, i, bent], axis=1) * (gates + slope) * (1 - gates)
            into_c = o - new_h * bent
            if mask:
                valid = mask[0][t]
                new_h, new_c = h + valid * (new_h - h), c + valid * (new_c - c)
                into_gates, into_c, f = into_gates * valid, into_c * valid, 1 + valid * (f - 1)
            written = zip((of_gates, outputs, *kept), (into_gates, new_h, into_c, f), strict=True)
            return t + 1, new_h, new_c, *(array.write(t, value) for array, value in written)

        arrays = _arrays(first, 3)
        _, h, c, *arrays = tf.while_loop(lambda t, *_: t < steps, step, (0, h, c, *arrays))
        into_gates, outputs, *kept = (array.stack() for array in arrays)
        return outputs, h, c, into_gates, *kept

    def backward(
        d_outputs: Any, kernel: Any, steps: Any, d_h: Any, d_c: Any,
        into_gates: Any, into_c: Any, forget: Any, *mask: Any,
    ) -> Any:  # fmt: skip
        turned = tf.transpose(kernel)

        def step(t: Any, d_h: Any, d_c: Any, d_gates: Any) -> Any:
            d_h = d_h + d_outputs[t]
            d_c = d_c + d_h * into_c[t]
            d_z = tf.concat([d_c, d_c, d_c, d_h], axis=1) * into_gates[t]
            before = tf.matmul(d_z, turned)
            if mask:
                before = before + d_h * (1 - mask[0][t])
            return t - 1, before, d_c * forget[t], d_gates.write(t, d_z)

        start = (steps - 1, d_h, d_c, _empty(d_outputs))
        _, d_h, d_c, d_gates = tf.while_loop(lambda t, *_: t >= 0, step, start)
        return d_gates.stack(), d_h, d_c

    return _compiled(forward), _compiled(backward)


@functools.cache
def gru() -> Loops:
    """Make the loops of a GRU (Cho et al., 2014, reset after the product, as in cuDNN)."""
    import tensorflow as tf

    def forward(first: Any, kernel: Any, bias: Any, steps: Any, h: Any, *mask: Any) -> Any:
        def step(t: Any, h: Any, of_gates: Any, outputs: Any, *kept: Any) -> Any:
            outer = of_gates.read(t) + bias[0]
            x_gates, x_new = tf.split(outer, [2 * h.shape[1], h.shape[1]], axis=1)
            inner = tf.matmul(h, kernel) + bias[1]
            h_gates, h_new = tf.split(inner, [2 * h.shape[1], h.shape[1]], axis=1)
            gates = tf.tanh((x_gates + h_gates) * 0.5) * 0.5 + 0.5
            update, reset = tf.split(gates, 2, axis=1)
            new = tf.tanh(x_new + reset * h_new)
            into_new = (1 - update) * (1 - new * new)
            into_inner = tf.concat(
                [(h - new) * update * (1 - update),
                 into_new * h_new * reset * (1 - reset), into_new * reset], axis=1,
            )  # fmt: skip
            new_h = new + update * (h - new)
            if mask:
                valid = mask[0][t]
                new_h = h + valid * (new_h - h)
                into_inner, into_new = into_inner * valid, into_new * valid
                update = 1 + valid * (update - 1)
            values = (into_inner, new_h, into_new, update)
            written = zip((of_gates, outputs, *kept), values, strict=True)
            return t + 1, new_h, *(array.write(t, value) for array, value in written)

        arrays = _arrays(first, 3)
        _, h, *arrays = tf.while_loop(lambda t, *_: t < steps, step, (0, h, *arrays))
        into_inner, outputs, *kept = (array.stack() for array in arrays)
        return outputs, h, into_inner, *kept

    def backward(
        d_outputs: Any, kernel: Any, steps: Any, d_h: Any,
        into_inner: Any, into_new: Any, update: Any, *rest: Any,  # `_` is no name for TensorFlow
    ) -> Any:  # fmt: skip
        turned = tf.transpose(kernel)

        def step(t: Any, d_h: Any, d_inner: Any, d_new: Any) -> Any:
            d_h = d_h + d_outputs[t]
            d_z = tf.concat([d_h, d_h, d_h], axis=1) * into_inner[t]
            before = tf.matmul(d_z, turned) + d_h * update[t]
            return t - 1, before, d_inner.write(t, d_z), d_new.write(t, d_h * into_new[t])

        start = (steps - 1, d_h, _empty(d_outputs), _empty(d_outputs))
        _, d_h, d_inner, d_new = tf.while_loop(lambda t, *_: t >= 0, step, start)
        return d_inner.stack(), d_h, d_new.stack()

    return _compiled(forward), _compiled(backward)


def _compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    import tensorflow as tf

    return tf.function(function, jit_compile=True, autograph=False)


def _unwatched(tensors: Sequence[tf.Tensor]) -> list[tf.Tensor]:
    """Keep gradient tapes away: they would differentiate the compiled loops too."""
    import tensorflow as tf

    return [tf.stop_gradient(one) for one in tensors]


def _once(given: Sequence[tf.Tensor]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make the way back of what was `given` refuse to be differentiated itself."""
    import tensorflow as tf

    def decorate(grad: Callable[..., Any]) -> Callable[..., Any]:
        @tf.custom_gradient
        def closed(*tensors: Any) -> Any:
            def refuse(*_: Any) -> Any:
                raise NotImplementedError(SECOND)

            return list(grad(*_unwatched(tensors[len(given) :]))), refuse

        return lambda *upstream: closed(*given, *upstream)

    return decorate


def _by_gate(*values: float, units: int) -> np.ndarray:
    return np.repeat(np.array(values, np.float32), units)


def _arrays(first: Sequence[tf.Tensor], more: int) -> list[Any]:
    """Make an array of what the gates get of the inputs, and `more` empty ones.

    What the way back needs of the gates is written over the first, a step at a time.
    """
    import tensorflow as tf

    of_inputs = functools.reduce(lambda x, kernel: tf.tensordot(x, kernel, 1), first)
    filled = _empty(of_inputs).unstack(of_inputs)
    return [filled, *(_empty(of_inputs) for _ in range(more))]


def _empty(like: tf.Tensor) -> Any:
    """Make an array with a place for each step of `like`."""
    import tensorflow as tf

    return tf.TensorArray(like.dtype, tf.shape(like)[0])


def _evenly(total: int, count: int) -> list[int]:
    return [part.size for part in np.array_split(np.arange(total), count)]


def _split(whole: tf.Tensor | None, sizes: Sequence[Any]) -> list[Any]:
    """Cut along the first axis; a mask that isn't there stays away."""
    import tensorflow as tf

    return [None] * len(sizes) if whole is None else tf.split(whole, sizes, num=len(sizes))


def _product(a: tf.Tensor, b: tf.Tensor) -> tf.Tensor:
    """Multiply `(time, batch, n)` and `(time, batch, m)`, summed over steps and rows: `(n, m)`."""
    import tensorflow as tf

    rows = [tf.reshape(one, [-1, one.shape[-1]]) for one in (a, b)]
    return tf.matmul(*rows, transpose_a=True)
