"""A rolling-origin backtest: the same recipe, trained anew for parts that move on in time."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path
from typing import Any

import numpy as np

from keras_seq import config, contract, files
from keras_seq.errors import InputError
from keras_seq.progress import say
from keras_seq.runs import bundle, runner


def backtest(
    run_dir: Path,
    output_dir: Path,
    *,
    data: str | None,
    count: int,
    overwrite: bool = False,
    app: str | None = None,
) -> dict[str, Any]:
    """Train the model of a run anew for each of several test parts that move through time.

    Args:
        run_dir: a finished run, whose options are used.
        output_dir: gets a run folder for each fold, and `backtest.json`.
        data: other data; None: the run's own.
        count: how many folds.
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
    if output_dir.exists() and not overwrite:
        raise InputError(f"{output_dir}: exists; name another with --output-dir, or replace it "
                         "with --overwrite")  # fmt: skip
    if output_dir.exists() and not (output_dir / "backtest.json").is_file():
        raise InputError(f"{output_dir}: not a backtest, so --overwrite leaves it alone")
    settings = dataclasses.replace(run.config, data=data or run.config.data)
    splits = contract.read_splits(run.app, settings)
    changes = run.app.task.folds(settings, splits, count)
    if output_dir.exists():
        shutil.rmtree(output_dir)
    rows = []
    for number, changed in enumerate(changes, start=1):
        say(f"fold {number} of {len(changes)}:")
        values = {**config.to_dict(settings), **changed}
        done = runner.train(name, values, output_dir / f"fold_{number}")
        assert done is not None
        metric = contract.deciding(run.app.task, done.metrics)
        rows.append({"model": done.metrics["test"], **done.metrics["baselines"]})
    figures = {model: [row[model][metric] for row in rows] for model in rows[0]}
    result = {
        "metric": metric,
        "folds": rows,
        "mean": {model: float(np.mean(errors)) for model, errors in figures.items()},
        "deviation": {model: float(np.std(errors)) for model, errors in figures.items()},
    }
    files.write_json(output_dir / "backtest.json", result)
    return result
