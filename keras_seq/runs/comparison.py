"""Finished runs beside each other: how good, how large, how long, and which options differ."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from keras_seq import contract, files
from keras_seq.errors import InputError
from keras_seq.report import Report, plots
from keras_seq.report.readable import readable_name
from keras_seq.runs import bundle, closing, history

UNSEEN = "unknown"  # an option that a run's version of the app doesn't know


@dataclass(frozen=True)
class Comparison:
    """What `compare` found.

    Attributes:
        app: the module of the app that all runs are of.
        metric: the one that decides.
        metrics: the content of `metrics.json` by the name of the run, the best run first.
        options: for each option that differs, its value by the name of the run.
        warnings: why their figures may not be comparable.
        histories: rows of `history.csv` by the name of the run.
    """

    app: contract.App
    metric: str
    metrics: Mapping[str, Mapping[str, Any]]
    options: Mapping[str, Mapping[str, Any]]
    warnings: Sequence[str]
    histories: Mapping[str, Sequence[Mapping[str, float]]]


def compare(run_dirs: Sequence[str], app: str | None = None) -> Comparison:
    """Read finished runs of one app; no model is loaded.

    Args:
        run_dirs: run folders.
        app: the folder of an app of your own.

    Raises:
        InputError: if one isn't finished, or they are of several apps.
    """
    paths = {name: Path(run_dir) for name, run_dir in zip(_names(run_dirs), run_dirs, strict=True)}
    described = {name: bundle.read_description(path) for name, path in paths.items()}
    apps = {description["app"] for description in described.values()}
    if len(apps) > 1:
        raise InputError(f"runs of {' and '.join(sorted(apps))} have no figure in common; "
                         "compare those of one app")  # fmt: skip
    module = bundle.load_app(next(iter(paths.values())), app)
    metrics = {name: bundle.read_metrics(path) for name, path in paths.items()}
    metric = contract.deciding(module.task, next(iter(metrics.values())))
    sign = -1 if module.task.higher_is_better else 1

    def rank(name: str) -> tuple[bool, float]:
        value = metrics[name]["test"].get(metric, math.nan)
        return math.isnan(value), sign * value

    ordered = sorted(metrics, key=rank)
    options = {name: described[name]["options"] for name in ordered}
    names = dict.fromkeys(option for one in options.values() for option in one)
    rows = {option: {name: one.get(option, UNSEEN) for name, one in options.items()}
            for option in names}  # fmt: skip
    data = {(described[name].get("data") or {}).get("fingerprint") for name in ordered}
    warnings = []
    if len(data) > 1:
        warnings.append("Not all were trained on the same data: the figures can't be compared.")
    elif len({one["seed"] for one in metrics.values()}) > 1:
        warnings.append("Seeds differ, and with them the test parts, where data have none of "
                        "their own.")  # fmt: skip
    return Comparison(
        module,
        metric,
        {name: metrics[name] for name in ordered},
        {option: row for option, row in rows.items()
         if any(value != row[ordered[0]] for value in row.values())},
        warnings,
        {name: history.read_history(paths[name]) for name in ordered},
    )  # fmt: skip


def _names(run_dirs: Sequence[str]) -> list[str]:
    """Name runs by as few parts of their paths as tell them apart."""
    parts = [Path(run_dir).resolve().parts for run_dir in run_dirs]
    for count in range(1, max(map(len, parts)) + 1):
        names = ["/".join(one[-count:]) for one in parts]
        if len(set(names)) == len(names):
            return names
    raise InputError("one run is named twice")


def lines(found: Comparison) -> Iterator[str]:
    """Write a comparison as plain text."""
    rows = {name: metrics["test"] for name, metrics in found.metrics.items()}
    yield "\n\n".join(closing.plain_tables(rows, found.metric))
    columns = ["", "parameters", "time", *found.options]
    table = [[name, *map(_cell, values)] for name, values in _values(found).items()]
    widths = [max(len(row[at]) for row in (columns, *table)) for at in range(len(columns))]
    yield ""
    for row in (columns, *table):
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
    for warning in found.warnings:
        yield f"\n{warning}"


def _values(found: Comparison) -> dict[str, list[Any]]:
    """Return a row of size, time and options for each run."""
    return {
        name: [metrics["parameters"], closing.readable_time(metrics["seconds"]),
               *(row[name] for row in found.options.values())]
        for name, metrics in found.metrics.items()
    }  # fmt: skip


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(map(str, value))
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def write(found: Comparison, path: Path) -> None:
    """Write a comparison as a page.

    Args:
        found: what was compared.
        path: the page, `.html`.
    """
    best = next(iter(found.metrics.values()))
    page = Report("Runs beside each other", f"{best['app']}: {best['data']}")
    for warning in found.warnings:
        page.paragraph(warning)
    every = dict.fromkeys(name for one in found.metrics.values() for name in one["test"])
    names = list(dict.fromkeys([found.metric, *every]))
    page.table(
        "On the test part",
        ["run", *map(readable_name, names)],
        [[run, *(one["test"].get(name) for name in names)] for run, one in found.metrics.items()],
        "The best run first.",
    )
    curves = {run: rows for run, rows in found.histories.items() if "val_loss" in (rows or [{}])[0]}
    if curves:
        figure = plots.validation_curves(curves)
        page.figure("Validation loss by epoch", figure)
    columns = ["run", "parameters", "time", *(name.replace("_", " ") for name in found.options)]
    rows = [[run, *values] for run, values in _values(found).items()]
    page.table("Size, time, and the options that differ", columns, [
        [", ".join(map(str, cell)) if isinstance(cell, list) else cell for cell in row]
        for row in rows
    ])  # fmt: skip
    files.write_text(path, page.html())
