"""Forecasts of time series, many steps ahead, with intervals (many to one, many to many).

A look-back in, the next values out. Read this file from top to bottom; what you are most likely to
change comes first.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq import InputError, TrainingConfig, files, option
from keras_seq import PredictOptions as NoOptions
from keras_seq.contract import Evaluation
from keras_seq.data.series import tables
from keras_seq.data.series.features import SCALINGS, SeriesFeatures
from keras_seq.data.series.tables import Series
from keras_seq.data.splits import Splits
from keras_seq.tasks.forecasting.conformal import Margins

from .figures import draw_ahead
from .figures import report as report
from .judging import AT_ONCE, apart, judge, network_forecast, rivals, rows_of, window_batches
from .reading import check_end, cut, levels, own_series, read, roles, words
from .strategies import STRATEGIES, Forecaster, task
from .strategies import build as build_network

if TYPE_CHECKING:
    import keras

    from keras_seq.data.series.window_batches import WindowBatches
    from keras_seq.data.series.windows import Window

SAMPLE, SAMPLE_IS_SYNTHETIC = "airline passengers a month, 1949 to 1960 (Box and Jenkins)", False
METRIC, HIGHER_IS_BETTER = "mae", False
NEEDS_INPUT = False
CALIBRATED = 4_000_000  # values from which margins are learned, at most


@dataclass(frozen=True)
class Config(TrainingConfig):
    """What can be set: on the command line, in a YAML file, or here. Lists are comma-separated."""

    time_column: str | None = option(
        None, "Column of the time, or several: year,month,day,hour; default: the first with times."
    )
    target: str | None = option(
        None, "Columns to forecast; default: y, or every numeric column without another role."
    )
    id_column: str | None = option(
        None, "Column that names the series, in a long table; default: unique_id if there is one."
    )
    past_columns: str = option("none", "Columns to read that are known up to now only.")
    future_columns: str = option("none", "Columns known ahead, such as holidays.")
    calendar: str = option(
        "none", "Features made of the time: minute,hour,weekday,day,month,day_of_year."
    )
    time_format: str | None = option(
        None, "How times are written, as %d.%m.%Y; default: ISO 8601, or what is found out."
    )
    time_zone: str | None = option(None, "Of times that don't say it, such as Europe/Berlin.")
    fill: str = option("none", "What stands in for missing steps and values.", choices=tables.FILLS)
    split: str | None = option(
        None, "Steps of training, validation and test part, as 8640,2880,2880."
    )

    horizon: int = option(12, "Steps to forecast.", minimum=1)
    lookback: int = option(48, "Steps to read.", minimum=2)
    strategy: str = option(
        "segments", "How many steps are forecast; all: each in turn, compared.",
        choices=(*STRATEGIES, "all"),
    )  # fmt: skip
    segment: int = option(12, "Steps read and written together, by segments.", minimum=1)
    anchor: str = option(
        "last", "Forecast changes from the last value, or from the season before.",
        choices=("none", "last", "season"),
    )  # fmt: skip
    log: bool = option(False, "Take logarithms: for what grows by a share.")
    scaling: str = option("standard", "Of each series, by its training part.", choices=SCALINGS)
    season: int | None = option(None, "Steps of a season; default: guessed.", minimum=1)
    loss: str = option("mae", "What is learned.", choices=("mae", "mse", "pinball"))
    quantiles: str = option("0.05,0.25,0.5,0.75,0.95", "Levels of the intervals; 0.5 among them.")

    cell: str = option("gru", "Recurrent cell.", choices=("simple_rnn", "gru", "lstm"))
    units: int = option(128, "Units of each recurrent layer.", minimum=1)
    num_layers: int = option(1, "Recurrent layers, except by segments.", minimum=1)
    dropout: float = option(0.2, "Share of features dropped.", minimum=0, below=1)

    epochs: int = option(15, "Passes over the training part, at most.", minimum=1)
    batch_size: int = option(64, "Windows in a batch.", minimum=1)
    learning_rate: float = option(1e-3, "Peak learning rate of Adam.", above=0)
    test_fraction: float = option(
        0.2, "Of each series, its end; at least one horizon.", above=0, below=1
    )


@dataclass(frozen=True)
class PredictOptions(NoOptions):
    """What can be set when forecasting."""

    plot: str | None = option(None, "Draw the forecasts into this file, .png or .svg.")


@dataclass(frozen=True)
class Preprocessing:
    """What is fitted on the training part; the margins of intervals on the validation part."""

    features: SeriesFeatures
    margins: Margins


def sample(config: Config) -> Splits[Window]:
    """Take the passengers."""
    return cut(config, *read(config, None))


def load(config: Config) -> Splits[Window]:
    """Read the user's own series."""
    return cut(config, *read(config, config.data))


