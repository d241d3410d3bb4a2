"""The values of many steps ahead, with intervals (many to one, many to many)."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq import files
from keras_seq.config import option
from keras_seq.contract import Evaluation, Result, Trained, chunks
from keras_seq.data.series.reading import series_given, write_rows_ahead
from keras_seq.data.series.tables import Series
from keras_seq.data.series.time_steps import step_name
from keras_seq.data.series.windows import Window, spans, stretches
from keras_seq.data.splits import Splits
from keras_seq.errors import InputError
from keras_seq.options import PredictOptions
from keras_seq.progress import say
from keras_seq.tasks.conformal import Margins, broken_promise, spread_of
from keras_seq.tasks.forecasting.figures import draw_ahead, report
from keras_seq.tasks.forecasting.judging import (
    apart,
    deciding,
    gathered,
    judge,
    level_names,
    network_forecast,
    rows_of,
    thinned,
)
from keras_seq.tasks.forecasting.strategies import AT_ONCE, STRATEGIES, Plan, plan
from keras_seq.tasks.unseen import Unseen

if TYPE_CHECKING:
    from keras_seq.data.series.features import SeriesFeatures
    from keras_seq.report import Report
    from keras_seq.tasks.forecasting.judging import Forecast, Rival

CALIBRATED = 4_000_000  # values from which margins are learned, at most


@dataclass(frozen=True)
class ForecastOptions(PredictOptions):
    """What can be set when forecasting."""

    plot: str | None = option(
        None, "Draw the forecasts into this file, .png or .svg.", writes=(".png", ".svg")
    )


@dataclass(frozen=True)
class Forecasting:
    """The task of saying how series go on.

    Records are windows; the config is made of `SeriesTable`, `Strategy` and `Recurrent`; the
    preprocessing has `features` (`SeriesFeatures`) and `margins` (`Margins`).

    Attributes:
        load: reads the run's own data, which `predict` goes on from where it is given none.
        sample: makes the embedded data, for a run without data of its own.
        rivals: simple models by name, each from a plan and the splits to a forecast, or None.
        figures: what the report shows beside fans, errors by step, residuals and coverage.
        metric: the one that decides, unless `decides` names another.
        options: of `predict`.
    """

    load: Callable[[Any], Splits[Window]]
    sample: Callable[[Any], Splits[Window]]
    rivals: Mapping[str, Rival]
    figures: Sequence[Callable[[Result, Report], None]] = ()
    metric: str = "mae"
    higher_is_better: bool = False
    needs_input: bool = False
    options: type[ForecastOptions] = ForecastOptions

    def calibrate(self, trained: Trained, validation: Sequence[Window]) -> Any:
        """Learn from the validation part; return the preprocessing, completed.

        That are the margins of intervals, and the errors that MASE compares with: over all that
        stands before the test part.
        """
        ours = plan_of(trained)
        forecaster = ours.forecaster(trained.model)
        most = CALIBRATED / (ours.horizon * ours.targets)
        expected, forecasts, spreads = [], [], []
        for _, arrays in gathered(ours.batches(thinned(validation, most))):
            expected.append(arrays.future[:, :, : ours.targets])
            forecasts.append(forecaster(arrays))
            spreads.append(spread_of(arrays.history[:, :, : ours.targets]))
        margins = Margins.fit(
            np.concatenate(expected), np.concatenate(forecasts), ours.quantiles,
            np.concatenate(spreads),
        )  # fmt: skip
        features = ours.features.with_usual(stretches(validation, ours.horizon))
        return dataclasses.replace(trained.preprocessing, margins=margins, features=features)

    def decides(self, trained: Trained) -> str:
        """Name the metric by which a model of these series is compared."""
        return deciding(plan_of(trained)) if self.metric == "mae" else self.metric

    def evaluate(self, trained: Trained, records: Sequence[Window]) -> Evaluation:
        """Judge the model on every window, and keep forecasts that don't overlap."""
        ours, forecast = plan_of(trained), forecast_of(trained)
        judged = [series for series, _, _ in spans(records)]
        for series in judged:
            check_targets(ours, series)
        check_step(ours, judged)
        batches = ours.batches(records)
        scores = judge(ours, batches, forecast)
        if remark := broken_promise(ours.quantiles, scores.metrics().get("coverage")):
            say(remark)
        rows = rows_of(ours, batches, apart(records, ours.horizon), forecast)
        return Evaluation(scores.metrics(), rows, details=scores)

    def baselines(self, trained: Trained, splits: Splits[Window]) -> dict[str, Evaluation]:
        """Judge the rivals on the same windows."""
        ours = plan_of(trained)
        batches = ours.batches(splits.test)
        judged = {}
        for name, rival in self.rivals.items():
            forecast = rival(ours, splits)
            if forecast is not None:
                scores = judge(ours, batches, forecast)
                judged[name] = Evaluation(scores.metrics(), details=scores)
        return judged

    def variants(self, config: Any) -> dict[str, dict[str, Any]]:
        """List the runs that `--strategy all` stands for, each with the options it changes."""
        if config.strategy != "all":
            return {}
        return {name: {"strategy": name} for name in STRATEGIES}

    def folds(self, config: Any, splits: Splits[Window], count: int) -> list[dict[str, Any]]:
        """List the options of a rolling-origin backtest: the test part moves on through the end."""
        steps = min(len(series) for series, _, _ in spans(splits.test))
        test = config.horizon
        validation = max(test, round(config.validation_fraction * steps))
        if steps - count * test - validation < config.lookback + test:
            raise InputError(f"{steps} steps are too few for {count} folds of {test} steps")
        # From each series' own end: they may end, or begin, at different times.
        return [
            {"split": None, "split_from_end": (validation, test, number * test)}
            for number in reversed(range(count))
        ]

    def example(self, result: Result, folder: Path) -> list[str]:
        """Name no input, so that the run's own data are gone on from, unless rows ahead lack."""
        ours, config = plan_of(result.trained), result.trained.config
        try:
            for series, _, _ in spans(result.splits.test):
                check_end(ours, series)
        except InputError:
            path = write_rows_ahead(config, ours.features.targets, folder)
            return [f"{folder.name}/{path.name}"] if path else []
        return []

    def report(self, result: Result, page: Report) -> None:
        """Add fans, errors by step, residuals, coverage, and the app's own figures."""
        report(result, page)
        for figure in self.figures:
            figure(result, page)

    def predict(
        self, trained: Trained, inputs: Iterable[Any], options: ForecastOptions
    ) -> Iterator[dict[str, Any]]:
        """Forecast what comes after the last row of each series; of none, of the run's own data."""
        ours, forecast = plan_of(trained), forecast_of(trained)
        windows = [Window(series, len(series)) for series in self._series(trained.config, inputs)]
        for window in windows:
            check_end(ours, window.series)
        check_step(ours, [window.series for window in windows])
        picture = options.plot and files.check_new(options.plot, "--plot", (".png", ".svg"))
        drawn = []
        unseen = Unseen("series", "not among those of training")
        for chunk in chunks(windows, min(options.at_once, AT_ONCE)):
            point, quantiles = forecast(ours.batches(chunk).arrays(chunk), chunk)
            assert quantiles is not None
            if picture:
                drawn.append((point, quantiles))
            for (series, _), values, intervals in zip(chunk, point, quantiles, strict=True):
                unknown = unseen.of([(series.name or "one without a name",
                                      knows(ours.features, series))])  # fmt: skip
                for answer in answers_of(ours, series, values, intervals):
                    yield {**answer, "unknown": unknown}
        unseen.say()
        if picture:
            point, quantiles = (np.concatenate(parts) for parts in zip(*drawn, strict=True))
            draw_ahead(windows, point, quantiles, ours.quantiles, Path(picture))

    def _series(self, config: Any, inputs: Iterable[Any]) -> list[Series]:
        """Take the series that were given; of none, those of the run."""
        given = list(inputs)
        if given != [None]:
            return list(series_given(config, given))
        splits = self.load(config) if config.data else self.sample(config)
        return [series for series, _, _ in spans(splits.test)]

    def as_text(self, answer: dict[str, Any]) -> str:
        """Write one value with its outermost interval."""
        quantiles = [value for name, value in answer.items() if name.startswith("q")]
        name = " ".join(part for part in (answer["series"], answer["target"]) if part)
        return (f"{answer['time']}  {name}  {answer['forecast']:.6g}  "
                f"[{quantiles[0]:.6g}, {quantiles[-1]:.6g}]")  # fmt: skip


