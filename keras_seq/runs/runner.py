"""The run: load → prepare → build → fit → evaluate → save, for any app.

Short on purpose: copy `train` into a script of your own when you need another order of things.
"""

from __future__ import annotations

import contextlib
import datetime
import importlib.metadata
import importlib.util
import itertools
import platform
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from keras_seq import app as apps
from keras_seq import backend, config, contract, files
from keras_seq.contract import App, Result, Trained
from keras_seq.errors import InputError
from keras_seq.options import TrainingConfig
from keras_seq.progress import say
from keras_seq.report.left_out import left_out
from keras_seq.runs import bundle, folder, history, manifest, start
from keras_seq.runs.lock import Lock
from keras_seq.version import __version__

if TYPE_CHECKING:
    import keras

    from keras_seq.data.splits import Splits

RUNS = Path("runs")


def train(
    app: str,
    values: Mapping[str, Any],
    path: Path,
    *,
    resume: bool = False,
    overwrite: bool = False,
) -> Result | None:
    """Train an app in the run folder `path`; arguments and errors as of `keras_seq.run`.

    Returns:
        All that came out; None if the run was finished already.
    """
    started = time.perf_counter()
    module = apps.load(app)
    folder.recover(path)
    with Lock(path) as lock:
        going_on = resume and (path / bundle.CONFIG).is_file()
        if going_on:
            settings = saved_settings(app, module, path, values)
            if (path / bundle.METRICS).is_file():
                say(f"{path}: finished already; nothing to resume")
                folder.finish(path)
                return None
            files.sweep(path)
        else:
            settings = config.make(module.Config, with_recipe(app, module, values))
            if settings.tensorboard and importlib.util.find_spec("tensorboard") is None:
                raise InputError("--tensorboard needs it: pip install 'keras_seq[tensorboard]'")
            bundle.check_free(path, overwrite)

        splits = contract.read_splits(module, settings)
        for line in module.describe(settings, splits):
            say(line)

        backend.make_repeatable(settings.seed)
        backend.keep_freed_memory()
        if going_on:
            fitted = bundle.load_parts(path, module.Preprocessing)
        else:
            fitted = module.prepare(settings, splits.train)
            bundle.begin(lock, describe(app, settings), fitted, overwrite)
        result = learn(app, module, settings, splits, fitted, path, going_on, started)
        finish(module, result, path)
        return result


def learn(
    app: str,
    module: App,
    settings: Any,
    splits: Splits[Any],
    fitted: Any,
    path: Path,
    resume: bool,
    started: float,
) -> Result:
    """Build, fit and save the model, and judge it.

    Args:
        app: as for `train`.
        module: the app's.
        settings: its `Config`.
        splits: the records.
        fitted: the preprocessing.
        path: the run folder, which has been begun.
        resume: go on from its checkpoint.
        started: when the clock began to count.
    """
    fitting = time.perf_counter()
    trained, history = fit(module, settings, splits, fitted, path, resume)
    # Epochs of an earlier, interrupted process count in full.
    started -= sum(row["seconds"] for row in history) - (time.perf_counter() - fitting)
    with files.atomic(path / bundle.MODEL) as temporary:
        trained.model.save(temporary)

    say("judging the model on the test part, and the baselines beside it")
    evaluation = module.task.evaluate(trained, splits.test)
    baselines = module.task.baselines(trained, splits)
    metrics = {
        "app": apps.reference(app),
        "data": settings.data or f"embedded sample: {module.SAMPLE}",
        "test": evaluation.metrics,
        "baselines": {name: rival.metrics for name, rival in baselines.items()},
        "examples": splits.sizes(),
        "parameters": trained.model.count_params(),
        "seconds": round(time.perf_counter() - started, 1),
        "seed": settings.seed,
        "versions": versions(),
    }
    if hasattr(module.task, "decides"):
        metrics["decides"] = module.task.decides(trained)
    return Result(trained, splits, history, evaluation, baselines, metrics)


