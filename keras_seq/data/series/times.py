"""Times as they are written: found in a table, and read."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from keras_seq.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

DATE_PARTS = ("year", "month", "day", "hour", "minute", "second")
USUAL = ("ds", "date", "time", "timestamp", "datetime", "month", "day", "week", "year")
DIRECTIVES = "aAbBcdfGHIjmMpSuUVwWxXyYzZ%"  # of strptime
# How whole numbers of so many digits may be meant: 202401, 20240131, seconds since 1970
DIGITS = {6: "%Y%m", 8: "%Y%m%d"}
EPOCHS = {10: 10**9, 13: 10**6}  # nanoseconds of a second, of a thousandth


def first_time_column(frame: pd.DataFrame, by: Sequence[str] = ()) -> str | None:
    """Find the column that holds times: one that is called so, or the first that can be read so."""
    import pandas as pd

    names = sorted(
        (str(name) for name in frame if name not in by),
        key=lambda name: USUAL.index(name.lower()) if name.lower() in USUAL else len(USUAL),
    )
    for name in names:
        column = frame[name]
        if pd.api.types.is_datetime64_any_dtype(column):
            return name
        if not pd.api.types.is_numeric_dtype(column):
            if _holds_times(column.head(50)):
                return name
            continue
        if name.lower() in USUAL and pd.api.types.is_integer_dtype(column):
            return name
    return None


def parse_times(
    frame: pd.DataFrame,
    columns: Sequence[str],
    source: str,
    time_zone: str | None = None,
    time_format: str | None = None,
) -> pd.Index:
    """Read times: of one column, of a date and a time, or of year, month, day and so on.

    Args:
        frame: the table.
        columns: its columns of times.
        source: named in errors.
        time_zone: where the times are, if they don't say it.
        time_format: how they are written, as `strptime` has it; None: ISO 8601, or what is
            found out. Whole numbers are dates, such as 202401 and 20240131, or seconds since
            1970, where all of them can be.

    Returns:
        A `DatetimeIndex`, time zones kept; or whole numbers as they are.

    Raises:
        InputError: naming the first row that is no time.
    """
    import pandas as pd

    check_format(time_format)
    parts = [name.lower() for name in columns]
    if len(columns) > 1 and set(parts) <= set(DATE_PARTS) and "year" in parts:
        given = frame[list(columns)].set_axis(parts, axis=1)
        try:
            column = pd.Series(pd.to_datetime(given, errors="coerce"))
        except ValueError as error:  # without a day, say
            raise InputError(f"{source}: {error}") from None
        raw = given.astype(str).agg(" ".join, axis=1)
    else:
        raw = _joined(frame, columns, source)
        if pd.api.types.is_integer_dtype(raw) and not time_format:
            numbers = _dates_in_digits(raw)
            if numbers is None:
                return pd.Index(raw)
            column = numbers
            if time_zone and len(str(raw.iloc[0])) in EPOCHS:
                column = column.dt.tz_localize("UTC")
        else:
            column = _parsed(raw, columns, source, time_zone, time_format)
    bad = np.flatnonzero(column.isna())
    if len(bad):
        raise InputError(f"{source}, row {bad[0] + 1}: {str(raw.iloc[bad[0]])!r} is no time; write "
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


def check_format(time_format: str | None) -> None:
    """Make sure that a form of times can be read by.

    Raises:
        InputError: naming what `strptime` doesn't know.
    """
    for directive in re.findall("%(.?)", time_format or "", flags=re.DOTALL):
        if directive not in DIRECTIVES or not directive:
            hint = "; seconds since 1970 are read without it" if directive == "s" else ""
            raise InputError(f"--time-format {time_format}: %{directive} is no directive of "
                             f"strptime, as in %d.%m.%Y{hint}")  # fmt: skip
    if time_format is not None and "%" not in time_format:
        raise InputError(f"--time-format {time_format}: must have directives, as %d.%m.%Y")


def _joined(frame: pd.DataFrame, columns: Sequence[str], source: str) -> pd.Series:
    """Return the column of times; of a date and a time, both with a blank between."""
    import pandas as pd

    if len(columns) == 1:
        return frame[columns[0]]
    numeric = [name for name in columns if pd.api.types.is_numeric_dtype(frame[name])]
    if numeric:
        unknown = next((name for name in columns if name.lower() not in DATE_PARTS), columns[0])
        raise InputError(f"{source}: several columns of a time must be called "
                         f"{', '.join(DATE_PARTS)}, not {unknown}; or be a date and a time in "
                         "words")  # fmt: skip
    return frame[list(columns)].astype(str).agg(" ".join, axis=1)


def _dates_in_digits(raw: pd.Series) -> pd.Series | None:
    """Read whole numbers as dates or as seconds since 1970, if all of them can be."""
    import pandas as pd

    low, high = int(raw.min()), int(raw.max())
    digits = len(str(low))
    if low <= 0 or digits != len(str(high)):
        return None
    if digits in EPOCHS:
        return pd.Series(pd.to_datetime(raw * EPOCHS[digits]))
    if digits not in DIGITS or not 1700 <= int(str(low)[:4]) <= int(str(high)[:4]) <= 2200:
        return None
    dates = pd.to_datetime(raw.astype(str), format=DIGITS[digits], errors="coerce")
    return None if dates.isna().any() else dates


def _parsed(
    raw: pd.Series,
    columns: Sequence[str],
    source: str,
    time_zone: str | None,
    time_format: str | None,
) -> pd.Series:
    """Read times; `NaT` where one isn't like the others."""
    import pandas as pd

    try:
        return pd.to_datetime(raw, format=time_format or "ISO8601")
    except (ValueError, TypeError) as error:
        if "timezone" not in str(error) and "time zone" not in str(error):
            return _in_one_form(raw, source, time_format)
    if time_zone is None:
        raise InputError(f"{source}: the times of {columns[0]} have several offsets from UTC; say "
                         "where they are with --time-zone")  # fmt: skip
    return pd.to_datetime(raw, format=time_format or "ISO8601", utc=True)


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
        except (ValueError, TypeError):
            continue
        if not any(times.equals(one) for one in found.values()):
            found[form] = times
    return found


def _holds_times(column: pd.Series) -> bool:
    """Whether all of a column can be read as times."""
    import pandas as pd

    try:
        # Where offsets may differ; a column of blanks holds no times.
        return bool(pd.to_datetime(column, format="ISO8601", utc=True).notna().any())
    except (ValueError, TypeError):
        return bool(_readings(column))


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
