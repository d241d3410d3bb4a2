"""From files to windows: which columns mean what, and where the parts begin."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq.config import option
from keras_seq.data.series import tables
from keras_seq.data.series.tables import Roles, Series
from keras_seq.data.series.windows import Window, Windows, cut_by_time, spans
from keras_seq.data.splits import Splits, find_parts
from keras_seq.errors import InputError
from keras_seq.options import DataOptions

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class SeriesTable(DataOptions):
    """Series, and how they are cut into windows; lists with commas between."""

    time_column: tuple[str, ...] | None = option(
        None, "Column of the time, or several: year,month,day,hour; default: the first with times."
    )
    target: tuple[str, ...] | None = option(
        None, "Columns to forecast; default: y, or every numeric column without another role."
    )
    id_column: str | None = option(
        None, "Column that names the series, in a long table; default: unique_id if there is one."
    )
    past_columns: tuple[str, ...] = option((), "Columns to read that are known up to now only.")
    future_columns: tuple[str, ...] = option((), "Columns known ahead, such as holidays.")
    time_format: str | None = option(
        None, "How times are written, as %d.%m.%Y; default: ISO 8601, or what is found out."
    )
    time_zone: str | None = option(None, "Of times that don't say it, such as Europe/Berlin.")
    fill: str = option("none", "What stands in for missing steps and values.", choices=tables.FILLS)
    split: tuple[int, ...] | None = option(
        None, "Steps of training, validation and test part, as 8640,2880,2880.", minimum=1
    )
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
    if Path(data).is_dir():
        return load(dataclasses.replace(table, data=data, split=None)).test
    windows = Windows(
        [(series, table.lookback, len(series) - table.horizon + 1)
         for series in read_inputs(table, data)]
    )  # fmt: skip
    if not len(windows):
        raise InputError(f"{data}: too short for --lookback {table.lookback} and --horizon "
                         f"{table.horizon} together")  # fmt: skip
    return windows


def read_inputs(table: SeriesTable, path: str) -> Iterator[Series]:
    """Read series to be gone on from."""
    yield from tables.read_series(path, roles(table), fill=table.fill)


def describe(table: SeriesTable, splits: Splits[Window]) -> Iterator[str]:
    """Say in lines how long the series are, what is forecast, and how many windows there are."""
    everything = [series for series, _, _ in spans(splits.test)]
    first = everything[0]
    many = f"{len(everything)} series, " if len(everything) > 1 else ""
    begins, ends = (first.label(first.times[row]) for row in (0, -1))
    yield f"{many}{sum(map(len, everything)):,} steps of {first.freq}, from {begins} to {ends}"
    yield f"forecast: {', '.join(first.targets)}"
    if first.unused:
        yield f"not used: {', '.join(first.unused)}; name inputs with --past-columns"
    filled = sum(int((~series.observed).sum()) for series in everything)
    if filled:
        yield f"filled: {filled:,} values; they are read, and never judged"
    for part in splits.sizes():
        windows = getattr(splits, part)
        begins = first.label(min(series.times[origin] for series, origin, _ in spans(windows)))
        yield f"{part:10} {len(windows):9,} windows, forecast from {begins} on"


def roles(table: SeriesTable) -> Roles:
    """Say what the columns mean."""
    return Roles(
        table.time_column or (), table.target or (), table.id_column, table.past_columns,
        table.future_columns, table.time_zone, table.time_format,
    )  # fmt: skip


def series_in(table: SeriesTable, frame: pd.DataFrame, source: str) -> list[Series]:
    """Make the series of a table that is in memory; `source` is named in errors."""
    return tables.series_of(frame, source, roles(table), fill=table.fill)


def read(table: SeriesTable, path: str) -> tuple[list[Series], dict[str, Any]]:
    """Read all series of a table, or of a folder with a table for each part.

    Returns:
        The series, and for a folder the first time of each part.
    """
    import pandas as pd

    if not Path(path).is_dir():
        return list(read_inputs(table, path)), {}
    files = find_parts(Path(path), tables.SUFFIXES)
    frames = {part: tables.read_frame(file) for part, file in files.items()}
    series = series_in(table, pd.concat(frames.values(), ignore_index=True), path)
    begins = {}
    for part, frame in frames.items():
        alone = tables.series_of(frame, str(files[part]), roles(table), fill="last")
        begins[part] = min(series.times[0] for series in alone)
    return series, begins


def cut(
    table: SeriesTable, series: Sequence[Series], begins: Mapping[str, Any] | None = None
) -> Splits[Window]:
    """Cut each series in time order: as `split` says, by files, or by fractions.

    Args:
        table: says where.
        series: to cut.
        begins: the first time of each part, if there is a file for each.

    Raises:
        InputError: if there are too few steps.
    """
    begins = begins or {}
    split = ",".join(map(str, table.split or ()))
    if table.split and len(table.split) != 3:
        raise InputError(f"--split must be three counts of steps, as 8640,2880,2880, not {split}")

    def parts(series: Series) -> tuple[int, int, int]:
        steps = len(series)
        if table.split:
            train, validation, test = table.split
            if train + validation + test > steps:
                raise InputError(f"{series.source}: --split {split} is more than the {steps} "
                                 "steps there are")  # fmt: skip
            return train, validation, test
        test = max(table.horizon, round(table.test_fraction * steps))
        validation = max(table.horizon, round(table.validation_fraction * steps))
        if "test" in begins:
            test = steps - int(np.searchsorted(series.times, begins["test"]))
        if "validation" in begins:
            validation = steps - test - int(np.searchsorted(series.times, begins["validation"]))
        return max(0, steps - test - validation), validation, test

    windows = cut_by_time(series, lookback=table.lookback, horizon=table.horizon, parts=parts)
    return Splits(*windows)


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
        frame = tables.frame_of_text("\n".join(lines) + "\n", "the lines given")
        yield from series_in(table, frame, "the lines given")
