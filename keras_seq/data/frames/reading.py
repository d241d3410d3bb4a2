"""Recordings from files: videos, tables of features, arrays."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from keras_seq.data import tables
from keras_seq.data.frames import video
from keras_seq.data.frames.options import Recordings, frozen_encoder, video_reader
from keras_seq.data.frames.recordings import TaggedSequence, arranged, split_by_group
from keras_seq.data.frames.segments import Segment, tags_of_steps
from keras_seq.data.frames.tables import load_array, read_arrays, read_features, read_table
from keras_seq.data.frozen_encoder import EncoderMark
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
        recordings = _by_themselves(read_arrays(path), data, table)
    elif path.is_file():
        recordings = read_table(path, table)
    elif (path / "groundTruth").is_dir():
        recordings = _by_themselves(_read_mstcn(path), data, table)
    elif (path / "labels.csv").is_file():
        recordings = _read_videos(path, table)
    elif _videos_in(path):
        recordings = _by_themselves(_read_videos_and_texts(path, table), data, table)
    else:
        try:
            files = [file for file in sorted(path.glob(table.files)) if _is_table(file)]
        except (NotImplementedError, ValueError):
            raise InputError(f"--files: must be a pattern in {data}, as '*.csv', not "
                             f"{table.files[:80]}") from None  # fmt: skip
        if not files:
            called = "" if table.files == "*" else f" called {table.files}"
            raise InputError(f"{data}: neither videos with a labels.csv, nor tables of features"
                             f"{called}, nor features/ and groundTruth/ are in it")  # fmt: skip
        recordings = [
            recording
            for file in track(files, f"reading {data}")
            for recording in read_table(file, table)
        ]
    recordings = [arranged(recording, recordings[0].columns) for recording in recordings]
    widths = {recording.steps.shape[1:] for recording in recordings}
    if len(widths) > 1:
        first = next(
            recording
            for recording in recordings
            if recording.steps.shape[1:] != recordings[0].steps.shape[1:]
        )
        raise InputError(f"{first.source}: {first.steps.shape[1]} features a step, where "
                         f"{recordings[0].source} has {recordings[0].steps.shape[1]}")  # fmt: skip
    names = Counter(recording.name for recording in recordings)
    twice = next((name for name, count in names.items() if count > 1), None)
    if twice is not None:
        raise InputError(f"{data}: two recordings are called {twice}")
    return [_scaled(recording, table) for recording in recordings]


def read_untagged(
    path: str,
    table: Recordings,
    encoder: EncoderMark,
    *,
    features: bool,
    columns: Sequence[str],
    fps: float,
) -> list[TaggedSequence]:
    """Read recordings that are to be tagged.

    Args:
        path: a video, or features: a table, a row a step, `.npy`, or `.npz` of several recordings.
        table: which columns are no features, and how frames are read.
        encoder: which frozen network made the features that the model knows, if any.
        features: whether the model reads features, not frames.
        columns: names of the features that the model knows, if they have any.
        fps: steps a second of features that are read as they are.

    Raises:
        InputError: as `read_recordings`; also if another encoder would be used.
    """
    if not features or encoder.identity:
        encoder.check(frozen_encoder(table))
        frames = video_reader(table)(Path(path))
        recordings = [TaggedSequence(path, frames.steps, frames.times, [], path, path)]
    elif path.endswith(".npz"):
        recordings = read_arrays(Path(path), tagged=False)
    else:
        recordings = read_features(path, table, columns)
    if features and not encoder.identity:
        recordings = [recording._replace(times=recording.times / fps) for recording in recordings]
    return [_scaled(recording, table) for recording in recordings]


def _by_themselves(
    recordings: list[TaggedSequence], data: str, table: Recordings
) -> list[TaggedSequence]:
    """Make sure that no option names a column where there are none."""
    for flag in ("group_column", "sequence_column"):
        if getattr(table, flag):
            raise InputError(f"{data}: --{flag.replace('_', '-')} is for tables and labels.csv; "
                             f"there are no columns in it, and each recording is a group"
                             )  # fmt: skip
    return recordings


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
    recordings = []
    for name in track(sorted(segments), f"reading {folder}"):
        frames = read_video(folder / name)
        tags = tags_of_steps(
            segments[name],
            frames.times.tolist(),
            table.background,
            frames.length,
            str(folder / name),
        )
        recordings.append(
            TaggedSequence(name, frames.steps, frames.times, tags, groups[name],
                           str(folder / name))
        )  # fmt: skip
    return recordings


def _videos_in(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir() if file.suffix.lower() in video.SUFFIXES}


def _read_videos_and_texts(folder: Path, table: Recordings) -> list[TaggedSequence]:
    read_video = video_reader(table)
    recordings = []
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
        recordings.append(TaggedSequence(name, frames.steps, frames.times, named, name, str(path)))
    return recordings


def _read_mstcn(folder: Path) -> list[TaggedSequence]:
    parts: dict[str, str] = {}
    for bundle in sorted((folder / "splits").glob("*.bundle")):
        part = next((part for part in ("train", "test") if bundle.name.startswith(part)), None)
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
    recordings = []
    for name, path in track(arrays.items(), f"reading {folder}"):
        tags = [line.strip() for line in tables.read_lines(truths[name]) if line.strip()]
        steps = load_array(path)
        if len(steps) != len(tags) and steps.shape[1] == len(tags):
            steps = steps.T  # MS-TCN keeps features first
        if len(steps) != len(tags):
            raise InputError(
                f"{path}: shape {steps.shape}, but {truths[name]} has {len(tags)} tags"
            )
        times = np.arange(len(steps), dtype=float)
        recordings.append(
            TaggedSequence(name, steps, times, tags, name, str(path), parts.get(name, ""))
        )
    return recordings


def _is_table(path: Path) -> bool:
    return path.name.lower().removesuffix(".gz").endswith(tables.SUFFIXES)
