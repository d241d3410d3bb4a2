"""Pictures in folders that name what they show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from keras_seq.config import Options, option
from keras_seq.data import folders, splits
from keras_seq.data.folders import File
from keras_seq.data.pictures.opening import SUFFIXES, read_picture
from keras_seq.data.splits import Splits
from keras_seq.errors import InputError
from keras_seq.options import DataOptions
from keras_seq.progress import track


class LabelledPicture(NamedTuple):
    """One example.

    Attributes:
        image: uint8 `(height, width)`, 0 is black.
        label: the name of its folder; "" where there are no sub-folders.
        source: the file.
    """

    image: np.ndarray
    label: str
    source: str


@dataclass(frozen=True)
class Shrunk(Options):
    """Pictures."""

    size: int = option(
        16, "Height and width to which the middle of each picture is shrunk.", minimum=2,
        maximum=128,
    )  # fmt: skip


@dataclass(frozen=True)
class LabelledPictures(Shrunk, DataOptions):
    """Pictures with labels."""


def load(options: LabelledPictures) -> Splits[LabelledPicture]:
    """Read grey pictures, and cut the parts that are not given, stratified by label.

    Args:
        options: `data` is a folder or a zip: of folders that are labels (`cat/1.png`), of parts
            with such (`train/cat/1.png`), or of pictures, which then have no label.

    Returns:
        Training, validation and test part.

    Raises:
        InputError: naming the file and the mend.
    """
    parts = _read_parts(str(options.data), options)
    made = complete(options, parts["train"], parts.get("validation"), parts.get("test"))
    known = {record.label for record in made.train}
    for record in (*made.validation, *made.test):
        if record.label not in known:
            raise InputError(f"{record.source}: label {record.label!r} never stands in the "
                             "training part")  # fmt: skip
    return made


def complete(
    options: DataOptions,
    train: list[LabelledPicture],
    validation: list[LabelledPicture] | None = None,
    test: list[LabelledPicture] | None = None,
) -> Splits[LabelledPicture]:
    """Cut the parts that are not given from the training part, stratified by label."""
    return splits.complete(
        train, validation, test, class_of=lambda record: record.label,
        validation_fraction=options.validation_fraction, test_fraction=options.test_fraction,
        seed=options.seed, source=options.data or "the sample",
    )  # fmt: skip


def load_test(options: LabelledPictures, data: str) -> list[LabelledPicture]:
    """Read pictures to judge a trained model by: the test part, or all where there are no parts."""
    parts = _read_parts(data, options)
    if len(parts) > 1 and "test" not in parts:
        raise InputError(f"{data}: there is no test part in it; name the part itself")
    return parts.get("test", parts["train"])


def read_inputs(options: LabelledPictures, path: str) -> Iterator[str]:
    """Name the pictures of a folder, or one, for `predict`."""
    there = _pictures(Path(path)) if Path(path).is_dir() else [Path(path)]
    return (str(one) for one in there)


def describe(options: LabelledPictures, made: Splits[LabelledPicture]) -> Iterator[str]:
    """Say in lines how many pictures there are, and of which labels."""
    for part, count in made.sizes().items():
        labels = Counter(record.label for record in getattr(made, part) if record.label)
        shares = [f"{label} {number:,}" for label, number in labels.most_common(10)]
        if len(labels) > 10:
            shares.append(f"and {len(labels) - 10} labels more")
        shown = f" ({', '.join(shares)})" if shares else ""
        yield f"{part:10} {count:7,} pictures{shown}"
    height, width = made.train[0].image.shape
    yield f"each {height} x {width} points of grey"
    for pair, count in splits.overlap(made, lambda record: record.image.tobytes()).items():
        if count:
            yield f"{count:,} of {pair.replace(' in ', ' stand in ')} too, point for point"


def _read_parts(data: str, options: Shrunk) -> dict[str, list[LabelledPicture]]:
    """Read each part that is given; without parts all counts as the training part."""
    path: File = Path(data)
    if folders.is_zip(path):
        path = folders.opened_zip(path)
        inside = folders.entries(path)
        path = inside[0] if len(inside) == 1 and inside[0].is_dir() else path
    elif not path.is_dir():
        there = "no such folder" if not path.exists() else "not a folder"
        raise InputError(f"{data}: {there}; name a folder of pictures, or a zip of one")
    rooms = [entry for entry in folders.entries(path) if entry.is_dir()]
    parts = splits.by_part(rooms, data)
    if "train" in parts:
        return {part: _read_labels(room, options) for part, room in parts.items()}
    return {"train": _read_labels(path, options)}


def _read_labels(folder: File, options: Shrunk) -> list[LabelledPicture]:
    rooms = [entry for entry in folders.entries(folder) if entry.is_dir()]
    found = [(one, room.name) for room in rooms for one in _pictures(room)]
    if not found:
        found = [(one, "") for one in _pictures(folder)]
    if not found:
        endings = ", ".join(SUFFIXES[:4])
        raise InputError(f"{folder}: no pictures in it ({endings} ...), nor in its sub-folders, "
                         "which are labels")  # fmt: skip
    return [
        LabelledPicture(
            read_picture(one, size=options.size, channels=1)[..., 0], label, str(one)
        )
        for one, label in track(found, f"reading {folder}")
    ]  # fmt: skip


def _pictures(folder: File) -> list[File]:
    """List the picture files in a folder and in those below it."""
    return [file for file in folders.below(folder) if file.name.lower().endswith(SUFFIXES)]
