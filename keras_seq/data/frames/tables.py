"""Features of recordings, from tables and arrays."""

from __future__ import annotations

import itertools
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from keras_seq.data import tables
from keras_seq.data.frames.options import Recordings
from keras_seq.data.frames.recordings import TaggedSequence, require_names
from keras_seq.data.tables import Row
from keras_seq.errors import InputError

LARGEST = float(np.finfo(np.float32).max)
UNREADABLE = (OSError, ValueError, EOFError, zipfile.BadZipFile, MemoryError)


def read_table(path: Path | zipfile.Path, table: Recordings) -> list[TaggedSequence]:
    """Read a table of one recording, or of several where a column names them, and their tags.

    Raises:
        InputError: naming file, line and mend.
    """
    label_column, group_column = table.label_column, table.group_column
    wanted = {"--label-column": label_column}
    if group_column:
        wanted["--group-column"] = group_column
    if table.sequence_column:
        wanted["--sequence-column"] = table.sequence_column
    rows = list(tables.read_rows(path))
    for row in rows:
        tables.require_columns(row, wanted)
    columns = _feature_columns(rows[0], table)
    found = []
    for name, steps in _by_sequence(rows, path, table).items():
        tags = [row.values[label_column].strip() for row in steps]
        if "" in tags:
            raise InputError(f"{steps[tags.index('')].source}: the label is empty")
        groups = {row.values[group_column] for row in steps} if group_column else {name}
        if len(groups) > 1:
            raise InputError(f"{path}: {name} is of two groups, {' and '.join(sorted(groups)[:2])}")
        features = np.stack([_numbers(row, columns) for row in steps])
        found.append(TaggedSequence(name, features, _counted(steps), tags, groups.pop(), str(path),
                                    columns=columns))  # fmt: skip
    return found


def read_features(
    path: str | Path | zipfile.Path, table: Recordings, columns: Sequence[str] = ()
) -> list[TaggedSequence]:
    """Read recordings without tags, from a table, a row a step, or from `.npy`.

    Args:
        path: the file.
        table: which columns are no features, and which one names recordings.
        columns: names of the features that are wanted; none: those that are there.

    Raises:
        InputError: naming file, line and mend.
    """
    source = str(path)
    if source.endswith(".npy"):
        array = load_array(Path(source))
        return [TaggedSequence(source, array, _counted(array), [], source, source)]
    rows = list(tables.read_rows(path))
    names = _feature_columns(rows[0], table)
    if columns:
        require_names(names, columns, source)
        names = tuple(columns)
    several = table.sequence_column in rows[0].values
    own = Path(path) if isinstance(path, str) else path
    sequences = _by_sequence(rows, own, table) if several else {source: rows}
    found = []
    for name, steps in sequences.items():
        features = np.stack([_numbers(row, names) for row in steps])
        name = f"{source}, {name}" if several else source
        found.append(
            TaggedSequence(name, features, _counted(steps), [], name, source, columns=names)
        )
    return found


def read_arrays(path: Path, tagged: bool = True, whole: bool = False) -> list[TaggedSequence]:
    """Read the arrays `features/NAME` (or `scores/NAME`) and `labels/NAME` of a `.npz` file.

    Where the arrays `video_ids` and `video_split` are there, they say of which fold each is.

    Args:
        path: the file.
        tagged: whether there are labels.
        whole: whether `labels/NAME` may be one label of the whole recording.

    Raises:
        InputError: if it is damaged, or arrays don't fit each other.
    """
    try:
        with np.load(path, allow_pickle=False) as arrays:
            content = {name: arrays[name] for name in arrays.files}
    except UNREADABLE as error:
        raise InputError(f"{path}: can't be read as .npz: {error}") from None
    except (AttributeError, TypeError):
        raise InputError(f"{path}: can't be read as .npz: it holds a single array") from None
    folds = {}
    if {"video_ids", "video_split"} <= set(content):
        ids, numbers = content["video_ids"], content["video_split"]
        if ids.ndim != 1 or ids.shape != numbers.shape:
            raise InputError(f"{path}: video_ids and video_split must be lists of one length")
        folds = dict(zip(map(str, ids), map(str, numbers), strict=True))
    found = []
    for key, steps in content.items():
        kind, _, name = key.partition("/")
        if kind not in ("features", "scores"):
            continue
        tags = content.get(f"labels/{name}") if tagged else np.zeros(steps.shape[:1])
        if whole and tags is not None and tags.ndim == 0:
            tags = np.repeat(tags, len(steps))
        if tags is None or steps.ndim != 2 or tags.shape != steps.shape[:1]:
            raise InputError(f"{path}: {key} must have shape (time, features), and labels/{name} a "
                             f"tag for each step")  # fmt: skip
        source = f"{path}, {key}"
        found.append(
            TaggedSequence(
                name if tagged else source, _finite(steps, source), _counted(steps),
                [str(tag) for tag in tags] if tagged else [], name, source,
                fold=folds.get(name, ""),
            )
        )  # fmt: skip
    if not found:
        raise InputError(f"{path}: there is no array features/NAME in it")
    return found


