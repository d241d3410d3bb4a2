"""Forecasts of every window, of the network and of simple rivals, and their errors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq.data.series.features import SeriesFeatures
from keras_seq.data.splits import Splits

from .reading import levels
from .strategies import Forecaster, encode, task

if TYPE_CHECKING:
    import keras

    from keras_seq.data.series.window_batches import Arrays, WindowBatches
    from keras_seq.data.series.windows import Window
    from keras_seq.metrics.forecasts import ForecastScores

    from .app import Config, Preprocessing

    # From windows to forecasts and, perhaps, quantiles, in the user's units.
    Forecast = Callable[[Arrays, Sequence[Window]], tuple[np.ndarray, np.ndarray | None]]

AT_ONCE = 256  # windows that are forecast together
FITTED = 20_000  # windows from which the linear baseline is learned, at most
SHOWN = 400  # windows whose forecasts are kept, at most


def window_batches(
    config: Config, features: SeriesFeatures, windows: Sequence[Window], training: bool = False
) -> WindowBatches:
    """Make batches of windows, encoded for the strategy."""
    from keras_seq.data.series.window_batches import WindowBatches
    from keras_seq.data.series.windows import spans

    what = task(config, features)
    return WindowBatches(
        windows,
        {id(one): features.matrix(one, config.horizon) for one, _, _ in spans(windows)},
        lookback=config.lookback,
        horizon=config.horizon,
        encode=lambda arrays: encode(what, arrays),
        batch_size=config.batch_size if training else AT_ONCE,
        shuffle=training,
        seed=config.seed,
    )


def network_forecast(config: Config, model: keras.Model, preprocessing: Preprocessing) -> Forecast:
    """Make the function from windows to forecasts and quantiles, in the user's units."""
    features, margins = preprocessing.features, preprocessing.margins
    forecaster = Forecaster(task(config, features), model)

    def forecast(arrays: Arrays, windows: Sequence[Window]) -> tuple[np.ndarray, np.ndarray]:
        found = forecaster(arrays)
        quantiles = margins.quantiles(found)
        point = found[..., margins.levels.index(0.5)] if found.ndim == 4 else found
        scales = scales_of(features, windows)
        return features.inverse(point, *scales), features.inverse(quantiles, *scales)

    return forecast


def scales_of(features: SeriesFeatures, windows: Sequence[Window]) -> tuple[np.ndarray, np.ndarray]:
    """Return centre and scale for each window, `(windows, targets)`."""
    different = {id(window.series): window.series for window in windows}
    by_series = {key: features.scale(one) for key, one in different.items()}
    centre, scale = zip(*(by_series[id(one.series)] for one in windows), strict=True)
    return np.stack(centre), np.stack(scale)


def judge(
    config: Config, preprocessing: Preprocessing, windows: Sequence[Window], forecast: Forecast
) -> ForecastScores:
    """Add up the errors of forecasts over windows, in the user's units."""
    from keras_seq.metrics.forecasts import ForecastScores
    from keras_seq.progress import track

    features = preprocessing.features
    ready = window_batches(config, features, windows)
    scores = ForecastScores(config.horizon, levels(config))
    unknown = [None] * len(features.targets)
    for at in track(range(0, len(windows), AT_ONCE), "forecasting"):
        some = windows[at : at + AT_ONCE]
        arrays = ready.arrays(some)
        point, quantiles = forecast(arrays, some)
        if quantiles is None and len(scores.levels):
            scores.levels = scores.levels[:0]
        usual = np.array([features.usual.get(one.series.name, unknown) for one in some], float)
        scale = None if features.log else scales_of(features, some)[1]
        scores.add(expected_of(config, some), point, quantiles, usual=usual, scale=scale)
    return scores


