"""A run's model in another format, with all that its runtime needs, and the proof of it."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq import contract, files
from keras_seq.constants import PADDING_VALUE
from keras_seq.errors import InputError
from keras_seq.exporting import predict, steps
from keras_seq.runs.bundle import PREPROCESSING, Bundle

if TYPE_CHECKING:
    import keras

#: The packages that write and run each format.
FORMATS = {
    "saved_model": ("tensorflow",),
    "onnx": ("onnx", "tf2onnx", "onnxruntime"),
    "litert": ("ai_edge_litert",),
}
RUNTIMES = {"saved_model": "tensorflow", "onnx": "onnxruntime", "litert": "ai-edge-litert"}
ALIKE = 1e-4  # largest difference between numbers here and in the runtime
RECORDS = 24  # of the test part that are compared
LONGEST = 500  # steps of a format with fixed shapes, unless others are asked for


def export(run: Bundle, form: str, folder: Path, length: int | None = None) -> dict[str, Any]:
    """Write a run's model in another format, and compare it in the runtime of that format.

    Args:
        run: a finished run.
        form: one of `FORMATS`.
        folder: what is made: the model, its step where it goes step by step, `model.json`, the
            preprocessing, `predict.py` and `parity.json`.
        length: for `litert`, whose shapes are fixed: steps of the one sequence that it takes;
            None: as many as the longest of some test records has.

    Returns:
        The content of `parity.json`.

    Raises:
        InputError: on another backend than TensorFlow, if a package is missing, the format can't
            hold the model, or the runtime answers otherwise; then nothing is written.
    """
    import keras

    if keras.backend.backend() != "tensorflow":  # the others write some formats, of some models
        raise InputError("export runs on TensorFlow, on which this run answers alike: say "
                         "KERAS_BACKEND=tensorflow keras-seq export ...")  # fmt: skip
    for package in FORMATS[form]:
        if importlib.util.find_spec(package) is None:
            raise InputError(f"--format {form} needs {package}: pip install 'keras_seq[export]'")
    if folder.exists():
        raise InputError(f"{folder}: exists; name another folder with --output")
    model = flat(run.model)
    arrays = example_arrays(run, model)
    if form == "litert":
        length = length or min(max(one.shape[1] for one in arrays if one.ndim > 1), LONGEST)
    else:
        length = None
    step = steps.step_of(run)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as room:
        made = Path(room) / folder.name
        made.mkdir()
        _write_model(model, form, made / predict.FILES[form].format("model"), arrays, length)
        starts = _write_step(run, step, form, made) if step else []
        _write_beside(run, model, step, made, length)
        parity = compared(model, _loaded(made, form), cases(model, arrays, length))
        if step:
            apart = steps.difference(run.model, _loaded(made, form, "step"), starts, arrays)
            parity["differences"]["step by step"] = apart
        parity["largest_difference"] = float(np.max(list(parity["differences"].values())))
        parity["runtime"] = f"{RUNTIMES[form]} {importlib.metadata.version(RUNTIMES[form])}"
        if not parity["largest_difference"] <= ALIKE:  # NaN isn't alike either
            raise InputError(f"--format {form}: not exported: {parity['runtime']} answers "
                             f"otherwise, by up to {parity['largest_difference']:.2g}")  # fmt: skip
        files.write_json(made / "parity.json", parity)
        made.rename(folder)
    return parity


def _loaded(folder: Path, form: str, name: str = "model") -> predict.Run:
    try:
        return predict.load(folder, name)
    except Exception as error:  # each runtime has faults of its own
        first = " ".join(str(error).split())[:200]
        raise InputError(f"--format {form}: the runtime can't read it: {first}") from error


def flat(model: keras.Model) -> keras.Model:
    """Return the same model with a list of inputs and one of outputs, whatever it has."""
    import keras

    return keras.Model(list(model.inputs), list(model.outputs), name=model.name)


def example_arrays(run: Bundle, model: keras.Model) -> list[np.ndarray]:
    """Return one padded batch of records of the test part, in the order of the model's inputs."""
    records = contract.read_splits(run.app, run.config).test[:RECORDS]
    inputs = run.app.batches(run.config, run.preprocessing, records, False)[0][0]
    if isinstance(inputs, dict):
        inputs = [inputs[one.name] for one in model.inputs]
    arrays = inputs if isinstance(inputs, list | tuple) else [inputs]
    return [np.asarray(array, one.dtype)[:RECORDS]
            for array, one in zip(arrays, model.inputs, strict=True)]  # fmt: skip


