"""Several runs of one app on the same data: the best on validation is kept, all are compared."""

from __future__ import annotations

import dataclasses
import itertools
import math
import shutil
import statistics
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from keras_seq import app as apps
from keras_seq import config, contract, files
from keras_seq.contract import App, Result
from keras_seq.errors import InputError
from keras_seq.options import TrainingConfig
from keras_seq.progress import say
from keras_seq.runs import bundle, folder, runner
from keras_seq.runs.lock import Lock

FOLDER = "variants"


def run(
    app: str,
    values: Mapping[str, Any] | None = None,
    output_dir: str | Path | None = None,
    *,
    resume: bool = False,
    overwrite: bool = False,
) -> bundle.Bundle:
    """Train an app, from its data to its report; several times, where the options say so.

    Args:
        app: a built-in app's name, or a folder such as `./my_app`.
        values: fields of the app's `Config`; omitted ones take their defaults.
        output_dir: the run folder; default `runs/APP-<date>-<time>`, with `resume` the newest
            unfinished one of the app.
        resume: go on after the last whole epoch of an interrupted run.
        overwrite: replace a run folder.

    Returns:
        The finished run, ready to predict; of several the best on validation.

    Raises:
        InputError: for bad options or bad data, before anything is written.
    """
    module = apps.load(app)
    values = values or {}
    with runner.run_folder(app, output_dir, resume) as path:
        several = path / FOLDER
        if resume and (several / bundle.CONFIG).is_file():
            settings = runner.saved_settings(app, module, several, values)
            values = bundle.read_description(several)["given"]
        else:
            settings = config.make(module.Config, runner.with_recipe(app, module, values))
        variants = module.task.variants(settings) if hasattr(module.task, "variants") else {}
        if variants and settings.seeds > 1:
            raise InputError("--seeds trains one recipe several times, not several recipes; leave "
                             "it out, or name one of " + ", ".join(variants))  # fmt: skip
        variants = variants or of_seeds(settings)
        if variants:
            run_all(app, values, path, variants=variants, resume=resume, overwrite=overwrite)
        else:
            runner.train(app, values, path, resume=resume, overwrite=overwrite)
        return bundle.load(path, app)


