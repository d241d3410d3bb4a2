"""What a frozen encoder makes of pictures, kept on disk."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from keras_seq import files
from keras_seq.data.folders import File
from keras_seq.data.frozen_encoder import AT_ONCE, FrozenEncoder, cache_folder
from keras_seq.progress import track


def encoded(
    paths: Sequence[File],
    encoder: FrozenEncoder,
    look: Callable[[File], np.ndarray],
    *,
    mark: str = "",
    cache: Path | None = None,
) -> Iterator[np.ndarray]:
    """Give the features of pictures, from the cache where they are there.

    Args:
        paths: of pictures, perhaps in a zip.
        encoder: the network.
        look: reads a picture in the size that the network takes, uint8.
        mark: changes whenever `look` would give something else.
        cache: folder for features, each file named by the content of the picture, by `mark` and
            by the encoder; None: see `cache_folder`.

    Yields:
        float16, of the shape of the encoder's output, each.

    Raises:
        InputError: for a picture that can't be read.
    """
    folder = cache or cache_folder("pictures")
    about = f"{encoder.identity} {encoder.look} {mark}".encode()
    for at in track(range(0, len(paths), AT_ONCE), "encoding pictures"):
        kept = [folder / _name(path, about) for path in paths[at : at + AT_ONCE]]
        found = [_cached(path) for path in kept]
        missing = [place for place, one in enumerate(found) if one is None]
        if missing:
            images = np.stack([look(paths[at + place]) for place in missing])
            made = np.clip(encoder.encode(images), -6e4, 6e4).astype(np.float16)
            for place, features in zip(missing, made, strict=True):
                found[place] = features
                files.write_array(kept[place], features)
        yield from (one for one in found if one is not None)


def _name(path: File, about: bytes) -> str:
    """Name what is kept of a picture; one that can't be read is found out when it is looked at."""
    try:
        content = path.read_bytes()
    except OSError:
        content = b""
    return f"{hashlib.sha256(content + about).hexdigest()[:40]}.npy"


def _cached(path: Path) -> np.ndarray | None:
    """Read what was kept; None if there is nothing, or it is damaged."""
    try:
        return np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None
