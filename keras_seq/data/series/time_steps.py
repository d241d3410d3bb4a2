"""The times of a series: read, in order, and at a regular step."""

from __future__ import annotations

import warnings
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
            if _holds_times(column.head(50)):
                return name
            continue
        if name.lower() in usual and pd.api.types.is_integer_dtype(column):
            return name
    raise InputError(f"{source}: no column of times among {', '.join(map(str, frame))}; name it "
                     "with --time-column")  # fmt: skip


def _readings(column: pd.Series) -> dict[str, pd.Series]:
    """Read times in each form, other than that of ISO 8601, that all of them can have.

    A day and a month that could change places are read both ways.

    Returns:
        By the form, as `strptime` writes it, the times; forms that mean the same but once.
    """
    import pandas as pd

    found: dict[str, pd.Series] = {}
    for form in _forms(column):
        try:
            times = pd.to_datetime(column, format=form)
        except ValueError:
            continue
        if not any(times.equals(one) for one in found.values()):
            found[form] = times
    return found


def _holds_times(column: pd.Series) -> bool:
    """Whether all of a column can be read as times."""
    import pandas as pd

    try:
        pd.to_datetime(column, format="ISO8601", utc=True)  # where offsets may differ
    except ValueError:
        return bool(_readings(column))
    return True


def _forms(column: pd.Series) -> list[str]:
    """Guess from the first time how all are written: a month first, and a day first."""
    import pandas as pd

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that the day can't be first, or must be
        guesses = [
            pd.tseries.api.guess_datetime_format(str(column.iloc[0]), dayfirst=day_first)
            for day_first in (False, True)
        ]
    return [guess for guess in dict.fromkeys(guesses) if guess]


def parse_times(
    frame: pd.DataFrame,
    columns: Sequence[str],
    source: str,
    time_zone: str | None = None,
    time_format: str | None = None,
) -> pd.Index:
    """Read times: of one column, or of several such as year, month, day and hour.

    Args:
        frame: the table.
        columns: its columns of times.
        source: named in errors.
        time_zone: where the times are, if they don't say it.
        time_format: how they are written, as `strptime` has it; None: ISO 8601, or what is
            found out.

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
        if pd.api.types.is_integer_dtype(raw) and not time_format:
            return pd.Index(raw)
        try:
            column = pd.to_datetime(raw, format=time_format or "ISO8601")
        except ValueError as error:
            if "timezone" in str(error) or "time zone" in str(error):
                if time_zone is None:
                    raise InputError(f"{source}: the times of {columns[0]} have several offsets "
                                     "from UTC; say where they are with --time-zone"
                                     ) from None  # fmt: skip
                column = pd.to_datetime(raw, format=time_format or "ISO8601", utc=True)
            else:
                column = _in_one_form(raw, source, time_format)
    bad = np.flatnonzero(column.isna())
    if len(bad):
        raise InputError(f"{source}, row {bad[0] + 1}: {raw.iloc[bad[0]]!r} is no time; write "
                         "all as 2024-01-31 18:00:00, or say their form with --time-format"
                         )  # fmt: skip
    times = pd.DatetimeIndex(column)
    if time_zone is None:
        return times
    try:
        if times.tz is not None:
            return times.tz_convert(time_zone)
        return times.tz_localize(time_zone, ambiguous="infer")
    except Exception as error:
        raise InputError(f"{source}: --time-zone {time_zone}: {error}") from None


def _in_one_form(raw: pd.Series, source: str, time_format: str | None) -> pd.Series:
    """Read times that aren't written as ISO 8601 has it; `NaT` where one isn't like the others."""
    import pandas as pd

    found = {} if time_format else _readings(raw)
    if len(found) > 1:
        raise InputError(f"{source}, row 1: {raw.iloc[0]!r} can be two days; say which with "
                         f"--time-format {' or '.join(found)}")  # fmt: skip
    if found:
        return next(iter(found.values()))
    forms = [time_format] if time_format else _forms(raw)
    if not forms:
        return pd.Series(pd.NaT, index=raw.index)
    return pd.to_datetime(raw, format=forms[0], errors="coerce")


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
    raise InputError(f"{where(at)}: {times[at]} comes after {times[at - 1]}; sort the "
                     "rows by time, or name the column that tells series apart with "
                     "--id-column")  # fmt: skip


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
