"""What the report shows: fans, errors step by step, how errors are spread, coverage."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq.contract import Result
from keras_seq.data.series.windows import Window
from keras_seq.tasks.conformal import broken_promise
from keras_seq.tasks.forecasting.judging import apart, deciding, level_names
from keras_seq.tasks.forecasting.strategies import plan

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from keras_seq.data.series.features import SeriesFeatures
    from keras_seq.metrics.forecasts import ForecastScores
    from keras_seq.report import Report
    from keras_seq.report.forecast_plots import Fan

    Rows = Sequence[dict[str, Any]]  # of predictions.csv
    Place = tuple[str, str, str]  # a series, the first time that is forecast, a target
    Usual = dict[tuple[str, str], float]  # the error that MASE divides by: of a series, a target

PANELS = 4  # fans in a picture


def report(result: Result, page: Report) -> None:
    """Add fans, errors by step beside all rivals, residuals, coverage, and the worst windows.

    All of it is drawn from what `evaluate` and `baselines` counted.
    """
    config, features = result.trained.config, result.trained.preprocessing.features
    targets = features.targets
    usual = usual_errors(features) if deciding(plan(config, features)) == "mase" else None
    main = targets[-1]  # by custom the last column is the one asked for
    shown = [main, *targets[: PANELS - 1]] if len(targets) > 1 else targets
    rows = result.evaluation.predictions
    windows = apart(result.splits.test, config.horizon)
    ends = list({id(window.series): window for window in windows}.values())  # of each series
    if len(ends) > 1:
        places = [(*place_of(window), main) for window in ends[:PANELS]]
        words = f"The last window of {'each series' if len(ends) <= PANELS else 'some series'}."
    elif len(targets) > 1:
        places = [(*place_of(windows[-1]), target) for target in dict.fromkeys(shown)]
        words = f"The last window; {len(places)} of {len(targets)} columns."
    else:
        places = [(*place_of(window), main) for window in windows[-PANELS:]]
        words = "The last windows of the test part that don't overlap."
    page.figure("The last forecasts", fans_at(places, windows, rows, config.quantiles), words)
    add_errors_by_step(result, page, relative=usual is not None)
    add_spread(rows, main, result.evaluation.details, page, usual)
    worst = sorted(errors_of(rows, usual).items(), key=lambda pair: -pair[1])[:PANELS]
    if worst:
        figure = fans_at([place for place, _ in worst], windows, rows, config.quantiles)
        unit = " By their errors over what is usual for each." if usual is not None else ""
        page.figure("Worst windows", figure, f"Of those that don't overlap.{unit}")


def usual_errors(features: SeriesFeatures) -> Usual:
    """Return what MASE divides by, for each series and target; NaN where nothing changes."""
    return {
        (name, target): float("nan") if error is None else error
        for name, errors in features.usual.items()
        for target, error in zip(features.targets, errors, strict=True)
    }


def add_errors_by_step(result: Result, page: Report, relative: bool) -> None:
    """Add the errors of each step, of the model, its rivals, and the runs beside it.

    Args:
        result: of the run.
        page: gets a figure and a table.
        relative: whether errors are over what is usual for each series, as series of several sizes
            have no mean in their own units.
    """
    from keras_seq.report import forecast_plots

    evaluations = {
        "model": result.evaluation,
        **result.baselines,
        **{name: other.evaluation for name, other in result.others.items()},
    }
    errors = {
        name: judged.details.mase_by_step if relative else judged.details.mae_by_step
        for name, judged in evaluations.items()
    }
    unit = "As MASE counts them" if relative else "In the units of the data"
    page.figure(
        "Error by step", forecast_plots.error_by_step(errors, ["model", *result.others]),
        f"The further ahead, the harder. {unit}.",
    )  # fmt: skip
    horizon = len(errors["model"])
    steps = sorted({0, horizon // 4, horizon // 2, horizon - 1})
    page.table(
        "MASE at some steps" if relative else "Mean absolute error at some steps",
        ["", *(f"step {step + 1}" for step in steps)],
        [[name.replace("_", " "), *(float(values[step]) for step in steps)]
         for name, values in errors.items()],
    )  # fmt: skip


def add_spread(
    rows: Rows, target: str, scores: ForecastScores, page: Report, usual: Usual | None = None
) -> None:
    """Add the residuals of one target, and how often values lie under each quantile."""
    from keras_seq.report import forecast_plots

    residuals = [
        (row["expected"] - row["predicted"])
        / (usual.get((row["input"], target), np.nan) if usual else 1)
        for row in rows
        if row["target"] == target
    ]
    unit = f"{target} over its usual error" if usual else target
    page.figure(
        "Residuals", forecast_plots.residuals(np.array(residuals, float), unit),
        "A mean far from 0 is a bias: forecasts that are too high or too low throughout.",
    )  # fmt: skip
    page.figure(
        "Coverage", forecast_plots.coverage(scores.levels.tolist(), scores.shares_below()),
        " ".join(filter(None, (
            "Below the dotted line for low levels and above it for high ones, intervals are too "
            "wide.", broken_promise(scores.levels.tolist(), scores.metrics().get("coverage")),
        ))),
    )  # fmt: skip


def place_of(window: Window) -> tuple[str, str]:
    """Return what the rows of a window are known by: its series, and the first time forecast."""
    series, origin = window
    return series.name, series.label(series.times_ahead(1, origin)[0])


def rows_by_place(rows: Rows) -> dict[Place, list[dict[str, Any]]]:
    """Put the rows of one forecast of one target together, step after step."""
    by_place: dict[Place, list[dict[str, Any]]] = {}
    for row in rows:
        by_place.setdefault((row["input"], row["origin"], row["target"]), []).append(row)
    return by_place


def fans_at(
    places: Sequence[Place], windows: Sequence[Window], rows: Rows, levels: Sequence[float]
) -> Figure:
    """Draw forecasts that stand in the rows."""
    from keras_seq.report import forecast_plots

    window_at = {place_of(window): window for window in windows}
    by_place = rows_by_place(rows)
    fans = []
    for place in places:
        window, forecast = window_at[place[:2]], by_place[place]
        expected, point, *quantiles = (
            np.array([row[name] for row in forecast], float)
            for name in ("expected", "predicted", *level_names(levels))
        )
        column = window.series.targets.index(place[2])
        fans.append(fan(window, column, expected, point, np.stack(quantiles, axis=-1)))
    return forecast_plots.fans(fans, levels)


def errors_of(rows: Rows, usual: Usual | None = None) -> dict[Place, float]:
    """Return the mean absolute error for each series, origin and target, the scale taken out.

    Args:
        rows: of predictions.csv.
        usual: the scale of each series and target; None: the mean error of each target.
    """
    sizes: dict[str, list[float]] = {}
    for row in rows:
        sizes.setdefault(row["target"], []).append(row["score"])
    means = {target: np.nanmean(values) or 1.0 for target, values in sizes.items()}
    errors = {}
    for place, forecast in rows_by_place(rows).items():
        name, _, target = place
        scale = usual.get((name, target), np.nan) if usual else means[target]
        scores = np.array([row["score"] for row in forecast])
        if np.isfinite(scores / scale).any():
            errors[place] = float(np.nanmean(scores) / scale)
    return errors


def fan(
    window: Window, column: int, expected: np.ndarray, point: np.ndarray, quantiles: np.ndarray
) -> Fan:
    """Collect one forecast for a picture, with as much of the past as fits.

    Args:
        window: where it begins.
        column: of the target.
        expected: float `(horizon,)`, what came; NaN where nothing is known.
        point: float `(horizon,)`.
        quantiles: float `(horizon, levels)`.
    """
    from keras_seq.report.forecast_plots import Fan

    series, origin = window
    before = min(origin, max(2 * len(point), 24))
    times = series.times[origin - before : origin]
    ahead = series.times_ahead(len(point), origin)
    name = " ".join(part for part in (series.name, series.targets[column]) if part)
    return Fan(
        f"{name}, from {series.label(ahead[0])}", times.append(ahead),
        series.values[origin - before : origin, column], expected, point, quantiles,
    )  # fmt: skip


def draw_ahead(
    windows: Sequence[Window],
    point: np.ndarray,
    quantiles: np.ndarray,
    levels: Sequence[float],
    path: Path,
) -> None:
    """Draw what was forecast behind the end of each series, a panel for each target.

    Args:
        windows: whose origins lie behind the last row.
        point: float `(windows, horizon, targets)`.
        quantiles: float `(windows, horizon, targets, levels)`.
        levels: of the quantiles.
        path: the picture, as its name ends.
    """
    from keras_seq.report import forecast_plots
    from keras_seq.report.svg import save_picture

    unknown = np.full(point.shape[1], np.nan)
    panels = list(np.ndindex(len(windows), point.shape[2]))[:12]
    figure = forecast_plots.fans(
        [fan(windows[row], column, unknown, point[row, :, column], quantiles[row, :, column])
         for row, column in panels],
        levels,
    )  # fmt: skip
    save_picture(figure, path)
