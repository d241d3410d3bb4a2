"""Time series from tables: regular, checked, and cut in time order.

A table is wide (a time and columns) or long (an id, a time and columns). Whatever is wrong with its
times or numbers is named with its row; nothing is mended unless the caller says how.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq.config import nearest
from keras_seq.data import tables
from keras_seq.data.series.time_steps import (
    Where,
    check_order,
    first_time_column,
    frequency,
    grid,
    parse_times,
)
from keras_seq.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

SUFFIXES = (*tables.SUFFIXES, ".parquet")
FILLS = ("none", "last", "zero")


@dataclass(frozen=True)
class Roles:
    """Which columns of a table mean what.

    Attributes:
        time: the time, or several columns such as year, month, day, hour; empty: the first column
            that holds times.
        targets: what is forecast; empty: `y` if there is one, else every numeric column left.
        id: names the series, in a long table; None: one series, or `unique_id` if there is one.
        past: columns known up to now only.
        future: columns known ahead, such as holidays.
        time_zone: of times that don't say their own.
        time_format: how times are written, as `strptime` has it; None: ISO 8601, or what is
            found out.
    """

    time: Sequence[str] = ()
    targets: Sequence[str] = ()
    id: str | None = None
    past: Sequence[str] = ()
    future: Sequence[str] = ()
    time_zone: str | None = None
    time_format: str | None = None


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
    frame = read_frame(path)
    return series_of(frame, str(path), roles, fill=fill)


def read_frame(path: str | Path) -> pd.DataFrame:
    """Read a table with pandas, after its text has been checked.

    Raises:
        InputError: naming file and line, for what is no clean table.
    """
    import pandas as pd

    path = Path(path)
    name = path.name.lower().removesuffix(".gz")
    if name.endswith(".parquet"):
        try:
            return pd.read_parquet(path)
        except ImportError:
            raise InputError(f"{path}: reading Parquet needs one more package: "
                             "pip install pyarrow") from None  # fmt: skip
        except FileNotFoundError:
            raise InputError(f"{path}: no such file or folder") from None
        except Exception as error:
            raise InputError(f"{path}: no Parquet that can be read: {error}") from None
    kind = tables.suffix(path)
    return frame_of_text("".join(tables.read_lines(path)), str(path), kind)


def frame_of_text(text: str, source: str, kind: str = ".csv") -> pd.DataFrame:
    """Read a table from its text.

    Args:
        text: what stands in the file.
        source: named in errors.
        kind: `.csv`, `.tsv` or `.jsonl`.

    Raises:
        InputError: if it is no clean table.
    """
    import pandas as pd

    try:
        if kind == ".jsonl":
            frame = pd.read_json(io.StringIO(text), lines=True, convert_dates=False)
        else:
            separator = "\t" if kind == ".tsv" else ","
            tables.header_of(text, source, separator)
            with warnings.catch_warnings():
                # More fields than the header has are an error, and no index either.
                warnings.simplefilter("error", pd.errors.ParserWarning)
                frame = pd.read_csv(
                    io.StringIO(text), sep=separator, skipinitialspace=True, index_col=False
                )
    except (ValueError, pd.errors.ParserError, pd.errors.ParserWarning) as error:
        raise InputError(f"{source}: no clean table: {' '.join(str(error).split())}") from None
    if frame.empty:
        raise InputError(f"{source}: there is no row in it")
    frame.columns = [str(name).strip() for name in frame.columns]
    return frame


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

    names = list(frame.columns)
    for flag, wanted in (
        ("--time-column", roles.time), ("--target", roles.targets),
        ("--id-column", [roles.id] if roles.id else []),
        ("--past-columns", roles.past), ("--future-columns", roles.future),
    ):  # fmt: skip
        for column in wanted:
            if column not in names:
                there = ", ".join(names)
                raise InputError(f"{source}: no column {column!r}{nearest(column, names)}; its "
                                 f"columns are {there}; name yours with {flag}")  # fmt: skip
    by = roles.id or ("unique_id" if "unique_id" in names else None)
    time = list(roles.time) or [first_time_column(frame, source, by)]
    times = parse_times(frame, time, source, roles.time_zone, roles.time_format)
    taken = {*time, *([by] if by else []), *roles.past, *roles.future}
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
    found = []
    groups = {"": np.arange(len(frame))}
    if by:
        found_at = frame.groupby(by, sort=False).indices
        groups = {str(name): np.asarray(rows) for name, rows in found_at.items()}
    unused = tuple(name for name in names if name not in taken and name not in targets)
    for name, rows in groups.items():
        where = Where(source, name, rows)
        found.append(
            one_series(
                where, times[rows], numbers.iloc[rows], frame[list(roles.past)].iloc[rows],
                frame[list(roles.future)].iloc[rows], fill, unused,
            )
        )  # fmt: skip
    steps = {str(one.freq): one for one in reversed(found)}
    if len(steps) > 1:
        words = ", ".join(f"{one.name}: {step}" for step, one in steps.items())
        raise InputError(f"{source}: mixed frequencies ({words}); forecast them apart")
    return found


def one_series(
    where: Where,
    times: pd.Index,
    targets: pd.DataFrame,
    past: pd.DataFrame,
    future: pd.DataFrame,
    fill: str,
    unused: tuple[str, ...] = (),
) -> Series:
    """Check one series, and fill its gaps as told.

    Raises:
        InputError: if it is not regular, or values are missing and nobody says how to fill them.
    """
    check_order(times, where)
    freq = frequency(times, where)
    missing = targets.isna().to_numpy()
    there = np.flatnonzero(~missing.all(axis=1))
    if not len(there):
        raise InputError(f"{where()}: no value at all in {', '.join(map(str, targets))}")
    for column, name in enumerate(targets):
        if missing[:, column].all():
            raise InputError(f"{where()}: no value at all in {name}")
    # Rows in front of the first value say nothing; rows behind the last one are the future.
    first, last = there[0], there[-1] + 1
    full = grid(times[first:], freq)
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


def as_numbers(column: pd.Series, source: str) -> pd.Series:
    """Read a column as numbers.

    Raises:
        InputError: naming the first row that holds something else, or no finite number.
    """
    import pandas as pd

    numbers = pd.to_numeric(column, errors="coerce").astype(float)
    bad = np.flatnonzero((numbers.isna() & column.notna()) | np.isinf(numbers))
    if len(bad):
        raise InputError(f"{source}, row {bad[0] + 1}: {column.name} holds "
                         f"{str(column.iloc[bad[0]])!r}, which is no number")  # fmt: skip
    return numbers