def cases(
    model: keras.Model, arrays: Sequence[np.ndarray], length: int | None
) -> dict[str, list[np.ndarray]]:
    """Make of a batch what is compared: the batch, one row, fewer steps, more padding.

    Args:
        model: the flat one.
        arrays: the batch.
        length: steps of a format with fixed shapes, for which only single rows are compared.
    """
    free = [len(one.shape) > 1 and one.shape[1] is None for one in model.inputs]

    def with_steps(row: Sequence[np.ndarray], count: int) -> list[np.ndarray]:
        return [_resized(array, count) if longer else array
                for array, longer in zip(row, free, strict=True)]  # fmt: skip

    if length is not None:
        rows = [[array[at : at + 1] for array in arrays] for at in range(min(8, len(arrays[0])))]
        return {f"row {at}": with_steps(row, length) for at, row in enumerate(rows, start=1)}
    longest = max((a.shape[1] for a, longer in zip(arrays, free, strict=True) if longer), default=0)
    found = {
        "a padded batch": list(arrays),
        "a batch of one": [array[:1] for array in arrays],
    }
    if longest:
        found["half as many steps"] = with_steps(arrays, max(1, longest // 2))
        found["more padding"] = with_steps(arrays, longest + 7)
    return found


def _resized(array: np.ndarray, steps: int) -> np.ndarray:
    """Cut an array to so many steps, or pad it."""
    missing = max(0, steps - array.shape[1])
    widths = [(0, 0), (0, missing), *[(0, 0)] * (array.ndim - 2)]
    padding = 0 if array.dtype.kind == "i" else PADDING_VALUE
    return np.pad(array[:, :steps], widths, constant_values=padding)


def compared(model: keras.Model, run: Any, inputs: dict[str, list[np.ndarray]]) -> dict[str, Any]:
    """Ask the model here and in a runtime: the largest difference of each case."""
    import keras

    differences = {}
    for name, arrays in inputs.items():
        expected = model([keras.ops.convert_to_tensor(array) for array in arrays])
        expected = expected if isinstance(expected, list) else [expected]
        answers = run(*arrays)
        apart = [np.abs(keras.ops.convert_to_numpy(one) - other).max(initial=0.0)
                 for one, other in zip(expected, answers, strict=True)]  # fmt: skip
        differences[name] = float(np.max(apart))
    return {"differences": differences,
            "shapes": {name: [list(one.shape) for one in arrays]
                       for name, arrays in inputs.items()}}  # fmt: skip


def _write_model(
    model: keras.Model, form: str, path: Path, arrays: Sequence[np.ndarray], length: int | None
) -> None:
    import keras

    from keras_seq.backend import stderr_held_back

    signature: list[Any] | None = None
    if length is not None:
        shapes = [(1, *(length if size is None else size for size in one.shape[1:]))
                  for one in model.inputs]  # fmt: skip
        signature = [keras.InputSpec(shape=shape, dtype=one.dtype, name=one.name)
                     for shape, one in zip(shapes, model.inputs, strict=True)]  # fmt: skip
    elif form == "onnx":
        signature = [keras.InputSpec(shape=one.shape, dtype=one.dtype, name=one.name)
                     for one in model.inputs]  # fmt: skip
    if signature is not None and len(signature) > 1:
        signature = [signature]  # the one argument of the model is the list of them
    kinds = {"saved_model": "tf_saved_model"}
    model([keras.ops.convert_to_tensor(array) for array in arrays])  # Keras wants it called once
    try:
        with stderr_held_back():
            model.export(path, format=kinds.get(form, form), verbose=False,
                         **({"input_signature": signature} if signature else {}))  # fmt: skip
    except Exception as error:  # each format has faults of its own
        first = " ".join(str(error).split())[:200]
        raise InputError(f"--format {form}: can't hold this model: {first}") from error


def _write_step(run: Bundle, step: keras.Model, form: str, folder: Path) -> list[np.ndarray]:
    """Write the model of a step, and `start.npz`: its states before the first one."""
    starts = steps.start_states(run)
    one = [np.zeros((1, *step.inputs[0].shape[1:]), step.inputs[0].dtype)]
    one += [state[:1] for state in starts]
    path = folder / predict.FILES[form].format("step")
    _write_model(step, form, path, one, 1 if form == "litert" else None)
    names = [state.name for state in step.inputs[1:]]
    np.savez(folder / "start.npz", **dict(zip(names, starts, strict=True)))
    return starts


def _in_and_out(model: keras.Model) -> dict[str, Any]:
    return {
        "inputs": [{"name": one.name, "shape": list(one.shape), "dtype": str(one.dtype)}
                   for one in model.inputs],
        "outputs": [f"output_{number}" for number, _ in enumerate(model.outputs)],
    }  # fmt: skip


def _write_beside(
    run: Bundle, model: keras.Model, step: keras.Model | None, folder: Path, length: int | None
) -> None:
    """Write what stands beside the model: preprocessing, what goes in and out, `predict.py`."""
    fitted = run.preprocessing
    about: dict[str, Any] = {
        "app": run.metrics["app"],
        **_in_and_out(model),
        "step": _in_and_out(step) if step else None,
        "padding": {"int32": 0, "float32": PADDING_VALUE},
        "steps": length,
    }
    labels = steps.labels_of(run)
    if labels and hasattr(fitted, "tokenizer") and tuple(model.output_shape) == (None, len(labels)):
        shares = fitted.labels.shares
        about |= {
            "labels": list(labels),
            "shares": None if shares is None else shares.tolist(),
            "max_length": getattr(run.config, "max_length", None),
        }
    if step:
        about |= {"writing": steps.writing(run), "stream": steps.streaming(run)}
    files.write_json(folder / "model.json", about)
    for part in (run.path / PREPROCESSING).glob("*.json"):
        shutil.copy(part, folder / part.name)
    shutil.copy(predict.__file__, folder / "predict.py")


def shown(parity: dict[str, Any]) -> str:
    """Say in a line how alike the answers are."""
    largest = max(parity["differences"], key=parity["differences"].get)
    return (f"largest difference {parity['largest_difference']:.1e} ({largest}), in "
            f"{parity['runtime']}; {len(parity['differences'])} cases")  # fmt: skip
