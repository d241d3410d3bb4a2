import numpy as np
import pandas as pd
import pytest

from keras_seq.baselines.forecasts import LinearForecast, drift, last_value, seasonal_naive
from keras_seq.errors import InputError
from keras_seq.metrics.forecasts import ForecastScores
from keras_seq.report import forecast_plots
from keras_seq.tasks.forecasting.conformal import Margins


def test_metrics_by_hand():
    scores = ForecastScores(2, [0.1, 0.9])
    expected = np.array([[[1.0], [2.0]], [[4.0], [np.nan]]])
    forecast = np.array([[[2.0], [2.0]], [[1.0], [9.0]]])
    quantiles = np.stack([forecast - 1, forecast + 1], axis=-1)
    usual, scale = np.array([[2.0], [np.nan]]), np.array([[2.0], [1.0]])
    scores.add(expected[:1], forecast[:1], quantiles[:1], usual=usual[:1], scale=scale[:1])
    scores.add(expected[1:], forecast[1:], quantiles[1:], usual=usual[1:], scale=scale[1:])
    found = scores.metrics()
    assert found["mae"] == pytest.approx((1 + 0 + 3) / 3)
    assert found["rmse"] == pytest.approx(np.sqrt((1 + 0 + 9) / 3))
    assert found["smape"] == pytest.approx(100 * (2 / 3 + 0 + 6 / 5) / 3)
    assert found["mase"] == pytest.approx((0.5 + 0) / 2)
    assert found["scaled_mse"] == pytest.approx((0.25 + 0 + 9) / 3)
    # Quantile 0.1 at 1, 1, 0 and 0.9 at 3, 3, 2 for values 1, 2, 4.
    assert found["pinball"] == pytest.approx((0 + 0.1 + 0.4 + 0.2 + 0.1 + 1.8) / 6)
    assert found["coverage"] == pytest.approx(2 / 3)
    np.testing.assert_allclose(scores.mae_by_step, [2, 0])
    np.testing.assert_allclose(scores.shares_below(), [1 / 3, 2 / 3])


def test_nothing_observed_and_no_quantiles():
    scores = ForecastScores(1)
    assert np.isnan(scores.metrics()["mae"])
    scores.add(np.zeros((1, 1, 1)), np.ones((1, 1, 1)))
    assert set(scores.metrics()) == {"mae", "rmse", "smape"}


def test_simple_forecasts_by_hand():
    values = np.array([[1.0], [2.0], [4.0], [3.0], [99.0]])
    assert last_value(values, 4, 2).ravel().tolist() == [3, 3]
    assert drift(values, 4, 2, lookback=3).ravel().tolist() == [3.5, 4]
    assert seasonal_naive(values, 4, 3, season=2).ravel().tolist() == [4, 3, 4]
    assert seasonal_naive(values, 1, 2, season=9).ravel().tolist() == [1, 1]


def test_the_linear_forecast_learns_a_linear_rule():
    rng = np.random.default_rng(0)
    history = rng.normal(size=(500, 6, 2))
    rule = rng.normal(size=(6, 3))
    future = history[:, -1:] + np.einsum("btc,th->bhc", history - history[:, -1:], rule) + 0.5
    model = LinearForecast(6, 3)
    future[0, 0, 0] = np.nan  # not observed
    model.add(history[:250], future[:250])
    model.add(history[250:], future[250:])
    asked = []

    def judge():
        asked.append(float(np.nanmean(np.abs(model(history) - future))))
        return asked[-1]

    model.choose(judge)
    assert np.nanmax(np.abs(model(history) - future)) < 0.05
    assert min(asked) == judge()


def test_margins_keep_what_they_promise(tmp_path):
    rng = np.random.default_rng(0)
    levels = [0.05, 0.5, 0.95]
    expected = rng.standard_t(3, size=(2000, 2, 1)) * [[1], [5]] + 3
    forecast = np.zeros_like(expected)
    margins = Margins.fit(expected[:1000], forecast[:1000], levels)
    margins.save(tmp_path / "margins.json")
    margins = Margins.load(tmp_path / "margins.json")
    quantiles = margins.quantiles(forecast[1000:])
    assert quantiles.shape == (1000, 2, 1, 3) and (np.diff(quantiles, axis=-1) >= 0).all()
    shares = (expected[1000:, ..., None] <= quantiles).mean(axis=0)
    np.testing.assert_allclose(shares[:, 0], [levels, levels], atol=0.03)
    # Quantiles of the model itself are moved, each by its own margin.
    moved = Margins.fit(expected, np.repeat(forecast[..., None] + 7, 3, axis=-1), levels)
    middle = moved.quantiles(forecast + 7)[:, 0, 0, 1]
    np.testing.assert_allclose(middle, np.median(expected[:, 0]), rtol=1e-5)
    (tmp_path / "margins.json").write_text("{}")
    with pytest.raises(InputError, match="damaged"):
        Margins.load(tmp_path / "margins.json")


def test_a_single_window_lends_its_steps():
    expected = np.arange(9.0).reshape(1, 9, 1)
    margins = Margins.fit(expected, np.zeros((1, 9, 1)), [0.1, 0.5, 0.9])
    np.testing.assert_array_equal(margins.values[:, 0], [[0, 4, 8]] * 9)


def test_margins_leave_out_what_was_not_observed():
    expected = np.array([1.0, 2.0, 3.0, np.nan])[:, None, None]
    assert Margins.fit(expected, np.zeros((4, 1, 1)), [0.5]).values.item() == 2


@pytest.mark.parametrize(("count", "unit"), [(32, "MS"), (62, "h"), (152, "min"), (170, "s")])
def test_dates_are_marked_without_a_warning(count, unit):  # which is an error here
    times = pd.date_range("2020-01-01", periods=count, freq=unit)
    values = np.arange(float(count))
    fan = forecast_plots.Fan("y", times, values[:-2], values[-2:], values[-2:],
                             np.stack([values[-2:] - 1, values[-2:], values[-2:] + 1], -1)
                             )  # fmt: skip
    figure = forecast_plots.fans([fan], [0.05, 0.5, 0.95])
    assert 3 <= len(figure.axes[0].get_xticks()) <= 7


def test_figures_say_what_they_show():
    fan = forecast_plots.Fan("y", np.arange(5), np.arange(3.0), np.array([3.0, np.nan]),
                             np.array([3.0, 4.0]), np.array([[2.0, 3, 4], [2, 4, 6]]))  # fmt: skip
    figure = forecast_plots.fans([fan, fan], [0.05, 0.5, 0.95])
    assert "the last forecast value is 4.000, between 2.000 and 6.000" in figure.get_label()
    lines = {"model": np.array([1.0, 2.0]), "last_value": np.array([2.0, 3.0])}
    figure = forecast_plots.error_by_step(lines)
    assert "model from 1.000 to 2.000, last value from 2.000 to 3.000" in figure.get_label()
    figure = forecast_plots.residuals(np.array([1.0, -1.0, np.nan]), "km")
    assert "2 errors, mean 0.000" in figure.get_label()
    assert "5%: 7.0%" in forecast_plots.coverage([0.05, 0.95], np.array([0.07, 0.9])).get_label()
