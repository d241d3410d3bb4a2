"""From files to windows: which columns mean what, and where the parts begin."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq import files
from keras_seq.config import option
from keras_seq.data.series import frames, tables
from keras_seq.data.series.tables import Roles, Series
from keras_seq.data.series.time_steps import step_name
from keras_seq.data.series.times import first_time_column
from keras_seq.data.series.windows import Window, Windows, cut_by_time, spans
from keras_seq.data.splits import Splits, find_parts
from keras_seq.errors import InputError
from keras_seq.options import DataOptions
from keras_seq.progress import say
from keras_seq.report.readable import shortened

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class SeriesTable(DataOptions):
    """Series, and how they are cut into windows; lists with commas between."""

    time_column: tuple[str, ...] | None = option(
        None, "Column of the time, or several: year,month,day,hour or date,time; row: there is no "
        "such column; default: the first with times."
    )  # fmt: skip
    target: tuple[str, ...] | None = option(
        None, "Columns to forecast; default: y, or every numeric column without another role."
    )
    id_column: tuple[str, ...] | None = option(
        None, "Columns that name the series, in a long table; default: unique_id if there is one."
    )
    past_columns: tuple[str, ...] = option((), "Columns to read that are known up to now only.")
    future_columns: tuple[str, ...] = option((), "Columns known ahead, such as holidays.")
    time_format: str | None = option(
        None, "How times are written, as %d.%m.%Y; default: ISO 8601, or what is found out."
    )
    freq: str | None = option(
        None, "Step between times, as 15min, h, D, B, W or MS; default: found out."
    )
    time_zone: str | None = option(None, "Of times that don't say it, such as Europe/Berlin.")
    fill: str = option("none", "What stands in for missing steps and values.", choices=tables.FILLS)
    separator: str | None = option(
        None, "Between columns, as ; or tab; default: as the file's ending says."
    )
    decimal: str = option(".", "What stands before decimals.", choices=(".", ","))
    layout: str = option(
        "auto", "rows: each row is a series, an id and then its values; auto: found out where ids "
        "are words.", choices=("auto", "rows"),
    )  # fmt: skip
    column_names: tuple[str, ...] = option((), "Names of the columns, where no first line has any.")
    split: tuple[int, ...] | None = option(
        None, "Steps of training, validation and test part, as 8640,2880,2880.", minimum=1
    )
    split_from_end: tuple[int, ...] | None = option(
        None, "Steps of validation and test part, and perhaps of what is left out behind them, "
        "counted from the end of each series.", minimum=0,
    )  # fmt: skip
    horizon: int = option(12, "Steps to forecast.", minimum=1)
    lookback: int = option(48, "Steps to read.", minimum=2)


def load(table: SeriesTable) -> Splits[Window]:
    """Read series, and cut each in time order.

    Args:
        table: `data` is a table (.csv, .tsv, .jsonl, plain or .gz, or .parquet), or a folder with
            `train.*` and perhaps `validation.*` and `test.*`.

    Returns:
        The windows of training, validation and test part: as `split` says, else by files, else by
        fractions of each series.

    Raises:
        InputError: naming file, row and mend.

    >>> load(SeriesTable(data="sales.csv", target=("sold",)))  # doctest: +SKIP
    """
    return cut(table, *read(table, str(table.data)))


def load_test(table: SeriesTable, data: str) -> Sequence[Window]:
    """Read series to judge a trained model by: all of a table, the test part of a folder.

    Errors are those of `load`.
    """
    if is_the_same(data, table.data):
        say(f"{data}: what the model was trained on; judged by its test part")
        return load(dataclasses.replace(table, data=data)).test
    if Path(data).is_dir():
        return load(dataclasses.replace(table, data=data, split=None, split_from_end=None)).test
    everything = [
        dataclasses.replace(series, known=table.lookback) for series in read_inputs(table, data)
    ]
    windows = Windows(
        [(series, table.lookback, len(series) - table.horizon + 1) for series in everything]
    )
    if not len(windows):
        raise InputError(f"{data}: too short for --lookback {table.lookback} and --horizon "
                         f"{table.horizon} together")  # fmt: skip
    if len(windows.spans) < len(everything):
        say(f"{data}: {len(everything) - len(windows.spans)} of {len(everything)} series are too "
            "short to be judged")  # fmt: skip
    return windows


def is_the_same(data: str, other: str | None) -> bool:
    """Whether two files or folders hold the same."""
    if other is None or not Path(data).exists() or not Path(other).exists():
        return False
    return files.fingerprint(data) == files.fingerprint(other)


def read_inputs(table: SeriesTable, path: str) -> Iterator[Series]:
    """Read series to be gone on from."""
    yield from tables.read_series(path, roles(table), fill=table.fill)


def describe(table: SeriesTable, splits: Splits[Window]) -> Iterator[str]:
    """Say in lines how long the series are, what is forecast, and how many windows there are."""
    everything = [series for series, _, _ in spans(splits.test)]
    first = everything[0]
    many = f"{len(everything)} series, " if len(everything) > 1 else ""
    begins = [series.times[0] for series in everything]
    ends = [series.times[-1] for series in everything]
    sizes = [len(series) for series in everything]
    yield (f"{many}{sum(sizes):,} steps of {step_name(first.freq)}, from "
           f"{first.label(min(begins))} to {first.label(max(ends))}")  # fmt: skip
    if min(begins) < max(begins) or min(ends) < max(ends):
        yield (f"a series has {min(sizes):,} to {max(sizes):,} steps; the last begins at "
               f"{first.label(max(begins))}, the first ends at {first.label(min(ends))}"
               )  # fmt: skip
    yield f"forecast: {listed(first.targets)}"
    if first.unused:
        yield f"not used: {listed(first.unused)}; name inputs with --past-columns"
    filled = sum(int((~series.observed).sum()) for series in everything)
    if filled:
        yield f"filled: {filled:,} values; they are read, and never judged"
    for part in splits.sizes():
        windows = getattr(splits, part)
        origins = [series.times[origin] for series, origin, _ in spans(windows)]
        late = max(origins)
        last = f", the last series from {first.label(late)}" if late > min(origins) else ""
        yield (f"{part:10} {len(windows):9,} windows, forecast from {first.label(min(origins))} on"
               f"{last}")  # fmt: skip


def listed(names: Sequence[str]) -> str:
    """Name columns in a line that isn't too long; of many, how many there are."""
    many = f" ({len(names)} columns)" if len(names) > 20 else ""
    return shortened(", ".join(names), tables.LISTED) + many


