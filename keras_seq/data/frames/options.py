"""How recordings are read: options, and how frames of videos become arrays."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from keras_seq.config import option
from keras_seq.data import frozen_encoder as frozen_encoders
from keras_seq.data.frames import encoder as encoders
from keras_seq.data.frames import video
from keras_seq.data.frames.video import ReadVideo
from keras_seq.data.frozen_encoder import Encoder, FrozenEncoder
from keras_seq.options import DataOptions


@dataclass(frozen=True)
class Frames(Encoder):
    """Frames of videos."""

    fps: float = option(10.0, "Frames a second that are looked at.", above=0)
    frame_size: int = option(32, "Height and width to which frames are shrunk.", minimum=4)
    colour: bool = option(True, "Look at colours, not at grey alone.")


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


def frozen_encoder(frames: Frames) -> FrozenEncoder | None:
    """Get the frozen encoder; None: frames go into the model as they are.

    Raises:
        InputError: if its file is missing or damaged.
    """
    return frozen_encoders.frozen_encoder(frames, frames.frame_size, "--frame-size")
