"""Tables of series as data frames: text in, columns with the names and values that stand there."""

from __future__ import annotations

import csv
import io
import json
import re
import warnings
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq.data import tables
from keras_seq.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

SUFFIXES = (*tables.SUFFIXES, ".parquet")
NUMBER = re.compile(r"[+-]?(\d+[.,]?\d*|[.,]\d+)([eE][+-]?\d+)?")
DAY = re.compile(r"\d{1,4}[-./]\d{1,2}([-./]\d{1,4})?([T ].*)?|\d{1,2}:\d{2}(:\d{2}.*)?")


@dataclass(frozen=True)
class Layout:
    """How a table is written.

    Attributes:
        separator: between the fields of a line; None: as the file's ending says.
        decimal: what stands before the decimals of a number.
        names: of the columns, for a table without a header; empty: its first line holds them.
        text: columns that are kept as they are written, such as ids.
    """

    separator: str | None = None
    decimal: str = "."
    names: Sequence[str] = ()
    text: Collection[str] = ()


def read_frame(path: str | Path, layout: Layout | None = None) -> pd.DataFrame:
    """Read a table with pandas, after its text has been checked.

    Args:
        path: .csv, .tsv or .jsonl, plain or .gz, or .parquet.
        layout: how it is written; None: as the file's ending says.

    Raises:
        InputError: naming file and line, for what is no clean table.
    """
    path = Path(path)
    if path.name.lower().removesuffix(".gz").endswith(".parquet"):
        return _parquet(path)
    kind = tables.suffix(path)
    return frame_of_text("".join(tables.read_lines(path)), str(path), kind, layout)


def frame_of_text(
    text: str, source: str, kind: str = ".csv", layout: Layout | None = None
) -> pd.DataFrame:
    """Read a table from its text.

    Args:
        text: what stands in the file.
        source: named in errors.
        kind: `.csv`, `.tsv` or `.jsonl`.
        layout: how it is written.

    Raises:
        InputError: if it is no clean table.
    """
    import pandas as pd

    layout = layout or Layout()
    text = re.sub(r"\r\n?", "\n", text) if "\r" in text else text  # of Windows, or of an old Mac
    try:
        frame = _json(text, source, layout) if kind == ".jsonl" else (
            _csv(text, source, kind, layout)
        )  # fmt: skip
    except (ValueError, csv.Error, pd.errors.ParserWarning) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"{source}: no clean table: {' '.join(str(error).split())}") from None
    if frame.empty:
        raise InputError(f"{source}: there is no row in it")
    frame.columns = [str(name).strip() for name in frame.columns]
    return frame


def _csv(text: str, source: str, kind: str, layout: Layout) -> pd.DataFrame:
    import pandas as pd

    separator = layout.separator or ("\t" if kind == ".tsv" else ",")
    first = next(csv.reader(io.StringIO(text), delimiter=separator), [])
    if layout.names:
        if len(first) != len(layout.names):
            raise InputError(f"{source}: --column-names are {len(layout.names)}, and the first "
                             f"line has {len(first)} fields")  # fmt: skip
        text = f"{separator.join(layout.names)}\n{text}"
    else:
        _check_names(first, source)
    header = tables.header_of(text, source, separator)
    if len(header) == 1 and (other := next((one for one in ";\t|" if one in header[0]), None)):
        raise InputError(f"{source}: one column, {header[0]!r}; say what stands between the "
                         f"columns with --separator {'tab' if other == chr(9) else repr(other)}"
                         )  # fmt: skip
    with warnings.catch_warnings():
        # More fields than the header has are an error, and no index either.
        warnings.simplefilter("error", pd.errors.ParserWarning)
        frame = pd.read_csv(
            io.StringIO(text), sep=separator, decimal=layout.decimal, skipinitialspace=True,
            index_col=False, low_memory=False, dtype=dict.fromkeys(layout.text, "str"),
            # Words such as NA are what they are; among numbers they are blanks.
            keep_default_na=False, na_values=[""],
        )  # fmt: skip
    if layout.decimal != ".":  # in columns that hold words too, such as NA
        pattern = rf"^([+-]?\d*){re.escape(layout.decimal)}(\d+)$"
        for name in frame.columns.difference(list(layout.text)):
            if not pd.api.types.is_numeric_dtype(frame[name]):
                frame[name] = frame[name].str.replace(pattern, r"\1.\2", regex=True)
    return frame


