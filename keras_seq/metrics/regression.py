"""Figures of predicted numbers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def regression_metrics(
    expected: npt.ArrayLike,
    predicted: npt.ArrayLike,
    low: npt.ArrayLike | None = None,
    high: npt.ArrayLike | None = None,
) -> dict[str, float]:
    """Judge predicted numbers.

    Args:
        expected: float `(n,)`.
        predicted: float `(n,)`.
        low: where intervals begin, float `(n,)`; None: there are none.
        high: where they end.

    Returns:
        `r2`, the share of the variance that is explained (NaN where all expected numbers are
        alike), `mae` and `rmse` in the unit of the numbers, and, with intervals, `coverage`, the
        share of the numbers that lie in theirs.

    >>> regression_metrics([1, 3], [1, 2])
    {'r2': 0.5, 'mae': 0.5, 'rmse': 0.7071067811865476}
    """
    expected, predicted = (np.asarray(values, np.float64) for values in (expected, predicted))
    errors = predicted - expected
    variance = float(np.mean((expected - expected.mean()) ** 2))
    mean_square = float(np.mean(errors**2))
    figures = {
        "r2": 1 - mean_square / variance if variance else float("nan"),
        "mae": float(np.mean(np.abs(errors))),
        "rmse": mean_square**0.5,
    }
    if low is not None and high is not None:
        inside = (np.asarray(low) <= expected) & (expected <= np.asarray(high))
        figures["coverage"] = float(inside.mean())
    return figures