def fit(
    module: App,
    settings: Any,
    splits: Splits[Any],
    fitted: Any,
    path: Path,
    resume: bool = False,
    callbacks: Sequence[keras.callbacks.Callback] = (),
) -> tuple[Trained, list[dict[str, float]]]:
    """Build a model and fit it; arguments as of `learn`.

    Returns:
        The model with all that it needs, and a row for each epoch.
    """
    from keras_seq.runs import training

    batches = module.batches(settings, fitted, splits.train, training=True)
    validation = module.batches(settings, fitted, splits.validation, training=False)
    model = module.build(settings, fitted)
    if getattr(settings, "start_from", None):
        start.hand_over(model, settings.start_from)
    learner = module.for_training(settings, model) if hasattr(module, "for_training") else model
    optimizer = training.make_optimizer(settings, steps=settings.epochs * len(batches))
    learner.compile(optimizer=optimizer, **module.objective(settings))
    stays = f"; the run folder is {path}" if (path / bundle.CONFIG).is_file() else ""
    say(f"training {model.count_params():,} parameters{stays}")
    history = training.fit(
        learner, batches, validation,
        epochs=settings.epochs, folder=path, patience=settings.patience,
        average=settings.average_epochs, resume=resume,
        callbacks=[*training.watching(settings, model, path), *callbacks],
    )  # fmt: skip

    # Built once more, so that the file is free of the optimizer, two thirds of its size.
    trained = Trained(settings, fitted, module.build(settings, fitted))
    trained.model.set_weights(model.get_weights())
    if hasattr(module, "calibrate"):
        fitted = module.calibrate(trained, splits.validation)
        if (path / bundle.PREPROCESSING).is_dir():
            bundle.replace_parts(path, fitted)
        trained = Trained(settings, fitted, trained.model)
    return trained, history


def judged(finished: bundle.Bundle) -> Result:
    """Judge a finished run again, where its result is needed and isn't in memory."""
    trained = finished.trained
    splits = contract.read_splits(finished.app, trained.config)
    return Result(
        trained, splits, history.read_history(finished.path),
        finished.app.task.evaluate(trained, splits.test),
        finished.app.task.baselines(trained, splits), finished.metrics,
    )  # fmt: skip


def finish(module: App, result: Result, path: Path) -> None:
    """Write down what came out of a run, figures that JSON does not know as null."""
    from keras_seq.runs import closing, examples, training

    result.metrics["example"] = []
    with left_out("an input to try"):
        result.metrics["example"] = examples.words(module.task, result, path)
    rows = training.rows_as_csv(result.evaluation.predictions)
    files.write_text(path / bundle.PREDICTIONS, rows)
    closing.write(module, result, path)
    manifest.write(path, bundle.bound(path))
    # Last: it says that the run is finished.
    files.write_json(path / bundle.METRICS, files.json_value(result.metrics))
    folder.finish(path)