def _check_names(first: Sequence[str], source: str) -> None:
    """Make sure that a first line holds names.

    Raises:
        InputError: if it looks like a row of values.
    """
    fields = [field.strip() for field in first]
    numbers = [bool(NUMBER.fullmatch(field)) for field in fields]
    days = [bool(DAY.fullmatch(field)) and not number
            for field, number in zip(fields, numbers, strict=True)]  # fmt: skip
    if fields and (sum(numbers) + sum(days) == len(fields) or (any(numbers) and any(days))):
        shown = ", ".join(fields[:3]) + (", ..." if len(fields) > 3 else "")
        example = ",".join("time" if day else f"c{n}" for n, day in enumerate(days, start=1))
        raise InputError(
            f"{source}, line 1: {shown} look like values, where the names of columns should stand; "
            "write them above"
            + (f", or name the columns with --column-names {example}" if len(fields) < 9 else
               f", or name the {len(fields)} columns with --column-names")
            + ("" if any(days) else ", and --time-column row if there are no times")
        )  # fmt: skip


def _json(text: str, source: str, layout: Layout) -> pd.DataFrame:
    import pandas as pd

    records = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        where = f"{source}, line {number}"
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            raise InputError(f"{where}: not valid JSON; each line must be a whole object"
                             ) from None  # fmt: skip
        if not isinstance(record, dict):
            raise InputError(f'{where}: each line must be an object, as {{"ds": "2024-01-31", '
                             '"y": 7}')  # fmt: skip
        records.append(record)
    frame = pd.DataFrame.from_records(records).astype(object)
    for name in frame:
        column = frame[name]
        if name in layout.text:
            frame[name] = [None if _is_missing(one) else str(one) for one in column]
        else:
            whole = column.map(lambda one: isinstance(one, list | dict))
            frame[name] = (column.astype(str) if whole.any() else column).infer_objects()
    return frame


def _is_missing(value: Any) -> bool:
    return value is None or (isinstance(value, float) and np.isnan(value))


def _parquet(path: Path) -> pd.DataFrame:
    import pandas as pd

    try:
        frame = pd.read_parquet(path)
    except ImportError:
        raise InputError(f"{path}: reading Parquet needs one more package: "
                         "pip install pyarrow") from None  # fmt: skip
    except FileNotFoundError:
        raise InputError(f"{path}: no such file or folder") from None
    except Exception as error:
        raise InputError(f"{path}: no Parquet that can be read: {error}") from None
    if frame.columns.nlevels > 1:
        raise InputError(f"{path}: its columns have names of {frame.columns.nlevels} levels; join "
                         'them first, as with df.columns = ["_".join(names) for names in '
                         "df.columns]")  # fmt: skip
    if frame.index.name is not None or isinstance(frame.index, pd.DatetimeIndex):
        frame = frame.reset_index()  # what was the index of a data frame, as its times often are
    if frame.empty:
        raise InputError(f"{path}: there is no row in it")
    frame.columns = [str(name).strip() for name in frame.columns]
    return frame


def rows_as_series(frame: pd.DataFrame, *, sure: bool = False) -> pd.DataFrame | None:
    """Turn a table with a series in each row, as M4 was published, into a long one.

    Such a row holds an id and then values, the first one first; shorter series end with blanks.

    Args:
        frame: the table.
        sure: whether the user says that it is such a table, so that ids may be numbers.

    Returns:
        Columns `unique_id`, `step` (from 1) and `y`; None if it isn't such a table.
    """
    import pandas as pd

    first, *rest = frame.columns
    ids = frame[first]
    if not ids.is_unique or (not sure and (len(rest) < 3 or pd.api.types.is_numeric_dtype(ids))):
        return None
    if not all(pd.api.types.is_numeric_dtype(frame[name]) for name in rest):
        return None
    values = frame[rest].to_numpy(float)
    last = values.shape[1] - np.argmax(np.isfinite(values[:, ::-1]), axis=1)
    rows, steps = np.nonzero(np.arange(values.shape[1]) < last[:, None])
    return pd.DataFrame({"unique_id": ids.astype(str).to_numpy()[rows], "step": steps + 1,
                         "y": values[rows, steps]})  # fmt: skip