def load_test(config: Config, data: str) -> Sequence[Window]:
    """Read series to judge a trained model by: a folder's test part, or all of a table."""
    from keras_seq.data.series.windows import Windows

    if Path(data).is_dir():
        return load(dataclasses.replace(config, data=data, split=None)).test
    series = tables.read_series(data, roles(config), fill=config.fill)
    found = Windows([(one, config.lookback, len(one) - config.horizon + 1) for one in series])
    if not len(found):
        raise InputError(f"{data}: too short for --lookback {config.lookback} and --horizon "
                         f"{config.horizon} together")  # fmt: skip
    return found


def describe(config: Config, splits: Splits[Window]) -> Iterator[str]:
    """Say what was read."""
    from keras_seq.data.series.windows import spans

    series = [one for one, _, _ in spans(splits.test)]
    first = series[0]
    many = f"{len(series)} series, " if len(series) > 1 else ""
    steps = sum(map(len, series))
    begins, ends = (first.label(first.times[place]) for place in (0, -1))
    yield f"{many}{steps:,} steps of {first.freq}, from {begins} to {ends}"
    yield f"forecast: {', '.join(first.targets)}"
    if first.unused:
        yield f"not used: {', '.join(first.unused)}; name inputs with --past-columns"
    filled = sum(int((~one.observed).sum()) for one in series)
    if filled:
        yield f"filled: {filled:,} values; they are read, and never judged"
    for part in splits.sizes():
        windows = getattr(splits, part)
        begins = first.label(min(one.times[origin] for one, origin, _ in spans(windows)))
        yield f"{part:10} {len(windows):9,} windows, forecast from {begins} on"


def prepare(config: Config, train: Sequence[Window]) -> Preprocessing:
    """Learn scales and categories from the training part."""
    from keras_seq.data.series.windows import spans

    stretches = [(one, end - 1 + config.horizon) for one, _, end in spans(train)]
    features = SeriesFeatures.fit(
        stretches, scaling=config.scaling, calendar=words(config.calendar), log=config.log,
        season=config.season,
    )  # fmt: skip
    if config.anchor == "season" and features.season > config.lookback:
        raise InputError(f"--anchor season needs a --lookback of at least one season, "
                         f"{features.season} steps")  # fmt: skip
    shape = (config.horizon, len(features.targets), len(levels(config)))
    return Preprocessing(features, Margins(list(levels(config)), np.zeros(shape, np.float32)))


def batches(
    config: Config, preprocessing: Preprocessing, records: Sequence[Window], training: bool
) -> WindowBatches:
    """Turn windows into batches."""
    return window_batches(config, preprocessing.features, records, training)


def build(config: Config, preprocessing: Preprocessing) -> keras.Model:
    """Call a factory."""
    return build_network(
        task(config, preprocessing.features),
        cell=config.cell, units=config.units, num_layers=config.num_layers, dropout=config.dropout,
    )  # fmt: skip


def for_training(config: Config, model: keras.Model) -> keras.Model:
    """Train the model itself."""
    return model


def objective(config: Config) -> dict[str, Any]:
    """Name the loss, in which values that were not observed don't count."""
    from keras_seq.losses import ForecastLoss

    return {"loss": ForecastLoss(config.loss, levels(config) if config.loss == "pinball" else ())}