def roles(table: SeriesTable) -> Roles:
    """Say what the columns mean."""
    separator = "\t" if table.separator in ("tab", "\\t") else table.separator
    if separator is not None and len(separator) != 1:
        raise InputError(f"--separator {separator}: must be one character, or tab")
    return Roles(
        table.time_column or (), table.target or (), table.id_column or (),
        table.past_columns,
        table.future_columns, table.time_zone, table.time_format, table.freq, separator,
        table.decimal, table.column_names, in_rows=table.layout == "rows",
    )  # fmt: skip


def series_in(table: SeriesTable, frame: pd.DataFrame, source: str) -> list[Series]:
    """Make the series of a table that is in memory; `source` is named in errors."""
    return tables.series_of(frame, source, roles(table), fill=table.fill)


def read(table: SeriesTable, path: str) -> tuple[list[Series], dict[str, Any]]:
    """Read all series of a table, or of a folder with a table for each part.

    Returns:
        The series, and for a folder the first time of each series in each part.
    """
    import pandas as pd

    if not Path(path).is_dir():
        return list(read_inputs(table, path)), {}
    meaning = roles(table)
    parts: Mapping[str, pd.DataFrame] = {
        part: frames.read_frame(file, meaning.layout)
        for part, file in find_parts(Path(path), frames.SUFFIXES).items()
    }
    parts, meaning = going_on(parts, meaning)
    whole = pd.concat(parts.values(), ignore_index=True)
    series = tables.series_of(whole, path, meaning, fill=table.fill)
    *_, times, groups = tables.placed(whole, path, meaning)
    begins: dict[str, dict[str, Any]] = {part: {} for part in parts}
    stop = 0
    for part, frame in parts.items():
        start, stop = stop, stop + len(frame)
        for name, rows in groups.items():
            inside = rows[(rows >= start) & (rows < stop)]
            if len(inside):
                begins[part][name] = times[inside].min()
    return series, begins


