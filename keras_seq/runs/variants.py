"""Several runs of one app on the same data: the best on validation is kept, all are compared."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from keras_seq import app as apps
from keras_seq import config, contract
from keras_seq.progress import say
from keras_seq.runs import bundle, runner

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
    path = Path(output_dir) if output_dir else runner.default_folder(app, resume)
    values = values or {}
    settings = config.make(module.Config, runner.with_recipe(app, module, values))
    variants = module.variants(settings) if hasattr(module, "variants") else {}
    if not variants:
        return runner.run(app, values, path, resume=resume, overwrite=overwrite)
    return run_all(app, values, path, variants=variants, resume=resume, overwrite=overwrite)


def run_all(
    app: str,
    values: Mapping[str, Any],
    path: Path,
    *,
    variants: Mapping[str, Mapping[str, Any]],
    resume: bool = False,
    overwrite: bool = False,
) -> bundle.Bundle:
    """Train each variant under `path/variants`, and make `path` the run folder of the best one.

    Args:
        app: as for `run`, like the others.
        values: the same.
        path: the run folder.
        variants: options that each changes, by name.
        resume: go on where an interrupted call stopped.
        overwrite: replace a run folder.

    Returns:
        The best run by its metric on the validation part. Its `metrics.json` and report have the
        other variants beside the baselines.
    """
    module = apps.load(app)
    if resume and (path / bundle.METRICS).is_file():
        say(f"{path}: finished already; nothing to resume")
        return bundle.load(path)
    if not resume:
        check_free(path, overwrite)
        check_data(module, app, values, variants)
        if path.exists():
            shutil.rmtree(path)
    found: dict[str, bundle.Bundle] = {}
    for name, changed in variants.items():
        say(f"{name}:")
        found[name] = runner.run(
            app, {**values, **changed}, path / FOLDER / name, resume=resume, overwrite=False
        )

    scores = {}
    for name, one in found.items():
        splits = contract.read_splits(module, one.config)
        judged = module.evaluate(one.config, one.model, one.preprocessing, splits.validation)
        scores[name] = judged.metrics[module.METRIC]
        say(f"{name}: {module.METRIC} {scores[name]:.4g} on the validation part")
    best = (max if module.HIGHER_IS_BETTER else min)(scores, key=lambda name: scores[name])
    say(f"the best is {best}; the others stay under {path / FOLDER}")

    chosen = found[best]
    shutil.copytree(chosen.path, path, dirs_exist_ok=True, ignore=_unfinished)
    splits = contract.read_splits(module, chosen.config)
    evaluation = module.evaluate(chosen.config, chosen.model, chosen.preprocessing, splits.test)
    others = {name: one for name, one in found.items() if name != best}
    metrics = {
        **chosen.metrics,
        "variant": best,
        "validation": {name: {module.METRIC: score} for name, score in scores.items()},
        "seconds": round(sum(one.metrics["seconds"] for one in found.values()), 1),
    }
    metrics["baselines"] = {
        **{name: one.metrics["test"] for name, one in others.items()}, **metrics["baselines"]
    }  # fmt: skip
    from keras_seq.runs import training

    history = training.read_history(path)
    result = contract.Result(
        chosen.config, splits, chosen.preprocessing, chosen.model, history, evaluation, metrics,
        others,
    )  # fmt: skip
    runner.finish(module, result, path)
    return bundle.load(path)


def check_free(path: Path, overwrite: bool) -> None:
    """Make sure that `path` may be taken; a folder of unfinished variants may, with `overwrite`."""
    if not (overwrite and (path / FOLDER).is_dir()):
        bundle.check_free(path, overwrite)


def check_data(
    module: contract.App,
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


def _unfinished(folder: str, names: list[str]) -> list[str]:
    """Leave out what says that the run is finished."""
    return [name for name in names if name in (bundle.METRICS, bundle.REPORT, "plots")]
