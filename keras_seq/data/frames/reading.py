"""Recordings from files: videos, tables of features, arrays."""

from __future__ import annotations

import json
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from keras_seq.data import tables
from keras_seq.data.frames import video
from keras_seq.data.frames.encoder import EncoderMark
from keras_seq.data.frames.options import Recordings, frozen_encoder, video_reader
from keras_seq.data.frames.recordings import TaggedSequence, split_by_group
from keras_seq.data.frames.segments import Segment, tags_of_steps
from keras_seq.data.scaling import Standardizer
from keras_seq.data.splits import Splits
from keras_seq.errors import InputError
from keras_seq.progress import track


def load(table: Recordings) -> Splits[TaggedSequence]:
    """Read recordings, and split them so that no group stands on two sides.

    Args and errors are those of `read_recordings` and `split_by_group`.
    """
    return split_by_group(read_recordings(str(table.data), table), table)


def load_test(table: Recordings, data: str) -> list[TaggedSequence]:
    """Read tagged recordings to judge a trained model by."""
    return read_recordings(data, table)


def read_inputs(table: Recordings, path: str) -> Iterator[str]:
    """Take the path itself for the input: a video, or a table of features."""
    yield path


def read_recordings(data: str, table: Recordings) -> list[TaggedSequence]:
    """Read recordings and their tags.

    Args:
        data: one of

            - a folder of videos with `labels.csv` (`video,start,end,label`, in seconds), or with a
              text file beside each, a tag for each frame a line;
            - a table of features, a row a step, or a folder of such tables, a recording each;
            - a `.npz` file with `features/NAME` (or `scores/NAME`) and `labels/NAME` for each
              recording, and if there are folds `video_ids` and `video_split`;
            - a folder as MS-TCN has it: `features/*.npy`, `groundTruth/*.txt`, `splits/*.bundle`.
        table: which files and columns, and how frames are read.

    Returns:
        The recordings, by name.

    Raises:
        InputError: naming file, line and mend.
    """
    path = Path(data)
    if not path.exists():
        raise InputError(f"{data}: no such file or folder")
    if path.is_file() and path.suffix == ".npz":
        found = _read_arrays(path)
    elif path.is_file():
        found = _read_table(path, table)
    elif (path / "groundTruth").is_dir():
        found = _read_mstcn(path)
    elif (path / "labels.csv").is_file():
        found = _read_videos(path, table)
    elif _videos_in(path):
        found = _read_videos_and_texts(path, table)
    else:
        files = [one for one in sorted(path.glob(table.files)) if _is_table(one)]
        if not files:
            called = "" if table.files == "*" else f" called {table.files}"
            raise InputError(f"{data}: neither videos with a labels.csv, nor tables of features"
                             f"{called}, nor features/ and groundTruth/ are in it")  # fmt: skip
        found = [
            one for file in track(files, f"reading {data}") for one in _read_table(file, table)
        ]
    widths = {one.steps.shape[1:] for one in found}
    if len(widths) > 1:
        first = next(one for one in found if one.steps.shape[1:] != found[0].steps.shape[1:])
        raise InputError(f"{first.source}: {first.steps.shape[1]} features a step, where "
                         f"{found[0].source} has {found[0].steps.shape[1]}")  # fmt: skip
    names = Counter(one.name for one in found)
    twice = next((name for name, count in names.items() if count > 1), None)
    if twice is not None:
        raise InputError(f"{data}: two recordings are called {twice}")
    return [_scaled(recording, table) for recording in found]


def read_recording(
    path: str, table: Recordings, encoder: EncoderMark, features: bool, fps: float
) -> TaggedSequence:
    """Read one recording that is to be tagged.

    Args:
        path: a video, or features: a table, a row a step, or `.npy`.
        table: which columns are no features, and how frames are read.
        encoder: which frozen network made the features that the model knows, if any.
        features: whether the model reads features, not frames.
        fps: steps a second of features that are read as they are.

    Raises:
        InputError: as `read_recordings`; also if another encoder would be used.
    """
    if not features or encoder.identity:
        encoder.check(frozen_encoder(table))
        steps, times, _ = video_reader(table)(Path(path))
    else:
        roles = [table.label_column, table.group_column or "", table.sequence_column or ""]
        steps, _ = read_features(path, [*roles, *table.skip_columns])
        times = np.arange(len(steps)) / fps
    return _scaled(TaggedSequence(path, steps, times, [], path, path), table)


def read_features(path: str, skip_columns: Sequence[str] = ()) -> tuple[np.ndarray, list[str]]:
    """Read one recording's features, from a table, a row a step, or from `.npy`.

    Returns:
        float32 `(time, features)`, and the columns' names.
    """
    if path.endswith(".npy"):
        return _load_array(Path(path)), []
    rows = list(tables.read_rows(path))
    columns = [name for name in rows[0].values if name not in skip_columns]
    return np.stack([_numbers(row, columns) for row in rows]), columns


