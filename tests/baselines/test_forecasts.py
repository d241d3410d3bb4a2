import numpy as np

from keras_seq.baselines.forecasts import LinearForecast, drift, last_value, seasonal_naive


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