def distinct(variants: Mapping[str, Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Return the variants that read other data, or cut them otherwise: of seeds the first."""
    if all("seeds" in changed for changed in variants.values()):
        return dict(itertools.islice(variants.items(), 1))
    return dict(variants)


def of_seeds(settings: TrainingConfig) -> dict[str, dict[str, Any]]:
    """Name the options of the runs of `--seeds`: they differ in the seed, and share the split."""
    if settings.seeds == 1:
        return {}
    split = settings.seed if settings.split_seed is None else settings.split_seed
    numbers = range(settings.seed, settings.seed + settings.seeds)
    return {f"seed_{n}": {"seed": n, "seeds": 1, "split_seed": split} for n in numbers}


def run_all(
    app: str,
    values: Mapping[str, Any],
    path: Path,
    *,
    variants: Mapping[str, Mapping[str, Any]],
    resume: bool = False,
    overwrite: bool = False,
) -> None:
    """Train each variant under `path/variants`, and make `path` the run folder of the best one.

    The best is so by its metric on the validation part. Its `metrics.json` and report have the
    other variants beside the baselines. What was asked for stands in `variants/config.yaml`, and
    in `config.yaml` until the best is known, so that an interrupted call goes on like any run.

    Args:
        app: as for `run`, like the others.
        values: the same.
        path: the run folder.
        variants: options that each changes, by name.
        resume: go on where an interrupted call stopped.
        overwrite: replace a run folder.
    """
    module = apps.load(app)
    folder.recover(path)
    with Lock(path) as lock:
        if resume and (path / bundle.METRICS).is_file():
            say(f"{path}: finished already; nothing to resume")
            folder.finish(path)
            return
        if resume and (path / FOLDER).is_dir():
            files.sweep(path)
        else:
            check_free(path, overwrite)
            check_data(module, app, values, distinct(variants))
            settings = config.make(module.Config, runner.with_recipe(app, module, values))
            asked = runner.describe(app, settings)
            asked["given"] = {name: asked["options"][name] for name in values}
            with folder.begun(lock, bundle.METRICS, overwrite) as new:
                bundle.write_description(new, asked)
                bundle.write_description(new / FOLDER, asked)
        _train_all(module, app, values, path, variants, resume)


def _train_all(
    module: App,
    app: str,
    values: Mapping[str, Any],
    path: Path,
    variants: Mapping[str, Mapping[str, Any]],
    resume: bool,
) -> None:
    results: dict[str, Result] = {}
    for name, changed in variants.items():
        say(f"{name}:")
        run_dir = path / FOLDER / name
        result = runner.train(app, {**values, **changed}, run_dir, resume=resume)
        results[name] = result or runner.judged(bundle.load(run_dir, app))

    metric = contract.deciding(module.task, next(iter(results.values())).metrics)
    scores = {}
    for name, result in results.items():
        judged = module.task.evaluate(result.trained, result.splits.validation)
        scores[name] = judged.metrics[metric]
        say(f"{name}: {metric} {scores[name]:.4g} on the validation part")
    sign = 1 if module.task.higher_is_better else -1
    # NaN is worse than any number.
    best = max(scores, key=lambda name: (not math.isnan(scores[name]), sign * scores[name]))
    say(f"the best is {best}; the others stay under {path / FOLDER}")

    shutil.copytree(path / FOLDER / best, path, dirs_exist_ok=True, ignore=_unfinished)
    others = {name: result for name, result in results.items() if name != best}
    baselines = results[best].metrics["baselines"]
    more = {}
    if all("seeds" in changed for changed in variants.values()):  # no rivals of each other
        more["seeds"] = spread([result.metrics["test"] for result in results.values()])
        others = {}
    else:
        rivals = {name: result.metrics["test"] for name, result in others.items()}
        baselines = {**rivals, **baselines}
    metrics = {
        **results[best].metrics,
        **more,
        "variant": best,
        "validation": {name: {metric: score} for name, score in scores.items()},
        "seconds": round(sum(result.metrics["seconds"] for result in results.values()), 1),
        "baselines": baselines,
    }
    runner.finish(module, dataclasses.replace(results[best], metrics=metrics, others=others), path)


def spread(rows: Sequence[Mapping[str, float]]) -> dict[str, Any]:
    """Summarise a metric's values over seeds.

    >>> spread([{"accuracy": 0.5}, {"accuracy": 0.7}])["mean"]
    {'accuracy': 0.6}
    """
    values = {name: [row[name] for row in rows] for name in rows[0]}
    return {
        "count": len(rows),
        "mean": {name: statistics.fmean(each) for name, each in values.items()},
        "deviation": {name: statistics.stdev(each) for name, each in values.items()},
    }


def check_free(path: Path, overwrite: bool) -> None:
    """Make sure that `path` may be taken; a folder of unfinished variants may, with `overwrite`."""
    ours = (path / bundle.CONFIG).is_file() or (path / FOLDER).is_dir()
    folder.check_free(path, overwrite, ours)


def check_data(
    module: App,
    app: str,
    values: Mapping[str, Any],
    variants: Mapping[str, Mapping[str, Any]],
) -> None:
    """Read the data once for nothing, so that bad data leave everything as it is."""
    for changed in variants.values():
        given = runner.with_recipe(app, module, {**values, **changed})
        settings = config.make(module.Config, given)
        splits = contract.read_splits(module, settings)
        module.prepare(settings, splits.train)


def _unfinished(run_dir: str, names: list[str]) -> list[str]:
    """Leave out what says that the run is finished."""
    return [name for name in names if name in (bundle.METRICS, bundle.REPORT, "plots")]
