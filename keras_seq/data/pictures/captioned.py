"""Pictures with captions: read, split by picture, described."""

from __future__ import annotations

import contextlib
import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, cast

import numpy as np

from keras_seq.config import Options, option
from keras_seq.data import folders, splits
from keras_seq.data.folders import File
from keras_seq.data.frozen_encoder import Encoder, FrozenEncoder, frozen_encoder
from keras_seq.data.pictures import caption_files
from keras_seq.data.pictures.features import encoded
from keras_seq.data.pictures.opening import SUFFIXES, read_picture, read_whole
from keras_seq.data.splits import Splits
from keras_seq.errors import InputError
from keras_seq.options import DataOptions
from keras_seq.progress import say, track


class Thing(NamedTuple):
    """Where in a picture that stands which a word of a caption names.

    Attributes:
        caption: the number of the caption.
        word: the number of the word in it.
        boxes: left, top, right and bottom of each, as shares of the picture's width.
    """

    caption: int
    word: int
    boxes: tuple[tuple[float, float, float, float], ...]


class CaptionedPicture(NamedTuple):
    """One example.

    Attributes:
        image: uint8 `(size, size, 3)`.
        captions: what is said of it, all of it right.
        source: the file, or what it is called.
        features: float16, what a frozen encoder made of it; None without such.
        things: where named things are, if that is known.
    """

    image: np.ndarray
    captions: tuple[str, ...]
    source: str
    features: np.ndarray | None = None
    things: tuple[Thing, ...] = ()


@dataclass(frozen=True)
class SeenPictures(Encoder):
    """Pictures, and how they are looked at."""

    size: int = option(
        96, "Height and width to which pictures are brought.", minimum=8, maximum=1024
    )
    fit: str = option(
        "whole", "What is looked at: the whole picture, or the square in its middle.",
        choices=("whole", "middle"),
    )  # fmt: skip


@dataclass(frozen=True)
class CaptionFiles(Options):
    """Files of captions."""

    images: str | None = option(
        None, "Folder or zip of the pictures, if they don't stand beside the captions."
    )
    image_column: str = option("image", "Column of the picture's file, in tables.")
    caption_column: str = option("caption", "Column of the caption, in tables.")
    skip_unreadable: bool = option(
        False, "Leave out pictures that are missing or damaged, and say how many."
    )


@dataclass(frozen=True)
class CaptionedPictures(SeenPictures, CaptionFiles, DataOptions):
    """Pictures with captions."""


def load(options: CaptionedPictures) -> Splits[CaptionedPicture]:
    """Read pictures with captions, and cut the parts that are not given, by picture.

    Args:
        options: `data` is a file of captions, or a folder or a zip with one, or with one for each
            part, or with folders called so in which they stand.

    Returns:
        Training, validation and test part; a picture stands in one of them with all its captions.

    Raises:
        InputError: naming file, line and mend.
    """
    parts = _read_parts(str(options.data), options)
    return complete(options, parts["train"], parts.get("validation"), parts.get("test"))


def complete(
    options: DataOptions,
    train: list[CaptionedPicture],
    validation: list[CaptionedPicture] | None = None,
    test: list[CaptionedPicture] | None = None,
) -> Splits[CaptionedPicture]:
    """Cut the parts that are not given from the training part."""
    return splits.complete(
        train, validation, test, class_of=lambda record: "",
        validation_fraction=options.validation_fraction, test_fraction=options.test_fraction,
        seed=options.seed, source=options.data or "the sample",
    )  # fmt: skip


def load_test(options: CaptionedPictures, data: str) -> list[CaptionedPicture]:
    """Read pictures to judge a trained model by: the test part, or all where there are no parts."""
    parts = _read_parts(data, options)
    if len(parts) > 1 and "test" not in parts:
        raise InputError(f"{data}: there is no test part in it; name the part itself")
    return parts.get("test", parts["train"])


def describe(options: CaptionedPictures, made: Splits[CaptionedPicture]) -> Iterator[str]:
    """Say in lines how many pictures and captions there are."""
    for part, count in made.sizes().items():
        said = [caption for record in getattr(made, part) for caption in record.captions]
        words = np.mean([len(caption.split()) for caption in said])
        yield f"{part:10} {count:7,} pictures, {len(said):,} captions of {words:.1f} words"
    seen = made.train[0].features
    shape = made.train[0].image.shape if seen is None else seen.shape
    of = "points" if seen is None else "features by a frozen encoder"
    yield f"each {' x '.join(map(str, shape))} {of}"
    for pair, count in splits.overlap(made, lambda record: record.image.tobytes()).items():
        if count:
            yield f"{count:,} of {pair.replace(' in ', ' stand in ')} too, point for point"
    twice = Counter(caption for record in made.train for caption in record.captions)
    caption, count = twice.most_common(1)[0]
    if count > 1:
        yield f"the commonest caption of training stands there {count:,} times: {caption[:80]}"


def encoder_of(options: SeenPictures) -> FrozenEncoder | None:
    """Get the frozen encoder; None: pictures go into the model as they are."""
    return frozen_encoder(options, options.size, "--size", grid=True)


def read_image(options: SeenPictures, path: File, size: int) -> np.ndarray:
    """Read a picture as options say, uint8 `(size, size, 3)`."""
    if options.fit == "middle":
        return read_picture(path, size=size)
    return read_whole(path, size)


