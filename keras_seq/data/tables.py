"""Tables with line numbers: CSV, TSV and JSONL, plain or gzip, read strictly.

The standard library's `csv` and not pandas, which can't say on which line a quoted field began and
mends ragged rows in silence.
"""

from __future__ import annotations

import contextlib
import csv
import gzip
import io
import json
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple, cast

from keras_seq.config import nearest
from keras_seq.data.splits import listed, part_of
from keras_seq.errors import InputError

SUFFIXES = (".csv", ".tsv", ".jsonl")
LONGEST_FIELD = 100 << 20  # characters


class Row(NamedTuple):
    """One row of a table.

    Attributes:
        values: text by column.
        source: where it stands, as "reviews.csv, line 7".
    """

    values: dict[str, str]
    source: str


def read_rows(path: str | Path | zipfile.Path, kind: str | None = None) -> Iterator[Row]:
    """Read a table row by row.

    Args:
        path: .csv, .tsv or .jsonl, and .gz behind it if you like; UTF-8. CSV and TSV have a header.
        kind: one of these endings, for a file that is called otherwise.

    Yields:
        The rows, with the line on which each begins.

    Raises:
        InputError: naming file, line and mend, for anything that is not a clean table.
    """
    kind = kind or suffix(path)
    lines = read_lines(path)
    rows = _json_rows(path, lines) if kind == ".jsonl" else _csv_rows(path, lines, kind)
    empty = True
    for row in rows:
        empty = False
        yield row
    if empty:
        raise InputError(f"{path}: there is no row in it")


def suffix(path: str | Path | zipfile.Path) -> str:
    """Return the kind of a table by its name's ending, without .gz.

    Raises:
        InputError: if it is none that can be read.
    """
    name = (Path(path) if isinstance(path, str) else path).name.lower().removesuffix(".gz")
    kind = next((one for one in SUFFIXES if name.endswith(one)), None)
    if kind is None:
        raise InputError(f"{path}: the name must end with {', '.join(SUFFIXES)}, or these with .gz")
    return kind


def stands_in(data: str) -> bool:
    """Say by names whether `data` is a table, or a folder with `train` in one."""
    path = Path(data)
    names = [path.name]
    if path.is_dir():
        names = [one.name for one in path.iterdir() if part_of(one.name) == "train"]
    return any(name.lower().removesuffix(".gz").endswith(SUFFIXES) for name in names)


def require_columns(row: Row, wanted: dict[str, str]) -> None:
    """Make sure that a table has the columns that options name.

    Args:
        row: any row of it.
        wanted: column by option, as `{"--text-column": "text"}`.

    Raises:
        InputError: naming the columns that are there.
    """
    for flag, column in wanted.items():
        if column not in row.values:
            there = listed(row.values) or "none"
            file = row.source.rpartition(", line ")[0]
            raise InputError(
                f"{file}: no column {column!r}{nearest(column, row.values)}; "
                f"its columns are {there}; name yours with {flag}, or rename it for a model that "
                f"is trained"
            )


def read_lines(path: str | Path | zipfile.Path) -> Iterator[str]:
    """Read a UTF-8 text file, plain or gzip or inside a zip, line by line, line ends kept.

    Raises:
        InputError: naming file and line, for what is missing, damaged or not text.
    """
    path = Path(path) if isinstance(path, str) else path
    if path.is_dir():
        raise InputError(f"{path}: a folder, where a file is expected")
    number = 0
    try:
        with contextlib.ExitStack() as opened:
            stream: Iterable[bytes] = opened.enter_context(path.open("rb"))
            if path.name.lower().endswith(".gz"):
                stream = opened.enter_context(gzip.open(cast(IO[bytes], stream)))
            for number, line in enumerate(_lines(stream), start=1):
                if number == 1:
                    line = line.removeprefix(b"\xef\xbb\xbf")
                    if line.startswith((b"\xff\xfe", b"\xfe\xff")):
                        raise InputError(f"{path}, line 1: UTF-16; save the file as UTF-8")
                if b"\0" in line:
                    raise InputError(f"{path}, line {number}: a NUL byte; not a text file, or "
                                     f"damaged")  # fmt: skip
                yield line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path}, line {number}: byte {error.object[error.start]:#04x} is not UTF-8; save the "
            f"file as UTF-8"
        ) from None
    except (gzip.BadGzipFile, zlib.error):
        raise InputError(f"{path}, line {number + 1}: not valid gzip; pack it again") from None
    except EOFError:
        raise InputError(f"{path}, line {number + 1}: the gzip file is cut off") from None
    except zipfile.BadZipFile as error:
        raise InputError(f"{path}: the zip file is damaged ({error}); pack it again") from None
    except FileNotFoundError:
        raise InputError(f"{path}: no such file or folder") from None
    except OSError as error:
        raise InputError(f"{path}: can't be read: {error.strerror or error}") from None
    if number == 0:
        raise InputError(f"{path}: the file is empty")


