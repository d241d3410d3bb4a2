"""What a run says at its end: the page, and the lines on the terminal."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from keras_seq import config, contract
from keras_seq.report import Report, plots, verdict
from keras_seq.report.left_out import left_out
from keras_seq.report.readable import told_apart

WIDTH = 100  # of a line on the terminal


def write(app: contract.App, result: contract.Result, folder: Path) -> None:
    """Write `report.html` and `plots/`: what every run shows, and what the app adds.

    Args:
        app: the app's module.
        result: all that came out.
        folder: the run folder.
    """
    metrics = result.metrics
    settings, task = result.trained.config, app.task
    metric = contract.deciding(task, metrics)
    page = page_of(app, settings, metrics)
    page.facts(
        {
            "App": metrics["app"],
            "Data": metrics["data"],
            **{f"Examples, {part}": count for part, count in metrics["examples"].items()},
            "Parameters": metrics["parameters"],
            "Epochs": len(result.history),
            "Time": readable_time(metrics["seconds"]),
            "Seed": metrics["seed"],
        }
    )
    page.results(
        metrics["test"],
        metrics["baselines"],
        metric,
        task.higher_is_better,
        metrics["examples"]["test"],
    )
    if "seeds" in metrics:
        page.paragraph(over_seeds(metrics, *metrics["test"]))
    undefined = [
        f"{name} of {row.replace('_', ' ')}"
        for row, figures in {"the model": metrics["test"], **metrics["baselines"]}.items()
        for name, value in figures.items()
        if not math.isfinite(value)
    ]
    if undefined:
        page.paragraph(f"No finite number, so null in metrics.json: {', '.join(undefined)}.")
    with left_out("model and baselines"):
        page.figure(
            "Model and baselines",
            plots.metric_bars(metrics["test"], metrics["baselines"], [metric]),
            "On the same test part.",
        )
    with left_out("learning curves"):
        page.figure("Learning curves", plots.learning_curves(result.history))
    with left_out("the rest of the app's own figures"):
        task.report(result, page)
    options = {name.replace("_", " "): value for name, value in config.to_dict(settings).items()}
    page.facts(
        {name: ", ".join(map(str, value)) if isinstance(value, list) else value
         for name, value in options.items()},
        title="Options",
    )  # fmt: skip
    page.facts(metrics["versions"], title="Versions")
    with left_out("the page"):
        page.write(folder)


def page_of(app: contract.App, settings: Any, metrics: Mapping[str, Any]) -> Report:
    """Begin a page about a run: what its app does, and of which data.

    Args:
        app: the app's module.
        settings: its `Config`.
        metrics: the content of `metrics.json`.
    """
    synthetic = app.SAMPLE if app.SAMPLE_IS_SYNTHETIC and not settings.data else None
    return Report(title(app), "" if synthetic else metrics["data"], synthetic)


def title(app: contract.App) -> str:
    """Say in a few words what an app does."""
    return re.sub(r"( \([^()]*\))?\.?$", "", (app.__doc__ or "").split("\n")[0])


def readable_time(seconds: float) -> str:
    """Write a duration as people say it.

    >>> readable_time(31.2), readable_time(754)
    ('31 s', '12 min 34 s')
    """
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def summary(app: contract.App, metrics: dict[str, Any]) -> str:
    """Write model and baselines as a table of plain text, and who wins in one sentence."""
    metric = contract.deciding(app.task, metrics)
    sentence = verdict(
        metrics["test"], metrics["baselines"], metric, app.task.higher_is_better,
        metrics["examples"]["test"],
    )  # fmt: skip
    baselines = {name.replace("_", " "): row for name, row in metrics["baselines"].items()}
    rows = {"model": metrics["test"], **baselines}
    seeds = [over_seeds(metrics, metric)] if "seeds" in metrics else []
    return "\n\n".join([*plain_tables(rows, metric), sentence, *seeds])


def over_seeds(metrics: Mapping[str, Any], *names: str) -> str:
    """Say how metrics spread over the runs of `--seeds`.

    >>> seeds = {"count": 5, "mean": {"mae": 0.9}, "deviation": {"mae": 0.01}}
    >>> over_seeds({"variant": "seed_1", "seeds": seeds}, "mae")
    'Over 5 seeds: mae 0.9 ± 0.01; this model is that of seed_1, the best on validation.'
    """
    seeds = metrics["seeds"]
    mean, deviation = seeds["mean"], seeds["deviation"]
    figures = [f"{name.replace('_', ' ')} {mean[name]:.4g} ± {deviation[name]:.2g}"
               for name in names]  # fmt: skip
    return (f"Over {seeds['count']} seeds: {', '.join(figures)}; this model is that of "
            f"{metrics['variant']}, the best on validation.")  # fmt: skip


def plain_tables(rows: Mapping[str, Mapping[str, float]], metric: str) -> Iterator[str]:
    """Write metrics as tables of plain text: the deciding one first, the rest as they fit.

    Args:
        rows: metrics by name, of the model and of each baseline, or of several runs.
        metric: the deciding one.
    """
    names = ["test part", *rows]
    head = max(map(len, names)) + 2
    tables: list[list[list[str]]] = [[]]
    room = WIDTH - head
    for name in dict.fromkeys([metric, *(name for row in rows.values() for name in row)]):
        values = told_apart([one.get(name, math.nan) for one in rows.values()])
        for number, one in enumerate(rows.values()):
            if not math.isfinite(one.get(name, math.nan)):
                values[number] = "undefined" if name in one else ""
        column = [name, *values]
        width = max(12, *(len(cell) + 2 for cell in column))
        if tables[-1] and width > room:
            tables.append([])
            room = WIDTH - head
        tables[-1].append([cell.rjust(width) for cell in column])
        room -= width
    for columns in tables:
        lines = zip(names, map("".join, zip(*columns, strict=True)), strict=True)
        yield "\n".join(f"{name:{head}}{line}".rstrip() for name, line in lines if line.strip())
