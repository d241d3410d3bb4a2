"""Pairs of texts from tables: .tsv as people and programs write it, .csv and .jsonl."""

from __future__ import annotations

import csv
import itertools
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from keras_seq.data import tables
from keras_seq.errors import InputError
from keras_seq.progress import say

PLAIN = (".tsv", ".txt")  # a pair a line, mostly without header
FLAGS = ("--source", "--target")
LOOKED_AT = 100  # rows that tell what stands in a column
QUOTED = re.compile(r'"(?:[^"]|"")*"')


class Pair(NamedTuple):
    """One example.

    Attributes:
        source: as read, blanks at the ends stripped.
        target: the same.
        place: where it stands, as "train.de, line 7".
    """

    source: str
    target: str
    place: str


def clean(source: str, target: str, place: str) -> Pair:
    """Strip blanks at the ends."""
    return Pair(" ".join(source.split()), " ".join(target.split()), place)


def read_table(
    path: str | Path,
    source: str = "source",
    target: str = "target",
    flags: tuple[str, str] = FLAGS,
) -> Iterator[Pair]:
    """Read pairs from one file.

    Args:
        path: .tsv or .txt: source, tab, target on each line, and no header, unless its first line
            names the columns; .csv with a header; .jsonl with the keys, or with `translation`, an
            object with the keys. Also with .gz. A .tsv that a spreadsheet wrote, with quotes
            around fields, is read as it was meant.
        source: column or key of the source, or the number of its column, the first one being 1.
        target: the same of the target.
        flags: the options that name both.

    Raises:
        InputError: naming file, line and mend; also where ids or names of languages stand in the
            columns that would be taken for texts.
    """
    if is_plain(path):
        yield from _plain_pairs(path, source, target, flags)
        return
    for row in tables.read_rows(path):
        values = _inner(row.values) if source not in row.values else row.values
        for flag, name in zip(flags, (source, target), strict=True):
            if name not in values and not _of_number(values, name):
                tables.require_columns(tables.Row(values, row.source), {flag: name})
        yield clean(_value(values, source), _value(values, target), row.source)


def read_sources(path: str, source: str, flag: str = FLAGS[0]) -> Iterator[str]:
    """Read what is to be translated: the column of a table, or lines, empty ones too."""
    if not is_plain(path) and path.lower().removesuffix(".gz").endswith(tables.SUFFIXES):
        for row in tables.read_rows(path):
            if source not in row.values and not _of_number(row.values, source):
                tables.require_columns(row, {flag: source})
            yield _value(row.values, source)
        return
    rows = _plain_rows(path)
    place = int(source) - 1 if source.isdecimal() else 0
    for number, (line, fields) in enumerate(rows):
        if number == 0 and source in fields and len(fields) > 1:
            place = fields.index(source)
            continue
        if len(fields) > 1 and not 0 <= place < len(fields):
            raise InputError(f"{path}, line {line}: {len(fields)} columns, and the model was "
                             f"trained with {flag} {source}")  # fmt: skip
        yield fields[place] if len(fields) > 1 else fields[0]


def is_plain(path: str | Path) -> bool:
    """Say by its name whether a file holds a pair a line, with a tab between."""
    return Path(path).name.lower().removesuffix(".gz").endswith(PLAIN)


def _plain_pairs(
    path: str | Path, source: str, target: str, flags: tuple[str, str]
) -> Iterator[Pair]:
    rows = _plain_rows(path)
    first = next(rows)
    named = source in first[1] and target in first[1]
    if named:
        places = [first[1].index(source), first[1].index(target)]
    elif source.isdecimal() and target.isdecimal():
        places = [int(source) - 1, int(target) - 1]
    else:
        places = [0, 1]
    some = [*([] if named else [first]), *itertools.islice(rows, LOOKED_AT)]
    if not named and not source.isdecimal():
        _require_texts(path, [fields for _, fields in some], flags)
    for line, fields in itertools.chain(some, rows):
        if not any(fields):
            continue
        if len(fields) < 2:
            raise InputError(f"{path}, line {line}: no tab; write the source, a tab, and the "
                             "target")  # fmt: skip
        if not 0 <= min(places) <= max(places) < len(fields):
            raise InputError(f"{path}, line {line}: {len(fields)} columns, where column "
                             f"{max(places) + 1} is wanted")  # fmt: skip
        yield clean(fields[places[0]], fields[places[1]], f"{path}, line {line}")


