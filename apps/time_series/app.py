"""Forecasts of time series, many steps ahead, with intervals (many to one, many to many).

A look-back in, the next values out. Read this file from top to bottom; what you are most likely to
change comes first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from keras_seq import TrainingConfig, option
from keras_seq.data.series import SCALINGS, SeriesFeatures, SeriesTable, cut, series_in, stretches

# Where series come from. To make windows in another way, write a function of the same name here.
from keras_seq.data.series.reading import describe, load, load_test, read_inputs  # noqa: F401
from keras_seq.data.splits import Splits
from keras_seq.options import Recurrent
from keras_seq.progress import say
from keras_seq.tasks.forecasting import (
    AT_ONCE,
    FORECAST_RIVALS,
    Forecasting,
    Margins,
    Strategy,
    plan,
)

from .sample import passengers

if TYPE_CHECKING:
    import keras

    from keras_seq.data.series import Window
    from keras_seq.data.series.window_batches import WindowBatches

SAMPLE, SAMPLE_IS_SYNTHETIC = "airline passengers a month, 1949 to 1960 (Box and Jenkins)", False
INPUTS = "files"  # what stands behind `predict RUN`


@dataclass(frozen=True)
class Config(SeriesTable, Strategy, Recurrent, TrainingConfig):
    """Forecasts of series."""

    horizon: int = 12
    lookback: int = 48
    calendar: tuple[str, ...] = option(
        (), "Features made of the time: minute,hour,weekday,day,month,day_of_year."
    )
    log: bool = option(False, "Take logarithms: for what grows by a share.")
    scaling: str = option(
        "auto", "Of each series, by its training part; auto: standard, for many series season.",
        choices=("auto", *SCALINGS),
    )  # fmt: skip
    season: int | None = option(None, "Steps of a season; default: guessed.", minimum=1)

    strategy: str = "segments"
    cell: str = "gru"
    num_layers: int = option(1, "Recurrent layers, except by segments.", minimum=1)
    dropout: float = 0.2

    epochs: int = 15
    batch_size: int = 64
    test_fraction: float = option(
        0.2, "Of each series, its end; at least one horizon.", above=0, below=1
    )


@dataclass(frozen=True)
class Preprocessing:
    """What is fitted on the training part; the margins of intervals on the validation part."""

    features: SeriesFeatures
    margins: Margins


def sample(config: Config) -> Splits[Window]:
    """Take the passengers."""
    return cut(config, series_in(config, passengers(), "sample"))


def prepare(config: Config, train: Sequence[Window]) -> Preprocessing:
    """Learn scales and categories from the training part."""
    features = SeriesFeatures.fit(
        stretches(train, config.horizon),
        scaling=config.scaling,
        calendar=config.calendar,
        log=config.log,
        season=config.season,
    )
    ours = plan(config, features)
    if ours.relative_to == "seasons":
        say(f"read and forecast: changes over a season of {features.season} steps; say --season if "
            "it is another")  # fmt: skip
    return Preprocessing(features, ours.no_margins())


def batches(
    config: Config, fitted: Preprocessing, records: Sequence[Window], training: bool
) -> WindowBatches:
    """Turn windows into batches, encoded for the strategy."""
    return plan(config, fitted.features).batches(
        records,
        batch_size=config.batch_size if training else AT_ONCE,
        shuffle=training,
        seed=config.seed,
    )


def build(config: Config, fitted: Preprocessing) -> keras.Model:
    """Call the factory of the strategy."""
    return plan(config, fitted.features).network(**config.part(Recurrent))


def objective(config: Config) -> dict[str, Any]:
    """Name the loss, in which values that were not observed don't count."""
    from keras_seq.losses import ForecastLoss

    return {"loss": ForecastLoss(config.loss, config.quantiles if config.loss == "pinball" else ())}


task = Forecasting(load, sample, rivals=FORECAST_RIVALS)
calibrate = task.calibrate  # margins of the intervals, after training
