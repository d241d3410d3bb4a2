"""The run folder: what a run leaves behind, and the trained model that comes back out of it."""

from __future__ import annotations

import dataclasses
import math
import os
import typing
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from keras_seq import app as apps
from keras_seq import config, contract, files, safe_yaml, saving
from keras_seq.contract import App, Trained
from keras_seq.errors import InputError
from keras_seq.progress import say
from keras_seq.runs import folder, manifest
from keras_seq.runs.lock import Lock

if TYPE_CHECKING:
    import keras

CONFIG, PREPROCESSING, MODEL, METRICS = (
    "config.yaml",
    "preprocessing",
    "model.keras",
    "metrics.json",
)
PREDICTIONS, REPORT = "predictions.csv", "report.html"


def load(run_dir: str | os.PathLike[str], app: str | None = None) -> Bundle:
    """Bring one run back; see `keras_seq.load`."""
    return Bundle(Path(run_dir), app)


class Bundle:
    """A finished run, ready for use.

    Attributes:
        path: the run folder.
        app: the app's module.
        config: its `Config` with the values of the run.
        preprocessing: what was fitted on the training part.
    """

    def __init__(self, path: Path, app: str | None = None) -> None:
        description = read_description(path)
        self.path = path
        self.app = load_app(path, app)
        self._digests = manifest.read(path)
        manifest.check(path, path / CONFIG, self._digests)
        self.config = config.make(self.app.Config, description["options"], f"{path / CONFIG}: ")
        self.preprocessing = load_parts(path, self.app.Preprocessing)
        self._model: keras.Model | None = None

    @property
    def metrics(self) -> dict[str, Any]:
        """The content of `metrics.json`; a figure that is null there, since undefined, is NaN."""
        return read_metrics(self.path)

    @property
    def model(self) -> keras.Model:
        """The Keras model, numeric input only; read at first use."""
        if self._model is None:
            path = self.path / MODEL
            if path.is_file():
                manifest.check(self.path, path, self._digests)
            self._model = saving.load_model(path)
            if self._digests is None:
                self._check_fit(self._model)
        return self._model

    def answer_with(self, model: keras.Model) -> None:
        """Take another model in place of the folder's, such as the mean of several."""
        self._model = model

    def _check_fit(self, model: keras.Model) -> None:
        """Compare a model that no manifest binds with the one that its preprocessing asks for.

        One of as many weights has the same architecture, so that their sizes must agree; else it
        may be of an earlier version, and what goes in and comes out must.
        """
        parts = self.path / PREPROCESSING
        try:
            with saving.bounded(sum(math.prod(one.shape) for one in model.weights)):
                wanted = self.app.build(self.config, self.preprocessing)
        except Exception as error:
            raise InputError(f"{parts}: damaged: no model fits it: {error}") from error
        ends = [[tensor.shape for tensor in (*one.inputs, *one.outputs)] for one in (wanted, model)]
        sizes = [sorted(tuple(weight.shape) for weight in one.weights) for one in (wanted, model)]
        if ends[0] != ends[1] or (len(sizes[0]) == len(sizes[1]) and sizes[0] != sizes[1]):
            raise InputError(f"{self.path / MODEL}: not the model of {parts}: other labels, "
                             "vocabulary or features")  # fmt: skip

    @property
    def trained(self) -> Trained:
        """What the functions of an app get: config, preprocessing and model."""
        return Trained(self.config, self.preprocessing, self.model)

    def predict(
        self, inputs: Iterable[Any] | None = None, **options: Any
    ) -> Iterator[dict[str, Any]]:
        """Answer raw inputs, one dictionary each, in order.

        Args:
            inputs: what the app takes: texts, for an app that reads text. None: no input, for an
                app that can do without.
            **options: fields of the options of the app's task.

        Returns:
            The answers, as they come.

        Raises:
            InputError: for a wrong option, or if the app needs inputs.
        """
        task = self.app.task
        checked = config.make(task.options, options)
        if inputs is None and task.needs_input:
            raise InputError("no input to predict from; give one")
        stream = [inputs] if inputs is None or isinstance(inputs, str) else inputs
        return iter(task.predict(self.trained, stream, checked))

    def evaluate(self, data: str | os.PathLike[str] | None = None) -> dict[str, float]:
        """Judge the model on labelled data.

        Args:
            data: a file, a folder (its test part) or `tfds:NAME`; None: the run's own test part.
                Of the very data that were trained on, too, the test part alone is judged.

        Returns:
            Value by metric.
        """
        if data is None or self._trained_on(data):
            settings = self.config
            if data is not None:
                settings = dataclasses.replace(settings, data=os.fspath(data))
                say(f"{data}: the run was trained on it; judged is the run's own test part")
            records = contract.read_splits(self.app, settings).test
        else:
            records = self.app.load_test(self.config, os.fspath(data))
        return self.app.task.evaluate(self.trained, records).metrics

    def _trained_on(self, data: str | os.PathLike[str]) -> bool:
        """Whether these are the data of the run, by their content."""
        known = (read_description(self.path).get("data") or {}).get("fingerprint")
        return bool(known) and os.path.exists(data) and files.fingerprint(data) == known


