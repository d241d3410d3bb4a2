"""What the report shows: fans, errors step by step, how errors are spread, coverage."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq.contract import Result

if TYPE_CHECKING:
    from keras_seq.data.series.windows import Window
    from keras_seq.report import Report
    from keras_seq.report.forecast_plots import Fan

    from .app import Config

PANELS = 4  # fans in a picture


def report(result: Result, page: Report) -> None:
    """Add fans, errors by step beside all rivals, residuals, coverage, and the worst windows."""
    from keras_seq.report import forecast_plots

    from . import judging, reading

    config, preprocessing = result.config, result.preprocessing
    levels = reading.levels(config)
    test = result.splits.test
    ours = judging.network_forecast(config, result.model, preprocessing)
    windows = judging.apart(test, config.horizon)

    def drawn(chosen: Sequence[tuple[Window, int]]) -> Any:
        ready = judging.window_batches(config, preprocessing.features, [one for one, _ in chosen])
        point, quantiles = ours(ready.arrays(ready.windows), ready.windows)
        assert quantiles is not None
        expected = judging.expected_of(config, ready.windows)
        return forecast_plots.fans(
            [
                fan(config, window, column, expected[i], point[i], quantiles[i])
                for i, (window, column) in enumerate(chosen)
            ],
            levels,
        )

    main = len(preprocessing.features.targets) - 1  # by custom the last column is the one asked for
    ends = list({id(one.series): one for one in windows}.values())  # the last one of each series
    last = ends[:PANELS] if len(ends) > 1 else windows[-PANELS:]
    page.figure(
        "The last forecasts", drawn([(window, main) for window in last]),
        "The last window of each series." if len(ends) > 1 else
        "The last windows of the test part that don't overlap.",
    )  # fmt: skip

    forecasts = {"model": ours, **judging.rivals(config, preprocessing, result.splits)}
    for name, other in result.others.items():
        forecasts[name] = judging.network_forecast(other.config, other.model, other.preprocessing)
    scores = {
        name: judging.judge(
            result.others[name].config if name in result.others else config,
            preprocessing, test, forecast,
        )
        for name, forecast in forecasts.items()
    }  # fmt: skip
    errors = {name: one.mae_by_step for name, one in scores.items()}
    page.figure(
        "Error by step", forecast_plots.error_by_step(errors, ["model", *result.others]),
        "The further ahead, the harder. In the units of the data.",
    )  # fmt: skip
    steps = sorted({0, config.horizon // 4, config.horizon // 2, config.horizon - 1})
    page.table(
        "Mean absolute error at some steps",
        ["", *(f"step {step + 1}" for step in steps)],
        [[name.replace("_", " "), *(float(values[step]) for step in steps)]
         for name, values in errors.items()],
    )  # fmt: skip

    rows = result.evaluation.predictions
    asked = [row for row in rows if row["target"] == preprocessing.features.targets[main]]
    page.figure(
        "Residuals",
        forecast_plots.residuals(
            np.array([row["expected"] - row["predicted"] for row in asked], float),
            preprocessing.features.targets[main],
        ),
        "A mean far from 0 is a bias: forecasts that are too high or too low throughout.",
    )
    page.figure(
        "Coverage", forecast_plots.coverage(levels, scores["model"].shares_below()),
        "Below the dotted line for low levels and above it for high ones, intervals are too wide.",
    )  # fmt: skip
    worst = sorted(errors_of(rows).items(), key=lambda pair: -pair[1])[:PANELS]
    by_place = {(one.series.name, one.series.label(one.series.times_ahead(1, one.origin)[0])): one
                for one in windows}  # fmt: skip
    chosen = [
        (by_place[place], preprocessing.features.targets.index(target))
        for (*place_, target), _ in worst
        if (place := (place_[0], place_[1])) in by_place
    ]
    if chosen:
        page.figure("Worst windows", drawn(chosen), "Of those that don't overlap.")


def errors_of(rows: Sequence[dict[str, Any]]) -> dict[tuple[str, str, str], float]:
    """Return the mean absolute error for each series, origin and target, the scale taken out."""
    found: dict[tuple[str, str, str], list[float]] = {}
    size: dict[str, list[float]] = {}
    for row in rows:
        found.setdefault((row["input"], row["origin"], row["target"]), []).append(row["score"])
        size.setdefault(row["target"], []).append(row["score"])
    usual = {name: np.nanmean(values) or 1.0 for name, values in size.items()}
    return {
        key: float(np.nanmean(values) / usual[key[2]])
        for key, values in found.items()
        if np.isfinite(values).any()
    }


def fan(
    config: Config,
    window: Window,
    column: int,
    expected: np.ndarray,
    point: np.ndarray,
    quantiles: np.ndarray,
) -> Fan:
    """Collect one forecast for a picture, with as much of the past as fits."""
    from keras_seq.report.forecast_plots import Fan

    series, origin = window
    before = min(origin, max(2 * config.horizon, 24))
    times = series.times[origin - before : origin]
    ahead = series.times_ahead(config.horizon, origin)
    name = " ".join(part for part in (series.name, series.targets[column]) if part)
    return Fan(
        f"{name}, from {series.label(ahead[0])}", times.append(ahead),
        series.values[origin - before : origin, column], expected[:, column], point[:, column],
        quantiles[:, column],
    )  # fmt: skip


def draw_ahead(
    config: Config,
    windows: Sequence[Window],
    point: np.ndarray,
    quantiles: np.ndarray,
    path: Path,
) -> None:
    """Draw what was forecast behind the end of each series, a panel for each target."""
    from keras_seq.report import forecast_plots
    from keras_seq.report.svg import save_picture

    from .reading import levels

    unknown = np.full(point.shape[1:], np.nan)
    chosen = [(i, column) for i in range(len(windows)) for column in range(point.shape[2])][:12]
    figure = forecast_plots.fans(
        [fan(config, windows[i], column, unknown, point[i], quantiles[i]) for i, column in chosen],
        levels(config),
    )
    save_picture(figure, path)
