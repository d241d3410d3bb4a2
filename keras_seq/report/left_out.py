"""What can't be drawn is left out: no finished training is lost for a picture."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator

from keras_seq.errors import InputError


@contextlib.contextmanager
def left_out(what: str) -> Iterator[None]:
    """Warn of a part of a report that fails, and go on without it.

    A full disk and its like aren't meant: there a run stops, and goes on with `--resume`.

    Args:
        what: a few words for the part.
    """
    try:
        yield
    except (OSError, InputError):
        raise
    except Exception as error:
        warnings.warn(
            f"report: {what} can't be drawn and is left out ({type(error).__name__}: {error})",
            RuntimeWarning, stacklevel=3,
        )  # fmt: skip
