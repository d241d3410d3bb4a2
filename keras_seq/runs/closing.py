"""What a run says at its end: the page, and the lines on the terminal."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from keras_seq import config, contract
from keras_seq.report import Report, plots, verdict


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
        metric,
        task.higher_is_better,
        metrics["examples"]["test"],
    )
    page.figure(
        "Model and baselines",
        plots.metric_bars(metrics["test"], metrics["baselines"], [metric]),
        "On the same test part.",
    )
    page.figure("Learning curves", plots.learning_curves(result.history))
    task.report(result, page)
    options = {name.replace("_", " "): value for name, value in config.to_dict(settings).items()}
    page.facts(
        {name: ", ".join(map(str, value)) if isinstance(value, list) else value
         for name, value in options.items()},
        title="Options",
    )  # fmt: skip
    page.facts(metrics["versions"], title="Versions")
    page.write(folder)


def readable_time(seconds: float) -> str:
    """Write a duration as people say it.

    >>> readable_time(31.2), readable_time(754)
    ('31 s', '12 min 34 s')
    """
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def summary(app: contract.App, metrics: dict[str, Any]) -> str:
    """Write model and baselines as a table of plain text, and who wins in one sentence."""
    rows = {"model": metrics["test"], **metrics["baselines"]}
    names = list(metrics["test"])
    widths = {name: max(12, len(name) + 2) for name in names}
    lines = [f"{'test part':24}" + "".join(f"{name:>{widths[name]}}" for name in names)]
    for row, values in rows.items():
        cells = (
            f"{values[name]:{widths[name]}.4f}" if name in values else " " * widths[name]
            for name in names
        )
        lines.append(f"{row.replace('_', ' '):24}" + "".join(cells))
    sentence = verdict(
        metrics["test"],
        metrics["baselines"],
        contract.deciding(app.task, metrics),
        app.task.higher_is_better,
        metrics["examples"]["test"],
    )
    return "\n".join([*lines, "", sentence])
