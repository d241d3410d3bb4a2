"""How far back a model remembers: gradients by lag."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import keras


def gradient_by_lag(
    model: keras.Model, inputs: Any, *, draws: int = 4, seed: int = 0
) -> npt.NDArray[np.float64]:
    """Measure how much the last answer depends on each input before it.

    The norm of the derivative of the answer after the last step with respect to the input so many
    steps earlier. Where it falls to nothing, what stood there can't be learned from: the vanishing
    gradient (Bengio et al., 1994, "Learning Long-Term Dependencies with Gradient Descent is
    Difficult"; Pascanu et al., 2013, "On the Difficulty of Training Recurrent Neural Networks").

    Args:
        model: any `keras.Model` from one sequence to an answer `(batch, outputs)`, or to an answer
            at each step `(batch, time, outputs)`, of which the last counts.
        inputs: sequences of one length, without padding: float `(batch, time, ...)`, or tokens
            `(batch, time)`, whose vectors stand for them.
        draws: random directions in which the answer is looked at; the norm is the mean over them.
        seed: decides the directions.

    Returns:
        float64 `(time,)`, the Frobenius norms, mean square over the batch; at 0 stands the last
        input, at 1 the one before it.

    Raises:
        ValueError: if the model has several inputs.

    >>> from keras_seq.models import many_to_one
    >>> model = many_to_one(feature_dim=2, output_dim=1, head="linear", units=4)
    >>> gradient_by_lag(model, np.ones((3, 7, 2), "float32")).shape
    (7,)
    """
    import keras

    if len(model.inputs) != 1:
        raise ValueError(f"model {model.name!r} has {len(model.inputs)} inputs; one is needed")
    ops = keras.ops
    vectors, answer = _differentiable(model, ops.convert_to_tensor(np.asarray(inputs)))

    def last(x: Any) -> Any:
        outputs = answer(x)
        return ops.cast(outputs[:, -1] if len(outputs.shape) == 3 else outputs, "float32")

    shape = last(vectors).shape
    draw = np.random.default_rng(seed)
    squares = np.zeros(vectors.shape[1])
    for _ in range(draws):
        direction = ops.convert_to_tensor(draw.normal(size=shape).astype("float32"))

        def along(x: Any, direction: Any = direction) -> Any:
            return ops.sum(last(x) * direction)

        slope = np.asarray(ops.convert_to_numpy(_gradient(along, vectors)), np.float64)
        slope = slope.reshape(*slope.shape[:2], -1)
        squares += np.square(slope).sum(axis=2).mean(axis=0)
    return np.sqrt(squares / draws)[::-1]


def _differentiable(model: keras.Model, inputs: Any) -> tuple[Any, Callable[[Any], Any]]:
    """Return what can be derived by, and the function from it to the answer."""
    import keras

    if keras.backend.is_float_dtype(model.inputs[0].dtype):
        return keras.ops.cast(inputs, model.inputs[0].dtype), lambda x: model(x, training=False)
    given = model.inputs[0]
    history = given._keras_history
    first = next(
        layer for layer in model.layers
        if not isinstance(layer, keras.layers.InputLayer) and layer._inbound_nodes
        and any(one is given for one in layer._inbound_nodes[0].input_tensors)
    )  # fmt: skip
    vectors = first._inbound_nodes[0].outputs[0]
    embed = keras.Model(given, vectors)
    rest = keras.Model([given, vectors], model.output)  # the mask comes from the tokens
    given._keras_history = history  # Keras ascribes it to the new models, which couldn't be saved
    plain = keras.ops.convert_to_tensor(keras.ops.convert_to_numpy(embed(inputs)))  # no mask on it
    return plain, lambda x: rest([inputs, x], training=False)


def _gradient(function: Callable[[Any], Any], x: Any) -> Any:
    """Differentiate a function to a number, on whichever backend runs."""
    import keras

    if keras.backend.backend() == "tensorflow":
        import tensorflow as tf

        with tf.GradientTape() as tape:
            tape.watch(x)
            value = function(x)
        return tape.gradient(value, x)
    if keras.backend.backend() == "jax":
        import jax

        return jax.grad(function)(x)
    x = x.detach().requires_grad_()
    function(x).backward()
    return x.grad
