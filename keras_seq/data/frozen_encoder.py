"""A network that is not trained along, and makes vectors of pictures or of frames of videos."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from keras_seq import backend, files
from keras_seq.config import Options, option
from keras_seq.errors import InputError
from keras_seq.saving import load_model

if TYPE_CHECKING:
    import keras

AT_ONCE = 32  # pictures that are encoded together, and of a video all that are in memory
SMALL = "small"  # what the option says for a network that is trained along


@dataclass(frozen=True)
class Encoder(Options):
    """What makes vectors of pictures."""

    encoder: str = option(
        "small",
        "What makes vectors of a picture, or of a frame of a video: small, a network trained "
        "along; or a frozen one: a network of keras.applications, such as MobileNetV3Small, or a "
        ".keras file.",
    )
    encoder_weights: str = option(
        "imagenet", "Of a network of keras.applications: imagenet, random, or a weights file."
    )
    cache_dir: str | None = option(
        None, "Where features of a frozen encoder are kept; default: the user's cache folder."
    )


class FrozenEncoder(NamedTuple):
    """A frozen network from pictures to vectors.

    Attributes:
        model: takes `(batch, height, width, channels)`, gives `(batch, features)`, or a grid of
            vectors, `(batch, rows, columns, features)`.
        prepare: brings float32 pictures of 0 to 255 into the model's range.
        identity: changes whenever the features would.
    """

    model: keras.Model
    prepare: Callable[[np.ndarray], np.ndarray]
    identity: str

    @property
    def look(self) -> dict[str, int]:
        """The size of the pictures that it takes."""
        height, width, channels = self.model.input_shape[1:]
        return {"height": height, "width": width, "channels": channels}

    def encode(self, images: np.ndarray) -> np.ndarray:
        """Turn uint8 `(count, height, width, channels)` into float32 `(count, ...)`.

        At most `AT_ONCE` pictures.
        """
        missing = AT_ONCE - len(images)  # one shape only, compiled once
        whole = np.pad(images, ((0, missing), (0, 0), (0, 0), (0, 0)))
        features = self.model.predict_on_batch(self.prepare(whole.astype(np.float32)))
        return np.asarray(features, np.float32)[: len(images)]


@dataclass(frozen=True)
class EncoderMark:
    """Remembers which encoder a model was trained behind.

    Attributes:
        identity: as of the `FrozenEncoder`; empty for none.
    """

    identity: str

    def check(self, encoder: FrozenEncoder | None) -> None:
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


def frozen_encoder(
    options: Encoder, size: int, size_option: str, *, grid: bool = False
) -> FrozenEncoder | None:
    """Get the frozen encoder that options name; None: pictures go into the model as they are.

    Args:
        options: name it.
        size: height and width of the pictures.
        size_option: the option that says so, for messages.
        grid: whether a grid of vectors is wanted, and not one vector.

    Raises:
        InputError: if its file is missing or damaged.
    """
    name, mark = options.encoder, ""
    if name == SMALL:
        return None
    if name.endswith(".keras"):
        if not Path(name).is_file():
            raise InputError(f"--encoder {name}: no such file; it must stay where it was when the "
                             f"model was trained")  # fmt: skip
        mark = files.fingerprint(name)
    return _loaded(name, options.encoder_weights, size, size_option, grid, mark)


@functools.lru_cache(maxsize=1)
def _loaded(
    name: str, weights: str, size: int, size_option: str, grid: bool, mark: str
) -> FrozenEncoder:
    """Load an encoder once; a file anew when its fingerprint `mark` changes."""
    if name.endswith(".keras"):
        return saved_encoder(name, load_model(Path(name)), grid=grid)
    return backbone(name, weights, size, size_option=size_option, grid=grid)


def saved_encoder(path: str, model: keras.Model, *, grid: bool = False) -> FrozenEncoder:
    """Take a model of the user's own.

    Args:
        path: its file.
        model: what was read from there: from one picture, float 0 to 255, to one vector.
        grid: whether it gives a grid of vectors.

    Returns:
        The encoder.

    Raises:
        InputError: if it isn't such a model.
    """
    shape, gives = model.input_shape, model.output_shape
    wanted = "a grid of vectors, (rows, columns, features)" if grid else "one vector"
    if (
        len(shape) != 4
        or None in shape[1:]
        or len(gives) != (4 if grid else 2)
        or None in gives[1:]
    ):
        raise InputError(f"{path}: must go from one frame, (height, width, channels), to {wanted}, "
                         f"not from {shape[1:]} to {gives[1:]}")  # fmt: skip
    return FrozenEncoder(model, lambda frames: frames, files.fingerprint(path))


def backbone(
    name: str, weights: str, size: int, *, size_option: str = "--frame-size", grid: bool = False
) -> FrozenEncoder:
    """Take a network of `keras.applications`, without its classes.

    Args:
        name: such as `MobileNetV3Small`.
        weights: `imagenet`, which Keras downloads once, `random`, or a weights file.
        size: height and width of the pictures.
        size_option: the option that says so, for messages.
        grid: whether a grid of vectors is wanted, and not their mean.

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
            pooling=None if grid else "avg",
        )
    except Exception as error:
        first = " ".join(str(error).split())[:200]
        raise InputError(
            f"--encoder {name} with --encoder-weights {weights} can't be made; give other weights, "
            f"or another {size_option}: {first}"
        ) from error
    mark = weights if weights in ("random", "imagenet") else files.fingerprint(weights)
    prepare = _module_of(name).preprocess_input
    shape = " grid" if grid else ""
    return FrozenEncoder(model, prepare, f"{name}{shape} {mark} keras {keras.__version__}")


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


def cache_folder(room: str) -> Path:
    """Say where features are kept: a room in `keras_seq` in the user's cache folder."""
    if sys.platform == "win32":
        root = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    else:
        root = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return root / "keras_seq" / room
