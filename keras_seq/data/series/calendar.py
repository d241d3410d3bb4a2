"""Calendar features: where a time stands in its day, week and year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from keras_seq.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

# attribute of a DatetimeIndex, first value, period
CYCLES = {
    "minute": ("minute", 0, 60),
    "hour": ("hour", 0, 24),
    "weekday": ("day_of_week", 0, 7),
    "day": ("day", 1, 31),
    "month": ("month", 1, 12),
    "day_of_year": ("day_of_year", 1, 366),
}


def calendar_features(times: pd.Index, names: Sequence[str]) -> np.ndarray:
    """Put times on circles, so that hour 23 lies beside hour 0.

    Args:
        times: of the steps.
        names: of `CYCLES`.

    Returns:
        float32 `(time, 2 * names)`: sine and cosine for each name.

    Raises:
        InputError: for an unknown name, or times that are plain numbers.

    >>> import pandas as pd
    >>> calendar_features(pd.DatetimeIndex(["2024-01-01 06:00"]), ["hour"]).round(3)
    array([[1., 0.]], dtype=float32)
    """
    import pandas as pd

    columns = []
    for name in names:
        if name not in CYCLES:
            raise InputError(f"--calendar knows {', '.join(CYCLES)}, not {name}")
        if not isinstance(times, pd.DatetimeIndex):
            raise InputError("--calendar needs dates, and the times here are plain numbers")
        attribute, first, period = CYCLES[name]
        angle = 2 * np.pi * (np.asarray(getattr(times, attribute)) - first) / period
        columns += [np.sin(angle), np.cos(angle)]
    return np.array(columns, np.float32).reshape(len(columns), len(times)).T
