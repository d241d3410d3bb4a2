"""The run: load → prepare → build → fit → evaluate → save, for any app.

Short on purpose: copy `run` into a script of your own when you need another order of things.
"""

from __future__ import annotations

import datetime
import importlib.metadata
import platform
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from keras_seq import app as apps
from keras_seq import backend, config, contract, files
from keras_seq.errors import InputError
from keras_seq.options import TrainingConfig
from keras_seq.progress import say
from keras_seq.runs import bundle
from keras_seq.version import __version__


def run(
    app: str,
    values: Mapping[str, Any] | None = None,
    output_dir: str | Path | None = None,
    *,
    resume: bool = False,
    overwrite: bool = False,
) -> bundle.Bundle:
    """Train an app, from its data to its report.

    Args:
        app: a built-in app's name, or a folder such as `./my_app`.
        values: fields of the app's `Config`; omitted ones take their defaults.
        output_dir: the run folder; default `runs/APP-<date>-<time>`, with `resume` the newest
            unfinished one of the app.
        resume: go on after the last whole epoch of an interrupted run.
        overwrite: replace a run folder.

    Returns:
        The finished run, ready to predict.

    Raises:
        InputError: for bad options or bad data, before anything is written.
    """
    started = time.perf_counter()
    module = apps.load(app)
    values = values or {}
    path = Path(output_dir) if output_dir else default_folder(app, resume)
    going_on = resume and (path / bundle.CONFIG).is_file()
    if going_on:
        settings = saved_settings(app, module, path, values)
        if (path / bundle.METRICS).is_file():
            say(f"{path}: finished already; nothing to resume")
            return bundle.load(path)
    else:
        settings = config.make(module.Config, with_recipe(app, module, values))
        bundle.check_free(path, overwrite)

    splits = contract.read_splits(module, settings)
    if settings.max_train_samples:
        splits = splits.limited(settings.max_train_samples, settings.seed)
    for line in module.describe(settings, splits):
        say(line)

    backend.make_repeatable(settings.seed)
    from keras_seq.runs import training

    if going_on:
        preprocessing = bundle.load_parts(path / bundle.PREPROCESSING, module.Preprocessing)
    else:
        preprocessing = module.prepare(settings, splits.train)
        bundle.begin(path, describe(app, settings), preprocessing, overwrite)

    batches = module.batches(settings, preprocessing, splits.train, training=True)
    validation = module.batches(settings, preprocessing, splits.validation, training=False)
    model = module.build(settings, preprocessing)
    optimizer = training.make_optimizer(settings, steps=settings.epochs * len(batches))
    learner = module.for_training(settings, model)
    learner.compile(optimizer=optimizer, **module.objective(settings))
    say(f"training {model.count_params():,} parameters; the run folder is {path}")
    fitting = time.perf_counter()
    history = training.fit(
        learner, batches, validation,
        epochs=settings.epochs, folder=path, patience=settings.patience,
        average=settings.average_epochs,
    )  # fmt: skip
    # Epochs of an earlier, interrupted process count in full.
    started -= sum(row["seconds"] for row in history) - (time.perf_counter() - fitting)

    # Built once more, so that the file is free of the optimizer, two thirds of its size.
    trained = module.build(settings, preprocessing)
    trained.set_weights(model.get_weights())
    if hasattr(module, "calibrate"):
        preprocessing = module.calibrate(settings, trained, preprocessing, splits.validation)
        bundle.replace_parts(path / bundle.PREPROCESSING, preprocessing)
    with files.atomic(path / bundle.MODEL) as temporary:
        trained.save(temporary)

    say("judging the model on the test part, and the baselines beside it")
    evaluation = module.evaluate(settings, trained, preprocessing, splits.test)
    metrics = {
        "app": apps.reference(app),
        "data": settings.data or f"embedded sample: {module.SAMPLE}",
        "test": evaluation.metrics,
        "baselines": module.baselines(settings, splits),
        "examples": splits.sizes(),
        "parameters": trained.count_params(),
        "seconds": round(time.perf_counter() - started, 1),
        "seed": settings.seed,
        "versions": versions(),
    }
    finish(
        module,
        contract.Result(settings, splits, preprocessing, trained, history, evaluation, metrics),
        path,
    )
    return bundle.load(path)