def read_vectors(lines: Iterable[str]) -> Iterator[np.ndarray]:
    """Read steps of a stream as they come: a list of numbers a line.

    Raises:
        InputError: naming the line that is none.
    """
    for number, line in enumerate(lines, start=1):
        try:
            yield np.array(json.loads(line), np.float32)
        except (ValueError, TypeError):
            raise InputError(f"line {number}: must be a list of numbers, as [0.1, 0.2]") from None


def _scaled(recording: TaggedSequence, table: Recordings) -> TaggedSequence:
    """Bring a recording's features to a scale of their own, if that is wished."""
    if table.scale == "training" or recording.steps.ndim != 2:
        return recording
    return recording._replace(steps=Standardizer.fit([recording.steps]).scale(recording.steps))


def _read_videos(folder: Path, table: Recordings) -> list[TaggedSequence]:
    group_column, read_video = table.group_column, video_reader(table)
    labels = folder / "labels.csv"
    segments: dict[str, list[Segment]] = {}
    groups: dict[str, str] = {}
    for number, row in enumerate(tables.read_rows(labels)):
        wanted = {name: name for name in ("video", "start", "end", "label")}
        if number == 0:
            tables.require_columns(
                row, wanted | ({"--group-column": group_column} if group_column else {})
            )
        name, label = row.values["video"], row.values["label"].strip()
        if not label:
            raise InputError(f"{row.source}: the label is empty")
        try:
            start, end = float(row.values["start"]), float(row.values["end"])
        except ValueError:
            raise InputError(f"{row.source}: start and end must be seconds, as 1.5") from None
        segments.setdefault(name, []).append(Segment(start, end, label, row.source))
        group = row.values[group_column] if group_column else name
        if groups.setdefault(name, group) != group:
            raise InputError(f"{row.source}: {name} is of two groups, {groups[name]} and {group}")
    there = _videos_in(folder)
    lost = next((name for name in segments if name not in there), None)
    if lost is not None:
        raise InputError(f"{segments[lost][0].source}: there is no video {lost} in {folder}")
    bare = sorted(there - set(segments))
    if bare:
        raise InputError(f"{folder / bare[0]}: no line of {labels.name} names it; tag it, or take "
                         f"it away")  # fmt: skip
    found = []
    for name in track(sorted(segments), f"reading {folder}"):
        frames = read_video(folder / name)
        tags = tags_of_steps(
            segments[name],
            frames.times.tolist(),
            table.background,
            frames.length,
            str(folder / name),
        )
        found.append(
            TaggedSequence(name, frames.steps, frames.times, tags, groups[name],
                           str(folder / name))
        )  # fmt: skip
    return found


def _videos_in(folder: Path) -> set[str]:
    return {one.name for one in folder.iterdir() if one.suffix.lower() in video.SUFFIXES}


def _read_videos_and_texts(folder: Path, table: Recordings) -> list[TaggedSequence]:
    read_video = video_reader(table)
    found = []
    for name in track(sorted(_videos_in(folder)), f"reading {folder}"):
        path, text = folder / name, (folder / name).with_suffix(".txt")
        if not text.is_file():
            raise InputError(
                f"{path}: no tags: neither a labels.csv nor {text.name} is in {folder}"
            )
        tags = [line.strip() for line in tables.read_lines(text)]
        if "" in tags:
            raise InputError(f"{text}, line {tags.index('') + 1}: the tag is empty")
        count = video.count_frames(path)
        if count != len(tags):
            raise InputError(f"{text}: {len(tags)} tags, but {path} has {count} frames")
        frames = read_video(path)
        named = [tags[number] for number in frames.numbers]
        found.append(TaggedSequence(name, frames.steps, frames.times, named, name, str(path)))
    return found


def _read_table(path: Path, table: Recordings) -> list[TaggedSequence]:
    label_column, group_column = table.label_column, table.group_column
    sequence_column = table.sequence_column
    rows: dict[str, list[tables.Row]] = {}
    own = path.name.removesuffix(".gz").rpartition(".")[0]
    wanted = {"--label-column": label_column}
    if group_column:
        wanted["--group-column"] = group_column
    if sequence_column:
        wanted["--sequence-column"] = sequence_column
    for number, row in enumerate(tables.read_rows(path)):
        if number == 0:
            tables.require_columns(row, wanted)
        name = row.values[sequence_column] if sequence_column else own
        rows.setdefault(name, []).append(row)
    first = next(iter(rows.values()))[0]
    columns = [name for name in first.values if name not in (*wanted.values(), *table.skip_columns)]
    found = []
    for name, steps in rows.items():
        tags = [row.values[label_column].strip() for row in steps]
        if "" in tags:
            raise InputError(f"{steps[tags.index('')].source}: the label is empty")
        groups = {row.values[group_column] for row in steps} if group_column else {name}
        if len(groups) > 1:
            raise InputError(f"{path}: {name} is of two groups, {' and '.join(sorted(groups)[:2])}")
        features = np.stack([_numbers(row, columns) for row in steps])
        times = np.arange(len(steps), dtype=float)
        found.append(TaggedSequence(name, features, times, tags, groups.pop(), str(path)))
    return found


