import numpy as np
import pandas as pd
import pytest

from keras_seq.data.series import (
    Series,
    SeriesFeatures,
    SeriesTable,
    Window,
    Windows,
    reading,
    stretches,
)
from keras_seq.data.splits import Splits
from keras_seq.tasks.forecasting import FORECAST_RIVALS, Plan
from keras_seq.tasks.forecasting.figures import errors_of, usual_errors
from keras_seq.tasks.forecasting.judging import (
    apart,
    deciding,
    expected_of,
    judge,
    rows_of,
    thinned,
)


def series(values, name="", observed=None):
    values = np.asarray(values, float).reshape(-1, 1)
    times = pd.date_range("2024-01-01", periods=len(values), freq="D")
    empty = pd.DataFrame(index=times)
    observed = np.ones(values.shape, bool) if observed is None else observed
    return Series(name, "x.csv", times, "D", ("y",), values, observed, empty, empty)


def planned(*all_series, season=2, **more):
    features = SeriesFeatures.fit([(one, len(one)) for one in all_series], season=season)
    options = {"strategy": "direct", "quantiles": (0.1, 0.5, 0.9), **more}
    return Plan(features, lookback=4, horizon=2, **options)


def off_by(error):
    """A forecast that is off by so much, with quantiles one below and one above."""

    def forecast(arrays, windows):
        point = expected_of(windows, 2) + error
        return point, np.stack([point - 1, point, point + 1], axis=-1)

    return forecast


def test_scores_are_in_the_units_of_the_data():
    rising = series(np.arange(30.0))
    ours = planned(rising)
    scores = judge(ours, ours.batches(Windows([(rising, 4, 29)])), off_by(0.5))
    metrics = scores.metrics()
    assert metrics["mae"] == metrics["rmse"] == pytest.approx(0.5)
    assert metrics["mase"] == pytest.approx(0.25)  # 2 is usual over a season of 2
    assert metrics["scaled_mae"] == pytest.approx(0.5 / np.arange(30).std())
    assert metrics["coverage"] == 1
    np.testing.assert_allclose(scores.shares_below(), [0, 1, 1])


def test_what_was_not_observed_is_not_judged():
    observed = np.ones((30, 1), bool)
    observed[10] = False
    gap = series(np.arange(30.0), observed=observed)
    ours = planned(gap)

    def wrong_at_the_gap(arrays, windows):
        origins = np.array([window.origin for window in windows])[:, None, None]
        rows = origins + np.arange(2)[:, None]
        return np.where(rows == 10, 99.0, rows.astype(float)), None

    scores = judge(ours, ours.batches(Windows([(gap, 4, 29)])), wrong_at_the_gap)
    assert scores.metrics()["mae"] == 0 and scores.counts.sum() == 2 * 25 - 2
    assert not len(scores.levels)  # it gave no quantiles


def test_rows_say_what_came_and_what_was_forecast():
    north, south = series(np.arange(20.0), "north"), series(np.arange(20.0) * 3, "south")
    ours = planned(north, south)
    windows = [Window(north, 10), Window(south, 18)]
    rows = rows_of(ours, ours.batches(windows), windows, off_by(-1))
    assert [(row["input"], row["step"], row["expected"]) for row in rows] == [
        ("north", 1, 10), ("north", 2, 11), ("south", 1, 54), ("south", 2, 57),
    ]  # fmt: skip
    assert rows[1] == {
        "input": "north", "target": "y", "origin": "2024-01-11", "step": 2, "time": "2024-01-12",
        "expected": 11.0, "predicted": 10.0, "score": 1.0, "q0.1": 9.0, "q0.5": 10.0, "q0.9": 11.0,
    }  # fmt: skip
    rows[0]["score"] = 7.0
    errors = errors_of(rows)
    assert errors["north", "2024-01-11", "y"] == pytest.approx(4 / 2.5)
    assert errors["south", "2024-01-19", "y"] == pytest.approx(1 / 2.5)
    # Over a season of 2 the north usually changes by 2, the south by 6.
    errors = errors_of(rows, usual_errors(ours.features))
    assert errors["north", "2024-01-11", "y"] == pytest.approx(4 / 2)
    assert errors["south", "2024-01-19", "y"] == pytest.approx(1 / 6)


def test_windows_are_taken_apart_and_thinned():
    one, other = series(np.arange(20.0), "one"), series(np.arange(9.0), "other")
    windows = Windows([(one, 4, 10), (other, 5, 8)])
    assert [window.origin for window in apart(windows, 2)] == [5, 7, 9, 5, 7]
    assert [window.origin for window in apart(windows, 2, most=3)] == [9, 5, 7]
    assert [window.origin for window in thinned(windows, 5)] == [4, 6, 8, 5, 7]
    assert len(thinned(windows, 2.5)) == 3 and len(thinned(windows, 99)) == 9


def test_rivals_forecast_from_plan_and_splits():
    rng = np.random.default_rng(0)
    rhythm = series(np.tile([1.0, 5.0], 40) + rng.normal(0, 1e-6, 80))
    splits = Splits(*(Windows([(rhythm, *span)]) for span in ((4, 50), (50, 62), (62, 79))))
    for season in (1, 2):
        ours = planned(rhythm, season=season)
        batches = ours.batches(splits.test)
        forecasts = {name: rival(ours, splits) for name, rival in FORECAST_RIVALS.items()}
        assert (forecasts["seasonal_naive"] is None) == (season == 1)
        errors = {
            name: judge(ours, batches, forecast).metrics()["mae"]
            for name, forecast in forecasts.items()
            if forecast
        }
        assert errors["last_value"] == pytest.approx(2, abs=1e-3)  # right at every other step
        assert errors.get("seasonal_naive", 0) < 1e-4
        assert errors["linear"] < 0.1 < errors["drift"]


def test_what_decides_for_series_of_several_sizes():
    small, large = series(np.arange(20.0), "small"), series(1e5 * np.arange(20.0), "large")
    assert deciding(planned(small)) == "mae" and deciding(planned(small, large)) == "mase"


def test_the_published_mase_of_a_seasonal_naive_forecast_on_m4(shared_data, tmp_path):
    """1.193 for the hourly series, in Makridakis et al., 2020, "The M4 Competition", table."""
    for part in ("train", "test"):
        source = shared_data("m4_hourly") / f"Hourly-{part}.csv.gz"
        (tmp_path / f"{part}.csv.gz").write_bytes(source.read_bytes())
    splits = reading.load(SeriesTable(data=str(tmp_path), lookback=48, horizon=48))
    assert len(splits.test) == 414
    features = SeriesFeatures.fit(stretches(splits.train, 48), season=24)
    plan = Plan(features.with_usual(stretches(splits.validation, 48)), 48, 48, strategy="direct")
    naive = FORECAST_RIVALS["seasonal_naive"](plan, splits)
    metrics = judge(plan, plan.batches(splits.test), naive).metrics()
    assert metrics["mase"] == pytest.approx(1.193, abs=5e-4)
    assert metrics["smape"] == pytest.approx(13.912, abs=5e-4)