def load_app(path: Path, app: str | None = None) -> App:
    """Load the app of a run folder: a built-in one, or the one that the user names.

    The only place where a run folder leads to code. What it says may come from a stranger, so it
    is never followed to a file.

    Args:
        path: the run folder.
        app: the app's folder, as the user gave it.

    Raises:
        InputError: if the app is not built in, and the user names none.
    """
    name = read_description(path)["app"]
    if app is None and name not in apps.names():
        raise InputError(f"{path}: made by an app of somebody's own, {name}; name the folder of "
                         "its code with --app DIR, if you trust it")  # fmt: skip
    return apps.load(app or name)


def read_description(path: Path) -> dict[str, Any]:
    """Read the `config.yaml` of a run folder.

    Returns:
        A mapping with `app`, `options`, `data` and `versions`.

    Raises:
        InputError: if `path` is no run folder.
    """
    if not (path / CONFIG).is_file():
        raise InputError(f"{path}: not a run folder: there is no {CONFIG} in it")
    try:
        description, _ = safe_yaml.parse((path / CONFIG).read_bytes())
        if not (isinstance(description["app"], str) and isinstance(description["options"], dict)):
            raise TypeError
    except safe_yaml.BadYAMLError as error:
        raise InputError(f"{path / CONFIG}: damaged: {error}") from None
    except (TypeError, KeyError):
        raise InputError(
            f"{path / CONFIG}: damaged: `app` and `options` must stand in it"
        ) from None
    return description


def read_metrics(path: Path) -> dict[str, Any]:
    """Read the `metrics.json` of a run folder; a figure that is null there is NaN.

    Raises:
        InputError: if it is missing or damaged.
    """

    def checked(content: Any) -> dict[str, Any]:
        for figures in (content["test"], *content["baselines"].values()):
            figures.update({name: math.nan for name, one in figures.items() if one is None})
        return content

    return files.read_json(path / METRICS, checked)


class _PlainDumper(yaml.SafeDumper):
    """Writes a list that stands in two places twice: `safe_yaml` reads no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def write_description(path: Path, description: dict[str, Any]) -> None:
    """Write the `config.yaml` of a run folder."""
    text = yaml.dump(description, Dumper=_PlainDumper, sort_keys=False, allow_unicode=True)
    files.write_text(path / CONFIG, text)


def begin(lock: Lock, description: dict[str, Any], preprocessing: Any, overwrite: bool) -> None:
    """Make a run folder that is whole from its first moment.

    Args:
        lock: of the run folder.
        description: the content of `config.yaml`.
        preprocessing: a dataclass of parts.
        overwrite: whether a run folder that stands there may be replaced.
    """
    with folder.begun(lock, METRICS, overwrite) as new:
        write_description(new, description)
        save_parts(new / PREPROCESSING, preprocessing)
        manifest.write(new, bound(new))


def bound(path: Path) -> list[Path]:
    """List the files of a run folder that belong to each other: what an answer depends on."""
    parts = [path / CONFIG, path / MODEL, *(path / PREPROCESSING).rglob("*")]
    return [part for part in parts if part.is_file()]


def check_free(path: Path, overwrite: bool) -> None:
    """Make sure that a new run may take `path`.

    Raises:
        InputError: if something stands there that must not be lost.
    """
    folder.check_free(path, overwrite, (path / CONFIG).is_file())


def suffix(part_class: type) -> str:
    """Return how the file of a part of the preprocessing ends: JSON, unless it says otherwise."""
    return getattr(part_class, "SUFFIX", ".json")


def save_parts(path: Path, preprocessing: Any) -> None:
    """Save each field of a preprocessing dataclass in a file or folder of its own name."""
    path.mkdir(parents=True)
    for field in dataclasses.fields(preprocessing):
        part = getattr(preprocessing, field.name)
        part.save(path / f"{field.name}{suffix(type(part))}")


def replace_parts(path: Path, preprocessing: Any) -> None:
    """Write the parts of a run folder again that were completed after training, each whole."""
    parts = {
        path / PREPROCESSING / f"{field.name}.json": getattr(preprocessing, field.name)
        for field in dataclasses.fields(preprocessing)
        if suffix(type(getattr(preprocessing, field.name))) == ".json"
    }
    # Bound again when the run is finished: a process killed here leaves what resumes.
    manifest.write(path, [part for part in bound(path) if part not in parts])
    for file, part in parts.items():
        part.save(file)


def load_parts(path: Path, preprocessing_class: type) -> Any:
    """Read back what `save_parts` wrote into a run folder.

    Args:
        path: the run folder.
        preprocessing_class: the dataclass of parts.

    Raises:
        InputError: naming the file that is missing, damaged or another run's.
    """
    hints = typing.get_type_hints(preprocessing_class)
    digests = manifest.read(path)
    parts = {}
    for field in dataclasses.fields(preprocessing_class):
        file = path / PREPROCESSING / f"{field.name}{suffix(hints[field.name])}"
        if not file.is_file():
            name = file.relative_to(path).as_posix()
            if field.default_factory is not dataclasses.MISSING and name not in (digests or {}):
                continue  # made before there was this part
            raise InputError(f"{file}: missing; the run folder is damaged")
        manifest.check(path, file, digests)
        try:
            parts[field.name] = hints[field.name].load(file)
        except (InputError, OSError):
            raise
        except Exception as error:  # each part is of another kind, and so are its faults
            raise InputError(f"{file}: damaged: {error}") from error
    return preprocessing_class(**parts)
