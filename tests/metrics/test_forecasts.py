import numpy as np
import pytest

from keras_seq.metrics.forecasts import ForecastScores


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
    np.testing.assert_allclose(scores.mase_by_step, [0.5, 0])
    np.testing.assert_allclose(scores.shares_below(), [1 / 3, 2 / 3])


def test_nothing_observed_and_no_quantiles():
    scores = ForecastScores(1)
    assert np.isnan(scores.metrics()["mae"])
    scores.add(np.zeros((1, 1, 1)), np.ones((1, 1, 1)))
    assert set(scores.metrics()) == {"mae", "rmse", "smape"}
