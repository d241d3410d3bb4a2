"""Intervals that keep what they promise: quantiles moved by what validation shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from keras_seq import files


@dataclass(frozen=True)
class Margins:
    """What to add to a forecast to get its quantiles.

    Split-conformal, one-sided for each level: the margin of level q is the q-quantile of what was
    observed less what was forecast, for each step and target by itself (Romano et al., 2019,
    "Conformalized Quantile Regression"). Neighbouring windows depend on each other and series
    change, so coverage is promised in the long run only; measure it.

    Where there are too few windows for a level, all steps of the horizon share their errors.

    Attributes:
        levels: of the quantiles, rising.
        values: float `(horizon, targets, levels)`, in scaled units.
    """

    levels: list[float]
    values: np.ndarray

    @classmethod
    def fit(cls, expected: np.ndarray, forecast: np.ndarray, levels: Sequence[float]) -> Margins:
        """Learn margins from windows that the model wasn't trained on.

        Args:
            expected: float `(windows, horizon, targets)`; NaN is left out.
            forecast: the same shape, or with a last axis of a quantile for each level.
            levels: of the quantiles, rising.

        Returns:
            The margins.
        """
        if forecast.ndim == 3:
            forecast = np.repeat(forecast[..., None], len(levels), axis=-1)
        horizon = expected.shape[1]
        if len(expected) * min(levels[0], 1 - levels[-1]) < 1:
            expected = expected.reshape(-1, 1, *expected.shape[2:])
            forecast = forecast.reshape(-1, 1, *forecast.shape[2:])
        margins = np.zeros((*expected.shape[1:], len(levels)), np.float32)
        whole = np.isfinite(expected).all()
        quantile = np.quantile if whole else np.nanquantile
        for column, level in enumerate(levels):
            # Of n errors and the one to come, the k-th smallest.
            count = len(expected)
            k = (np.ceil if level > 0.5 else np.floor)(round((count + 1) * level, 9))
            share = (np.clip(k, 1, count) - 1) / max(1, count - 1) if level != 0.5 else 0.5
            apart = expected - forecast[..., column]
            margins[..., column] = np.nan_to_num(quantile(apart, share, axis=0))
        margins = np.broadcast_to(margins, (horizon, *margins.shape[1:]))
        return cls([float(level) for level in levels], margins)

    def quantiles(self, forecast: np.ndarray) -> np.ndarray:
        """Return the quantiles of forecasts, `(windows, horizon, targets, levels)`, rising."""
        if forecast.ndim == 3:
            forecast = forecast[..., None]
        return np.sort(forecast + self.values, axis=-1)

    def save(self, path: Path) -> None:
        """Write both to a JSON file."""
        files.write_json(path, {"levels": self.levels, "values": self.values.tolist()})

    @classmethod
    def load(cls, path: Path) -> Margins:
        """Read what `save` wrote.

        Raises:
            InputError: if the file is damaged.
        """
        return files.read_json(
            path, lambda content: cls(content["levels"], np.array(content["values"], np.float32))
        )