def plan_of(trained: Trained) -> Plan:
    """Make the plan of a trained model."""
    return plan(trained.config, trained.preprocessing.features)


def forecast_of(trained: Trained) -> Forecast:
    """Make the function from windows to forecasts and quantiles of a trained model.

    Raises:
        InputError: if the margins of its intervals are of another plan.
    """
    ours, margins = plan_of(trained), trained.preprocessing.margins
    fitting = ours.no_margins()
    if margins.values.shape != fitting.values.shape or margins.levels != fitting.levels:
        raise InputError("the run folder is damaged: its margins.json is of other quantiles, "
                         "targets or another horizon than its config.yaml")  # fmt: skip
    return network_forecast(ours, margins, trained.model)


def knows(features: SeriesFeatures, series: Series) -> bool:
    """Whether training showed a series; one without a name is the only one there was."""
    return series.name in features.scales or not (series.name or len(features.scales) > 1)


def check_step(ours: Plan, given: Sequence[Series]) -> None:
    """Say if a series has other steps than those that the model learned from."""
    learned = ours.features.freq
    for series in given:
        if learned and step_name(series.freq) != learned:
            say(f"{series.source}: steps of {step_name(series.freq)}, where the model learned from "
                f"steps of {learned}; its forecasts may mean nothing")  # fmt: skip
            return