def _numbers(row: tables.Row, columns: Sequence[str]) -> np.ndarray:
    try:
        values = np.array([row.values[name] for name in columns], dtype=np.float32)
    except (KeyError, ValueError):
        values = np.array([np.nan])
    if not np.isfinite(values).all():
        bad = next(name for name in columns if not _is_number(row.values.get(name, "")))
        raise InputError(f"{row.source}: {row.values.get(bad, '')!r} in column {bad} is no number; "
                         f"leave such columns out with --skip-columns")  # fmt: skip
    return values


def _is_number(text: str) -> bool:
    try:
        return bool(np.isfinite(float(text)))
    except ValueError:
        return False


def _read_arrays(path: Path) -> list[TaggedSequence]:
    try:
        with np.load(path, allow_pickle=False) as arrays:
            content = {name: arrays[name] for name in arrays.files}
    except (OSError, ValueError, EOFError, zipfile.BadZipFile) as error:
        raise InputError(f"{path}: can't be read as .npz: {error}") from None
    folds = {}
    if {"video_ids", "video_split"} <= set(content):
        folds = dict(zip(map(str, content["video_ids"]), map(str, content["video_split"]),
                          strict=False))  # fmt: skip
    found = []
    for key, steps in content.items():
        kind, _, name = key.partition("/")
        if kind not in ("features", "scores"):
            continue
        tags = content.get(f"labels/{name}")
        if tags is None or len(tags) != len(steps) or steps.ndim != 2:
            raise InputError(f"{path}: {key} must have shape (time, features), and labels/{name} a "
                             f"tag for each step")  # fmt: skip
        source, times = f"{path}, {key}", np.arange(len(steps), dtype=float)
        steps, names = _finite(steps, source), [str(tag) for tag in tags]
        found.append(
            TaggedSequence(name, steps, times, names, name, source, fold=folds.get(name, ""))
        )
    if not found:
        raise InputError(f"{path}: there is no array features/NAME in it")
    return found


def _read_mstcn(folder: Path) -> list[TaggedSequence]:
    parts: dict[str, str] = {}
    for bundle in sorted((folder / "splits").glob("*.bundle")):
        part = next((one for one in ("train", "test") if bundle.name.startswith(one)), None)
        if part and bundle.name.split(".")[1] in ("split1", "bundle"):
            for line in tables.read_lines(bundle):
                if line.strip():
                    parts[Path(line.strip()).stem] = part
    truths = {path.stem: path for path in sorted((folder / "groundTruth").glob("*.txt"))}
    arrays = {path.stem: path for path in sorted((folder / "features").glob("*.npy"))}
    for name in sorted(set(truths) ^ set(arrays)):
        path, other = (
            (truths[name], "features") if name in truths else (arrays[name], "groundTruth")
        )
        raise InputError(f"{path}: has no counterpart in {other}/")
    if not truths:
        raise InputError(f"{folder}: groundTruth/ holds no .txt file")
    found = []
    for name, path in track(arrays.items(), f"reading {folder}"):
        tags = [line.strip() for line in tables.read_lines(truths[name]) if line.strip()]
        steps = _load_array(path)
        if len(steps) != len(tags) and steps.shape[1] == len(tags):
            steps = steps.T  # MS-TCN keeps features first
        if len(steps) != len(tags):
            raise InputError(
                f"{path}: shape {steps.shape}, but {truths[name]} has {len(tags)} tags"
            )
        times = np.arange(len(steps), dtype=float)
        found.append(TaggedSequence(name, steps, times, tags, name, str(path), parts.get(name, "")))
    return found


def _load_array(path: Path) -> np.ndarray:
    try:
        steps = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise InputError(f"{path}: can't be read as .npy: {error}") from None
    if steps.ndim != 2:
        raise InputError(f"{path}: must have shape (time, features), not {steps.shape}")
    return _finite(steps, str(path))


def _finite(steps: np.ndarray, source: str) -> np.ndarray:
    if not np.issubdtype(steps.dtype, np.number) or not np.isfinite(steps).all() or not steps.size:
        raise InputError(f"{source}: must hold finite numbers, and at least one step")
    return steps.astype(np.float32)


def _is_table(path: Path) -> bool:
    return path.name.lower().removesuffix(".gz").endswith(tables.SUFFIXES)