def read_seen(options: SeenPictures, paths: Sequence[File]) -> list[np.ndarray]:
    """Read what the model sees of pictures: points, or a frozen encoder's features.

    Args:
        options: how.
        paths: of pictures.

    Returns:
        uint8 `(size, size, 3)`, or float16 `(rows, columns, features)`, each.

    Raises:
        InputError: for a picture that can't be read.
    """
    encoder = encoder_of(options)
    if encoder is None:
        return [read_image(options, path, options.size) for path in paths]
    cache = Path(options.cache_dir) if options.cache_dir else None
    look = lambda path: read_image(options, path, encoder.look["height"])  # noqa: E731
    return list(encoded(paths, encoder, look, mark=options.fit, cache=cache))


def _read_parts(data: str, options: CaptionedPictures) -> dict[str, list[CaptionedPicture]]:
    """Read each part that is given; without parts all counts as the training part."""
    path: File = Path(data)
    if folders.is_zip(path):
        path = folders.opened_zip(path)
        inside = folders.entries(path)
        path = inside[0] if len(inside) == 1 and inside[0].is_dir() else path
    if not path.exists():
        raise InputError(f"{data}: no such file or folder")
    home = path if path.is_dir() else cast(File, path.parent)
    known = _Known(options, home)
    if not path.is_dir():
        return {"train": _read_part([path], home, options, known)}
    found = caption_files.find(path)
    parts = splits.by_part(found, data) if len(found) > 1 else {}
    rooms = splits.by_part((one for one in folders.entries(path) if one.is_dir()), data)
    inside_rooms = {part: caption_files.find(room) for part, room in rooms.items()}
    if "train" in parts:
        return {part: _read_part([one], home, options, known) for part, one in parts.items()}
    if not found and inside_rooms.get("train"):
        return {part: _read_part(there, rooms[part], options, known)
                for part, there in inside_rooms.items() if there}  # fmt: skip
    if not found:
        raise InputError(
            f"{data}: no file of captions in it; there should be one, such as captions.csv "
            "(image,caption), captions.txt (1.jpg#0, a tab, a caption), metadata.jsonl or "
            "COCO's captions.json"
        )
    if len(found) > 1:
        names = splits.listed([one.name for one in found], most=5)
        raise InputError(f"{data}: which captions? {names}; name the file itself, or call them "
                         "train.csv, val.csv and test.csv")  # fmt: skip
    return {"train": _read_part(found, home, options, known)}


class _Known:
    """Finds pictures by the names that captions give; looks into folders and zips once.

    Args:
        options: `images` may name where pictures are.
        home: the folder of the data.
    """

    def __init__(self, options: CaptionedPictures, home: File) -> None:
        self.home = home
        self.images: File | None = None
        if options.images:
            self.images = Path(options.images)
            if folders.is_zip(self.images):
                self.images = folders.opened_zip(self.images)
            elif not self.images.is_dir():
                raise InputError(f"--images {options.images}: no such folder, and no zip")
        self._index: dict[str, list[File]] | None = None

    def file(self, name: str, room: File, place: str) -> File:
        """Find a picture beside its captions, else by its name alone wherever it stands.

        Raises:
            InputError: if there is none, or several.
        """
        for folder in (self.images, room):
            if folder is None:
                continue
            with contextlib.suppress(OSError, ValueError):  # of a name that no file can have
                if (direct := folder.joinpath(name)).is_file():
                    return direct
        index = self._indexed()
        found = index.get(name.rpartition("/")[2].lower(), [])
        if len(found) > 1:
            raise InputError(
                f"{place}: several pictures are called {name[:80]}: {found[0]}, {found[1]}"
            )
        if not found:
            many = sum(map(len, index.values()))
            raise InputError(f"{place}: no picture {name[:80]!r} among the {many:,} in "
                             f"{self.images or self.home}; name their folder with --images, or "
                             "leave it out with --skip-unreadable")  # fmt: skip
        return found[0]

    def _indexed(self) -> dict[str, list[File]]:
        if self._index is None:
            self._index = {}
            for file in _pictures_below(self.images or self.home):
                self._index.setdefault(file.name.lower(), []).append(file)
        return self._index


def _pictures_below(folder: File) -> Iterator[File]:
    """Yield the pictures of a folder and those below it, and of zips that stand in it."""
    for file in folders.below(folder):
        if file.name.lower().endswith(SUFFIXES):
            yield file
        elif isinstance(file, Path) and folders.is_zip(file):
            yield from _pictures_below(folders.opened_zip(file))


def _read_part(
    captions: Sequence[File], room: File, options: CaptionedPictures, known: _Known
) -> list[CaptionedPicture]:
    """Read the pictures of one part, each once, with all its captions."""
    said: dict[str, list[caption_files.Said]] = {}
    for one in itertools.chain.from_iterable(
        caption_files.read(path, options.image_column, options.caption_column) for path in captions
    ):
        said.setdefault(one.picture, []).append(one)
    records: list[CaptionedPicture] = []
    paths: list[File] = []
    lost: list[str] = []
    for name, all_of in track(list(said.items()), f"reading {room.name or room}"):
        try:
            path = known.file(name, room, all_of[0].place)
            image = read_image(options, path, options.size)
        except InputError as error:
            if not options.skip_unreadable:
                raise
            lost.append(str(error))
            continue
        captions_of = tuple(dict.fromkeys(one.caption for one in all_of))
        records.append(CaptionedPicture(image, captions_of, str(path)))
        paths.append(path)
    if lost:
        say(f"left out: {len(lost):,} pictures that can't be read, such as {lost[0]}")
    if not records:
        raise InputError(f"{captions[0]}: none of its pictures can be read")
    if encoder_of(options) is not None:
        seen = read_seen(options, paths)
        records = [record._replace(features=one) for record, one in zip(records, seen, strict=True)]
    return records
