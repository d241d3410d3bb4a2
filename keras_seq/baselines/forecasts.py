"""Simple rivals of forecasts: nothing changes, drift, the last season, a linear map."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

STRENGTHS = (1.0, 10.0, 100.0, 1000.0, 10000.0)  # of the ridge, among which validation chooses


def last_value(values: np.ndarray, origin: int, horizon: int) -> np.ndarray:
    """Forecast that nothing changes.

    Args:
        values: float `(time, targets)`.
        origin: the row that is forecast first.
        horizon: steps to forecast.

    Returns:
        float `(horizon, targets)`.
    """
    return np.repeat(values[origin - 1 : origin], horizon, axis=0)


def drift(values: np.ndarray, origin: int, horizon: int, lookback: int) -> np.ndarray:
    """Forecast that the mean change over the look-back goes on; arguments as for `last_value`."""
    first, last = values[max(0, origin - lookback)], values[origin - 1]
    slope = (last - first) / max(1, min(lookback, origin) - 1)
    return last + slope * np.arange(1, horizon + 1)[:, None]


def seasonal_naive(values: np.ndarray, origin: int, horizon: int, season: int) -> np.ndarray:
    """Forecast that the last season comes again; arguments as for `last_value`."""
    season = min(season, origin)
    return values[origin - season + np.arange(horizon) % season]


class LinearForecast:
    """A linear map from the look-back to the horizon, the same for all targets and series.

    Values are taken relative to the last one, as in NLinear (Zeng et al., 2023, "Are Transformers
    Effective for Time Series Forecasting?"). Least squares with a ridge that validation chooses.

    Args:
        lookback: steps that are read.
        horizon: steps that are forecast.
    """

    def __init__(self, lookback: int, horizon: int) -> None:
        self.products = np.zeros((lookback + 1, lookback + 1))
        self.answers = np.zeros((lookback + 1, horizon))
        self.weights: np.ndarray = np.zeros((lookback + 1, horizon))

    @staticmethod
    def rows(history: np.ndarray) -> np.ndarray:
        """Turn `(windows, lookback, targets)` into a row for each window and target, and a 1."""
        anchored = (history - history[:, -1:]).transpose(0, 2, 1).reshape(-1, history.shape[1])
        return np.concatenate([anchored, np.ones((len(anchored), 1), anchored.dtype)], axis=1)

    def add(self, history: np.ndarray, future: np.ndarray) -> None:
        """Learn from windows, `(windows, lookback, targets)` and `(windows, horizon, targets)`."""
        x = self.rows(history)
        y = (future - history[:, -1:]).transpose(0, 2, 1).reshape(-1, future.shape[1])
        there = np.isfinite(y).all(axis=1)
        x, y = x[there], y[there]
        self.products += x.T @ x
        self.answers += x.T @ y

    def solve(self, strength: float) -> None:
        """Set the weights by a ridge of this strength."""
        ridge = strength * np.eye(len(self.products))
        ridge[-1, -1] = 1e-6
        self.weights = np.linalg.solve(self.products + ridge, self.answers)

    def choose(self, judge: Callable[[], float]) -> None:
        """Take the strength for which `judge`, on the validation part, gives the least error."""
        errors = {}
        for strength in STRENGTHS:
            self.solve(strength)
            errors[strength] = judge()
        self.solve(min(errors, key=lambda one: errors[one]))

    def __call__(self, history: np.ndarray) -> np.ndarray:
        """Forecast `(windows, horizon, targets)`."""
        windows, _, targets = history.shape
        answers = (self.rows(history) @ self.weights).reshape(windows, targets, -1)
        return answers.transpose(0, 2, 1) + history[:, -1:]
