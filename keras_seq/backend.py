"""Bringing up Keras: quietly, on the default backend, and repeatably."""

from __future__ import annotations

import contextlib
import importlib.util
import logging
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator

from keras_seq.errors import InputError

BACKENDS = ("tensorflow", "jax", "torch")
# Of glibc's malloc.h: bytes asked for at once, bytes from which on a piece is mapped by itself,
# and bytes at the end that are handed back.
M_TOP_PAD, M_MMAP_THRESHOLD, M_TRIM_THRESHOLD = -2, -3, -1
UNNEEDED = ("IPython", "jax", "matplotlib", "pandas", "sklearn")


@contextlib.contextmanager
def stderr_held_back() -> Iterator[None]:
    """Hold back what C++ code writes to stderr; show it if the block fails.

    TensorFlow logs at import whatever its log level says (tensorflow#100442).
    """
    sys.stderr.flush()
    saved = os.dup(2)
    with tempfile.TemporaryFile() as held:
        os.dup2(held.fileno(), 2)
        try:
            yield
        except BaseException:
            held.seek(0)
            os.write(saved, held.read())
            raise
        finally:
            os.dup2(saved, 2)
            os.close(saved)


@contextlib.contextmanager
def hidden(packages: Iterable[str]) -> Iterator[None]:
    """Let packages look as if they weren't installed, unless they are imported already."""
    ours = [name for name in packages if name not in sys.modules]
    sys.modules.update(dict.fromkeys(ours))  # type: ignore[arg-type]  # None: no such package
    try:
        yield
    finally:
        for name in ours:
            del sys.modules[name]


def start(lean: bool = False) -> None:
    """Import Keras without the backend's log lines. TensorFlow unless `KERAS_BACKEND` is set.

    Args:
        lean: without what Keras and its backend import for their own interfaces to it, where it is
            installed: a third of the seconds before the first answer. Keras then takes no
            `DataFrame` in this process; all else imports these packages as ever.

    Raises:
        InputError: if `KERAS_BACKEND` names another backend, or one that isn't installed.
    """
    if "keras" in sys.modules:
        return
    name = os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    if name not in BACKENDS:
        raise InputError(f"KERAS_BACKEND={name}: must be one of {', '.join(BACKENDS)}")
    if importlib.util.find_spec(name) is None:
        raise InputError(f"KERAS_BACKEND={name}: it isn't installed: pip install {name}")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    # Our batches have a few lengths, each traced once; TensorFlow warns from the fifth on. The
    # second line is of names that it makes itself, of arguments without any.
    known = ("triggered tf.function retracing", "is not a valid node name")
    logging.getLogger("tensorflow").addFilter(
        lambda record: not any(words in record.getMessage() for words in known)
    )
    unneeded = [one for one in UNNEEDED if one != name] if lean else []
    with stderr_held_back(), hidden(unneeded):
        import keras
    if name != "tensorflow":
        # Keras looks once whether TensorFlow is there, to tell its objects from others, and then
        # loads all of it: five seconds.
        with hidden(["tensorflow"]):
            keras.saving.serialize_keras_object(keras.initializers.Zeros())


def make_repeatable(seed: int) -> None:
    """Make what follows a function of `seed` alone, bit for bit on one machine.

    Args:
        seed: for initial weights, dropout and every other draw of Python, NumPy and Keras.
    """
    start()
    import keras

    keras.utils.set_random_seed(seed)
    if keras.backend.backend() == "tensorflow":
        import tensorflow as tf

        tf.config.experimental.enable_op_determinism()


def keep_freed_memory() -> bool:
    """Let what one step of training frees serve the next one, where the C library is glibc.

    It hands large pieces back to the system, which has to clear each page when it is asked for
    again: of a network that sees pictures that is a third of an epoch. Whoever has set
    `MALLOC_...` or `GLIBC_TUNABLES` has decided otherwise.

    Returns:
        Whether it does.
    """
    try:
        glibc = os.confstr("CS_GNU_LIBC_VERSION")
    except (AttributeError, ValueError):  # Windows; another C library
        return False
    if not glibc or any(name.startswith(("MALLOC_", "GLIBC_TUNABLES")) for name in os.environ):
        return False
    import ctypes  # only here: commands that don't train start without it

    mallopt = ctypes.CDLL(None).mallopt
    return all(
        mallopt(parameter, size)
        for parameter, size in (
            (M_TOP_PAD, 2**26), (M_MMAP_THRESHOLD, 2**25), (M_TRIM_THRESHOLD, 2**31 - 1),
        )
    )  # fmt: skip
