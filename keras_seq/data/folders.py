"""Folders and zips, read alike: what stands in a zip need not be unpacked."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

from keras_seq.errors import InputError

File: TypeAlias = Path | zipfile.Path

MOST = 1_000_000  # files and folders that are looked through: more are no data set, but a disk
HIDDEN = (".", "__")  # how names begin of what systems and packers put there


def is_zip(path: File) -> bool:
    """Whether this is a file that calls itself a zip."""
    return path.name.lower().endswith(".zip") and path.is_file()


def opened_zip(path: File) -> zipfile.Path:
    """Look into a zip file.

    Raises:
        InputError: if it is none, or damaged.
    """
    try:
        return zipfile.Path(path)  # type: ignore[arg-type]
    except zipfile.BadZipFile:
        raise InputError(f"{path}: not a zip file, or damaged; pack it again") from None


def entries(folder: File) -> list[File]:
    """List what stands in a folder by name, without what systems and packers hide there."""
    there: list[File] = [entry for entry in folder.iterdir() if not entry.name.startswith(HIDDEN)]
    return sorted(there, key=lambda entry: entry.name)


def below(folder: File) -> Iterator[File]:
    """Yield the files of a folder and of the folders in it, hidden ones left out, by name.

    Raises:
        InputError: if there are more than any data set has.
    """
    if isinstance(folder, zipfile.Path):
        for entry in entries(folder):
            yield from below(entry) if entry.is_dir() else [entry]
        return
    seen = 0
    for room, rooms, names in os.walk(folder):
        rooms[:] = sorted(name for name in rooms if not name.startswith(HIDDEN))
        seen += len(rooms) + len(names)
        if seen > MOST:
            raise InputError(f"{folder}: more than {MOST:,} files and folders stand in it; name "
                             "the folder of the data themselves")  # fmt: skip
        yield from (Path(room, name) for name in sorted(names) if not name.startswith(HIDDEN))
