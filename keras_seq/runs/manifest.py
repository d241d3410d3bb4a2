"""The manifest: digests that bind the parts of a run folder to each other.

A vocabulary of another run, permuted labels or half a `config.yaml` would be read without a word
and give wrong answers. It is no signature: who writes both, the part and the manifest, is believed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from keras_seq import files
from keras_seq.errors import InputError

MANIFEST = "manifest.json"


def write(folder: Path, parts: Iterable[Path]) -> None:
    """Write down the digests of files of a run folder."""
    files.write_json(
        folder / MANIFEST,
        {part.relative_to(folder).as_posix(): _digest(part) for part in sorted(parts)},
    )


def read(folder: Path) -> dict[str, str] | None:
    """Read the digests of a run folder by file; None for a folder of earlier versions.

    Raises:
        InputError: if the manifest is damaged.
    """

    def checked(content: Any) -> dict[str, str]:
        if not isinstance(content, dict):
            raise ValueError("not digests by file")
        return content

    path = folder / MANIFEST
    return files.read_json(path, checked) if path.is_file() else None


def check(folder: Path, part: Path, digests: dict[str, str] | None) -> None:
    """Make sure that a part is the one that the run wrote; without a digest it is believed.

    Args:
        folder: the run folder.
        part: a file in it.
        digests: what `read` returned.

    Raises:
        InputError: if it is another.
    """
    digest = (digests or {}).get(part.relative_to(folder).as_posix())
    if digest is not None and digest != _digest(part):
        raise InputError(
            f"{part}: damaged or exchanged: not what the run wrote; copy the run folder again, or "
            f"delete {MANIFEST} if you changed it yourself"
        )


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
