"""Reading a saved Keras model, safely."""

from __future__ import annotations

import contextlib
import io
import json
import math
import re
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq import backend
from keras_seq.errors import InputError

if TYPE_CHECKING:
    import keras

LARGEST = 8 << 30  # bytes of weights
# Weights hardly shrink, zeros by a thousand times: what says that it will grow by more is no model.
GROWTH, GROWN = 20, 64 << 20
SPARE = 1 << 12  # numbers that layers may have beyond those of the file
# What TensorFlow takes for the name of a scope: a model's own, and within it a layer's.
SCOPE = re.compile(r"[A-Za-z0-9.][\w.\\/>-]*", re.ASCII)
INNER_SCOPE = re.compile(r"[\w.\\/>-]*", re.ASCII)
_ONE_AT_A_TIME = threading.RLock()


def load_model(path: Path) -> keras.Model:
    """Read a `.keras` file in safe mode, the layers of this package known to it.

    Raises:
        InputError: if the file is missing, damaged, far larger than it looks, or holds code.
    """
    backend.start()
    import keras

    import keras_seq.layers  # noqa: F401  registers the layers that a saved model may hold

    if not path.is_file():
        raise InputError(f"{path}: missing; the run isn't finished: go on with --resume")
    try:
        with bounded(check_size(path)):
            check_names(path)
            model = keras.saving.load_model(path, compile=False, safe_mode=True)
    except Exception as error:
        first = " ".join(str(error).split())[:200]
        raise InputError(f"{path}: can't be loaded: {first}") from error
    if any(np.isnan(weight).any() for weight in model.get_weights() if weight.dtype.kind == "f"):
        raise InputError(f"{path}: its weights are NaN, so it can't answer; train anew")
    return model


@contextlib.contextmanager
def bounded(numbers: int) -> Iterator[None]:
    """Let layers have so many weights and hardly more; what asks for more is refused unmade.

    A layer of a thousand million units is a few letters in a file.

    Args:
        numbers: weights of all layers that are made in the block.
    """
    import keras

    add_weight, most, found = keras.layers.Layer.add_weight, 2 * numbers + SPARE, 0
    here = threading.get_ident()

    def counted(self: Any, shape: Any = None, *args: Any, **kwargs: Any) -> Any:
        nonlocal found
        if threading.get_ident() == here:  # another thread may build a model of its own meanwhile
            found += math.prod(shape or ())
        if found > most:
            raise ValueError(f"layer {str(self.name)[:40]!r} asks for {found:,} weights, where "
                             f"there are {numbers:,}")  # fmt: skip
        return add_weight(self, shape, *args, **kwargs)

    with _ONE_AT_A_TIME:
        keras.layers.Layer.add_weight = counted
        try:
            yield
        finally:
            keras.layers.Layer.add_weight = add_weight


def check_size(path: Path) -> int:
    """Make sure that a `.keras` file takes no more memory than its size lets one expect.

    Returns:
        How many weights there are in it.

    Raises:
        ValueError: if it does.
    """
    import h5py  # type: ignore[import-untyped]

    size, numbers = path.stat().st_size, 0

    def check(grown: int) -> None:
        if grown > LARGEST or grown > max(GROWN, GROWTH * size):
            raise ValueError(f"{size:,} bytes that would become {grown:,}")

    with zipfile.ZipFile(path) as parts:
        members = parts.infolist()
        check(sum(member.file_size for member in members))
        weights = [member for member in members if member.filename.endswith(".h5")]
        for member in weights:
            with h5py.File(io.BytesIO(parts.read(member)), "r") as file:
                found: list[tuple[int, int]] = []

                def add(name: str, item: object, found: list[Any] = found) -> None:
                    if isinstance(item, h5py.Dataset):
                        found.append((math.prod(item.shape or ()), item.dtype.itemsize))

                file.visititems(add)
                check(sum(count * width for count, width in found))
                numbers += sum(count for count, _ in found)
    return numbers


def check_names(path: Path) -> None:
    """Make sure that TensorFlow can call the model of a `.keras` file and its layers by name.

    A layer's name becomes a scope when it is called; an input isn't called.

    Raises:
        ValueError: if it can't: the model would load, and fail when it is asked.
    """
    import keras

    def check(content: Any, names: re.Pattern[str]) -> None:
        if isinstance(content, list):
            for item in content:
                check(item, names)
        elif isinstance(content, dict):
            config = content.get("config")
            if isinstance(config, dict) and content.get("class_name") != "InputLayer":
                name = config.get("name")
                if isinstance(name, str) and not names.fullmatch(name):
                    raise ValueError(f"a layer can't be called {name[:40]!r}")
            for key, item in content.items():
                if key != "compile_config":  # whose names are of metrics, and never called
                    check(item, INNER_SCOPE)

    if keras.backend.backend() == "tensorflow":
        with zipfile.ZipFile(path) as parts:
            check(json.loads(parts.read("config.json")), SCOPE)
