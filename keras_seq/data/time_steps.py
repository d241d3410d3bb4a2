"""The times of a series: read, in order, and at a regular step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

DATE_PARTS = ("year", "month", "day", "hour", "minute", "second")


@dataclass(frozen=True)
class Where:
    """Where a series stands, for messages."""

    source: str
    series: str
    rows: np.ndarray

    def __call__(self, place: int | None = None) -> str:
        """Name file, series, and the row of the table, counted from 1 below its header."""
        words = self.source if place is None else f"{self.source}, row {self.rows[place] + 1}"
        return f"{words} (series {self.series})" if self.series else words


def first_time_column(frame: pd.DataFrame, source: str, by: str | None) -> str:
    """Find the column that holds times: one that is called so, or the first that can be read so."""
    import pandas as pd

    usual = ("ds", "date", "time", "timestamp", "datetime", "month", "day", "week", "year")
    names = sorted(
        (str(name) for name in frame if name != by),
        key=lambda name: usual.index(name.lower()) if name.lower() in usual else len(usual),
    )
    for name in names:
        column = frame[name]
        if pd.api.types.is_datetime64_any_dtype(column):
            return name
        if not pd.api.types.is_numeric_dtype(column):
            try:
                parse_times(frame.head(50), [name], source, "UTC")
            except InputError:
                continue
            return name
        if name.lower() in usual and pd.api.types.is_integer_dtype(column):
            return name
    raise InputError(f"{source}: no column of times among {', '.join(map(str, frame))}; name it "
                     "with --time-column")  # fmt: skip


def parse_times(
    frame: pd.DataFrame, columns: Sequence[str], source: str, time_zone: str | None = None
) -> pd.Index:
    """Read times: of one column, or of several such as year, month, day and hour.

    Returns:
        A `DatetimeIndex`, time zones kept; or whole numbers as they are.

    Raises:
        InputError: naming the first row that is no time.
    """
    import pandas as pd

    if len(columns) > 1:
        parts = frame[list(columns)].rename(columns=str.lower)
        unknown = [name for name in parts if name not in DATE_PARTS]
        if unknown:
            raise InputError(f"{source}: several columns of a time must be called "
                             f"{', '.join(DATE_PARTS)}, not {unknown[0]}")  # fmt: skip
        column: pd.Series = pd.Series(pd.to_datetime(parts, errors="coerce"))
        raw = parts.astype(str).agg(" ".join, axis=1)
    else:
        raw = frame[columns[0]]
        if pd.api.types.is_integer_dtype(raw):
            return pd.Index(raw)
        try:
            column = pd.to_datetime(raw, format="ISO8601")
        except ValueError as error:
            if "timezone" in str(error) or "time zone" in str(error):
                if time_zone is None:
                    raise InputError(f"{source}: the times of {columns[0]} have several offsets "
                                     "from UTC; say where they are with --time-zone"
                                     ) from None  # fmt: skip
                column = pd.to_datetime(raw, format="ISO8601", utc=True)
            else:
                shape = pd.tseries.api.guess_datetime_format(str(raw.iloc[0]))
                column = pd.to_datetime(raw, format=shape, errors="coerce") if shape else (
                    pd.Series(pd.NaT, index=raw.index)
                )  # fmt: skip
    bad = np.flatnonzero(column.isna())
    if len(bad):
        raise InputError(f"{source}, row {bad[0] + 1}: {raw.iloc[bad[0]]!r} is no time; write it "
                         "as 2024-01-31 18:00:00")  # fmt: skip
    times = pd.DatetimeIndex(column)
    if time_zone is None:
        return times
    try:
        if times.tz is not None:
            return times.tz_convert(time_zone)
        return times.tz_localize(time_zone, ambiguous="infer")
    except Exception as error:
        raise InputError(f"{source}: --time-zone {time_zone}: {error}") from None


def check_order(times: pd.Index, where: Where) -> None:
    """Make sure that each time comes after the one before.

    Raises:
        InputError: naming the first row that doesn't.
    """
    later = np.asarray(times[1:] > times[:-1])
    if later.all():
        return
    at = int(np.argmin(later)) + 1
    if times[at] == times[at - 1]:
        raise InputError(f"{where(at)}: {times[at]} stands there twice; keep one row of it, or "
                         "name the column that tells series apart with --id-column")  # fmt: skip
    raise InputError(f"{where(at)}: {times[at]} comes after {times[at - 1]}; sort the rows by time")


def frequency(times: pd.Index, where: Where) -> Any:
    """Find the step of times that may have gaps.

    Returns:
        An offset of pandas such as `h`, `D`, `MS` or `B`; for whole numbers the usual step.

    Raises:
        InputError: if there is no regular step.
    """
    import pandas as pd

    if len(times) < 3:
        raise InputError(f"{where()}: {len(times)} steps are too few for a series")
    if not isinstance(times, pd.DatetimeIndex):
        steps, counts = np.unique(np.diff(times), return_counts=True)
        freq: Any = int(steps[counts.argmax()])
        # What the steps have in common, where most of them are missing.
        return freq if not (steps % freq).any() else int(np.gcd.reduce(steps))
    freq = pd.infer_freq(times)
    if freq is None:
        # Around gaps: the step of most stretches.
        stretches = [times[start : start + 5] for start in range(0, len(times) - 4, 3)][:1000]
        guesses = [guess for one in stretches if (guess := pd.infer_freq(one))]
        if not guesses:
            raise InputError(f"{where()}: the times have no regular step")
        names, counts = np.unique(guesses, return_counts=True)
        freq = str(names[counts.argmax()])
    full = grid(times, freq)
    odd = np.flatnonzero(~times.isin(full))
    if len(odd):
        raise InputError(f"{where(int(odd[0]))}: {times[odd[0]]} lies off the step of the other "
                         f"times ({freq}): mixed frequencies")  # fmt: skip
    return freq


def grid(times: pd.Index, freq: Any) -> pd.Index:
    """Return all times from the first to the last."""
    import pandas as pd

    if isinstance(times, pd.DatetimeIndex):
        return pd.date_range(times[0], times[-1], freq=freq)
    return pd.Index(np.arange(times[0], times[-1] + 1, freq))