def calibrate(
    config: Config, model: keras.Model, preprocessing: Preprocessing, validation: Sequence[Window]
) -> Preprocessing:
    """Learn the margins of intervals from the validation part."""
    ready = window_batches(config, preprocessing.features, validation)
    forecaster = Forecaster(task(config, preprocessing.features), model)
    targets = len(preprocessing.features.targets)
    every = -(-len(validation) * config.horizon * targets // CALIBRATED)
    windows = [validation[place] for place in range(0, len(validation), every)]
    expected, forecasts = [], []
    for at in range(0, len(windows), AT_ONCE):
        arrays = ready.arrays(windows[at : at + AT_ONCE])
        expected.append(arrays.future[:, :, :targets])
        forecasts.append(forecaster(arrays))
    margins = Margins.fit(np.concatenate(expected), np.concatenate(forecasts), levels(config))
    return dataclasses.replace(preprocessing, margins=margins)


def evaluate(
    config: Config, model: keras.Model, preprocessing: Preprocessing, records: Sequence[Window]
) -> Evaluation:
    """Judge the model on every window, and keep forecasts that don't overlap."""
    forecast = network_forecast(config, model, preprocessing)
    scores = judge(config, preprocessing, records, forecast)
    rows = rows_of(config, preprocessing, apart(records, config.horizon), forecast)
    return Evaluation(scores.metrics(), rows)


def baselines(config: Config, splits: Splits[Window]) -> dict[str, dict[str, float]]:
    """Judge simple rivals on the same windows."""
    preprocessing = prepare(config, splits.train)
    return {
        name: judge(config, preprocessing, splits.test, forecast).metrics()
        for name, forecast in rivals(config, preprocessing, splits).items()
    }


def variants(config: Config) -> dict[str, dict[str, Any]]:
    """List the runs that `--strategy all` stands for, each with the options it changes."""
    if config.strategy != "all":
        return {}
    return {name: {"strategy": name} for name in STRATEGIES}


def folds(config: Config, splits: Splits[Window], count: int) -> list[dict[str, Any]]:
    """List the options of a rolling-origin backtest: the test part moves on through the end."""
    from keras_seq.data.series.windows import spans

    steps = min(len(one) for one, _, _ in spans(splits.test))
    test = config.horizon
    validation = max(config.horizon, round(config.validation_fraction * steps))
    found = []
    for number in range(count, 0, -1):
        train = steps - number * test - validation
        if train < config.lookback + config.horizon:
            raise InputError(f"{steps} steps are too few for {count} folds of {test} steps")
        found.append({"split": f"{train},{validation},{test}"})
    return found


def read_inputs(config: Config, path: str) -> Iterator[Series]:
    """Read series to be gone on from."""
    yield from tables.read_series(path, roles(config), fill=config.fill)


def predict(
    config: Config,
    model: keras.Model,
    preprocessing: Preprocessing,
    inputs: Iterable[Any],
    options: PredictOptions,
) -> Iterator[dict[str, Any]]:
    """Forecast what comes after the last row of each series; of none, of the run's own data."""
    from keras_seq.data.series.windows import Window

    series = list(own_series(config, inputs))
    windows = []
    for one in series:
        check_end(config, preprocessing.features, one)
        windows.append(Window(one, len(one)))
    forecast = network_forecast(config, model, preprocessing)
    picture = options.plot and files.check_new(options.plot, "--plot", (".png", ".svg"))
    shown = []
    for at in range(0, len(windows), AT_ONCE):
        some = windows[at : at + AT_ONCE]
        ready = window_batches(config, preprocessing.features, some)
        point, quantiles = forecast(ready.arrays(some), some)
        assert quantiles is not None
        shown.append((point, quantiles))
        for place, (one, _) in enumerate(some):
            times = one.times_ahead(config.horizon)
            for step, column in np.ndindex(config.horizon, len(one.targets)):
                yield {
                    "series": one.name, "time": one.label(times[step]),
                    "target": one.targets[column],
                    "forecast": float(point[place, step, column]),
                    **{f"q{level:g}": float(value) for level, value in
                       zip(levels(config), quantiles[place, step, column], strict=True)},
                }  # fmt: skip
    if picture:
        point, quantiles = (np.concatenate(one) for one in zip(*shown, strict=True))
        draw_ahead(config, windows, point, quantiles, Path(picture))


def as_text(answer: dict[str, Any]) -> str:
    """Write one value with its outermost interval."""
    quantiles = [value for name, value in answer.items() if name.startswith("q")]
    name = " ".join(part for part in (answer["series"], answer["target"]) if part)
    return (f"{answer['time']}  {name}  {answer['forecast']:.6g}  "
            f"[{quantiles[0]:.6g}, {quantiles[-1]:.6g}]")  # fmt: skip
