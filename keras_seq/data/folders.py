"""Folders and zips, read alike: what stands in a zip need not be unpacked."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import TypeAlias

from keras_seq.errors import InputError

File: TypeAlias = Path | zipfile.Path


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
    there: list[File] = [
        entry for entry in folder.iterdir() if not entry.name.startswith((".", "__"))
    ]
    return sorted(there, key=lambda entry: entry.name)
