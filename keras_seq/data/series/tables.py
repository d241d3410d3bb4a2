"""Time series from tables: regular, checked, and cut in time order.

A table is wide (a time and columns) or long (an id, a time and columns). Whatever is wrong with its
times or numbers is named with its row; nothing is mended unless the caller says how.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq.config import nearest
from keras_seq.data.series.columns import as_feature, as_numbers, ids_of
from keras_seq.data.series.frames import Layout, read_frame, rows_as_series
from keras_seq.data.series.time_steps import (
    Where,
    all_steps,
    check_order,
    frequency,
    grid,
    named_step,
    settled,
    step_name,
)
from keras_seq.data.series.times import first_time_column, parse_times
from keras_seq.errors import InputError
from keras_seq.progress import say
from keras_seq.report.readable import shortened

if TYPE_CHECKING:
    import pandas as pd

FILLS = ("none", "last", "zero")
ROW = "row"  # stands for the number of a row, as its time
# Of `rows_as_series`.
LONG: Any = {"id": ("unique_id",), "time": ("step",), "targets": ("y",), "turned": True}
LISTED = 200  # characters of a list of columns, at most


@dataclass(frozen=True)
class Roles:
    """Which columns of a table mean what, and how it is written.

    Attributes:
        time: the time, or several columns such as year, month, day, hour, or a date and a time;
            `row`, if no column is called so: the number of the row; empty: the first column that
            holds times.
        targets: what is forecast; empty: `y` if there is one, else every numeric column left.
        id: columns that name the series, in a long table; empty: one series, or `unique_id` if
            there is one.
        past: columns known up to now only.
        future: columns known ahead, such as holidays.
        time_zone: of times that don't say their own.
        time_format: how times are written, as `strptime` has it; None: ISO 8601, or what is
            found out.
        freq: the step between times, as pandas names it; None: found out.
        separator: between the fields of a line; None: as the file's ending says.
        decimal: what stands before the decimals of a number.
        names: of the columns, for a table without a header.
        in_rows: whether each row is said to hold a series, an id and then values.
        turned: whether such a table was turned into a long one, of whose rows nobody knows.
    """

    time: Sequence[str] = ()
    targets: Sequence[str] = ()
    id: Sequence[str] = ()
    past: Sequence[str] = ()
    future: Sequence[str] = ()
    time_zone: str | None = None
    time_format: str | None = None
    freq: str | None = None
    separator: str | None = None
    decimal: str = "."
    names: Sequence[str] = ()
    in_rows: bool = False
    turned: bool = False

    @property
    def layout(self) -> Layout:
        """How the table is written; ids, and times whose form is said, are kept as text."""
        text = [*(self.id or ["unique_id"]), *(self.time if self.time_format else ())]
        return Layout(self.separator, self.decimal, self.names, text)


@dataclass(frozen=True, eq=False)
class Series:
    """One series, a row for each step, none missing.

    Attributes:
        name: its id; empty where there is one series only.
        source: the file.
        times: of the steps; a `DatetimeIndex`, or whole numbers.
        freq: the step: an offset of pandas, or a whole number.
        targets: names of what is forecast.
        values: float64 `(time, targets)`, gaps filled.
        observed: bool `(time, targets)`, whether a value was there and not filled.
        past: columns known up to now only, a row for each step.
        future: columns known ahead; goes on behind the last step as far as the table does.
        unused: columns of the table that have no role.
        known: rows that stand before the first one that is forecast, where the series is judged;
            None: all of it is known.
    """

    name: str
    source: str
    times: pd.Index
    freq: Any
    targets: tuple[str, ...]
    values: np.ndarray
    observed: np.ndarray
    past: pd.DataFrame
    future: pd.DataFrame
    unused: tuple[str, ...] = ()
    known: int | None = None

    def __len__(self) -> int:
        """Return the number of steps."""
        return len(self.values)

    def label(self, time: Any) -> str:
        """Write one of the times: without hours, where no step has any."""
        import pandas as pd

        some = self.times[:50]
        if isinstance(some, pd.DatetimeIndex) and (some == some.normalize()).all():
            return str(time.date())
        return str(time)

    def times_ahead(self, steps: int, origin: int | None = None) -> pd.Index:
        """Return the times of `steps` steps from row `origin` on; None: behind the last row."""
        import pandas as pd

        origin = len(self) if origin is None else origin
        if isinstance(self.times, pd.DatetimeIndex):
            start = self.times[origin - 1]
            return pd.date_range(start, periods=steps + 1, freq=self.freq)[1:]
        return pd.Index(self.times[origin - 1] + self.freq * np.arange(1, steps + 1))


def read_series(path: str | Path, roles: Roles, *, fill: str = "none") -> list[Series]:
    """Read all series of a table.

    Args:
        path: .csv, .tsv or .jsonl, plain or .gz, or .parquet.
        roles: what the columns mean.
        fill: what stands in where a step or a value is missing: `"none"` (that is an error),
            `"last"` (the value before) or `"zero"`. There is no interpolation, since it would
            look ahead.

    Returns:
        The series, in the order in which they first come.

    Raises:
        InputError: naming the file, the row and the mend.
    """
    return series_of(read_frame(path, roles.layout), str(path), roles, fill=fill)


def series_of(
    frame: pd.DataFrame, source: str, roles: Roles, *, fill: str = "none"
) -> list[Series]:
    """Make series of a table.

    Args:
        frame: the table.
        source: named in errors.
        roles: what the columns mean.
        fill: as for `read_series`.

    Raises:
        InputError: naming the row and the mend.
    """
    import pandas as pd

    frame, roles, times, groups = placed(frame, source, roles)
    names = list(frame.columns)
    taken = {*roles.time, *roles.id, *roles.past, *roles.future}
    targets = list(roles.targets) or (["y"] if "y" in names else []) or [
        name for name in names
        if name not in taken and pd.api.types.is_numeric_dtype(frame[name])
    ]  # fmt: skip
    if not targets:
        raise InputError(f"{source}: no numeric column to forecast; name one with --target")
    for name in targets:
        if name in taken:
            raise InputError(f"{source}: {name!r} can't be --target and have another role too")
    numbers = pd.DataFrame({name: as_numbers(frame[name], source) for name in targets})
    past, future = (
        pd.DataFrame({name: as_feature(frame[name], source) for name in role}, index=frame.index)
        for role in (roles.past, roles.future)
    )
    unused = tuple(name for name in names if name not in taken and name not in targets)
    short = [name for name, rows in groups.items() if len(rows) < 3]
    if 0 < len(short) < len(groups):
        say(f"{source}: left out: {len(short)} of {len(groups)} series of one or two rows, "
            f"{shortened(', '.join(short), 80)}")  # fmt: skip
        groups = {name: rows for name, rows in groups.items() if len(rows) > 2}
    found = [
        one_series(
            Where(source, name, None if roles.turned else rows), times[rows],
            numbers.iloc[rows], past.iloc[rows], future.iloc[rows], fill, unused, roles.freq,
        )
        for name, rows in groups.items()
    ]  # fmt: skip
    steps = {step_name(one.freq): one for one in reversed(found)}
    if len(steps) > 1:
        words = ", ".join(f"{one.name}: {step}" for step, one in list(steps.items())[:5])
        raise InputError(f"{source}: mixed frequencies ({words}); forecast them apart")
    return found


def placed(
    frame: pd.DataFrame, source: str, roles: Roles
) -> tuple[pd.DataFrame, Roles, pd.Index, dict[str, np.ndarray]]:
    """Say for each row of a table at which time of which series it stands.

    A table with a series in each row is turned into a long one.

    Returns:
        The table; the roles, those of time and id found out; the times; and the rows of each
        series by its id, in the order in which they first come.

    Raises:
        InputError: naming the row and the mend.
    """
    if roles.in_rows and not roles.turned:
        if (long := rows_as_series(frame, sure=True)) is None:
            raise InputError(f"{source}: --layout rows is for an id in the first column, each but "
                             "once, and numbers in all others")  # fmt: skip
        return placed(long, source, dataclasses.replace(roles, **LONG))
    names = list(frame.columns)
    by_row = list(roles.time) == [ROW] and ROW not in names
    for flag, wanted in (
        ("--time-column", () if by_row else roles.time), ("--target", roles.targets),
        ("--id-column", roles.id),
        ("--past-columns", roles.past), ("--future-columns", roles.future),
    ):  # fmt: skip
        for column in wanted:
            if column not in names:
                there = shortened(", ".join(names), LISTED)
                raise InputError(f"{source}: no column {column!r}{nearest(column, names)}; its "
                                 f"columns are {there}; name yours with {flag}, or rename it for "
                                 "a model that is trained")  # fmt: skip
    by = tuple(roles.id) or (("unique_id",) if "unique_id" in names else ())
    ids = ids_of(frame, by, source) if by else None
    groups = {"": np.arange(len(frame))}
    if ids is not None:
        indices = ids.groupby(ids, sort=False).indices
        groups = {str(name): np.asarray(indices[name]) for name in ids.unique()}
    if by_row:
        return frame, dataclasses.replace(roles, time=(), id=by), counted(groups), groups
    time = list(roles.time)
    if not time:
        usual = first_time_column(frame, by)
        if usual is None and not by and (long := rows_as_series(frame)) is not None:
            say(f"{source}: no column of times; each row is read as a series, the first value "
                "first")  # fmt: skip
            return placed(long, source, dataclasses.replace(roles, **LONG))
        if usual is None:
            there = shortened(", ".join(names), LISTED)
            raise InputError(f"{source}: no column of times among {there}; name it with "
                             "--time-column, or say --time-column row if each row is the step "
                             "after the one before, or --layout rows if it is a series"
                             )  # fmt: skip
        time = [usual]
    times = parse_times(frame, time, source, roles.time_zone, roles.time_format)
    if roles.freq:
        times = settled(times, named_step(roles.freq, times))
    return frame, dataclasses.replace(roles, time=tuple(time), id=by), times, groups


def counted(groups: dict[str, np.ndarray]) -> pd.Index:
    """Number the rows of each series from 1, in place of times."""
    import pandas as pd

    numbers = np.zeros(sum(map(len, groups.values())), np.int64)
    for rows in groups.values():
        numbers[rows] = np.arange(1, len(rows) + 1)
    return pd.Index(numbers)


def one_series(
    where: Where,
    times: pd.Index,
    targets: pd.DataFrame,
    past: pd.DataFrame,
    future: pd.DataFrame,
    fill: str,
    unused: tuple[str, ...] = (),
    step: str | None = None,
) -> Series:
    """Check one series, and fill its gaps as told; `step` is what the user calls it.

    Raises:
        InputError: if it is not regular, or values are missing and nobody says how to fill them.
    """
    check_order(times, where)
    freq = named_step(step, times) if step else frequency(times, where)
    missing = targets.isna().to_numpy()
    there = np.flatnonzero(~missing.all(axis=1))
    if not len(there):
        raise InputError(f"{where()}: no value at all in {', '.join(map(str, targets))}")
    for column, name in enumerate(targets):
        if missing[:, column].all():
            raise InputError(f"{where()}: no value at all in {name}")
    # Rows in front of the first value say nothing; rows behind the last one are the future.
    first, last = there[0], there[-1] + 1
    after = where.behind(first)
    full = all_steps(times[first:], freq, after, sure=bool(step))
    gaps = len(full) - len(times[first:])
    if gaps and fill == "none":
        at = first + int(np.argmax(np.asarray(full[: len(times) - first] != times[first:])))
        many = f"{gaps} steps are" if gaps > 1 else "a step is"
        raise InputError(f"{where(at)}: {many} missing, first between {times[at - 1]} and "
                         f"{times[at]}; fill them with --fill last or zero")  # fmt: skip
    ends = len(grid(times[first:last], freq))
    parts = []
    for frame, steps in ((targets, ends), (past, ends), (future, len(full))):
        frame = frame.iloc[first:].set_axis(times[first:], axis=0).reindex(full).iloc[:steps]
        bare = frame.isna().to_numpy(bool)
        if fill == "none" and bare.any():
            place, column = (int(one[0]) for one in np.nonzero(bare))
            raise InputError(f"{where(first + place)}: no value in {frame.columns[column]} at "
                             f"{full[place]}; fill it, or say --fill last or zero")  # fmt: skip
        parts.append((filled(frame, fill), ~bare))
    (values, observed), (past, _), (future, _) = parts
    return Series(
        where.series, where.source, full[:ends], freq, tuple(map(str, targets)),
        values.to_numpy(np.float64), observed, past, future, unused,
    )  # fmt: skip


def filled(frame: pd.DataFrame, fill: str) -> pd.DataFrame:
    """Fill what is missing: from the row before (at the beginning: with zero), or with zero."""
    import pandas as pd

    text = [name for name in frame if not pd.api.types.is_numeric_dtype(frame[name])]
    frame = frame.ffill() if fill == "last" else frame
    return frame.fillna(dict.fromkeys(text, "")).fillna(0)
