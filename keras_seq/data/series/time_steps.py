"""The steps of a series: in order, at a regular distance, and those that are missing."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

SPARSE = 50  # times as many steps as rows, from which on they aren't even listed


@dataclass(frozen=True)
class Where:
    """Where a series stands, for messages; `rows` of the table, None where no row is a step."""

    source: str
    series: str
    rows: np.ndarray | None

    def behind(self, first: int) -> Where:
        """Return where the series stands from one of its rows on."""
        return Where(self.source, self.series, None if self.rows is None else self.rows[first:])

    def __call__(self, place: int | None = None) -> str:
        """Name file, series, and the row of the table, counted from 1 below its header."""
        words = self.source
        if place is not None and self.rows is not None:
            words = f"{self.source}, row {self.rows[place] + 1}"
        return f"{words} (series {self.series})" if self.series else words


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
        An offset of pandas such as `h`, `D`, `MS` or `B`, by its name; for months that aren't
        dated on their first or last day a `DateOffset`; for whole numbers the usual step.

    Raises:
        InputError: if there is no regular step.
    """
    import pandas as pd

    if len(times) < 3:
        raise InputError(f"{where()}: {len(times)} steps are too few for a series")
    if not isinstance(times, pd.DatetimeIndex):
        steps, counts = np.unique(np.diff(times), return_counts=True)
        step = int(steps[counts.argmax()])
        # What the steps have in common, where most of them are missing.
        return step if not (steps % step).any() else int(np.gcd.reduce(steps))
    freq: Any = _inferred(times) or _months(times)
    if freq is None:
        # Around gaps: the step of most stretches.
        stretches = [times[start : start + 5] for start in range(0, len(times) - 4, 3)][:1000]
        guesses = [guess for one in stretches if (guess := _inferred(one))]
        if not guesses:
            raise InputError(f"{where()}: the times have no regular step; name it with --freq, as "
                             "h, D or MS")  # fmt: skip
        names, counts = np.unique(guesses, return_counts=True)
        freq = str(names[counts.argmax()])
    return freq


def _inferred(times: pd.DatetimeIndex) -> str | None:
    """Find the step of times without gaps, by its name: pandas is about to give offsets instead."""
    import pandas as pd

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        step: Any = pd.infer_freq(times)
    return step if step is None or isinstance(step, str) else step.freqstr


def _months(times: pd.DatetimeIndex) -> Any:
    """Return the step of months that are all dated on the same day; None: these aren't."""
    import pandas as pd

    if len(set(times.day)) > 1 or not 1 < times.day[0] <= 28:
        return None
    months = np.unique(np.diff(12 * np.asarray(times.year) + np.asarray(times.month)))
    step = int(np.gcd.reduce(months))
    return pd.DateOffset(months=step) if step else None


def named_step(freq: str, times: pd.Index) -> Any:
    """Return the step that the user names, as `frequency` does.

    Raises:
        InputError: if it is none.
    """
    import pandas as pd

    if not isinstance(times, pd.DatetimeIndex):
        if not freq.isascii() or not freq.isdigit() or not int(freq):
            raise InputError(f"--freq {freq}: the times are whole numbers; name a whole number")
        return int(freq)
    try:
        pd.tseries.frequencies.to_offset(freq)
    except ValueError:
        raise InputError(f"--freq {freq}: no step that pandas knows; name one as 15min, h, D, B, W,"
                         " MS or QS") from None  # fmt: skip
    return freq


def _length(freq: Any) -> Any:
    """Return the length of a step as a `pandas.Timedelta`; None where it varies, as a month's."""
    import pandas as pd

    offset = pd.tseries.frequencies.to_offset(freq) if isinstance(freq, str) else freq
    if isinstance(offset, pd.offsets.Day):  # no tick: a day may have 25 hours
        return pd.Timedelta(days=offset.n)
    return pd.Timedelta(offset) if isinstance(offset, pd.tseries.offsets.Tick) else None


def settled(times: pd.Index, freq: Any) -> pd.Index:
    """Move times that lie a little off a step of constant length onto it: a quarter at most."""
    import pandas as pd

    if not isinstance(times, pd.DatetimeIndex) or (length := _length(freq)) is None:
        return times
    full = times.round(length)
    near = np.abs(full - times) <= length / 4
    return full if near.all() and full.is_unique else times


def all_steps(times: pd.Index, freq: Any, where: Where, *, sure: bool = False) -> pd.Index:
    """Return all times from the first to the last.

    Args:
        times: in order.
        freq: their step.
        where: for messages.
        sure: whether the user named the step, so that any number of them may be missing.

    Raises:
        InputError: if a time lies off the step, or more are missing than there are.
    """
    import pandas as pd

    rows = len(times)
    if isinstance(times, pd.DatetimeIndex):
        length = _length(freq)
        steps = (times[-1] - times[0]) / length if length is not None else 0
    else:
        steps = (times[-1] - times[0]) / freq
    if not sure and steps > SPARSE * rows:
        _complain(int(steps) + 1, rows, freq, where)
    full = grid(times, freq)
    off = np.flatnonzero(~times.isin(full))
    if len(off):
        whose = "that --freq names" if sure else "of the other times"
        mend = "" if sure else ": mixed frequencies; or name their step with --freq"
        raise InputError(f"{where(int(off[0]))}: {times[off[0]]} lies off the step {whose} "
                         f"({step_name(freq)}){mend}")  # fmt: skip
    if not sure and len(full) > 2 * rows:
        _complain(len(full), rows, freq, where)
    return full


def _complain(steps: int, rows: int, freq: Any, where: Where) -> None:
    raise InputError(
        f"{where()}: {rows:,} rows for {steps:,} steps of {step_name(freq)}; the times are written "
        "in a form that wasn't recognised (say it with --time-format, as %Y%m%d), or their step is "
        "another (name it with --freq, as D)"
    )


def grid(times: pd.Index, freq: Any) -> pd.Index:
    """Return all times from the first to the last."""
    import pandas as pd

    if isinstance(times, pd.DatetimeIndex):
        return pd.date_range(times[0], times[-1], freq=freq)
    return pd.Index(np.arange(times[0], times[-1] + 1, freq))


def step_name(freq: Any) -> str:
    """Write a step as text: the name that pandas has for it, or what it is.

    >>> import pandas as pd
    >>> step_name("MS"), step_name(pd.DateOffset(months=3)), step_name(2)
    ('MS', '3 months', '2')
    """
    months = getattr(freq, "kwds", {}).get("months")
    if months:
        return "month" if months == 1 else f"{months} months"
    return str(freq)
