"""A rolling-origin backtest: the same recipe, trained anew for parts that move on in time."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np

from keras_seq import config, contract, files
from keras_seq.errors import InputError
from keras_seq.progress import say
from keras_seq.runs import bundle, folder, runner
from keras_seq.runs.lock import Lock

PLAN, RESULT = "plan.json", "backtest.json"


def backtest(
    run_dir: Path,
    output_dir: Path,
    *,
    data: str | None = None,
    count: int | None = None,
    resume: bool = False,
    overwrite: bool = False,
    app: str | None = None,
) -> dict[str, Any]:
    """Train the model of a run anew for each of several test parts that move through time.

    Args:
        run_dir: a finished run, whose options are used.
        output_dir: gets `plan.json`, a run folder for each fold, and at the end `backtest.json`.
        data: other data; None: the run's own.
        count: how many folds; None: five.
        resume: go on with an interrupted backtest, whose data and folds they are.
        overwrite: replace an earlier backtest.
        app: the folder of an app of your own.

    Returns:
        `folds`, the metrics of the model and of each baseline for each fold; `mean` and
        `deviation` of the deciding metric by name.

    Raises:
        InputError: if the app has no order in time, or the data are too short.
    """
    run = bundle.load(run_dir, app)
    name = app or bundle.read_description(run_dir)["app"]
    if not hasattr(run.app.task, "folds"):
        raise InputError(f"{run_dir}: a run of {name}, whose examples have no order in time, so "
                         "there is nothing to backtest")  # fmt: skip
    folder.recover(output_dir)
    with Lock(output_dir) as lock:
        if resume:
            plan = _saved_plan(output_dir, run_dir, data, count)
        else:
            ours = any((output_dir / file).is_file() for file in (PLAN, RESULT))
            folder.check_free(output_dir, overwrite, ours, "backtest")
            data = data or run.config.data
            plan = {"run": str(run_dir.resolve()), "data": data, "folds": count or 5}
        settings = dataclasses.replace(run.config, data=plan["data"])
        splits = contract.read_splits(run.app, settings)
        changes = run.app.task.folds(settings, splits, plan["folds"])
        if not resume:
            # Found again from anywhere.
            plan["data"] = runner.describe(name, settings)["options"]["data"]
            with folder.begun(lock, RESULT, overwrite) as new:
                files.write_json(new / PLAN, plan)
        rows = []
        for number, changed in enumerate(changes, start=1):
            say(f"fold {number} of {len(changes)}:")
            values = {**config.to_dict(settings), **changed}
            fold = output_dir / f"fold_{number}"
            done = runner.train(name, values, fold, resume=resume)
            metrics = done.metrics if done else bundle.load(fold, app).metrics
            metric = contract.deciding(run.app.task, metrics)
            rows.append({"model": metrics["test"], **metrics["baselines"]})
        result = _compared(rows, metric)
        files.write_json(output_dir / RESULT, files.json_value(result))
        folder.finish(output_dir)
    return result


def _saved_plan(
    output_dir: Path, run_dir: Path, data: str | None, count: int | None
) -> dict[str, Any]:
    """Read what an interrupted backtest was asked to do, which `--resume` can't change."""
    if not (output_dir / PLAN).is_file():
        raise InputError(f"{output_dir}: no backtest to go on with; leave --resume out")

    def checked(plan: Any) -> dict[str, Any]:
        if not isinstance(plan["data"], str | None) or type(plan["folds"]) is not int:
            raise ValueError("not the plan of a backtest")
        return plan

    plan = files.read_json(output_dir / PLAN, checked)
    asked = {
        "run": str(run_dir.resolve()),
        "data": data if data is None or data.startswith("tfds:") else str(Path(data).resolve()),
        "folds": count,
    }
    for name, value in asked.items():
        if value not in (None, plan[name]):
            raise InputError(f"{output_dir}: {name} was {plan[name]} when the backtest began, and "
                             "--resume can't change it")  # fmt: skip
    return plan


def _compared(rows: list[dict[str, dict[str, float]]], metric: str) -> dict[str, Any]:
    """Take mean and deviation of the deciding metric over folds."""
    figures = {model: [row[model][metric] for row in rows] for model in rows[0]}
    return {
        "metric": metric,
        "folds": rows,
        "mean": {model: float(np.mean(errors)) for model, errors in figures.items()},
        "deviation": {model: float(np.std(errors)) for model, errors in figures.items()},
    }
