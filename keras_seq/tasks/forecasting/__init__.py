"""Forecasts: how look-backs become forecasts, their intervals, judging and pictures."""

from keras_seq.tasks.conformal import Margins
from keras_seq.tasks.forecasting.judging import FORECAST_RIVALS
from keras_seq.tasks.forecasting.strategies import AT_ONCE, Plan, Strategy, plan
from keras_seq.tasks.forecasting.task import Forecasting, ForecastOptions

__all__ = [
    "AT_ONCE",
    "FORECAST_RIVALS",
    "ForecastOptions",
    "Forecasting",
    "Margins",
    "Plan",
    "Strategy",
    "plan",
]
