"""Recordings of measurements with one label, or one number, for the whole of each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from keras_seq.config import option
from keras_seq.data import folders, splits, tables
from keras_seq.data.folders import File
from keras_seq.data.frames import recordings
from keras_seq.data.frames.options import Recordings
from keras_seq.data.frames.recordings import TaggedSequence
from keras_seq.data.frames.tables import read_arrays, read_features, read_table
from keras_seq.data.scaling import Standardizer
from keras_seq.data.splits import Splits, listed
from keras_seq.errors import InputError
from keras_seq.options import DataOptions
from keras_seq.progress import say, track

FEW_GROUPS = 5  # of fewer none is left out for validation


class LabelledRecording(NamedTuple):
    """One example.

    Attributes:
        recording: its steps, without tags.
        label: of the whole of it; of a number, the number as it is written.
        source: where it stands.
    """

    recording: TaggedSequence
    label: str
    source: str

    @property
    def group(self) -> str:
        """What must stand on one side of a split."""
        return self.recording.group

    @property
    def part(self) -> str:
        """The part that the data name, or ""."""
        return self.recording.part

    @property
    def fold(self) -> str:
        """The fold that the data name, or ""."""
        return self.recording.fold


@dataclass(frozen=True)
class LabelledRecordings(DataOptions):
    """Recordings: a table each, or one table of all."""

    label_column: str = option("label", "Column of the labels, in the recordings or in --labels.")
    target: str | None = option(
        None,
        "Column of a number to predict in place of a label; where it changes, the last counts.",
    )
    labels: str | None = option(
        None, "Table of a folder that names each recording and its label; default: one whose name "
        "says label or target."
    )  # fmt: skip
    groups: str | None = option(
        None, "Table of a folder that names each recording and its group; default: one whose name "
        "says group."
    )  # fmt: skip
    group_column: str | None = option(
        None, "Column of what must stay together, such as the person; default: the recording."
    )
    sequence_column: str | None = option(
        None, "Column that names the recording, where one table holds several."
    )
    files: str = option("*", "Which tables of a folder are recordings, as '*_RSS_*.csv'.")
    skip_columns: tuple[str, ...] = option((), "Columns that are no measurements.")
    test_groups: tuple[str, ...] = option((), "Groups to test on; default: drawn by seed.")
    scale: str = option(
        "training",
        "Measurements on the scale of the training part, or of each whole recording by itself.",
        choices=("training", "recording"),
    )


def load(table: LabelledRecordings) -> Splits[LabelledRecording]:
    """Read recordings, and split them so that no group stands on two sides.

    Args and errors are those of `read` and `split`.
    """
    return split(read(str(table.data), table), table)


def load_test(table: LabelledRecordings, data: str) -> list[LabelledRecording]:
    """Read labelled recordings to judge a trained model by."""
    return read(data, table)


def read_inputs(table: LabelledRecordings, path: str) -> Iterator[str]:
    """Take the path itself for the input."""
    yield path


def read_unlabelled(
    path: str, table: LabelledRecordings, columns: Sequence[str]
) -> list[TaggedSequence]:
    """Read the recordings of a file: a table, a row a step, `.npy`, or `.npz` of several.

    Args:
        path: the file.
        table: which columns are no measurements, and which one names recordings.
        columns: names of the measurements that the model knows, if they have any.

    Raises:
        InputError: naming file, line and mend.
    """
    if path.endswith(".npz"):
        return [_scaled(each, table) for each in read_arrays(Path(path), tagged=False)]
    return [_scaled(each, table) for each in read_features(path, _roles(table), columns)]


def read(data: str, table: LabelledRecordings) -> list[LabelledRecording]:
    """Read recordings and the label of each.

    Args:
        data: a `.npz` file with `features/NAME` and `labels/NAME` of each recording; a table, a row
            a step, with the label in a column and, where it holds several
            recordings, their names in `sequence_column`; or a folder or zip of such tables; or one
            of tables without labels and one more table, which names the recordings and their
            labels, by their files or the numbers at the end of their names.
        table: which files and columns.

    Returns:
        The recordings, by name.

    Raises:
        InputError: naming file, line and mend.
    """
    path = Path(data)
    if not path.exists():
        raise InputError(f"{data}: no such file or folder")
    if path.suffix == ".npz":
        examples = _labelled(read_arrays(path, whole=True), table, data)
    elif path.is_file() and not folders.is_zip(path):
        examples = _labelled_inside([path], table)
    else:
        examples = _read_folder(_opened(path), table)
    first = examples[0].recording
    records = [
        record._replace(recording=_scaled(recordings.arranged(record.recording, first.columns),
                                          table))
        for record in examples
    ]  # fmt: skip
    widths = {record.recording.steps.shape[1]: record.source for record in records}
    if len(widths) > 1:
        (width, source), (other, another) = list(widths.items())[:2]
        raise InputError(f"{source}: {width} measurements a step, where {another} has {other}")
    counts = Counter(record.recording.name for record in records)
    twice = next((name for name, count in counts.items() if count > 1), None)
    if twice is not None:
        raise InputError(f"{data}: two recordings are called {twice}")
    if table.target:
        for record in records:
            _number(record)
    return records


def split(
    records: Sequence[LabelledRecording], table: LabelledRecordings, data: str | None = None
) -> Splits[LabelledRecording]:
    """Split so that a group never stands on two sides.

    With fewer than five groups none is left out for validation: its recordings are drawn from
    those of training, which a line on stderr says.

    Args:
        records: what to split.
        table: `test_groups`, `seed` and the shares, as of `recordings.parts_by_group`.
        data: what to name in an error; None: `table.data`.

    Raises:
        InputError: as `recordings.parts_by_group`; also for a label that training never shows.
    """
    data = data or str(table.data)
    groups = {record.group for record in records}
    if len(groups) < FEW_GROUPS and len(groups) < len(records):
        drawn = np.random.default_rng(table.seed).permutation(sorted(groups))[:1].tolist()
        test = set(table.test_groups or drawn)
        lost = next((name for name in table.test_groups if name not in groups), None)
        if lost is not None or not groups - test:
            fault = f"there is no group {lost}" if lost else "no group is left to train on"
            raise InputError(f"{data}: {fault}; there are {listed(sorted(groups))}")
        say(f"tested on group {', '.join(sorted(test))}; too few groups to leave one out for "
            "validation, too: recordings of the training groups are drawn for it")  # fmt: skip
        parts = splits.complete(
            [record for record in records if record.group not in test], None,
            [record for record in records if record.group in test],
            class_of=lambda record: "" if table.target else record.label,
            validation_fraction=table.validation_fraction, test_fraction=table.test_fraction,
            seed=table.seed, source=data,
        )  # fmt: skip
    else:
        parts = recordings.parts_by_group(records, table, data)
    if not table.target:
        known = {record.label for record in parts.train}
        for record in (*parts.validation, *parts.test):
            if record.label not in known:
                raise InputError(f"{record.source}: the label {record.label!r} is none of training "
                                 f"({listed(sorted(known), most=10)}); give more recordings with "
                                 "it, or another --seed")  # fmt: skip
        if len(known) < 2:
            raise InputError(f"{data}: all recordings are labelled alike; two labels are needed")
    return parts


def describe(table: LabelledRecordings, parts: Splits[LabelledRecording]) -> Iterator[str]:
    """Say in lines how many recordings and steps there are, of which labels."""
    for part, count in parts.sizes().items():
        records = getattr(parts, part)
        steps = sum(len(record.recording.steps) for record in records)
        if table.target:
            values = [_number(record) for record in records]
            shown = f"{table.target} {min(values):g} to {max(values):g}"
        else:
            labels = Counter(record.label for record in records)
            shown = ", ".join(f"{label} {number:,}" for label, number in labels.most_common(6))
        groups = len({record.group for record in records})
        yield f"{part:10} {count:5,} recordings of {groups:,} groups, {steps:8,} steps ({shown})"
    columns = parts.train[0].recording.columns
    if columns:
        yield f"features   {len(columns):5,} columns: {listed(columns)}"


def numbers(records: Sequence[LabelledRecording]) -> np.ndarray:
    """Return the labels of records as float32 numbers `(records,)`."""
    return np.array([_number(record) for record in records], np.float32)


def _number(record: LabelledRecording) -> float:
    try:
        value = float(record.label)
    except ValueError:
        value = np.nan
    if not abs(value) < 1e30:
        raise InputError(f"{record.source}: {record.label[:50]!r} is no number to be predicted; "
                         "leave out --target to predict labels")  # fmt: skip
    return value


def _roles(table: LabelledRecordings) -> Recordings:
    """Say which columns have which role, as the readers of tagged recordings want it."""
    return Recordings(
        label_column=table.target or table.label_column,
        group_column=table.group_column,
        sequence_column=table.sequence_column,
        skip_columns=(*table.skip_columns, *([table.label_column] if table.target else [])),
    )


def _labelled_inside(files: Sequence[File], table: LabelledRecordings) -> list[LabelledRecording]:
    """Read tables that have the label in a column."""
    records: list[LabelledRecording] = []
    for file in track(files, "reading recordings") if len(files) > 1 else files:
        records += _labelled(read_table(file, _roles(table)), table, str(file))
    return records


def _labelled(
    recordings: Sequence[TaggedSequence], table: LabelledRecordings, file: str
) -> list[LabelledRecording]:
    """Make one label of those of the steps."""
    records = []
    for tagged in recordings:
        labels = list(dict.fromkeys(tagged.tags))
        if len(labels) > 1 and not table.target:
            raise InputError(f"{file}: the recording {tagged.name} is labelled {labels[0]!r} "
                             f"and {labels[1]!r}; --sequence-column says where one ends, and "
                             "frame_tagging gives each step a label of its own")  # fmt: skip
        source = f"{file}, {tagged.name}" if len(recordings) > 1 else file
        records.append(LabelledRecording(tagged._replace(tags=[]), tagged.tags[-1], source))
    return records


def _read_folder(folder: File, table: LabelledRecordings) -> list[LabelledRecording]:
    """Read a folder of tables, a recording each, and the tables that say more of them."""
    there = sorted(_tables_in(folder), key=lambda file: str(file))
    labels = _named(there, table.labels, "--labels", ("label", "target"), folder)
    groups = _named(there, table.groups, "--groups", ("group",), folder)
    matching = {file.name for file in there if Path(file.name).match(table.files)}
    files = [file for file in there if file.name in matching and file not in (labels, groups)]
    if not files:
        raise InputError(f"{folder}: there is no table of a recording in it"
                         + (f" called {table.files}" if table.files != "*" else ""))  # fmt: skip
    if labels is None:
        return _labelled_inside(files, table)
    label_of = _column_of(labels, table.target or table.label_column, "--label-column")
    group_of = _column_of(groups, table.group_column or "group", "--group-column") if groups else {}
    records = []
    plain = _roles(table)
    for name, file in track(_by_name(files, label_of, labels, folder), f"reading {folder}"):
        (recording,) = read_features(file, plain)
        own = recording._replace(name=file.name, source=str(file), group=file.name)
        if groups is not None:
            if name not in group_of:
                raise InputError(
                    f"{groups}: no line names {file.name}; give each recording a group"
                )
            own = own._replace(group=group_of[name][0])
        label, source = label_of[name]
        records.append(LabelledRecording(own, label, source))
    return records


def _by_name(
    files: Sequence[File], label_of: dict[str, tuple[str, str]], labels: File, folder: File
) -> list[tuple[str, File]]:
    """Find the file of each recording that a table of labels names; other files are passed over."""
    by_name: dict[str, File] = {}
    for file in files:
        stem = file.name.removesuffix(".gz").rpartition(".")[0]
        number = re.search(r"(\d+)$", stem)
        for name in {file.name, stem, *([number[1].lstrip("0") or "0"] if number else [])}:
            if name in label_of:
                if name in by_name:
                    both = f"{by_name[name].name} or {file.name}"
                    raise InputError(f"{labels}: {name} may be {both}; name the files themselves, "
                                     "or choose with --files")  # fmt: skip
                by_name[name] = file
    lost = next((name for name in label_of if name not in by_name), None)
    if lost is not None:
        raise InputError(f"{label_of[lost][1]}: there is no recording {lost} in {folder}")
    chosen = set(by_name.values())
    left = [Path(str(file)) for file in files if file not in chosen]
    splits.passed_over(left, f"no line of {labels.name} names them")
    return list(by_name.items())


def _column_of(file: File, column: str, flag: str) -> dict[str, tuple[str, str]]:
    """Read a table that names recordings in its first column: value and source by name."""
    values: dict[str, tuple[str, str]] = {}
    for row in tables.read_rows(file):
        columns = list(row.values)
        if len(columns) == 2 and column not in columns:
            column = columns[1]  # there is no other
        tables.require_columns(row, {flag: column})
        name, value = row.values[columns[0]].strip(), row.values[column].strip()
        if not name or not value:
            raise InputError(f"{row.source}: the {'value' if name else 'name'} is empty")
        if name in values:
            raise InputError(f"{row.source}: {name} stands there twice")
        values[name] = value, row.source
    return values


def _named(
    files: Sequence[File], given: str | None, flag: str, words: Sequence[str], folder: File
) -> File | None:
    """Find the table that an option names, or the only one whose name has one of some words."""
    if given is not None:
        chosen = [file for file in files if file.name == Path(given).name]
        if not chosen:
            raise InputError(f"{folder}: there is no table {given} in it, which {flag} names")
        return chosen[0]
    chosen = [file for file in files if any(word in file.name.lower() for word in words)]
    return chosen[0] if len(chosen) == 1 and len(files) > 2 else None


def _tables_in(folder: File) -> Iterator[File]:
    for file in folders.below(folder):
        if file.name.lower().removesuffix(".gz").endswith(tables.SUFFIXES):
            yield file


def _opened(path: File) -> File:
    """Look into a zip, also where it is all that stands in a folder beside texts."""
    if folders.is_zip(path):
        return folders.opened_zip(path)
    packed = [entry for entry in path.iterdir() if folders.is_zip(entry)]
    return _opened(packed[0]) if len(packed) == 1 and not any(_tables_in(path)) else path


def _scaled(recording: TaggedSequence, table: LabelledRecordings) -> TaggedSequence:
    """Bring a recording's measurements to a scale of their own, if that is wished."""
    if table.scale == "training":
        return recording
    return recording._replace(steps=Standardizer.fit([recording.steps]).scale(recording.steps))
