"""A model with its state in the caller's hands: to write, to stream, to train over long texts.

All three functions take a model of `one_to_many`, or of `many_to_many` with `bidirectional=False`,
fresh or loaded from a file, and return a `keras.Model` that shares its weights:

    states = start_model(model)([prompts, contexts])             # before the first token
    logits, *states = chunk_model(model)([prompts, *states])     # any number of tokens at once
    logits, *states = step_model(model)([tokens, *states])       # one token for each sequence

`states` is a flat list of float `(batch, size)`, which also carries a context that is given at
every step. So whoever decodes needs no more than the function of a step, and may reorder the
states along the batch. Everything given to a model has to be a tensor
(`keras.ops.convert_to_tensor`); keep the models, making them takes longer than calling them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import keras
import numpy as np

from keras_seq.decoding.generation import compiled_loops
from keras_seq.layers import CRF, AppendContext, CellStep, CopyWords, LookBack, ValidSteps


def start_model(model: keras.Model) -> keras.Model:
    """Build the model that gives the states before the first step.

    Args:
        model: of `one_to_many`, or of `many_to_many` with `bidirectional=False`.

    Returns:
        A `keras.Model` from the inputs of `model` to the list of states. Of the sequences only
        the number counts, not their content.

    Raises:
        ValueError: if `model` has no form that goes step by step.

    >>> from keras_seq.models import one_to_many
    >>> model = one_to_many(vocab_size=9, cell="gru", units=4, num_layers=2)
    >>> [state.shape for state in start_model(model).outputs]
    [(None, 4), (None, 4)]
    """
    first, _ = _states(model)
    # Keras unpacks an outer list of one; so a single state comes in a list, too.
    return keras.Model(model.input, [first], name=f"{model.name}_start")


def chunk_model(model: keras.Model, padded: bool = True) -> keras.Model:
    """Build the model that reads a piece of each sequence, from given states on.

    Reading a sequence piece by piece gives what `model` gives for the whole. Padding behind a
    piece leaves the states as they were after its last valid step, so that prompts of unequal
    length may stand in one batch.

    Args:
        model: of `one_to_many`, or of `many_to_many` with `bidirectional=False`.
        padded: whether a piece may be padded; if none ever is, reading goes faster without masks.

    Returns:
        A `keras.Model` from `[sequences, *states]` to `[logits, *states]`: `(batch, time, ...)`
        in, `(batch, time, outputs)` out.

    Raises:
        ValueError: if `model` has no form that goes step by step.
    """
    return _between_states(model, f"{model.name}_chunk", _call_masked if padded else None)[0]


def step_model(model: keras.Model) -> keras.Model:
    """Build the model that takes one step in each sequence, made for the loops that decode.

    There are no loops in it, since it calls the recurrent cells themselves, and no masks: a step
    of padding would change the states.

    Args:
        model: of `one_to_many`, or of `many_to_many` with `bidirectional=False`.

    Returns:
        A `keras.Model` from `[step, *states]` to `[logits, *states]`: `(batch,)` tokens or
        `(batch, ...)` features in, `(batch, outputs)` out.

    Raises:
        ValueError: if `model` has no form that goes step by step.

    >>> from keras_seq.models import one_to_many
    >>> step = step_model(one_to_many(vocab_size=9, units=4))
    >>> [tensor.shape for tensor in step.inputs], [tensor.shape for tensor in step.outputs]
    ([(None,), (None, 4), (None, 4)], [(None, 9), (None, 4), (None, 4)])
    """
    one, (sequence, *states) = _between_states(model, f"{model.name}_one", _call_cell)
    step = keras.Input(sequence.shape[2:], dtype=sequence.dtype, name=sequence.name)
    logits, *states_after = one([keras.ops.expand_dims(step, 1), *states])
    return keras.Model([step, *states], [logits[:, 0], *states_after], name=f"{model.name}_step")


def stream_steps(model: keras.Model, steps: Iterable[np.ndarray]) -> Iterator[np.ndarray]:
    """Answer steps of one sequence as they come, the state carried from each to the next.

    Args:
        model: of `many_to_many` with `bidirectional=False`, or of `one_to_many` without context.
        steps: a token, or a float array `(features,)`, each.

    Yields:
        The outputs `(outputs,)` of each step.

    Raises:
        ValueError: if `model` has no form that goes step by step.

    >>> from keras_seq.models import many_to_many
    >>> model = many_to_many(num_classes=3, feature_dim=2, units=4)
    >>> [answer.shape for answer in stream_steps(model, np.zeros((2, 2), "float32"))]
    [(3,), (3,)]
    """
    ops, step, states = keras.ops, compiled_loops(step_model(model)), None
    start = start_model(model)
    for one in steps:
        batch = ops.convert_to_tensor(np.asarray(one)[None])
        if states is None:
            states = start(ops.expand_dims(batch, 1))
        outputs, *states = step([batch, *states])
        yield ops.convert_to_numpy(outputs)[0]


def _states(model: keras.Model) -> tuple[list[Any], list[Any]]:
    """Find the tensors of the states before the first and after the last step."""
    first, last = [], []
    for layer in model.layers:
        if isinstance(layer, keras.layers.RNN) and layer.return_state:
            first += layer.input[1:]
            last += layer.output[1:]
        elif isinstance(layer, LookBack):
            first.append(layer.input[1])
            last.append(layer.output[1])
        elif isinstance(layer, AppendContext | CopyWords):
            context = layer.input[1]
            first.append(context)
            last.append(keras.layers.Identity(name=f"{layer.name}_carried")(context))
    if not first or any(isinstance(layer, CRF) for layer in model.layers):
        raise ValueError(
            f"model {model.name!r} can't go step by step: that takes a model of one_to_many, or "
            "of many_to_many with bidirectional=False and without head='crf'"
        )
    return first, last


def _between_states(model: keras.Model, name: str, call: Any) -> tuple[keras.Model, list[Any]]:
    """Make a model of what lies between the states and the output, each layer called by `call`.

    Returns:
        The model, and one more set of inputs like its own.
    """
    first, last = _states(model)
    # What is written, not what is read, where a model has both.
    given = next((one for one in model.inputs if one.name == "target"), model.inputs[0])
    history = given._keras_history
    cut = keras.Model([given, *first], [model.output, *last], name=name)
    made = keras.models.clone_model(
        cut, _named_inputs(cut), clone_function=_same_layer, call_function=call
    )
    # Keras ascribes the input to the cut, and couldn't save the model itself any more.
    given._keras_history = history
    return made, _named_inputs(cut)


def _named_inputs(cut: keras.Model) -> list[Any]:
    """Make new inputs like those of `cut`, the states named `state_1`, `state_2`, ..."""
    sequence, *states = cut.inputs
    return [
        keras.Input(sequence.shape[1:], dtype=sequence.dtype, name=sequence.name),
        *(
            keras.Input(state.shape[1:], dtype=state.dtype, name=f"state_{index}")
            for index, state in enumerate(states, start=1)
        ),
    ]


def _same_layer(layer: Any) -> Any:
    """Share a layer; an operation gets a name of this process.

    One that came out of a file may have the name of another that a mask makes anew.
    """
    if isinstance(layer, keras.layers.Layer):
        return layer
    return type(layer).from_config({**layer.get_config(), "name": None})


def _call_masked(layer: keras.layers.Layer, *args: Any, **kwargs: Any) -> Any:
    """Call a layer; a recurrent one with the mask that Keras doesn't hand on beside a state."""
    if isinstance(layer, keras.layers.RNN):
        kwargs["mask"] = ValidSteps(name=f"{layer.name}_valid")(args[0])
    return layer(*args, **kwargs)


def _call_cell(layer: keras.layers.Layer, *args: Any, **kwargs: Any) -> Any:
    """Call a layer; of a recurrent one just the cell."""
    if isinstance(layer, keras.layers.RNN):
        layer = CellStep(layer, name=f"{layer.name}_step", dtype=layer.dtype_policy)
    return layer(*args, **kwargs)
