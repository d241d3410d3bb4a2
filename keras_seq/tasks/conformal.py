"""Intervals that keep what they promise: around the forecast, as wide as validation shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from keras_seq import files

KEPT = 0.05  # by which coverage may miss what was promised, without a word
CALM = 0.1  # of the usual spread, below which a look-back counts as no calmer


@dataclass(frozen=True)
class Margins:
    """What to add to a forecast to get its quantiles.

    Split-conformal, symmetric and locally weighted (Lei et al., 2018, "Distribution-Free
    Predictive Inference for Regression"; Angelopoulos and Bates, 2023, "Conformal Prediction: A
    Gentle Introduction"). The score of a validation window is its absolute error, for each step
    and target by itself, divided by the square root of how much the look-back varies; its
    quantiles, multiplied by the root for the window at hand, are the margins. So they grow where a
    series swings more than it did, and half as fast, in logarithms, as it does: of the powers
    0, 1/2 and 1 this one had the least pinball loss on five of six validation parts. Where the
    network learns quantiles, the score is how far a value lies beyond them (Romano et al., 2019,
    "Conformalized Quantile Regression").

    A margin on one side is as wide as on the other: a bias on the validation part says little about
    the one to come, and so half as many windows do for the same level.

    Neighbouring windows depend on each other and series change, so coverage is promised in the long
    run only; measure it. Where there are too few windows for a level, all steps of the horizon
    share their errors.

    Attributes:
        levels: of the quantiles, rising.
        values: float `(horizon, targets, levels)`, in scaled units.
        spread: of each target, the usual standard deviation of a look-back, at which `values` are
            right; None: they are the same wherever, as in older run folders.
    """

    levels: list[float]
    values: np.ndarray
    spread: list[float] | None = None

    @classmethod
    def fit(
        cls,
        expected: np.ndarray,
        forecast: np.ndarray,
        levels: Sequence[float],
        spread: np.ndarray | None = None,
    ) -> Margins:
        """Learn margins from windows that the model wasn't trained on.

        Args:
            expected: float `(windows, horizon, targets)`; NaN is left out.
            forecast: the same shape, or with a last axis of a quantile for each level.
            levels: of the quantiles, rising.
            spread: float `(windows, targets)`, standard deviations of the look-backs; None: all
                windows are alike.

        Returns:
            The margins.
        """
        horizon, targets = expected.shape[1:]
        usual = None
        if spread is not None:
            usual = [float(one) or 1.0 for one in np.median(spread, axis=0)]
        margins = cls(list(map(float, levels)), np.zeros((horizon, targets, len(levels))), usual)
        width = margins.width(len(expected), spread)
        pooled = len(expected) * min(levels[0], 1 - levels[-1]) < 0.5
        values = np.zeros((horizon, targets, len(levels)), np.float32)
        for column, level in enumerate(levels):
            if level == 0.5:
                continue
            side = 1 if level > 0.5 else -1
            score, share = _scores(expected, forecast, levels, column)
            score = score / width
            if pooled:
                score = score.reshape(-1, 1, targets)
            values[..., column] = side * _quantile(score, share)
        return cls(margins.levels, values, usual)

    def width(self, windows: int, spread: np.ndarray | None) -> np.ndarray:
        """Return by what margins are multiplied, `(windows, 1, targets)`."""
        if self.spread is None or spread is None:
            return np.ones((windows, 1, self.values.shape[1]), np.float32)
        relative = np.maximum(spread / np.array(self.spread), CALM)
        return np.sqrt(relative)[:, None].astype(np.float32)

    def quantiles(self, forecast: np.ndarray, spread: np.ndarray | None = None) -> np.ndarray:
        """Return the quantiles of forecasts, `(windows, horizon, targets, levels)`, rising.

        Those under 0.5 are never above the forecast, and those over 0.5 never below: what is
        learned or was measured (older margins are lopsided) can't put it outside its interval.

        Args:
            forecast: float `(windows, horizon, targets)`, or with a last axis of quantiles.
            spread: float `(windows, targets)`, standard deviations of the look-backs.
        """
        point = self.point(forecast)[..., None]
        width = self.width(len(forecast), spread)[..., None]
        base = forecast if forecast.ndim == 4 else point
        moved = np.sort(base + (self.values * width).astype(base.dtype), axis=-1)
        levels = np.array(self.levels)
        moved = np.where(levels < 0.5, np.minimum(moved, point), moved)
        return np.where(levels > 0.5, np.maximum(moved, point), moved)

    def point(self, forecast: np.ndarray) -> np.ndarray:
        """Return the forecast itself: of quantiles, the middle one."""
        return forecast[..., self.levels.index(0.5)] if forecast.ndim == 4 else forecast

    def save(self, path: Path) -> None:
        """Write all to a JSON file."""
        files.write_json(
            path, {"levels": self.levels, "values": self.values.tolist(), "spread": self.spread}
        )

    @classmethod
    def load(cls, path: Path) -> Margins:
        """Read what `save` wrote.

        Raises:
            InputError: if the file is damaged.
        """

        def checked(content: Any) -> Margins:
            values = np.array(content["values"], np.float32)
            spread = content.get("spread")
            if values.ndim != 3 or values.shape[2] != len(content["levels"]):
                raise ValueError("levels and values don't fit each other")
            if spread is not None:
                spread = [float(each) for each in spread]
                if len(spread) != values.shape[1]:
                    raise ValueError("spread and values don't fit each other")
            return cls([float(level) for level in content["levels"]], values, spread)

        return files.read_json(path, checked)


def broken_promise(levels: Sequence[float], coverage: float | None) -> str | None:
    """Say in a sentence that intervals hold more or less than they promise; None: they keep it.

    >>> broken_promise((0.05, 0.5, 0.95), 0.563)
    'The 90 % intervals hold 56.3 % of the values: they are too narrow here.'
    """
    promised = levels[-1] - levels[0] if len(levels) else 0
    if coverage is None or not abs(coverage - promised) > KEPT + 1e-9:
        return None
    return (f"The {100 * promised:.3g} % intervals hold {100 * coverage:.1f} % of the values: they "
            f"are too {'narrow' if coverage < promised else 'wide'} here.")  # fmt: skip


def spread_of(history: np.ndarray) -> np.ndarray:
    """Return how much look-backs vary: of `(windows, lookback, targets)`, `(windows, targets)`."""
    return history.std(axis=1, dtype=np.float64)


def _scores(
    expected: np.ndarray, forecast: np.ndarray, levels: Sequence[float], column: int
) -> tuple[np.ndarray, float]:
    """Say how far values lie outside, and for which share of them a margin must be enough.

    Learned quantiles are moved in pairs, such as 0.05 and 0.95, outwards or inwards; one without a
    partner by itself.
    """
    level = levels[column]
    if forecast.ndim == 3:
        return np.abs(expected - forecast), abs(2 * level - 1)
    partner = [abs(one + level - 1) < 1e-9 for one in levels]
    if not any(partner):
        beyond = expected - forecast[..., column]
        return (beyond if level > 0.5 else -beyond), max(level, 1 - level)
    low, high = (forecast[..., one] for one in sorted((column, partner.index(True))))
    return np.maximum(low - expected, expected - high), abs(2 * level - 1)


def _quantile(score: np.ndarray, share: float) -> np.ndarray:
    """Return quantiles over windows, as of so many scores and the one to come; NaN is left out."""
    if np.isfinite(score).all():
        return np.quantile(score, share, axis=0, method="weibull")
    bare = ~np.isfinite(score).any(axis=0)
    score = np.where(bare, 0, score)
    return np.nanquantile(score, share, axis=0, method="weibull")