def _require_texts(path: str | Path, rows: Sequence[Sequence[str]], flags: tuple[str, str]) -> None:
    """Make sure that the first two of many columns are no ids and no names of languages."""
    rows = [fields for fields in rows if any(fields)]
    width = min(map(len, rows), default=0)
    if width < 3:
        return
    columns = list(zip(*rows, strict=False))[:width]
    odd = {
        number: "numbers" if all(field.strip().isdecimal() for field in column) else "the same word"
        for number, column in enumerate(columns, start=1)
        if all(field.strip().isdecimal() for field in column)
        or (len(rows) > 2 and len(set(column)) == 1)
    }
    taken = next((number for number in (1, 2) if number in odd), None)
    if taken is not None:
        texts = [number for number in range(1, width + 1) if number not in odd]
        source, target = flags
        hint = f"{source} {texts[0]} {target} {texts[1]}" if len(texts) > 1 else source
        raise InputError(f"{path}: {width} columns, and in column {taken} stand {odd[taken]}, as "
                         f"{columns[taken - 1][0]!r}; name those of the texts by number, as {hint}"
                         )  # fmt: skip
    say(f"{path}: {width} columns; read are the first two (others: {flags[0]} 1 {flags[1]} "
        f"{width})")  # fmt: skip


def _plain_rows(path: str | Path) -> Iterator[tuple[int, list[str]]]:
    """Read the fields of each line, and the line's number."""
    if not (is_plain(path) and _is_quoted(tables.read_lines(path))):
        for number, line in enumerate(tables.read_lines(path), start=1):
            yield number, line.rstrip("\r\n").split("\t")
        return
    begins = 1
    reader = csv.reader(tables.read_lines(path), delimiter="\t", strict=True)
    for fields in reader:
        number, begins = begins, reader.line_num + 1
        yield number, fields


def _is_quoted(lines: Iterable[str]) -> bool:
    """Say whether a program put quotes around fields, rather than people into sentences.

    A program doubles the quotes in a field, or, as Excel, quotes fields for their commas, and then
    all of these and no other. What looks so in every field that has quotes was written by one.
    """
    doubled, for_commas, odd, held = False, False, False, ""
    for line in lines:
        held += line
        if held.count('"') % 2 and len(held) < 100_000:  # perhaps a field with a line end in it
            continue
        if '"' in held:
            rest = QUOTED.sub(lambda found: "" if "\t" in found[0] else found[0], held)
            fields = rest.rstrip("\r\n").split("\t")
            quoted = [field for field in fields if '"' in field]
            if not all(QUOTED.fullmatch(field) for field in quoted):
                return False
            doubled = doubled or any('""' in field[1:-1] for field in quoted)
            for_commas = for_commas or any("," in field for field in quoted)
            odd = odd or any("," not in field for field in quoted)
            odd = odd or any("," in field for field in fields if '"' not in field)
        else:
            odd = odd or "," in held
        held = ""
    return not held and (doubled or (for_commas and not odd))


def _inner(values: dict[str, str]) -> dict[str, str]:
    """Take the texts of `{"translation": {...}}`; none where there is no such object."""
    try:
        found = json.loads(values.get("translation", ""))
    except ValueError:
        return values
    if not isinstance(found, dict):
        return values
    return {key: tables.as_text("translation", key, value) for key, value in found.items()}


def _of_number(values: dict[str, str], name: str) -> bool:
    return name.isdecimal() and 0 < int(name) <= len(values)


def _value(values: dict[str, str], name: str) -> str:
    return values[name] if name in values else list(values.values())[int(name) - 1]