def check_targets(ours: Plan, series: Series) -> None:
    """Make sure that a series has the columns that the model forecasts, in their order.

    Raises:
        InputError: if it has others.
    """
    if list(series.targets) != ours.features.targets:
        raise InputError(f"{labelled(series)}: holds {', '.join(series.targets)}, where the model "
                         f"forecasts {', '.join(ours.features.targets)}")  # fmt: skip


def labelled(series: Series) -> str:
    """Name a series and its file."""
    return f"{series.source} (series {series.name})" if series.name else series.source


def check_end(ours: Plan, series: Series) -> None:
    """Make sure that a series holds what a forecast behind its end needs.

    Raises:
        InputError: if it is too short, or another one.
    """
    features = ours.features
    label = labelled(series)
    if len(series) < ours.lookback:
        raise InputError(f"{label}: {len(series)} steps, where the model looks back on "
                         f"{ours.lookback}")  # fmt: skip
    check_targets(ours, series)
    ahead = len(series.future) - len(series)
    if features.future and ahead < ours.horizon:
        raise InputError(
            f"{label}: {', '.join(features.future)} must be given for {ours.horizon} steps behind "
            f"the last value, at {series.times[-1]}; {ahead} are there: add rows with them and an "
            f"empty {', '.join(features.targets)}"
        )


def answers_of(
    ours: Plan, series: Series, point: np.ndarray, quantiles: np.ndarray
) -> Iterator[dict[str, Any]]:
    """Yield an answer for each step and target behind the end of a series."""
    times = series.times_ahead(ours.horizon)
    names = level_names(ours.quantiles)
    for step, column in np.ndindex(point.shape):
        yield {
            "series": series.name, "time": series.label(times[step]),
            "target": series.targets[column], "forecast": float(point[step, column]),
            **dict(zip(names, quantiles[step, column].tolist(), strict=True)),
        }  # fmt: skip
