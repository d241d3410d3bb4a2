import numpy as np
import pandas as pd
import pytest

from keras_seq.report import forecast_plots


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
