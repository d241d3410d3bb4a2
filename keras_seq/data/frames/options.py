"""How recordings are read: options, and how frames of videos become arrays."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

from keras_seq import files
from keras_seq.config import Options, option
from keras_seq.data.frames import encoder as encoders
from keras_seq.data.frames import video
from keras_seq.data.frames.encoder import FrameEncoder
from keras_seq.data.frames.video import ReadVideo
from keras_seq.errors import InputError
from keras_seq.options import DataOptions
from keras_seq.saving import load_model


@dataclass(frozen=True)
class Frames(Options):
    """Frames of videos."""

    fps: float = option(10.0, "Frames a second that are looked at.", above=0)
    frame_size: int = option(32, "Height and width to which frames are shrunk.", minimum=4)
    colour: bool = option(True, "Look at colours, not at grey alone.")
    encoder: str = option(
        "small",
        "What makes a vector of a frame: small, a network trained along; or a frozen one: a "
        "network of keras.applications, such as MobileNetV3Small, or a .keras file.",
    )
    encoder_weights: str = option(
        "imagenet", "Of a network of keras.applications: imagenet, random, or a weights file."
    )
    cache_dir: str | None = option(
        None, "Where features of a frozen encoder are kept; default: the user's cache folder."
    )


@dataclass(frozen=True)
class Recordings(Frames, DataOptions):
    """Recordings: videos, tables of features, arrays."""

    label_column: str = option("label", "Column of the tags, in tables of features.")
    group_column: str | None = option(
        None, "Column of what must stay together, such as the person; default: the recording."
    )
    sequence_column: str | None = option(
        None, "Column that names the recording, where one table holds several."
    )
    files: str = option("*", "Which tables of a folder to read, as '*_va3.csv'.")
    skip_columns: tuple[str, ...] = option((), "Columns that are no features.")
    test_groups: tuple[str, ...] = option((), "Groups to test on; default: drawn by seed.")
    background: str = option("background", "Tag of what no segment covers; no segment itself.")
    scale: str = option(
        "training",
        "Features on the scale of the training part, or of each whole recording by itself.",
        choices=("training", "recording"),
    )


def video_reader(frames: Frames) -> ReadVideo:
    """Say how a video is read: as small frames, or as a frozen encoder's features of them."""
    encoder = frozen_encoder(frames)
    if encoder is None:
        return lambda path: video.read_frames(path, fps=frames.fps, **frame_shape(frames))
    cache = Path(frames.cache_dir) if frames.cache_dir else None
    return lambda path: encoders.encode_video(path, encoder, fps=frames.fps, cache=cache)


def frame_shape(frames: Frames) -> dict[str, int]:
    """Say how small frames are: `height`, `width`, `channels`."""
    channels = 3 if frames.colour else 1
    return {"height": frames.frame_size, "width": frames.frame_size, "channels": channels}


def frozen_encoder(frames: Frames) -> FrameEncoder | None:
    """Get the frozen encoder; None: frames go into the model as they are.

    Raises:
        InputError: if its file is missing or damaged.
    """
    name = frames.encoder
    if name == "small":
        return None
    mark = ""
    if name.endswith(".keras"):
        if not Path(name).is_file():
            raise InputError(f"--encoder {name}: no such file; it must stay where it was when the "
                             f"model was trained")  # fmt: skip
        mark = files.fingerprint(name)
    return _loaded_encoder(name, frames.encoder_weights, frames.frame_size, mark)


@functools.lru_cache(maxsize=1)
def _loaded_encoder(name: str, weights: str, size: int, mark: str) -> FrameEncoder:
    """Load an encoder once; a file anew when its fingerprint `mark` changes."""
    if name.endswith(".keras"):
        return encoders.saved_encoder(name, load_model(Path(name)))
    return encoders.backbone(name, weights, size)
