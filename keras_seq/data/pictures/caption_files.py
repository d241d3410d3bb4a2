"""Which captions belong to which picture: tables, Flickr8k's lists, COCO's JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from keras_seq.data import folders, tables
from keras_seq.data.folders import File
from keras_seq.data.splits import listed
from keras_seq.errors import InputError

SUFFIXES = (".csv", ".tsv", ".jsonl", ".txt", ".token", ".json")
#: What columns are called, beside what options say, and the files of captions.
PICTURE_COLUMNS = ("file_name", "image", "filename", "image_name", "path", "file")
CAPTION_COLUMNS = ("captions", "caption", "text", "comment", "sentence")
NAMES = re.compile(r"caption|metadata|token|train|val|dev|test", re.IGNORECASE)
NUMBERED = re.compile(r"(.+)#\d+\t(.*)", re.DOTALL)


class Said(NamedTuple):
    """A caption of a picture.

    Attributes:
        picture: the name of its file, as written.
        caption: what is said of it.
        place: where that stands, as "captions.csv, line 7".
    """

    picture: str
    caption: str
    place: str


def find(folder: File) -> list[File]:
    """List the files of a folder, not of those in it, that hold captions by their names."""
    there = [one for one in folders.entries(folder)
             if not one.is_dir() and _plain(one.name).endswith(SUFFIXES)]  # fmt: skip
    called = [one for one in there if NAMES.search(one.name)]
    return called or (there if len(there) == 1 else [])


def read(path: File, picture_column: str, caption_column: str) -> Iterator[Said]:
    """Read captions.

    Args:
        path: `.csv` and `.tsv` with a header, `.jsonl` (a caption, or a list of them, a line),
            `.txt` and `.token` of Flickr8k (`1.jpg#0<TAB>A dog runs .`, or as CSV), `.json` of
            COCO; tables may end with `.gz`.
        picture_column: of tables; where it isn't there, columns with usual names are taken.
        caption_column: the same.

    Yields:
        The captions, none of them empty.

    Raises:
        InputError: naming file, line and mend.
    """
    kind = _plain(path.name).rpartition(".")[2]
    if kind == "json":
        found = _coco(path)
    elif kind in ("txt", "token"):
        found = _list(path, picture_column, caption_column)
    else:
        found = _table(path, tables.read_rows(path), picture_column, caption_column)
    for one in found:
        caption = " ".join(one.caption.split())
        if not one.picture.strip():
            raise InputError(f"{one.place}: no picture is named")
        if not caption:
            raise InputError(f"{one.place}: the caption is empty; write one, or take it out")
        yield one._replace(picture=one.picture.strip(), caption=caption)


def _plain(name: str) -> str:
    return name.lower().removesuffix(".gz")


def _table(
    path: File, rows: Iterator[tables.Row], picture_column: str, caption_column: str
) -> Iterator[Said]:
    columns: tuple[str, str] | None = None
    for row in rows:
        if columns is None:
            columns = (
                _column(row, picture_column, PICTURE_COLUMNS, "--image-column"),
                _column(row, caption_column, CAPTION_COLUMNS, "--caption-column"),
            )
        tables.require_columns(
            row, {"--image-column": columns[0], "--caption-column": columns[1]}
        )  # a line of JSON may lack one
        for caption in _several(row.values[columns[1]]):
            yield Said(row.values[columns[0]], caption, row.source)


def _column(row: tables.Row, wanted: str, usual: Sequence[str], flag: str) -> str:
    """Find a column by the name that an option gives, else by usual names."""
    found = next((one for one in (wanted, *usual) if one in row.values), wanted)
    tables.require_columns(row, {flag: found})
    return found


def _several(text: str) -> list[str]:
    """Take a list of captions apart, as JSON has them; else it is one caption."""
    if text.startswith("["):
        try:
            many = json.loads(text)
        except (ValueError, RecursionError):
            return [text]
        if isinstance(many, list) and many and all(isinstance(one, str) for one in many):
            return many
    return [text]


def _list(path: File, picture_column: str, caption_column: str) -> Iterator[Said]:
    """Read a text file: lines with a number behind the picture's name and a tab, or CSV."""
    lines = tables.read_lines(path)
    first = next(lines)
    if not NUMBERED.fullmatch(first.rstrip("\r\n")):
        if "," not in first:
            raise InputError(f"{path}, line 1: must be name.jpg#0, a tab and a caption, or a CSV "
                             "header such as image,caption")  # fmt: skip
        yield from _table(path, tables.read_rows(path, ".csv"), picture_column, caption_column)
        return
    for number, line in enumerate((first, *lines), start=1):
        if not line.strip():
            continue
        parts = NUMBERED.fullmatch(line.rstrip("\r\n"))
        if parts is None:
            raise InputError(f"{path}, line {number}: must be name.jpg#0, a tab and a caption")
        yield Said(parts[1], parts[2], f"{path}, line {number}")


def _coco(path: File) -> Iterator[Said]:
    """Read `captions_*.json` of COCO: pictures by number, and captions of these."""
    try:
        content = json.loads("".join(tables.read_lines(path)))
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: not valid JSON: {str(error)[:80]}") from None
    parts = [content.get(name) if isinstance(content, dict) else None
             for name in ("images", "annotations")]  # fmt: skip
    if not all(isinstance(part, list) for part in parts):
        raise InputError(f"{path}: must be COCO's: an object with images and annotations, lists")
    names: dict[Any, str] = {}
    for number, image in enumerate(parts[0] or (), start=1):
        _require(image, {"id": (int, str), "file_name": (str,)}, f"{path}, image {number}")
        names[image["id"]] = image["file_name"]
    for number, one in enumerate(parts[1] or (), start=1):
        place = f"{path}, annotation {number}"
        _require(one, {"image_id": (int, str), "caption": (str,)}, place)
        if one["image_id"] not in names:
            raise InputError(f"{place}: no image has the id {str(one['image_id'])[:40]}")
        yield Said(names[one["image_id"]], one["caption"], place)


def _require(content: Any, wanted: Mapping[str, tuple[type, ...]], place: str) -> None:
    for name, types in wanted.items():
        if not isinstance(content, dict) or not isinstance(content.get(name), types):
            raise InputError(f"{place}: must be an object with {listed(wanted)}")
