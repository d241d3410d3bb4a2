"""Reading a saved Keras model, safely."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from keras_seq import backend
from keras_seq.errors import InputError

if TYPE_CHECKING:
    import keras


def load_model(path: Path) -> keras.Model:
    """Read a `.keras` file in safe mode, the layers of this package known to it.

    Raises:
        InputError: if the file is missing, damaged, or holds code.
    """
    backend.start()
    import keras

    import keras_seq.layers  # noqa: F401  registers the layers that a saved model may hold

    if not path.is_file():
        raise InputError(f"{path}: missing; the run isn't finished: go on with --resume")
    try:
        return keras.saving.load_model(path, compile=False, safe_mode=True)
    except Exception as error:
        first = " ".join(str(error).split())[:200]
        raise InputError(f"{path}: can't be loaded: {first}") from error