def finish(module: contract.App, result: contract.Result, path: Path) -> None:
    """Write down what came out of a run."""
    from keras_seq.runs import closing as report
    from keras_seq.runs import training

    rows = training.rows_as_csv(result.evaluation.predictions)
    files.write_text(path / bundle.PREDICTIONS, rows)
    report.write(module, result, path)
    # Last: it says that the run is finished.
    files.write_json(path / bundle.METRICS, result.metrics)


def with_recipe(app: str, module: contract.App, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Add the options of a recipe of the app that suits the data, where nothing else is said.

    That is the one that the app's `recipe` names; without data it is `sample.yaml`, if there is
    one: an embedded sample is small, and may want a smaller model than data worth training on.
    """
    name = "sample.yaml" if not values.get("data") else None
    if name is None and hasattr(module, "recipe"):
        name = module.recipe(values)
    if name is None or not (path := apps.find(app) / name).is_file():
        return values
    return {**config.read_yaml(path, module.Config), **values}


def default_folder(app: str, resume: bool) -> Path:
    """Name the run folder nobody named: a fresh one, or to resume, the newest unfinished one."""
    root, name = Path("runs"), apps.find(app).name
    if resume:
        unfinished = [
            path.parent
            for path in root.glob(f"{name}-*/{bundle.CONFIG}")
            if not (path.parent / bundle.METRICS).exists()
        ]
        if not unfinished:
            raise InputError(f"no unfinished run of {app} under {root}; leave --resume out")
        return max(unfinished, key=lambda folder: folder.stat().st_mtime)
    return root / f"{name}-{datetime.datetime.now():%Y%m%d-%H%M%S}"


def describe(app: str, settings: TrainingConfig) -> dict[str, Any]:
    """Say in plain values what a run was asked to do: the content of `config.yaml`."""
    options = config.to_dict(settings)
    data: dict[str, Any] = {"path": None, "fingerprint": None}
    if settings.data and not settings.data.startswith("tfds:"):
        options["data"] = str(Path(settings.data).resolve())  # found again from anywhere
        data = {"path": options["data"], "fingerprint": files.fingerprint(settings.data)}
    return {"app": apps.reference(app), "options": options, "data": data, "versions": versions()}


def saved_settings(app: str, module: contract.App, path: Path, values: Mapping[str, Any]) -> Any:
    """Return the options of an interrupted run, which `--resume` goes on with unchanged.

    Raises:
        InputError: if the run is another app's, an option differs, or the data has changed.
    """
    description = bundle.read_description(path)
    if description["app"] != apps.reference(app):
        raise InputError(f"{path}: a run of {description['app']}, not of {app}")
    settings = config.make(module.Config, description["options"], f"{path / bundle.CONFIG}: ")
    asked = describe(app, config.make(module.Config, {**description["options"], **values}))
    for name, value in asked["options"].items():
        if value != description["options"].get(name):
            flag = "--" + name.replace("_", "-")
            raise InputError(f"{path}: {flag} was {description['options'].get(name)} when the run "
                             f"began, and --resume can't change it; leave it out")  # fmt: skip
    if asked["data"] != description["data"]:
        raise InputError(f"{settings.data}: has changed since the run in {path} began; start anew")
    return settings


def versions() -> dict[str, str]:
    """Return the versions that a result may depend on."""
    backend.start()
    import keras

    name = keras.backend.backend()
    found = {"keras_seq": __version__, "python": platform.python_version()}
    for package in ("keras", name, "numpy"):
        try:
            found[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:  # tensorflow-cpu and its kin
            found[package] = importlib.import_module(package).__version__
    return found
