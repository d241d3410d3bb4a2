"""Reading a saved Keras model, safely."""

from __future__ import annotations

import io
import math
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from keras_seq import backend
from keras_seq.errors import InputError

if TYPE_CHECKING:
    import keras

LARGEST = 8 << 30  # bytes of weights
# Weights hardly shrink, zeros by a thousand times: what says that it will grow by more is no model.
GROWTH, GROWN = 20, 64 << 20


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
        check_size(path)
        model = keras.saving.load_model(path, compile=False, safe_mode=True)
    except Exception as error:
        first = " ".join(str(error).split())[:200]
        raise InputError(f"{path}: can't be loaded: {first}") from error
    if any(np.isnan(weight).any() for weight in model.get_weights() if weight.dtype.kind == "f"):
        raise InputError(f"{path}: its weights are NaN, so it can't answer; train anew")
    return model


def check_size(path: Path) -> None:
    """Make sure that a `.keras` file takes no more memory than its size lets one expect.

    Raises:
        ValueError: if it does.
    """
    import h5py  # type: ignore[import-untyped]

    size = path.stat().st_size

    def check(grown: int) -> None:
        if grown > LARGEST or grown > max(GROWN, GROWTH * size):
            raise ValueError(f"{size:,} bytes that would become {grown:,}")

    with zipfile.ZipFile(path) as parts:
        members = parts.infolist()
        check(sum(member.file_size for member in members))
        weights = [member for member in members if member.filename.endswith(".h5")]
        for member in weights:
            with h5py.File(io.BytesIO(parts.read(member)), "r") as file:
                sizes: list[int] = []

                def add(name: str, item: object, sizes: list[int] = sizes) -> None:
                    if isinstance(item, h5py.Dataset):
                        sizes.append(math.prod(item.shape or ()) * item.dtype.itemsize)

                file.visititems(add)
                check(sum(sizes))