def with_recipe(app: str, module: App, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Add the options of a recipe of the app that suits the data, where nothing else is said.

    That is the one that the app's `recipe` names; without data it is `sample.yaml`, if there is
    one: an embedded sample is small, and may want a smaller model than data worth training on.
    Above it stand the sizes of a run to start from.
    """
    shared = start.shared(values, module.Config) if values.get("start_from") else {}
    name = "sample.yaml" if not values.get("data") else None
    if name is None and hasattr(module, "recipe"):
        name = module.recipe(values)
    if name is None or not (path := apps.find(app) / name).is_file():
        return {**shared, **values}
    return {**config.read_yaml(path, module.Config), **shared, **values}


@contextlib.contextmanager
def run_folder(app: str, output_dir: str | Path | None, resume: bool) -> Iterator[Path]:
    """Settle which is the run folder; one that nobody named is kept free for this run.

    Args:
        app: as for `train`.
        output_dir: the folder that was named, if any; else it is a fresh one of this second, or to
            resume, the newest unfinished one.
        resume: whether an interrupted run goes on.
    """
    if output_dir:
        yield Path(output_dir)
        return
    path = newest_unfinished(app) if resume else _reserved(app)
    try:
        yield path
    finally:
        with contextlib.suppress(OSError):  # which says that something came of it
            path.rmdir()
            path.parent.rmdir()


def newest_unfinished(app: str) -> Path:
    """Find the run of an app that was interrupted last.

    Raises:
        InputError: if there is none.
    """
    unfinished = [
        path.parent
        for path in RUNS.glob(f"{apps.find(app).name}-*/{bundle.CONFIG}")
        if not (path.parent / bundle.METRICS).exists()
    ]
    if not unfinished:
        raise InputError(f"no unfinished run of {app} under {RUNS}; leave --resume out")
    return max(unfinished, key=lambda folder: folder.stat().st_mtime)


def _reserved(app: str) -> Path:
    """Make an empty folder that no other run of this second has."""
    name = f"{apps.find(app).name}-{datetime.datetime.now():%Y%m%d-%H%M%S}"
    RUNS.mkdir(exist_ok=True)
    for number in itertools.count(1):
        path = RUNS / (name if number == 1 else f"{name}-{number}")
        with contextlib.suppress(FileExistsError):
            path.mkdir()
            return path
    raise AssertionError


def describe(app: str, settings: TrainingConfig) -> dict[str, Any]:
    """Say in plain values what a run was asked to do: the content of `config.yaml`."""
    options = config.to_dict(settings)
    data: dict[str, Any] = {"path": None, "fingerprint": None}
    if settings.data and not settings.data.startswith("tfds:"):
        options["data"] = str(Path(settings.data).resolve())  # found again from anywhere
        data = {"path": options["data"], "fingerprint": files.fingerprint(settings.data)}
    return {"app": apps.reference(app), "options": options, "data": data, "versions": versions()}


def saved_settings(app: str, module: App, path: Path, values: Mapping[str, Any]) -> Any:
    """Return the options of an interrupted run, which `--resume` goes on with unchanged.

    Raises:
        InputError: if the run is another app's, an option differs, or the data has changed.
    """
    description = bundle.read_description(path)
    if description["app"] != apps.reference(app):
        raise InputError(f"{path}: a run of {description['app']}, not of {app}")
    manifest.check(path, path / bundle.CONFIG, manifest.read(path))
    settings = config.make(module.Config, description["options"], f"{path / bundle.CONFIG}: ")
    began = config.to_dict(settings)
    asked = describe(app, config.make(module.Config, {**began, **values}))
    for name, value in asked["options"].items():
        if value != began[name]:
            flag = "--" + name.replace("_", "-")
            raise InputError(f"{path}: {flag} was {began[name]} when the run began, and --resume "
                             f"can't change it; leave it out")  # fmt: skip
    known = description.get("data")
    if asked["data"] != known and not (
        isinstance(known, dict)
        and settings.data is not None
        and asked["data"]["path"] == known.get("path")
        and files.unchanged(settings.data, str(known.get("fingerprint")))
    ):
        raise InputError(f"{settings.data}: has changed since the run in {path} began; start anew")
    _compare_versions(description.get("versions"), asked["versions"])
    return settings


def _compare_versions(began: Any, now: Mapping[str, str]) -> None:
    """Say which versions have changed since a run began: its end may not be the same."""
    others = [
        f"{package} {began.get(package, 'none')} -> {version}"
        for package, version in now.items()
        if isinstance(began, dict) and began.get(package) != version
    ]
    if others:
        say(f"other versions than when the run began ({', '.join(others)}): it may end otherwise "
            "than an unbroken one")  # fmt: skip


def versions() -> dict[str, str]:
    """Return the versions that a result may depend on."""
    backend.start()
    import keras

    name = keras.backend.backend()
    numbers = {"keras_seq": __version__, "python": platform.python_version()}
    for package in ("keras", name, "numpy"):
        try:
            numbers[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:  # tensorflow-cpu and its kin
            numbers[package] = importlib.import_module(package).__version__
    return numbers
