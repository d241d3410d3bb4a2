"""What a run says at its end: the page, and the lines on the terminal."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

from keras_seq import config, contract
from keras_seq.report import Report, plots, verdict
from keras_seq.report.left_out import left_out
from keras_seq.report.readable import decimals


def write(app: contract.App, result: contract.Result, folder: Path) -> None:
    """Write `report.html` and `plots/`: what every run shows, and what the app adds.

    Args:
        app: the app's module.
        result: all that came out.
        folder: the run folder.
    """
    metrics = result.metrics
    settings, task = result.trained.config, app.task
    synthetic = app.SAMPLE if app.SAMPLE_IS_SYNTHETIC and not settings.data else None
    title = re.sub(r"( \([^()]*\))?\.?$", "", (app.__doc__ or "").split("\n")[0])
    page = Report(title, "" if synthetic else metrics["data"], synthetic)
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
        task.metric,
        task.higher_is_better,
        metrics["examples"]["test"],
    )
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
            plots.metric_bars(metrics["test"], metrics["baselines"], [task.metric]),
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


def readable_time(seconds: float) -> str:
    """Write a duration as people say it.

    >>> readable_time(31.2), readable_time(754)
    ('31 s', '12 min 34 s')
    """
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def _cell(value: float, places: int) -> str:
    return "undefined" if math.isnan(value) else f"{value:.{places}f}"


def summary(app: contract.App, metrics: dict[str, Any]) -> str:
    """Write model and baselines as a table of plain text, and who wins in one sentence."""
    rows = {"model": metrics["test"], **metrics["baselines"]}
    names = list(metrics["test"])
    widths = {name: max(12, len(name) + 2) for name in names}
    shown = {name: [row[name] for row in rows.values() if math.isfinite(row.get(name, math.nan))]
             for name in names}  # fmt: skip
    places = {name: max(4, decimals(*values)) for name, values in shown.items()}
    lines = [f"{'test part':24}" + "".join(f"{name:>{widths[name]}}" for name in names)]
    for row, values in rows.items():
        cells = (
            _cell(values[name], places[name]).rjust(widths[name])
            if name in values
            else " " * widths[name]
            for name in names
        )
        lines.append(f"{row.replace('_', ' '):24}" + "".join(cells))
    sentence = verdict(
        metrics["test"],
        metrics["baselines"],
        app.task.metric,
        app.task.higher_is_better,
        metrics["examples"]["test"],
    )
    return "\n".join([*lines, "", sentence])
