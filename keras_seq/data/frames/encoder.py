"""Features of video frames by a network that is not trained along, kept on disk."""

from __future__ import annotations

import hashlib
import itertools
import os
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from keras_seq import backend, files
from keras_seq.data.frames import video
from keras_seq.errors import InputError

if TYPE_CHECKING:
    import keras

AT_ONCE = 32  # frames that are encoded together, and all that are in memory


class FrameEncoder(NamedTuple):
    """A frozen network from frames to vectors.

    Attributes:
        model: takes `(batch, height, width, channels)`, gives `(batch, features)`.
        prepare: brings float32 frames of 0 to 255 into the model's range.
        identity: changes whenever the features would.
    """

    model: keras.Model
    prepare: Callable[[np.ndarray], np.ndarray]
    identity: str

    @property
    def look(self) -> dict[str, int]:
        """The size of the frames that it takes."""
        height, width, channels = self.model.input_shape[1:]
        return {"height": height, "width": width, "channels": channels}

    def encode(self, images: np.ndarray) -> np.ndarray:
        """Turn uint8 `(time, height, width, channels)` into float32 `(time, features)`."""
        missing = AT_ONCE - len(images)  # one shape only, compiled once
        whole = np.pad(images, ((0, missing), (0, 0), (0, 0), (0, 0)))
        features = self.model.predict_on_batch(self.prepare(whole.astype(np.float32)))
        return np.asarray(features, np.float32)[: len(images)]


@dataclass(frozen=True)
class EncoderMark:
    """Remembers which encoder a model was trained behind.

    Attributes:
        identity: as of the `FrameEncoder`; empty for none.
    """

    identity: str

    def check(self, encoder: FrameEncoder | None) -> None:
        """Make sure that `encoder` is still the same.

        Raises:
            InputError: if it has changed.
        """
        if self.identity != (encoder.identity if encoder else ""):
            raise InputError(f"the encoder has changed since training: it was {self.identity}")

    def save(self, path: Path) -> None:
        """Write it to a JSON file."""
        files.write_json(path, {"identity": self.identity})

    @classmethod
    def load(cls, path: Path) -> EncoderMark:
        """Read what `save` wrote.

        Raises:
            InputError: if the file is damaged.
        """
        return files.read_json(path, lambda content: cls(str(content["identity"])))


def saved_encoder(path: str, model: keras.Model) -> FrameEncoder:
    """Take a model of the user's own.

    Args:
        path: its file.
        model: what was read from there: from one frame, float 0 to 255, to one vector.

    Returns:
        The encoder.

    Raises:
        InputError: if it isn't such a model.
    """
    shape = model.input_shape
    if len(shape) != 4 or None in shape[1:] or len(model.output_shape) != 2:
        raise InputError(f"{path}: must go from one frame, (height, width, channels), to one "
                         f"vector, not from {shape[1:]} to {model.output_shape[1:]}")  # fmt: skip
    return FrameEncoder(model, lambda frames: frames, files.fingerprint(path))


def backbone(name: str, weights: str, size: int) -> FrameEncoder:
    """Take a network of `keras.applications`, without its classes.

    Args:
        name: such as `MobileNetV3Small`.
        weights: `imagenet`, which Keras downloads once, `random`, or a weights file.
        size: height and width of the frames.

    Returns:
        The encoder.

    Raises:
        InputError: if there is no such network, or its weights can't be had.
    """
    backend.start()
    import keras

    make = getattr(keras.applications, name, None)
    if not name[:1].isupper() or not callable(make):
        known = sorted(one for one in vars(keras.applications) if one[0].isupper())
        raise InputError(f"--encoder: {name} is neither small, nor a .keras file, nor one of "
                         f"{', '.join(known)}")  # fmt: skip
    keras.utils.set_random_seed(0)  # random weights are the same each time
    try:
        model = make(
            include_top=False,
            weights=None if weights == "random" else weights,
            input_shape=(size, size, 3),
            pooling="avg",
        )
    except Exception as error:
        first = " ".join(str(error).split())[:200]
        raise InputError(f"--encoder {name} with --encoder-weights {weights} can't be made; give "
                         f"other weights, or another --frame-size: {first}") from error  # fmt: skip
    mark = weights if weights in ("random", "imagenet") else files.fingerprint(weights)
    prepare = _module_of(name).preprocess_input
    return FrameEncoder(model, prepare, f"{name} {mark} keras {keras.__version__}")


def _module_of(name: str) -> Any:
    """Find the module of `keras.applications` for a network: it holds it, or has its name."""
    import keras

    modules = {
        key.replace("_", ""): module
        for key, module in vars(keras.applications).items()
        if hasattr(module, "preprocess_input")
    }
    holding = [key for key, module in modules.items() if hasattr(module, name)]
    named = [key for key in modules if name.lower().startswith(key)]
    return modules[max(holding or named, key=len)]


def encode_video(
    path: Path, encoder: FrameEncoder, *, fps: float | None, cache: Path | None = None
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
        kept = (cache or cache_folder()) / f"{hashlib.sha256(key.encode()).hexdigest()[:40]}.npz"
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


def cache_folder() -> Path:
    """Say where features are kept: `keras_seq/frames` in the user's cache folder."""
    if sys.platform == "win32":
        root = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    else:
        root = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return root / "keras_seq" / "frames"


def _cached(path: Path) -> video.Frames | None:
    """Read what was kept; None if there is nothing, or it is damaged."""
    try:
        with np.load(path, allow_pickle=False) as arrays:
            content = video.Frames(*(arrays[name] for name in video.Frames._fields))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    return content._replace(length=float(content.length))
