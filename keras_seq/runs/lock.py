"""Keeping two processes from working in one folder."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from keras_seq.errors import InputError

try:
    import fcntl
except ImportError:  # Windows, where nobody is kept out
    fcntl = None  # type: ignore[assignment]


class Lock:
    """A lock on a folder that ends with the block, or with the process, however that ends.

    It lies on the folder itself: there is no file to be left behind, and it goes with the folder
    where that is renamed. On a file system that knows no such locks nobody is kept out.

    Args:
        path: the folder; if it isn't there yet, call `take` as soon as it is.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._held = contextlib.ExitStack()

    def __enter__(self) -> Lock:
        self.take()
        return self

    def __exit__(self, *error: object) -> None:
        self._held.close()

    def take(self) -> None:
        """Lock the folder that stands at the path now.

        Raises:
            InputError: if another process has it.
        """
        self._held.close()
        if fcntl is None or not self.path.is_dir():
            return
        folder = os.open(self.path, os.O_RDONLY)
        self._held.callback(os.close, folder)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._held.close()
            raise InputError(f"{self.path}: another process is at work in it; wait for its end, "
                             "or name another folder with --output-dir") from None  # fmt: skip
        except OSError:  # a network file system
            return