def going_on(
    parts: Mapping[str, pd.DataFrame], meaning: Roles
) -> tuple[Mapping[str, pd.DataFrame], Roles]:
    """Let each part go on behind the one before, where tables have a series in each row."""
    first = next(iter(parts.values()))
    if not meaning.in_rows and (meaning.time or meaning.id or first_time_column(first) is not None):
        return parts, meaning
    long: dict[str, pd.DataFrame] = {}
    counts: Counter[str] = Counter()
    for part, frame in parts.items():
        rows = frames.rows_as_series(frame, sure=meaning.in_rows)
        if rows is None:
            return parts, meaning
        rows["step"] += rows["unique_id"].map(lambda name: counts[name])
        counts.update(rows["unique_id"])
        long[part] = rows
    say("no column of times; each row is read as a series, the first value first")
    return long, dataclasses.replace(meaning, **tables.LONG)


def cut(
    table: SeriesTable,
    series: Sequence[Series],
    begins: Mapping[str, Mapping[str, Any]] | None = None,
) -> Splits[Window]:
    """Cut each series in time order: as `split` says, by files, or by fractions.

    Args:
        table: says where.
        series: to cut; of several, those that are too short, or never change where the model would
            learn from them, are left out, which is said.
        begins: the first time of each series in each part, if there is a file for each.

    Raises:
        InputError: if there are too few steps.
    """
    begins = begins or {}
    split = ",".join(map(str, table.split or ()))
    if table.split and len(table.split) != 3:
        raise InputError(f"--split must be three counts of steps, as 8640,2880,2880, not {split}")
    at_end = table.split_from_end
    if at_end and (table.split or len(at_end) not in (2, 3)):
        raise InputError("--split-from-end must be two or three counts of steps, as 24,24,0, and "
                         "doesn't go with --split")  # fmt: skip

    def parts(series: Series) -> tuple[int, int, int]:
        steps = len(series)
        if table.split:
            train, validation, test = table.split
            if train + validation + test > steps:
                raise InputError(f"{series.source}: --split {split} is more than the {steps} "
                                 "steps there are")  # fmt: skip
            return train, validation, test
        if at_end:
            return max(0, steps - sum(at_end)), at_end[0], at_end[1]
        test = max(table.horizon, round(table.test_fraction * steps))
        validation = max(table.horizon, round(table.validation_fraction * steps))
        if "test" in begins:
            test = steps - first_row(series, begins["test"])
        if "validation" in begins:
            validation = steps - test - first_row(series, begins["validation"])
        return max(0, steps - test - validation), validation, test

    windows = cut_by_time(series, lookback=table.lookback, horizon=table.horizon, parts=parts)
    return Splits(*windows)


def first_row(series: Series, begins: Mapping[str, Any]) -> int:
    """Return the row at which a part of a series begins; behind the last one if it has none."""
    if series.name not in begins:
        return len(series)
    return int(np.searchsorted(series.times, begins[series.name]))


def series_given(table: SeriesTable, inputs: Iterable[Any]) -> Iterator[Series]:
    """Take series from what was given to `predict`: series, files, or the lines of a table."""
    lines: list[str] = []
    for given in inputs:
        if isinstance(given, Series):
            yield given
        elif not lines and Path(str(given)).is_file():  # a file's name among the words
            yield from read_inputs(table, str(given))
        else:
            lines.append(str(given))
    if lines:
        text = "\n".join(lines) + "\n"
        frame = frames.frame_of_text(text, "the lines given", layout=roles(table).layout)
        yield from series_in(table, frame, "the lines given")


def write_rows_ahead(table: SeriesTable, targets: Sequence[str], folder: Path) -> Path | None:
    """Write the end of a table's first series so that its last horizon is to be forecast.

    Args:
        table: its `data` is a file; of a folder nothing is written.
        targets: columns that are left empty in the last rows.
        folder: gets `ahead.csv`.

    Returns:
        The file, if it was written.
    """
    if not table.data or not Path(table.data).is_file():
        return None
    frame = tables.read_frame(table.data)
    for name in table.id_column or ("unique_id",):
        if name in frame:
            frame = frame[frame[name] == frame[name].iloc[0]]
    frame = frame.tail(table.lookback + table.horizon).copy()
    frame.loc[frame.index[-table.horizon :], list(targets)] = np.nan
    path = folder / "ahead.csv"
    files.write_text(path, frame.to_csv(index=False))
    return path
