"""How frames come in: small, into a network trained along, or as features of a frozen one."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

from keras_seq import InputError, files
from keras_seq.data.frames import encoder as frame_encoder
from keras_seq.data.frames import video
from keras_seq.data.frames.encoder import FrameEncoder
from keras_seq.data.frames.reading import ReadVideo
from keras_seq.saving import load_model

if TYPE_CHECKING:
    import keras

    from .app import Config


def small_encoder(height: int, width: int, channels: int) -> keras.Model:
    """Build a small convolutional network from a frame to a vector; put your own here."""
    import keras

    frame = keras.Input((height, width, channels))
    x = keras.layers.Rescaling(1 / 127.5, offset=-1)(frame)
    for filters in (8, 16):
        x = keras.layers.Conv2D(filters, 5, strides=2, padding="same", activation="relu")(x)
    x = keras.layers.Flatten()(x)
    return keras.Model(frame, keras.layers.Dense(64, activation="relu")(x), name="frame_encoder")


def video_reader(config: Config) -> ReadVideo:
    """Say how a video is read: as small frames, or as a frozen encoder's features of them."""
    encoder = frozen_encoder(config)
    if encoder is None:
        return lambda path: video.read_frames(path, fps=config.fps, **frame_shape(config))
    cache = Path(config.cache_dir) if config.cache_dir else None
    return lambda path: frame_encoder.encode_video(path, encoder, fps=config.fps, cache=cache)


def frame_shape(config: Config) -> dict[str, int]:
    """Say how small frames are."""
    channels = 3 if config.colour else 1
    return {"height": config.frame_size, "width": config.frame_size, "channels": channels}


def frozen_encoder(config: Config) -> FrameEncoder | None:
    """Get the frozen encoder; None: frames go into the model as they are."""
    name = config.encoder
    if name == "small":
        return None
    mark = ""
    if name.endswith(".keras"):
        if not Path(name).is_file():
            raise InputError(f"--encoder {name}: no such file; it must stay where it was when the "
                             f"model was trained")  # fmt: skip
        mark = files.fingerprint(name)
    return loaded_encoder(name, config.encoder_weights, config.frame_size, mark)


@functools.lru_cache(maxsize=1)
def loaded_encoder(name: str, weights: str, size: int, mark: str) -> FrameEncoder:
    """Load an encoder once; a file anew when its fingerprint `mark` changes."""
    if name.endswith(".keras"):
        return frame_encoder.saved_encoder(name, load_model(Path(name)))
    return frame_encoder.backbone(name, weights, size)
