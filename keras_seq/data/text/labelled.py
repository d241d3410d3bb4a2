"""Texts with a label each, from tables, folders of text files, or tensorflow-datasets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol, TypeVar

import numpy as np

from keras_seq.config import option
from keras_seq.data import folders, splits, tables
from keras_seq.data.splits import Splits
from keras_seq.errors import InputError
from keras_seq.options import DataOptions
from keras_seq.progress import track

TEXTS = (".txt", ".text")
POLARITIES = (".pos", ".neg")  # endings of files that hold the texts of one label, one a line


class Labelled(Protocol):
    """What has a label."""

    @property
    def label(self) -> str:
        """The label, as the file has it."""


L = TypeVar("L", bound=Labelled)


class LabelledText(NamedTuple):
    """One example.

    Attributes:
        text: as read.
        label: the class, as written in the data.
        source: where it stands, as "reviews.csv, line 7".
    """

    text: str
    label: str
    source: str


@dataclass(frozen=True)
class LabelledTexts(DataOptions):
    """Texts, with or without a label."""

    text_column: str = option("text", "Column that holds the text.")
    label_column: str | None = option("label", "Column that holds the label, of any kind.")
    drop_overlap: bool = option(
        False, "Drop from training the texts that stand in validation or test too."
    )


def load(table: LabelledTexts) -> Splits[LabelledText]:
    """Read labelled texts, and cut the parts that are not given, stratified by label.

    Args:
        table: `data` is a table (.csv, .tsv, .jsonl, also with .gz); a folder with `train.*` and
            perhaps `validation.*` and `test.*`; a folder in the layout of aclImdb
            (`train/pos/1.txt`), or of labels alone (`pos/1.txt`); a folder of files with a text a
            line, `rt-polarity.pos` and `rt-polarity.neg`, perhaps `train.pos`, `test.pos` and so
            on; or `tfds:NAME[/CONFIG]`. Where `label_column` is None, texts have no label, and
            `label` is "".

    Returns:
        Training, validation and test part.

    Raises:
        InputError: naming file, line and mend.

    >>> load(LabelledTexts(data="reviews.csv", label_column="stars"))  # doctest: +SKIP
    """
    parts = _read_parts(str(table.data), table)
    made = complete(table, parts["train"], parts.get("validation"), parts.get("test"))
    known = {record.label for record in made.train}
    if table.label_column is not None and len(known) < 2:
        raise InputError(
            f"{table.data}: every training text is labelled {known.pop()!r}; two labels are needed"
        )
    for record in (*made.validation, *made.test):
        if record.label not in known:
            raise InputError(
                f"{record.source}: label {record.label!r} never stands in the training part "
                f"({splits.listed(sorted(known), most=10)})"
            )
    return splits.without_overlap(made, _text) if table.drop_overlap else made


def complete(
    options: DataOptions,
    train: list[L],
    validation: list[L] | None = None,
    test: list[L] | None = None,
) -> Splits[L]:
    """Cut the parts that are not given from the training part, stratified by label."""
    return splits.complete(
        train, validation, test, class_of=lambda record: record.label,
        validation_fraction=options.validation_fraction, test_fraction=options.test_fraction,
        seed=options.seed, source=options.data or "the sample",
    )  # fmt: skip


def load_test(table: LabelledTexts, data: str) -> list[LabelledText]:
    """Read labelled texts to judge a trained model by: all of a file, the test part of a folder.

    Errors are those of `load`.
    """
    return to_judge_by(_read_parts(data, table), data)


def to_judge_by(parts: Mapping[str, list[L]], data: str) -> list[L]:
    """Take the test part; where all is one file, that.

    Raises:
        InputError: if there are parts, and none to test on.
    """
    if len(parts) == 1:
        return parts["train"]
    if "test" not in parts:
        raise InputError(f"{data}: there is no test part in it; name the file itself")
    return parts["test"]


def read_inputs(table: LabelledTexts, path: str) -> Iterator[str]:
    """Read texts without labels: a table's text column, or each line of a .txt file."""
    if path.lower().removesuffix(".gz").endswith(tables.SUFFIXES):
        for row in tables.read_rows(path):
            if table.text_column not in row.values:
                tables.require_columns(row, {"--text-column": table.text_column})
            yield row.values[table.text_column]
    else:
        for line in tables.read_lines(path):
            yield line.rstrip("\r\n")


def describe(table: LabelledTexts, made: Splits[LabelledText]) -> Iterator[str]:
    """Say in lines how many texts there are, of which labels and lengths, and what overlaps."""
    for part, count in made.sizes().items():
        records = getattr(made, part)
        labels = Counter(record.label for record in records if record.label)
        shares = [f"{label} {number:,}" for label, number in labels.most_common(6)]
        if len(labels) > 6:
            shares.append(f"and {len(labels) - 6} labels more")
        shown = f" ({', '.join(shares)})" if shares else ""
        words = np.median([record.text.count(" ") + 1 for record in records])
        yield f"{part:10} {count:7,} texts{shown}, median {words:.0f} words"
    for pair, count in splits.overlap(made, _text).items():
        if count:
            later, earlier = pair.split(" in ")
            texts, stand = ("text", "stands") if count == 1 else ("texts", "stand")
            yield f"{count:,} {texts} of {later} {stand} in {earlier} too, word for word"


