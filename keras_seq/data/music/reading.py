"""Pieces of music from files and folders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from keras_seq.config import option
from keras_seq.data import folders, splits
from keras_seq.data.folders import File
from keras_seq.data.music import abc_reader, midi
from keras_seq.data.music.chorales import read_chorales
from keras_seq.data.music.pieces import Piece
from keras_seq.data.splits import Splits
from keras_seq.errors import InputError
from keras_seq.options import DataOptions
from keras_seq.progress import track

JSON = (".json", ".json.gz")
SUFFIXES = (*midi.SUFFIXES, *abc_reader.SUFFIXES, *JSON)
LONGEST = 20_000  # quarter notes of a piece


@dataclass(frozen=True)
class Pieces(DataOptions):
    """Music."""

    resolution: int = option(
        4, "Steps of a quarter note: 1 for chorales in quarters, 2 for tunes in eighths.",
        minimum=1, maximum=24,
    )  # fmt: skip


def load(options: Pieces) -> Splits[Piece]:
    """Read pieces, and cut the parts that are not given, stratified by genre.

    Args:
        options: `data` is a file (.mid, .abc with many tunes, .json of chorales), or a folder or
            zip of such; sub-folders are genres, or parts if they are called so. Of several JSON
            files with the same pieces that one is taken which has steps of quarter notes.

    Returns:
        Training, validation and test part.

    Raises:
        InputError: naming the file and the mend.
    """
    parts = read_parts(str(options.data))
    return complete(options, parts["train"], parts.get("validation"), parts.get("test"))


def complete(
    options: DataOptions,
    train: list[Piece],
    validation: list[Piece] | None = None,
    test: list[Piece] | None = None,
) -> Splits[Piece]:
    """Cut the parts that are not given from the training part, stratified by genre."""
    return splits.complete(
        train, validation, test, class_of=lambda piece: piece.genre,
        validation_fraction=options.validation_fraction, test_fraction=options.test_fraction,
        seed=options.seed, source=options.data or "the sample",
    )  # fmt: skip


def load_test(options: Pieces, data: str) -> list[Piece]:
    """Read pieces to judge a trained model by: the test part, or all where there are no parts."""
    parts = read_parts(data)
    if len(parts) > 1 and "test" not in parts:
        raise InputError(f"{data}: there is no test part in it; name the part itself")
    return parts.get("test", parts["train"])


def read_inputs(options: Pieces, path: str) -> Iterator[str]:
    """Name what is to be gone on from, for `predict`: each line of a text file."""
    from keras_seq.data import tables

    return (line.strip() for line in tables.read_lines(path) if line.strip())


def describe(options: Pieces, made: Splits[Piece]) -> Iterator[str]:
    """Say in lines how many pieces there are, of which genres, and how long."""
    for part, count in made.sizes().items():
        pieces = getattr(made, part)
        genres = Counter(piece.genre for piece in pieces if piece.genre)
        shown = ", ".join(f"{genre} {number:,}" for genre, number in genres.most_common(10))
        steps = sum(round(piece.length * options.resolution) for piece in pieces)
        yield (f"{part:10} {count:7,} pieces{f' ({shown})' if shown else ''}, {steps:,} steps, "
               f"{sum(len(piece.notes) for piece in pieces):,} notes")  # fmt: skip
    off = [_off_grid(piece, options.resolution) for piece in made.train]
    yield f"{np.mean(off):.1%} of the notes begin between steps, and are moved to the nearest one"
    for pair, count in splits.overlap(made, lambda piece: piece.notes).items():
        if count:
            yield f"{count:,} of {pair.replace(' in ', ' stand in ')} too, note for note"


def _off_grid(piece: Piece, resolution: int) -> float:
    starts = np.array([note.start for note in piece.notes]) * resolution
    return float(np.mean(np.abs(starts - np.rint(starts)) > 1e-6))


def read_piece(path: File) -> Piece:
    """Read the first piece of a file; errors as of the readers."""
    return next(piece for pieces in _read_file(path).values() for piece in pieces)


def read_parts(data: str) -> dict[str, list[Piece]]:
    """Read each part that is given; without parts all counts as the training part."""
    path: File = Path(data)
    if folders.is_zip(path):
        path = folders.opened_zip(path)
        inside = folders.entries(path)
        path = inside[0] if len(inside) == 1 and inside[0].is_dir() else path
    if path.is_file():
        return _named(_read_file(path), data)
    if not path.is_dir():
        raise InputError(f"{data}: no such file or folder")
    rooms = [entry for entry in folders.entries(path) if entry.is_dir()]
    parts = splits.by_part(rooms, data)
    if "train" in parts:
        return {part: _read_folder(room) for part, room in parts.items()}
    chorales = [entry for entry in folders.entries(path) if entry.name.lower().endswith(JSON)]
    if chorales and not rooms:
        quarters = [one for one in chorales if "quarter" in one.name]
        return _named(_read_file((quarters or chorales)[0]), data)
    return {"train": _read_folder(path)}


def _named(parts: Mapping[str, list[Piece]], data: str) -> dict[str, list[Piece]]:
    """Sort the parts of one file by their names."""
    made = {splits.part_of(name): pieces for name, pieces in parts.items() if pieces}
    found = {part: pieces for part, pieces in made.items() if part}
    if "train" in found:
        return found
    everything = [piece for pieces in parts.values() for piece in pieces]
    if not everything:
        raise InputError(f"{data}: no pieces in it")
    return {"train": everything}


def _read_folder(folder: File) -> list[Piece]:
    """Read all files of a folder; those in a sub-folder are of the genre that it names."""
    found: list[tuple[File, str]] = []
    for entry in folders.entries(folder):
        if entry.is_dir():
            found += [(one, entry.name) for one in folders.below(entry)
                      if one.name.lower().endswith(SUFFIXES)]  # fmt: skip
        elif entry.name.lower().endswith(SUFFIXES):
            found.append((entry, ""))
    if not found:
        raise InputError(f"{folder}: no music in it ({', '.join(SUFFIXES)}), nor in its "
                         "sub-folders, which are genres")  # fmt: skip
    return [
        piece._replace(genre=genre or piece.genre)
        for path, genre in track(found, f"reading {folder}")
        for pieces in _read_file(path).values()
        for piece in pieces
    ]


def _read_file(path: File) -> dict[str, list[Piece]]:
    """Read a file by the reader of its ending: pieces by part, under "" where there are none."""
    name = path.name.lower()
    readers: list[tuple[tuple[str, ...], Callable[[File], dict[str, list[Piece]]]]] = [
        (midi.SUFFIXES, lambda path: {"": [midi.read_midi(path)]}),
        (abc_reader.SUFFIXES, lambda path: {"": abc_reader.read_abc(path)}),
        (JSON, read_chorales),
    ]
    for endings, reader in readers:
        if name.endswith(endings):
            parts = reader(path)
            for piece in (piece for pieces in parts.values() for piece in pieces):
                if piece.length > LONGEST:
                    raise InputError(f"{piece.source}: longer than {LONGEST:,} quarter notes")
            return parts
    raise InputError(f"{path}: not a file of music; its name must end with {', '.join(SUFFIXES)}")