def _lines(stream: Iterable[bytes]) -> Iterator[bytes]:
    """Read lines; those of old Macs, which end with a carriage return, come as one."""
    for number, line in enumerate(stream):
        if number or b"\r" not in line or line.endswith(b"\n"):
            yield line
        else:
            yield from io.BytesIO(line.replace(b"\r", b"\n"))


def _csv_rows(path: str | Path | zipfile.Path, lines: Iterator[str], kind: str) -> Iterator[Row]:
    csv.field_size_limit(min(LONGEST_FIELD, sys.maxsize))
    reader = csv.reader(lines, delimiter="\t" if kind == ".tsv" else ",", strict=True)
    begins = 1  # the line on which the next row begins
    header: list[str] | None = None
    try:
        for fields in reader:
            line, begins = begins, reader.line_num + 1
            if not fields:  # a blank line
                continue
            if header is None:
                header = _checked_header(path, fields, line)
                continue
            if len(fields) != len(header):
                raise InputError(
                    f"{path}, line {line}: {len(fields)} fields, where the header has {len(header)}"
                    f"; quote a field that holds a {'tab' if kind == '.tsv' else 'comma'}"
                )
            yield Row(dict(zip(header, fields, strict=True)), f"{path}, line {line}")
    except csv.Error as error:
        between = "\t" if kind == ".tsv" else ","
        why = {
            "unexpected end of data": "a quote is opened and never closed",
            f"'{between}' expected after '\"'": "text stands behind a closing quote; write a quote "
            'inside a quoted field twice, as ""',
            f"field larger than field limit ({LONGEST_FIELD})": "a field is longer than 100 million"
            " characters; is a quote not closed?",
        }.get(str(error), str(error))
        raise InputError(f"{path}, line {begins}: {why}") from None


def header_of(text: str, path: str | Path, separator: str) -> list[str]:
    """Read the header of a table from its text.

    Raises:
        InputError: if a column has no name, or two have the same.
    """
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    for fields in reader:
        if fields:
            return _checked_header(path, fields, reader.line_num)
    raise InputError(f"{path}: there is no row in it")


def _checked_header(path: str | Path | zipfile.Path, fields: list[str], line: int) -> list[str]:
    header = [field.strip() for field in fields]
    for number, name in enumerate(header, start=1):
        if not name:
            raise InputError(f"{path}, line {line}: column {number} of the header has no name")
        if header.index(name) != number - 1:
            raise InputError(f"{path}, line {line}: two columns are called {name!r}")
    return header


def _json_rows(path: str | Path | zipfile.Path, lines: Iterator[str]) -> Iterator[Row]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        where = f"{path}, line {number}"
        try:
            record = json.loads(line.rstrip("\r\n"))
        except json.JSONDecodeError as error:
            raise InputError(
                f"{where}: not valid JSON: {error.msg} (column {error.colno}); "
                f"each line must be a whole object"
            ) from None
        except (ValueError, RecursionError):
            raise InputError(f"{where}: not JSON that can be read: too deep or too long") from None
        if not isinstance(record, dict):
            raise InputError(f'{where}: each line must be an object, as {{"text": ...}}')
        yield Row({key: as_text(where, key, value) for key, value in record.items()}, where)


def cell(value: Any) -> Any:
    """Make a value safe to be written into a table: no spreadsheet takes it for a formula.

    A text that begins like one gets an apostrophe, as is the custom; numbers stay what they are.

    >>> cell("=1+1"), cell("-0.5"), cell(-0.5), cell("fine")
    ("'=1+1", '-0.5', -0.5, 'fine')
    """
    if not isinstance(value, str) or not value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return value
    try:
        float(value)
    except ValueError:
        return f"'{value}"
    return value


def as_text(where: str, key: str, value: Any) -> str:
    """Turn a JSON value into text; what can't be text is left for the caller to miss."""
    if isinstance(value, str):
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:
            raise InputError(
                f"{where}: {key!r} holds half a character (a lone surrogate)"
            ) from None
        return value
    if isinstance(value, bool | int | float):
        return json.dumps(value)
    return "" if value is None else json.dumps(value, ensure_ascii=False)
