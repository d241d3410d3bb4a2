"""Features of video frames by a network that is not trained along, kept on disk."""

from __future__ import annotations

import hashlib
import itertools
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from keras_seq import files
from keras_seq.data.frames import video
from keras_seq.data.frozen_encoder import AT_ONCE, FrozenEncoder, cache_folder


def encode_video(
    path: Path, encoder: FrozenEncoder, *, fps: float | None, cache: Path | None = None
) -> video.Frames:
    """Read the features of a video's frames, from the cache if they are there.

    Frames are decoded and encoded in short windows: memory holds the features, never all frames.

    Args:
        path: a video.
        encoder: the network.
        fps: frames per second to keep; None: every frame.
        cache: folder for features, each file named by the fingerprints of video and encoder and
            by `fps`; None: see `cache_folder`.

    Returns:
        Features, times and length.

    Raises:
        InputError: as `keras_seq.data.video.read_frames`.
    """
    look = encoder.look
    if path.is_file():
        key = f"{files.fingerprint(path)} {encoder.identity} {look} {fps}"
        name = f"{hashlib.sha256(key.encode()).hexdigest()[:40]}.npz"
        kept = (cache or cache_folder("frames")) / name
        found = _cached(kept)
        if found is not None:
            return found
    encoded: list[video.Shown] = []
    for window in _windows(video.sample_frames(path, fps=fps, **look)):
        features = encoder.encode(np.stack([shown.image for shown in window]))
        encoded += [shown._replace(image=one) for shown, one in zip(window, features, strict=True)]
    made = video.joined(encoded)
    with files.atomic(kept) as temporary:
        np.savez(temporary, **made._asdict())
    return made


def _windows(frames: Iterable[video.Shown]) -> Iterator[list[video.Shown]]:
    """Take as many frames as are encoded together."""
    stream = iter(frames)
    while window := list(itertools.islice(stream, AT_ONCE)):
        yield window


def _cached(path: Path) -> video.Frames | None:
    """Read what was kept; None if there is nothing, or it is damaged."""
    try:
        with np.load(path, allow_pickle=False) as arrays:
            content = video.Frames(*(arrays[name] for name in video.Frames._fields))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    return content._replace(length=float(content.length))