def expected_of(config: Config, windows: Sequence[Window]) -> np.ndarray:
    """Return what came, `(windows, horizon, targets)`, NaN where nothing was observed."""
    found = []
    for series, origin in windows:
        rows = slice(origin, origin + config.horizon)
        found.append(np.where(series.observed[rows], series.values[rows], np.nan))
    return np.stack(found)


def apart(windows: Sequence[Window], horizon: int, most: int = SHOWN) -> list[Window]:
    """Take windows that don't overlap, the last one of each series among them."""
    from keras_seq.data.series.windows import Window, spans

    chosen = [
        Window(one, origin) for one, start, end in spans(windows)
        for origin in range(end - 1 - (end - 1 - start) // horizon * horizon, end, horizon)
    ]  # fmt: skip
    return chosen[-most:]


def rows_of(
    config: Config, preprocessing: Preprocessing, windows: Sequence[Window], forecast: Forecast
) -> list[dict[str, Any]]:
    """Make a row for each value that was forecast."""
    features = preprocessing.features
    ready = window_batches(config, features, windows)
    names = [f"q{level:g}" for level in levels(config)]
    rows = []
    for at in range(0, len(windows), AT_ONCE):
        some = windows[at : at + AT_ONCE]
        point, quantiles = forecast(ready.arrays(some), some)
        assert quantiles is not None
        expected = expected_of(config, some)
        for place, (series, origin) in enumerate(some):
            times = series.times_ahead(config.horizon, origin)
            for step, column in np.ndindex(config.horizon, len(features.targets)):
                here = (place, step, column)
                rows.append(
                    {
                        "input": series.name, "target": features.targets[column],
                        "origin": series.label(times[0]), "step": step + 1,
                        "time": series.label(times[step]),
                        "expected": float(expected[here]), "predicted": float(point[here]),
                        "score": float(abs(expected[here] - point[here])),
                        **dict(zip(names, quantiles[here].tolist(), strict=True)),
                    }
                )  # fmt: skip
    return rows


def rivals(
    config: Config, preprocessing: Preprocessing, splits: Splits[Window]
) -> dict[str, Forecast]:
    """Make the simple forecasts: nothing changes, drift, the last season, a linear map."""
    from keras_seq.baselines import forecasts

    def by(function: Callable[..., np.ndarray], *more: int) -> Forecast:
        return lambda arrays, windows: (
            np.stack([function(one.values, origin, config.horizon, *more)
                      for one, origin in windows]), None,
        )  # fmt: skip

    found = {
        "last_value": by(forecasts.last_value),
        "drift": by(forecasts.drift, config.lookback),
    }
    if preprocessing.features.season > 1:
        season = preprocessing.features.season
        found["seasonal_naive"] = by(forecasts.seasonal_naive, season)
    found["linear"] = linear(config, preprocessing, splits)
    return found


def linear(config: Config, preprocessing: Preprocessing, splits: Splits[Window]) -> Forecast:
    """Fit the linear baseline on the training part; validation chooses its ridge."""
    from keras_seq.baselines.forecasts import LinearForecast

    features = preprocessing.features
    targets = len(features.targets)
    ready = window_batches(config, features, splits.train)
    model = LinearForecast(config.lookback, config.horizon)
    every = -(-len(splits.train) // FITTED)
    chosen = [splits.train[place] for place in range(0, len(splits.train), every)]
    for at in range(0, len(chosen), AT_ONCE):
        arrays = ready.arrays(chosen[at : at + AT_ONCE])
        model.add(arrays.history[:, :, :targets], arrays.future[:, :, :targets])

    def forecast(arrays: Arrays, windows: Sequence[Window]) -> tuple[np.ndarray, None]:
        scaled = model(arrays.history[:, :, :targets])
        return features.inverse(scaled, *scales_of(features, windows)), None

    every = -(-len(splits.validation) // 2000)
    held_out = [splits.validation[place] for place in range(0, len(splits.validation), every)]
    model.choose(lambda: judge(config, preprocessing, held_out, forecast).metrics()["mae"])
    return forecast
