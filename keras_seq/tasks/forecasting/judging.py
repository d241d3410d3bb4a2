"""Forecasts of every window, of the network and of simple rivals, and their errors.

Everything here is in the units of the data.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq.baselines import forecasts
from keras_seq.data.series.features import SeriesFeatures
from keras_seq.data.series.windows import Window, spans
from keras_seq.data.splits import Splits
from keras_seq.tasks.conformal import Margins, spread_of
from keras_seq.tasks.forecasting.strategies import AT_ONCE, Plan

if TYPE_CHECKING:
    import keras

    from keras_seq.data.series.window_batches import Arrays, WindowBatches
    from keras_seq.metrics.forecasts import ForecastScores

    # From windows to forecasts and, perhaps, quantiles.
    Forecast = Callable[[Arrays, Sequence[Window]], tuple[np.ndarray, np.ndarray | None]]
    # A simple model, fitted if need be; None: not for such series.
    Rival = Callable[[Plan, Splits[Window]], Forecast | None]

FITTED = 20_000  # windows from which the linear baseline is learned, at most
CHOSEN = 2000  # windows of the validation part by which its ridge is chosen, about
SHOWN = 400  # windows whose forecasts are kept, at most


def thinned(windows: Sequence[Window], most: float) -> list[Window]:
    """Take every so many-th window, so that there are `most` of them, at most."""
    return [windows[row] for row in range(0, len(windows), math.ceil(len(windows) / most))]


def gathered(
    batches: WindowBatches, windows: Sequence[Window] | None = None
) -> Iterator[tuple[Sequence[Window], Arrays]]:
    """Go through windows, all of the batches or some, `AT_ONCE` of them with their arrays."""
    windows = batches.windows if windows is None else windows
    for start in range(0, len(windows), AT_ONCE):
        chunk = windows[start : start + AT_ONCE]
        yield chunk, batches.arrays(chunk)


def network_forecast(plan: Plan, margins: Margins, model: keras.Model) -> Forecast:
    """Make the function from windows to forecasts and quantiles of a trained network."""
    forecaster, features = plan.forecaster(model), plan.features

    def forecast(arrays: Arrays, windows: Sequence[Window]) -> tuple[np.ndarray, np.ndarray]:
        answers = forecaster(arrays)
        quantiles = margins.quantiles(answers, spread_of(arrays.history[:, :, : plan.targets]))
        scales = scales_of(features, windows)
        point = features.inverse(margins.point(answers), *scales)
        return point, features.inverse(quantiles, *scales)

    return forecast


def scales_of(features: SeriesFeatures, windows: Sequence[Window]) -> tuple[np.ndarray, np.ndarray]:
    """Return centre and scale for each window, `(windows, targets)`."""
    different = {id(window.series): window.series for window in windows}
    by_series = {key: features.scale(series) for key, series in different.items()}
    centre, scale = zip(*(by_series[id(window.series)] for window in windows), strict=True)
    return np.stack(centre), np.stack(scale)


def judge(plan: Plan, batches: WindowBatches, forecast: Forecast) -> ForecastScores:
    """Add up the errors of forecasts over all windows."""
    from keras_seq.metrics.forecasts import ForecastScores
    from keras_seq.progress import track

    features = plan.features
    scores = ForecastScores(plan.horizon, plan.quantiles)
    unknown = [None] * plan.targets
    steps = -(-len(batches.windows) // AT_ONCE)
    for windows, arrays in track(gathered(batches), "forecasting", steps):
        point, quantiles = forecast(arrays, windows)
        if quantiles is None and len(scores.levels):
            scores.levels = scores.levels[:0]
        names = [window.series.name for window in windows]
        usual = np.array([features.usual.get(name, unknown) for name in names], float)
        scale = None if features.log else scales_of(features, windows)[1]
        expected = expected_of(windows, plan.horizon)
        scores.add(expected, point, quantiles, usual=usual, scale=scale)
    return scores


def deciding(plan: Plan) -> str:
    """Name the metric that decides: a mean of errors of several scales says nothing in their units.

    Of one column of numbers the mean absolute error; of several, series or targets, the one that
    is divided by what is usual for each of them.
    """
    usual = [error for errors in plan.features.usual.values() for error in errors]
    return "mase" if len(usual) > 1 and any(usual) else "mae"


def expected_of(windows: Sequence[Window], horizon: int) -> np.ndarray:
    """Return what came, `(windows, horizon, targets)`, NaN where nothing was observed."""
    values = []
    for series, origin in windows:
        rows = slice(origin, origin + horizon)
        values.append(np.where(series.observed[rows], series.values[rows], np.nan))
    return np.stack(values)


def apart(windows: Sequence[Window], horizon: int, most: int = SHOWN) -> list[Window]:
    """Take windows that don't overlap, the last one of each series among them."""
    chosen = [
        Window(series, origin)
        for series, start, end in spans(windows)
        for origin in range(end - 1 - (end - 1 - start) // horizon * horizon, end, horizon)
    ]
    return chosen[-most:]


def rows_of(
    plan: Plan, batches: WindowBatches, windows: Sequence[Window], forecast: Forecast
) -> list[dict[str, Any]]:
    """Make a row for each value that was forecast."""
    names = level_names(plan.quantiles)
    rows = []
    for chunk, arrays in gathered(batches, windows):
        point, quantiles = forecast(arrays, chunk)
        assert quantiles is not None
        expected = expected_of(chunk, plan.horizon)
        for number, (series, origin) in enumerate(chunk):
            times = series.times_ahead(plan.horizon, origin)
            for step, column in np.ndindex(plan.horizon, plan.targets):
                at = (number, step, column)
                rows.append(
                    {
                        "input": series.name, "target": plan.features.targets[column],
                        "origin": series.label(times[0]), "step": step + 1,
                        "time": series.label(times[step]),
                        "expected": float(expected[at]), "predicted": float(point[at]),
                        "score": float(abs(expected[at] - point[at])),
                        **dict(zip(names, quantiles[at].tolist(), strict=True)),
                    }
                )  # fmt: skip
    return rows


def level_names(levels: Sequence[float]) -> list[str]:
    """Name the columns of quantiles.

    >>> level_names((0.05, 0.5))
    ['q0.05', 'q0.5']
    """
    return [f"q{level:g}" for level in levels]


def _by(function: Callable[..., np.ndarray], horizon: int, *more: int) -> Forecast:
    """Make a rival of a function of the values of a series and an origin."""
    return lambda arrays, windows: (
        np.stack([function(series.values, origin, horizon, *more) for series, origin in windows]),
        None,
    )


def linear(plan: Plan, splits: Splits[Window]) -> Forecast:
    """Fit the linear baseline on the training part; validation chooses its ridge."""
    features = plan.features
    model = forecasts.LinearForecast(plan.lookback, plan.horizon)
    for _, arrays in gathered(plan.batches(thinned(splits.train, FITTED))):
        model.add(arrays.history[:, :, : plan.targets], arrays.future[:, :, : plan.targets])

    def forecast(arrays: Arrays, windows: Sequence[Window]) -> tuple[np.ndarray, None]:
        scaled = model(arrays.history[:, :, : plan.targets])
        return features.inverse(scaled, *scales_of(features, windows)), None

    held_out = plan.batches(thinned(splits.validation, CHOSEN))
    # Targets of one table share a ridge in their own units, as ever; series of all sizes can't.
    metric = deciding(plan) if len(features.usual) > 1 else "mae"
    model.choose(lambda: judge(plan, held_out, forecast).metrics()[metric])
    return forecast


# What `Forecasting` takes as rivals: nothing changes, drift, the last season, a linear map.
FORECAST_RIVALS: Mapping[str, Rival] = {
    "last_value": lambda plan, splits: _by(forecasts.last_value, plan.horizon),
    "drift": lambda plan, splits: _by(forecasts.drift, plan.horizon, plan.lookback),
    "seasonal_naive": lambda plan, splits: (
        _by(forecasts.seasonal_naive, plan.horizon, plan.features.season)
        if plan.features.season > 1
        else None
    ),
    "linear": linear,
}
