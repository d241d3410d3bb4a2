"""How good forecasts are, and the simple rivals they have to beat."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np


class ForecastScores:
    """Adds up errors window by window, so that no forecast need be kept.

    All means are over the values that were observed; expected values that are NaN don't count.

    Args:
        horizon: steps of a forecast.
        levels: of the quantiles, rising; empty: there are none.

    Example:
    >>> scores = ForecastScores(horizon=2)
    >>> scores.add(np.array([[[1.0], [2.0]]]), np.array([[[1.0], [4.0]]]))
    >>> scores.metrics()["mae"], scores.metrics()["rmse"] ** 2
    (1.0, 2.0000000000000004)
    """

    def __init__(self, horizon: int, levels: Sequence[float] = ()) -> None:
        self.levels = np.array(levels)
        self.counts = np.zeros(horizon)
        self.absolute = np.zeros(horizon)
        self._relative, self._relative_counts = np.zeros(horizon), np.zeros(horizon)
        self._sums = dict.fromkeys(
            (
                "square",
                "smape",
                "mase",
                "mase_count",
                "pinball",
                "scaled_square",
                "scaled_absolute",
            ),
            0.0,
        )
        self.below = np.zeros(len(levels))  # values at or under each quantile
        self._inside = 0.0

    def add(
        self,
        expected: np.ndarray,
        forecast: np.ndarray,
        quantiles: np.ndarray | None = None,
        *,
        usual: np.ndarray | None = None,
        scale: np.ndarray | None = None,
    ) -> None:
        """Add some windows.

        Args:
            expected: float `(windows, horizon, targets)`.
            forecast: the same shape.
            quantiles: float `(windows, horizon, targets, levels)`.
            usual: float `(windows, targets)`, the error that MASE compares with.
            scale: float `(windows, targets)`, by which values are divided for scaled errors.
        """
        there = np.isfinite(expected)
        error = np.where(there, np.subtract(expected, forecast, dtype=np.float64), 0)
        away = np.abs(error)
        self.counts += there.sum(axis=(0, 2))
        self.absolute += away.sum(axis=(0, 2))
        self._sums["square"] += np.square(error).sum()
        size = np.where(there, np.abs(expected) + np.abs(forecast), 0)
        self._sums["smape"] += np.divide(
            2 * away, size, out=np.zeros_like(away), where=size > 0
        ).sum()
        if usual is not None:
            good = there & (usual > 0)[:, None]
            relative = np.divide(away, usual[:, None], out=np.zeros_like(away), where=good)
            self._sums["mase"] += relative.sum()
            self._sums["mase_count"] += good.sum()
            self._relative += relative.sum(axis=(0, 2))
            self._relative_counts += good.sum(axis=(0, 2))
        if scale is not None:
            self._sums["scaled_square"] += np.square(error / scale[:, None]).sum()
            self._sums["scaled_absolute"] += (away / scale[:, None]).sum()
        if quantiles is not None:
            apart = np.where(there[..., None], expected[..., None] - quantiles, 0)
            self._sums["pinball"] += np.maximum(
                self.levels * apart, (self.levels - 1) * apart
            ).sum() / len(self.levels)
            under = there[..., None] & (apart <= 0)
            self.below += under.sum(axis=(0, 1, 2))
            self._inside += (there & (apart[..., 0] >= 0) & under[..., -1]).sum()

    @property
    def mae_by_step(self) -> np.ndarray:
        """The mean absolute error of each step of the horizon, `(horizon,)`."""
        return self.absolute / np.maximum(self.counts, 1)

    @property
    def mase_by_step(self) -> np.ndarray:
        """The mean absolute error over the usual one, of each step of the horizon, `(horizon,)`."""
        return self._relative / np.maximum(self._relative_counts, 1)

    def metrics(self) -> dict[str, float]:
        """Return the means: those that what was added allows.

        Keys: `mae`, `rmse` in the units of the data; `smape` in percent, from 0 to 200; `mase`
        (Hyndman and Koehler, 2006); `scaled_mse`, `scaled_mae` after division by the scale;
        `pinball`, the mean over the levels, half of the CRPS as they become dense; `coverage` of
        the outermost quantiles.
        """
        count = self.counts.sum()
        if not count:
            return {"mae": math.nan}
        sums = self._sums
        found = {
            "mae": self.absolute.sum() / count,
            "rmse": math.sqrt(sums["square"] / count),
            "smape": 100 * sums["smape"] / count,
        }
        if sums["mase_count"]:
            found["mase"] = sums["mase"] / sums["mase_count"]
        if sums["scaled_square"]:
            found["scaled_mse"] = sums["scaled_square"] / count
            found["scaled_mae"] = sums["scaled_absolute"] / count
        if len(self.levels):
            found["pinball"] = sums["pinball"] / count
            found["coverage"] = self._inside / count
        return {name: float(value) for name, value in found.items()}

    def shares_below(self) -> np.ndarray:
        """Return the share of values at or under each quantile, `(levels,)`."""
        return self.below / max(1, self.counts.sum())
