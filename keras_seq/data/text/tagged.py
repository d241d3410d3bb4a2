"""Texts with a tag for each word, from columns, tables, spans, triples, or tensorflow-datasets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from keras_seq.config import option
from keras_seq.data import folders, splits, tables
from keras_seq.data.folders import File
from keras_seq.data.splits import Splits
from keras_seq.data.text import tag_files, tag_schemes
from keras_seq.data.text.labelled import complete, to_judge_by
from keras_seq.errors import InputError
from keras_seq.metrics.spans import spans
from keras_seq.options import DataOptions
from keras_seq.progress import track


class TaggedWords(NamedTuple):
    """One example.

    Attributes:
        words: in order.
        tags: one for each word.
        label: of the whole text, such as what a command wants; "" where the data say none.
        source: where it stands, as "eng.train, line 7".
    """

    words: list[str]
    tags: list[str]
    label: str
    source: str


@dataclass(frozen=True)
class TaggedTexts(DataOptions):
    """Texts whose words have a tag each."""

    word_column: str | None = option(
        None, "Column of the words: a name, or a number from 1; default: the first, or Word."
    )
    tag_column: str | None = option(
        None, "Column of the tags: a name, or a number from 1; default: the last, or Tag."
    )
    sentence_column: str | None = option(
        None, "Column of a table that says where a sentence begins; default: Sentence #."
    )
    scheme: str = option(
        "bioes", "How entities are tagged for the model.", choices=tag_schemes.SCHEMES
    )
    mend_tags: bool = option(
        False, "Read tags that break their scheme as conlleval does; else they are an error."
    )


def load(table: TaggedTexts) -> Splits[TaggedWords]:
    """Read texts with tags, and cut the parts that are not given.

    Args:
        table: `data` is a file (see `keras_seq.data.text.tag_files`), plain or with .gz; a folder
            or zip of files or folders whose names say `train`, `validation` (or val, valid, dev,
            testa) and `test` (or testb); or `tfds:NAME[/CONFIG]` with sequences of words and of
            tags. IOB1, IOB2, BIOES, BILOU and bare types are found out, file by file, and written
            in `table.scheme`.

    Returns:
        Training, validation and test part.

    Raises:
        InputError: naming file, line and mend.

    >>> load(TaggedTexts(data="conll2003"))  # doctest: +SKIP
    """
    parts = _read_parts(str(table.data), table)
    texts = complete(table, parts["train"], parts.get("validation"), parts.get("test"))
    if not any(spans(record.tags) for record in texts.train):
        raise InputError(f"{table.data}: no word of the training part is tagged as an entity")
    return texts


def load_test(table: TaggedTexts, data: str) -> list[TaggedWords]:
    """Read texts with tags to judge a trained model by: all of a file, the test part of a folder.

    Errors are those of `load`.
    """
    return to_judge_by(_read_parts(data, table), data)


def read_inputs(table: TaggedTexts, path: str) -> Iterator[str | list[str]]:
    """Read texts without tags.

    They come from the column `text` of a table (or the lists of words in `tokens`), the words of a
    .conll, .iob or .bio file, or each line of any other text file.
    """
    name = path.lower().removesuffix(".gz")
    if name.endswith(tables.SUFFIXES):
        for row in tables.read_rows(path):
            if "tokens" in row.values:
                yield tag_files.listed(row, "tokens")
            else:
                tables.require_columns(row, {"a column of that name": "text"})
                yield row.values["text"]
    elif name.endswith((".conll", ".iob", ".iob2", ".bio")):
        for text in tag_files.read_columns(Path(path), table.word_column, table.word_column or "1"):
            yield text.words
    else:
        for line in tables.read_lines(path):
            yield line.rstrip("\r\n")


def describe(table: TaggedTexts, texts: Splits[TaggedWords]) -> Iterator[str]:
    """Say in lines how many texts, words and entities there are, and what training never shows."""
    known: Counter[str] = Counter()
    for part, count in texts.sizes().items():
        records = getattr(texts, part)
        labels = Counter(span.label for record in records for span in spans(record.tags))
        words = sum(len(record.words) for record in records)
        shown = ", ".join(f"{label} {number:,}" for label, number in labels.most_common(6))
        more = f", and {len(labels) - 6} types more" if len(labels) > 6 else ""
        yield (f"{part:10} {count:7,} texts, {words:9,} words, {labels.total():7,} entities "
               f"({shown}{more})")  # fmt: skip
        if part == "train":
            known = labels
        elif unknown := set(labels) - set(known):
            lost = sum(labels[label] for label in unknown)
            yield (f"{part:10} {lost:7,} entities of types that training never shows: "
                   f"{', '.join(sorted(unknown)[:10])}")  # fmt: skip
    for pair, count in splits.overlap(texts, lambda record: tuple(record.words)).items():
        if count:
            later, earlier = pair.split(" in ")
            said = "text of {} stands" if count == 1 else "texts of {} stand"
            yield f"{count:,} {said.format(later)} in {earlier} too, word for word"


def _read_parts(data: str, table: TaggedTexts) -> dict[str, list[TaggedWords]]:
    """Read each part that is given; a single file counts as the training part."""
    if data.startswith("tfds:"):
        from keras_seq.data import tfds

        columns = (table.word_column or "tokens", table.tag_column or "ner")
        return {
            part: _in_scheme(
                [tag_files.FileText(words, tags, [source] * len(words))
                 for (words, tags), source in records if words], table,
            )
            for part, records in tfds.read(data, columns, table.data_dir).items()
        }  # fmt: skip
    return {
        part: _in_scheme(list(track(_texts(path, table), f"reading {path}")), table)
        for part, path in _part_paths(Path(data)).items()
    }


def _part_paths(path: File) -> dict[str, File]:
    """Find what holds each part: the path itself, or what stands in it, unpacked or zipped."""
    if isinstance(path, Path) and folders.is_zip(path):
        path = folders.opened_zip(path)
    elif not path.is_dir():
        return {"train": path}
    entries = folders.entries(path)
    if any(entry.name == tag_files.WORDS for entry in entries):
        return {"train": path}
    parts = splits.by_part(entries, str(path))
    if "train" in parts:
        return parts
    if len(entries) == 1 and (entries[0].is_dir() or entries[0].name.lower().endswith(".zip")):
        return _part_paths(entries[0])
    names = ", ".join(entry.name for entry in entries[:5]) or "nothing"
    raise InputError(f"{path}: no file or folder in it whose name says train; there is {names}")


def is_triple(data: str) -> bool:
    """Say whether `data` is given as `seq.in` and `seq.out`, as commands to a machine often are."""
    try:
        return any(
            path.is_dir() and (path / tag_files.WORDS).exists()
            for path in _part_paths(Path(data)).values()
        )
    except (InputError, OSError):
        return False  # `load` will say what is wrong


def _texts(path: File, table: TaggedTexts) -> Iterator[tag_files.FileText]:
    """Read a file, or a folder: a triple, or files that belong together."""
    if not path.is_dir():
        yield from tag_files.read(path, table.word_column, table.tag_column, table.sentence_column)
    elif (path / tag_files.WORDS).exists():
        yield from tag_files.read_triple(path)
    else:
        for entry in folders.entries(path):
            yield from _texts(entry, table)


def _in_scheme(texts: list[tag_files.FileText], table: TaggedTexts) -> list[TaggedWords]:
    """Check the tags of a part, and write them in the scheme that the model is trained on."""
    read = tag_schemes.recognised(text.tags for text in texts)
    records = []
    for text in texts:
        wrong = None if table.mend_tags else tag_schemes.mistake(text.tags, read)
        if wrong:
            position, reason = wrong
            raise InputError(f"{text.sources[position]}: {reason}, or let --mend-tags do it")
        tags = tag_schemes.to_tags(
            tag_schemes.entities(text.tags, read), len(text.tags), table.scheme
        )
        records.append(TaggedWords(text.words, tags, text.label, text.sources[0]))
    return records