def load_array(path: Path) -> np.ndarray:
    """Read float32 `(time, features)` from a `.npy` file.

    Raises:
        InputError: if it is damaged, or no such array.
    """
    try:
        steps = np.load(path, allow_pickle=False)
    except UNREADABLE as error:
        raise InputError(f"{path}: can't be read as .npy: {error}") from None
    if not isinstance(steps, np.ndarray) or steps.ndim != 2:
        raise InputError(f"{path}: must have shape (time, features), not "
                         f"{getattr(steps, 'shape', 'several arrays')}")  # fmt: skip
    return _finite(steps, str(path))


def _feature_columns(row: Row, table: Recordings) -> tuple[str, ...]:
    """Name the columns that are features: all without another role."""
    roles = (table.label_column, table.group_column, table.sequence_column, *table.skip_columns)
    columns = tuple(name for name in row.values if name not in roles)
    file = row.source.rpartition(", line ")[0]
    if not columns:
        raise InputError(f"{file}: no column is left for features; skip fewer with --skip-columns")
    if all(map(_is_number, columns)):  # such as 0, 1, 2 they may be names; else values
        numbers = list(map(float, columns))
        if any(later <= earlier for earlier, later in itertools.pairwise(numbers)):
            raise InputError(f"{file}: values stand where the names of the columns should, "
                             f"{', '.join(columns[:3])}; write a line of names above them"
                             )  # fmt: skip
    return columns


def _by_sequence(
    rows: Iterable[Row], path: Path | zipfile.Path, table: Recordings
) -> dict[str, list[Row]]:
    """Collect the rows of each recording."""
    own = path.name.removesuffix(".gz").rpartition(".")[0]
    sequences: dict[str, list[Row]] = {}
    for row in rows:
        if table.sequence_column:
            tables.require_columns(row, {"--sequence-column": table.sequence_column})
        name = row.values[table.sequence_column] if table.sequence_column else own
        sequences.setdefault(name, []).append(row)
    return sequences


def _counted(steps: Sequence[object] | np.ndarray) -> np.ndarray:
    return np.arange(len(steps), dtype=float)


def _numbers(row: Row, columns: Sequence[str]) -> np.ndarray:
    try:
        values = np.array([row.values[name] for name in columns], dtype=np.float64)
    except (KeyError, ValueError):
        values = np.array([np.nan])
    if not (np.abs(values) <= LARGEST).all():
        bad = next(name for name in columns if not _is_number(row.values.get(name, "")))
        raise InputError(f"{row.source}: {row.values.get(bad, '')!r} in column {bad} is no number; "
                         f"leave such columns out with --skip-columns")  # fmt: skip
    return values.astype(np.float32)


def _is_number(text: str) -> bool:
    try:
        return abs(float(text)) <= LARGEST
    except ValueError:
        return False


def _finite(steps: np.ndarray, source: str) -> np.ndarray:
    real = np.issubdtype(steps.dtype, np.number) and not np.iscomplexobj(steps)
    if not real or not np.isfinite(steps).all() or not steps.size:
        raise InputError(f"{source}: must hold finite real numbers, and at least one step")
    return steps.astype(np.float32)
