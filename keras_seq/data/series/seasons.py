"""The season of a series: its length, and how much is usual to change over one."""

from __future__ import annotations

from typing import Any

import numpy as np


def usual_error(values: np.ndarray, observed: np.ndarray, season: int) -> np.ndarray:
    """Return the mean absolute change over a season in a training part, for MASE.

    Args:
        values: float `(time, targets)`.
        observed: bool `(time, targets)`; what wasn't is left out.
        season: steps of a season.

    Returns:
        float `(targets,)`; NaN where there is nothing to compare.
    """
    total, counts = np.zeros(values.shape[1]), np.zeros(values.shape[1])
    block = 1 << 19  # rows at a time, lest a long series stands in memory twice
    for at in range(season, len(values), block):
        now, before = slice(at, at + block), slice(at - season, at - season + block)
        rows = len(values[now])
        there = observed[now] & observed[before][:rows]
        total += np.abs((values[now] - values[before][:rows]) * there).sum(axis=0)
        counts += there.sum(axis=0)
    return np.divide(total, counts, out=np.full(len(counts), np.nan), where=counts > 0)


def season_changes(history: np.ndarray, season: int) -> np.ndarray:
    """Take level and season out of windows: how much each value is above that of the last season.

    What is left is small beside the level and alike for unlike series. The last season itself is
    taken relative to its mean, so that its shape still shows; a forecast of changes from it is put
    back by adding it.

    Args:
        history: float `(windows, lookback, targets)`.
        season: steps of a season, at most `lookback`.

    Returns:
        The same shape.

    >>> season_changes(np.array([[[1.0], [5.0], [2.0], [8.0]]]), season=2).ravel().tolist()
    [-1.0, -3.0, -3.0, 3.0]
    """
    lookback = history.shape[1]
    last = history[:, lookback - season :]
    changes = history - last[:, (np.arange(lookback) - lookback) % season]
    changes[:, lookback - season :] = last - last.mean(axis=1, keepdims=True)
    return changes


def season_of(freq: Any, values: np.ndarray) -> int:
    """Guess the steps of a season.

    Args:
        freq: an offset of pandas, by name or not: a day of what is faster, a week of days, a year
            of what is slower. A whole number: by autocorrelation.
        values: float `(time, targets)`, of the training part.

    Returns:
        At least 1.
    """
    import pandas as pd

    if months := getattr(freq, "kwds", {}).get("months"):
        return max(1, 12 // months)
    if isinstance(freq, str):
        offset = pd.tseries.frequencies.to_offset(freq)
        name, count = offset.rule_code.split("-")[0], offset.n
        table = {"D": 7, "B": 5, "W": 52, "MS": 12, "ME": 12, "BMS": 12, "BME": 12,
                 "QS": 4, "QE": 4, "BQS": 4, "BQE": 4, "YS": 1, "YE": 1}  # fmt: skip
        if name in table:
            return max(1, table[name] // count)
        if isinstance(offset, pd.tseries.offsets.Tick):
            return max(1, round(pd.Timedelta("1D") / pd.Timedelta(offset.nanos)))
    return strongest_lag(values[:, 0])


def strongest_lag(values: np.ndarray, most: int = 400) -> int:
    """Return the lag of the highest peak of the autocorrelation, 1 if there is none above 0.2."""
    values = np.diff(np.nan_to_num(values.astype(float)))
    values = values - values.mean()
    most = min(most, len(values) // 3)
    power = np.abs(np.fft.rfft(values, 2 * len(values))) ** 2
    correlation = np.fft.irfft(power)[: most + 1]
    correlation = correlation / max(correlation[0], 1e-12)
    peaks = [
        lag for lag in range(2, most)
        if correlation[lag] >= max(correlation[lag - 1], correlation[lag + 1], 0.2)
    ]  # fmt: skip
    return max(peaks, key=lambda lag: correlation[lag]) if peaks else 1
