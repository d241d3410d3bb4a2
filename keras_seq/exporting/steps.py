"""The step of a model that goes step by step: what writes, or answers a stream, elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq.data.text import Tokenizer
from keras_seq.runs.bundle import Bundle
from keras_seq.tasks import Generation
from keras_seq.tasks.writing import END, prompt_tokens

if TYPE_CHECKING:
    import keras

STEPS = 12  # of a record, that are compared


def step_of(run: Bundle) -> keras.Model | None:
    """Build the model of one step, with the states in the caller's hands.

    Args:
        run: a finished run.

    Returns:
        That of `keras_seq.models.stepping.step_model`; None where the model has no such form, or
        begins with more than a label.
    """
    from keras_seq.models.stepping import step_model

    model = run.model
    sequence, *others = model.inputs
    label = len(others) == 1 and len(others[0].shape) == 1 and labels_of(run)
    if len(sequence.shape) > 3 or (others and not label):
        return None
    try:
        return step_model(model)
    except ValueError:
        return None


def start_states(run: Bundle) -> list[np.ndarray]:
    """Compute the states before the first step, float `(labels or 1, size)` each."""
    import keras

    from keras_seq.models.stepping import start_model

    sequence, *others = run.model.inputs
    rows = max(1, len(labels_of(run))) if others else 1
    shape = (rows, 1, *sequence.shape[2:])
    given: list[Any] = [keras.ops.zeros(shape, dtype=sequence.dtype)]
    if others:
        given.append(keras.ops.arange(rows, dtype=others[0].dtype))
    states = start_model(run.model)(given if others else given[0])
    return [keras.ops.convert_to_numpy(state) for state in _listed(states)]


def labels_of(run: Bundle) -> Sequence[str]:
    """Return the labels that a run has learned; none where it has learned no labels."""
    return getattr(getattr(run.preprocessing, "labels", None), "names", ())


def _listed(states: Any) -> list[Any]:
    while isinstance(states, list | tuple) and len(states) == 1:
        (states,) = states
    return list(states) if isinstance(states, list | tuple) else [states]


def writing(run: Bundle) -> dict[str, Any] | None:
    """Say what `predict.py` has to know to write texts; None where the run writes none."""
    task, tokenizer = run.app.task, getattr(run.preprocessing, "tokenizer", None)
    if not isinstance(task, Generation) or not isinstance(tokenizer, Tokenizer):
        return None
    stop = task.stop(run.trained)
    return {
        "before": [] if stop is None else [stop],
        "empty": prompt_tokens(tokenizer, None, stop is not None).tolist(),
        "stop": stop,
        "unwritten": tokenizer.number(END),
        "banned": list(task.banned_tokens),
        "labels": list(labels_of(run)),
    }


def streaming(run: Bundle) -> dict[str, Any] | None:
    """Say what `predict.py` has to know to label steps of features; None where it can't."""
    scaler, labels = getattr(run.preprocessing, "scaler", None), list(labels_of(run))
    once = getattr(run.config, "scale", "training") == "training"
    if scaler is None or not len(scaler.mean) or not once or run.model.output_shape[1:] != (
        None, len(labels),
    ):  # fmt: skip
        return None
    return {"labels": labels, "mean": scaler.mean.tolist(), "deviation": scaler.deviation.tolist()}


def difference(
    model: keras.Model, step: Any, starts: Sequence[np.ndarray], arrays: Sequence[np.ndarray]
) -> float:
    """Read some records step by step in a runtime, and here as a whole.

    Args:
        model: the whole one.
        step: the function of a step, as `keras_seq.exporting.predict.load` gives it.
        starts: what `start_states` gives.
        arrays: the whole model's inputs, of some records.

    Returns:
        The largest difference of an output at any step.
    """
    import keras

    sequence, *labels = [array[:1] for array in arrays]
    sequence = sequence[:, :STEPS]
    given = [keras.ops.convert_to_tensor(array) for array in (sequence, *labels)]
    expected = keras.ops.convert_to_numpy(model(given if labels else given[0]))
    row = int(labels[0][0]) if labels else 0
    states = [state[row : row + 1] for state in starts]
    largest = 0.0
    for at in range(sequence.shape[1]):
        answer, *states = step(sequence[:, at], *states)
        largest = float(np.max([largest, np.abs(answer - expected[:, at]).max()]))
    return largest
