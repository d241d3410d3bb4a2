"""Files of tagged words, one format a function; errors name file, line and mend.

- Columns, as CoNLL has them: a word a line, blanks or tabs between columns, an empty line behind
  each sentence; comments begin with #, `-DOCSTART-` lines are passed over.
- Tables (.csv, .tsv with a header): a word a row, and a column that says where a sentence begins.
- JSON lines: `{"tokens": [...], "tags": [...]}`, or `{"text": "...", "spans": [[0, 5, "PERSON"]]}`
  with places in characters, as spaCy, Prodigy and doccano write them (also `entities`, `label`).
- Triples, as ATIS and SNIPS are given: `seq.in`, `seq.out` and perhaps `label`, a text a line.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from keras_seq.data import tables
from keras_seq.data.folders import File
from keras_seq.data.text.tag_schemes import split, to_tags
from keras_seq.data.text.words import split_words
from keras_seq.errors import InputError
from keras_seq.metrics.spans import Span

WORDS, TAGS, LABELS = "seq.in", "seq.out", "label"  # the files of a triple
WORD_NAMES, TAG_NAMES = ("word", "token"), ("tag", "ner", "label")  # of columns
TOKEN_KEYS, TAG_KEYS = ("tokens", "words"), ("tags", "ner_tags", "labels")
SPAN_KEYS = ("spans", "entities", "label", "labels")


class FileText(NamedTuple):
    """A text as a file has it.

    Attributes:
        words: in order.
        tags: as written, one for each word.
        sources: where each word stands, as "eng.train, line 7".
        label: of the whole text; "" where there is none.
    """

    words: list[str]
    tags: list[str]
    sources: list[str]
    label: str = ""


def read(
    path: File, word_column: str | None, tag_column: str | None, sentence_column: str | None
) -> Iterator[FileText]:
    """Read a file in the format that its name and its first line say."""
    name = path.name.lower().removesuffix(".gz")
    if name.endswith(".jsonl"):
        return read_json_lines(path, tag_column)
    if name.endswith(".csv") or (name.endswith(".tsv") and _has_header(path, sentence_column)):
        return read_table(path, word_column, tag_column, sentence_column)
    return read_columns(path, word_column, tag_column)


def _has_header(path: File, sentence_column: str | None) -> bool:
    cells = next(tables.read_lines(path)).rstrip("\r\n").split("\t")
    return sentence_column in cells or any(_begins(cell, "sentence") for cell in cells)


def read_columns(path: File, word_column: str | None, tag_column: str | None) -> Iterator[FileText]:
    """Read columns without a header.

    Args:
        path: the file.
        word_column: the number of the column of the words, from 1; None: the first.
        tag_column: the same of the tags; None: the last.

    Yields:
        The sentences.

    Raises:
        InputError: for a line with more or fewer columns than the first.
    """
    words: list[str] = []
    tags: list[str] = []
    sources: list[str] = []
    width = 0
    for number, line in enumerate(itertools.chain(tables.read_lines(path), [""]), start=1):
        where = f"{path}, line {number}"
        line = line.strip()
        cells = [cell for cell in line.split("\t" if "\t" in line else " ") if cell]
        if not cells:
            if words:
                yield FileText(words, tags, sources)
            words, tags, sources = [], [], []
            continue
        if cells[0] == "-DOCSTART-" or (line[0] == "#" and split(cells[-1])[0] == ""):
            continue
        width = width or len(cells)
        if len(cells) != width:
            raise InputError(f"{where}: {len(cells)} columns, where the first line has {width}; "
                             "an empty line parts sentences")  # fmt: skip
        if width == 1 and tag_column is None:
            raise InputError(f"{where}: one column, where a word and its tag should stand; blanks "
                             "or tabs part them")  # fmt: skip
        words.append(cells[_column(word_column, "--word-column", 1, width, where)])
        tags.append(cells[_column(tag_column, "--tag-column", width, width, where)])
        sources.append(where)


def _column(given: str | None, flag: str, default: int, width: int, where: str) -> int:
    number = default if given is None else int(given) if given.isdecimal() else 0
    if not 1 <= number <= width:
        raise InputError(
            f"{where}: {flag} {given}: without a header a column is a number, 1 to {width}"
        )
    return number - 1


def read_table(
    path: File, word_column: str | None, tag_column: str | None, sentence_column: str | None
) -> Iterator[FileText]:
    """Read a table with a word a row.

    Args:
        path: the file.
        word_column: the column of the words; None: Word, or token.
        tag_column: that of the tags; None: Tag, or ner.
        sentence_column: one whose cell is another at the first word of a sentence, and the same or
            empty at the others; None: what begins with "sentence".

    Yields:
        The sentences.
    """
    columns: list[str] = []
    current = None
    text = FileText([], [], [])
    for row in tables.read_rows(path):
        columns = columns or [
            _named(row, sentence_column, "--sentence-column", ("sentence",)),
            _named(row, word_column, "--word-column", WORD_NAMES),
            _named(row, tag_column, "--tag-column", TAG_NAMES),
        ]
        sentence, word, tag = (row.values[column].strip() for column in columns)
        if not word or not tag:
            raise InputError(f"{row.source}: the {'tag' if word else 'word'} is empty; fill it or "
                             "drop the row")  # fmt: skip
        if text.words and sentence and sentence != current:
            yield text
            text = FileText([], [], [])
        current = sentence or current
        for values, value in zip(text[:3], (word, tag, row.source), strict=True):
            values.append(value)
    yield text


def _named(row: tables.Row, given: str | None, flag: str, begins: Sequence[str]) -> str:
    wanted = given or next(
        (column for column in row.values if any(_begins(column, name) for name in begins)),
        begins[0],
    )
    tables.require_columns(row, {flag: wanted})
    return wanted


def _begins(column: str, name: str) -> bool:
    return column.strip().lower().startswith(name)


def read_json_lines(path: File, tag_column: str | None = None) -> Iterator[FileText]:
    """Read JSON lines with lists of words and tags, or with texts and spans."""
    for row in tables.read_rows(path):
        tokens = next((key for key in TOKEN_KEYS if key in row.values), None)
        keys = SPAN_KEYS if tokens is None else TAG_KEYS
        marked = tag_column or next((key for key in keys if key in row.values), keys[0])
        if (tokens or "text") not in row.values or marked not in row.values:
            raise InputError(f'{row.source}: must have "tokens" and "tags", or "text" and "spans"; '
                             f"it has {', '.join(row.values)}")  # fmt: skip
        if tokens is None:
            text = from_spans(row.values["text"], _json(row, marked), row.source)
        else:
            words, tags = listed(row, tokens), listed(row, marked)
            _same_length(words, tags, row.source)
            text = FileText(words, tags, [row.source] * len(words))
        if text.words:
            yield text


def listed(row: tables.Row, key: str) -> list[str]:
    """Return a column that is a list of texts.

    Raises:
        InputError: if it is anything else.
    """
    values = _json(row, key)
    if not isinstance(values, list) or not all(isinstance(text, str) and text for text in values):
        raise InputError(f"{row.source}: {key!r} must be a list of texts, none of them empty")
    return values


def _json(row: tables.Row, key: str) -> Any:
    try:
        return json.loads(row.values[key])
    except ValueError:
        raise InputError(f"{row.source}: {key!r} must be a list") from None


def from_spans(text: str, given: Any, source: str) -> FileText:
    """Split a text into words and tag them by spans of characters.

    A word ends where a span begins or ends.

    Args:
        text: the text.
        given: `[start, end, label]` or `{"start", "end", "label"}` each.
        source: what to name in an error.

    Raises:
        InputError: for a span outside the text or without a word, and for two that overlap.
    """
    spans = []
    for span in given if isinstance(given, list) else [given]:
        try:
            values = [span[key] for key in ("start", "end", "label")] if isinstance(
                span, dict) else list(span)  # fmt: skip
            start, end, label = values
            right = type(start) is type(end) is int and isinstance(label, str) and label
        except (TypeError, ValueError, KeyError):
            right = False
        if not right:
            raise InputError(f"{source}: a span must be [start, end, label], not {span!r}")
        if not 0 <= start < end <= len(text):
            raise InputError(f"{source}: the span {start} to {end} ({label}) stands outside the "
                             f"text, which has {len(text)} characters")  # fmt: skip
        if not text[start:end].strip():
            raise InputError(f"{source}: the span {start} to {end} ({label}) holds no word")
        spans.append((start, end, label))
    spans.sort()
    for (start, end, label), (second, _, other) in itertools.pairwise(spans):
        if second < end:
            raise InputError(f"{source}: the spans at {start} ({label}) and {second} ({other}) "
                             "overlap; a word has one tag, so keep one")  # fmt: skip
    words = split_words(text, [border for start, end, _ in spans for border in (start, end)])
    entities = []
    for start, end, label in spans:
        inside = [index for index, word in enumerate(words) if start <= word.start < end]
        entities.append(Span(inside[0], inside[-1] + 1, label))
    tags = to_tags(entities, len(words))
    return FileText([word.text for word in words], tags, [source] * len(words))


def read_triple(folder: File) -> Iterator[FileText]:
    """Read `seq.in`, `seq.out` and `label`, which have a line for each text."""
    lines = [tables.read_lines(folder / name) for name in (WORDS, TAGS)]
    has_labels = (folder / LABELS).exists()
    labels = tables.read_lines(folder / LABELS) if has_labels else itertools.repeat("")
    for number, (text, tagged) in enumerate(itertools.zip_longest(*lines), start=1):
        label = next(labels, None)
        where = f"{folder / WORDS}, line {number}"
        missing = [name for name, line in zip((WORDS, TAGS, LABELS), (text, tagged, label),
                                              strict=True) if line is None]  # fmt: skip
        if missing:
            raise InputError(f"{folder / missing[0]}: ends before line {number}, which the other "
                             "files have")  # fmt: skip
        words, tags = text.split(), tagged.split()
        _same_length(words, tags, where)
        if words:
            yield FileText(words, tags, [where] * len(words), str(label).strip())


def _same_length(words: Sequence[str], tags: Sequence[str], where: str) -> None:
    if len(words) != len(tags):
        raise InputError(f"{where}: {len(words)} words and {len(tags)} tags; each word has one")
