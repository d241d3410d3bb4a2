"""Several runs that answer as one: by the mean of what their models give."""

from __future__ import annotations

import copy
import dataclasses
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq import config, contract
from keras_seq.errors import InputError
from keras_seq.runs import bundle
from keras_seq.tasks import Generation, Transduction
from keras_seq.tasks.captioning import Captioning
from keras_seq.tasks.transcription import Transcription

if TYPE_CHECKING:
    import keras

Folder = str | os.PathLike[str]


def load(run_dir: Folder | Sequence[Folder], app: str | None = None) -> bundle.Bundle:
    """Bring a trained model back with all that it needs; several, which then answer as one.

    Nothing in a folder is run: no pickle, no lambda, no Python code. The app's module comes from
    the package; that of an app of your own from the folder that you name.

    Several give the mean of the models' outputs: of scores before the softmax (a label then has
    the geometric mean of its probabilities), of forecasts, of the scores of a CRF (Hansen and
    Salamon, "Neural Network Ensembles", 1990).

    Args:
        run_dir: a run folder, or a list of them: runs of one app on the same data.
        app: the folder of an app of your own; a run folder alone never says which code is run.

    Returns:
        An object with `predict`, `evaluate`, `model`, `config`, `metrics`; of several runs like
        that of the first, with the mean for its model.

    Raises:
        InputError: if a folder is no run folder, isn't finished, is damaged, has parts of another
            run, or is of an app that is not built in and not named; if several runs are of other
            apps, vocabularies, labels, features, shapes or test parts, or write step by step.

    >>> run = load("runs/reviews")  # doctest: +SKIP
    >>> list(run.predict(["I did not like it at all"]))  # doctest: +SKIP
    [{'label': 'negative', 'score': 0.98, ...}]
    """
    if isinstance(run_dir, str | os.PathLike):
        return bundle.load(run_dir, app)
    first, *others = (bundle.load(run, app) for run in run_dir)
    return together(first, others) if others else first


def together(first: bundle.Bundle, others: Sequence[bundle.Bundle]) -> bundle.Bundle:
    """Let finished runs answer as one; errors as of `load`."""
    if isinstance(first.app.task, Captioning | Generation | Transcription | Transduction):
        raise InputError(f"{first.path}: what it writes is decided step by step; runs of such apps "
                         "don't answer together")  # fmt: skip
    for other in others:
        if other.app is not first.app:
            raise InputError(f"{other.path}: of another app than {first.path}")
        if _ends(other.model) != _ends(first.model):
            raise InputError(_unlike(first, other))
    _require_one_split(first, others)
    several = copy.copy(first)
    several.answer_with(mean_model([run.model for run in (first, *others)]))
    later: set[str] = set()
    unlike = [other for other in others if _fitted(other, later) != _fitted(first, later)]
    if unlike and hasattr(first.app, "calibrate"):  # what was learned of each model by itself
        validation = contract.read_splits(first.app, first.config).validation
        fitted = first.app.calibrate(several.trained, validation)
        later = {
            field.name
            for field in dataclasses.fields(fitted)
            if getattr(fitted, field.name) is not getattr(first.preprocessing, field.name)
        }
        several.preprocessing = fitted
        unlike = [other for other in unlike if _fitted(other, later) != _fitted(first, later)]
    if unlike:
        raise InputError(_unlike(first, unlike[0]))
    return several


def _unlike(first: bundle.Bundle, other: bundle.Bundle) -> str:
    return (f"{other.path}: other labels, vocabulary, features or shapes than {first.path}; train "
            "both on the same data")  # fmt: skip


def mean_model(models: Sequence[keras.Model]) -> keras.Model:
    """Build the model that gives the mean of what several give.

    Args:
        models: with the same inputs and outputs.

    >>> from keras_seq.models import many_to_one
    >>> several = mean_model([many_to_one(num_classes=2, vocab_size=9, units=4) for _ in range(3)])
    >>> several.name, several.output_shape
    ('mean_of_3', (None, 2))
    """
    import keras

    first = models[0]
    new = {one.name: keras.Input(one.shape[1:], dtype=one.dtype, name=one.name)
           for one in first.inputs}  # fmt: skip
    answers = []
    for number, model in enumerate(models, start=1):
        member = keras.Model(list(model.inputs), list(model.outputs), name=f"member_{number}")
        answer = member([new[one.name] for one in model.inputs])
        answers.append(answer if isinstance(answer, list) else [answer])
    means = [keras.layers.Average(name=f"mean_{number}")(list(outputs))
             for number, outputs in enumerate(zip(*answers, strict=True), start=1)]  # fmt: skip
    inputs = keras.tree.map_structure(lambda one: new[one.name], first.input)
    several = isinstance(first.output, list | tuple)
    return keras.Model(inputs, means if several else means[0], name=f"mean_of_{len(models)}")


def _ends(model: keras.Model) -> list[Any]:
    return [(one.shape, one.dtype) for one in (*model.inputs, *model.outputs)]


def _fitted(run: bundle.Bundle, later: set[str]) -> dict[str, bytes]:
    """Read what was fitted on the training part, but for what was completed `later`."""
    folder = run.path / bundle.PREPROCESSING
    files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
    return {str(file.relative_to(folder)): file.read_bytes()
            for file in files if file.stem not in later}  # fmt: skip


def _require_one_split(first: bundle.Bundle, others: Sequence[bundle.Bundle]) -> None:
    """Refuse runs of which one was trained on what another is judged on."""

    def asked(run: bundle.Bundle) -> dict[str, Any]:
        values = config.to_dict(run.config)
        seed = values.pop("seed")
        if values["split_seed"] is None:
            values["split_seed"] = seed
        return values

    test = None
    for other in others:
        if asked(other) == asked(first):
            continue
        test = contract.read_splits(first.app, first.config).test if test is None else test
        if not _alike(contract.read_splits(other.app, other.config).test, test):
            raise InputError(f"{other.path}: tested on other records than {first.path}, which may "
                             "have learned them; train both with the same --split-seed"
                             )  # fmt: skip


def _alike(one: Any, other: Any) -> bool:
    """Whether records are equal, arrays among them."""
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return np.array_equal(one, other)
    if dataclasses.is_dataclass(one) and type(one) is type(other):
        return all(_alike(getattr(one, field.name), getattr(other, field.name))
                   for field in dataclasses.fields(one))  # fmt: skip
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(_alike, one, other))
    return bool(one == other)