def _text(record: LabelledText) -> str:
    return " ".join(record.text.split())


def _read_parts(data: str, table: LabelledTexts) -> dict[str, list[LabelledText]]:
    """Read each part that is given; a single file counts as the training part."""
    text_column, label_column = table.text_column, table.label_column
    if data.startswith("tfds:"):
        from keras_seq.data import tfds

        if label_column is None:
            raise InputError(f"{data}: name the label's feature with --label-column")
        return {
            part: [_checked(text, label, source) for (text, label), source in records]
            for part, records in tfds.read(
                data, (text_column, label_column), table.data_dir
            ).items()
        }
    path = Path(data)
    if not path.is_dir():
        return {"train": _read_table(path, text_column, label_column)}
    folders: dict[str, Path] = {}
    for folder in sorted(one for one in path.iterdir() if one.is_dir()):
        part = splits.part_of(folder.name)
        if part in folders:
            raise InputError(f"{path}: {folders[part].name} and {folder.name} both claim to be the "
                             f"{part} part; keep one")  # fmt: skip
        if part is not None:
            folders[part] = folder
    if "train" in folders:
        return {part: _read_text_files(folder) for part, folder in folders.items()}
    if not tables.stands_in(data):
        if polar := [one for one in sorted(path.iterdir()) if _polarity(one) and one.is_file()]:
            return _read_polar(path, polar)
        if not folders and sum(1 for one in path.iterdir() if _has_texts(one)) > 1:
            return {"train": _read_text_files(path)}
    return {
        part: _read_table(file, text_column, label_column)
        for part, file in splits.find_parts(path, tables.SUFFIXES).items()
    }


def _read_table(path: Path, text_column: str, label_column: str | None) -> list[LabelledText]:
    wanted = {"--text-column": text_column}
    if label_column is not None:
        wanted["--label-column"] = label_column
    records = []
    if _polarity(path):
        raise InputError(f"{path}: texts of one label alone; name the folder that holds this file "
                         f"and that of the other label, {' and '.join(POLARITIES)}")  # fmt: skip
    for row in track(tables.read_rows(path), f"reading {path}"):
        tables.require_columns(row, wanted)
        if label_column is None:
            one = _checked(row.values[text_column], "none", row.source)._replace(label="")
        else:
            one = _checked(row.values[text_column], row.values[label_column], row.source)
        records.append(one)
    return records


def _read_text_files(folder: Path) -> list[LabelledText]:
    """Read `folder/LABEL/*.txt`, and folders in it; aclImdb's unlabelled `unsup` is passed over."""
    records: list[LabelledText] = []
    for label in sorted(one for one in folder.iterdir() if one.is_dir() and one.name != "unsup"):
        files = sorted(path for path in folders.below(label)
                       if isinstance(path, Path) and path.is_file())  # fmt: skip
        others = [path for path in files if path.suffix.lower() not in TEXTS]
        splits.passed_over(others, f"a text's name ends with {' or '.join(TEXTS)}")
        records += [
            _checked("".join(tables.read_lines(path)), label.name, str(path))
            for path in track(files, f"reading {label}")
            if path not in others
        ]
    if not records:
        raise InputError(f"{folder}: no LABEL/*.txt in it, as pos/1.txt")
    return records


def _has_texts(folder: Path) -> bool:
    """Whether this is a folder of texts, those of a label."""
    return folder.is_dir() and any(
        Path(one.name).suffix.lower() in TEXTS for one in folders.below(folder)
    )


def _polarity(path: Path) -> str | None:
    """Return the label that the ending of a file stands for; None for other files."""
    ending = Path(path.name.lower().removesuffix(".gz")).suffix
    return ending[1:] if ending in POLARITIES else None


def _read_polar(folder: Path, files: list[Path]) -> dict[str, list[LabelledText]]:
    """Read files with a text a line, each of one label; names may say the part, as `test.pos`."""
    parts = {file: splits.part_of(file.name) for file in files}
    if set(parts.values()) != {None}:
        splits.passed_over([file for file in files if not parts[file]], "others name their part")
        if "train" not in parts.values():
            raise InputError(f"{folder}: no train.pos and train.neg in it; there is "
                             f"{splits.listed((file.name for file in files), most=5)}")  # fmt: skip
    read: dict[str, list[LabelledText]] = {}
    for file in files:
        part = parts[file] or ("train" if set(parts.values()) == {None} else None)
        if part is not None:
            read.setdefault(part, []).extend(
                _checked(line.rstrip("\r\n"), str(_polarity(file)), f"{file}, line {number}")
                for number, line in enumerate(tables.read_lines(file), start=1)
            )
    return read


def _checked(text: str, label: str, source: str) -> LabelledText:
    if not text.strip():
        raise InputError(f"{source}: the text is empty; fill it or drop the row")
    if not label.strip():
        raise InputError(f"{source}: the label is empty; fill it or drop the row")
    return LabelledText(text, label.strip(), source)
