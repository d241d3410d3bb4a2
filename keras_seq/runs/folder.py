"""A folder that is whole from its first moment, and what it replaces: kept until it is finished."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from keras_seq import files
from keras_seq.errors import InputError
from keras_seq.progress import say
from keras_seq.runs.lock import Lock

REPLACED = "replaced"  # inside a folder that isn't finished: the one that stood there before


@contextlib.contextmanager
def begun(lock: Lock, finished: str, overwrite: bool) -> Iterator[Path]:
    """Give a folder to fill, which becomes that of `lock` when the block ends well.

    With `overwrite` what stands there goes into it as `replaced`, for `finish` to remove; of two
    unfinished ones in a row the older is kept, which may be worth something.

    Args:
        lock: of the folder to be; has the new one at the end.
        finished: the file that says that such a folder is finished.
        overwrite: whether one that stands there may be replaced.

    Raises:
        InputError: if another process was faster.
    """
    path = lock.path
    parents = _make(path.parent)
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}-") as name:
            room = Path(name)
            with Lock(room):
                (room / "new").mkdir()
                yield room / "new"
                lock.take()
                if _stands(path) and not overwrite:
                    raise _taken(path)
                _swap(room, path, finished)
        lock.take()
    except BaseException:
        for parent in parents:
            with contextlib.suppress(OSError):
                parent.rmdir()
        raise


def _stands(path: Path) -> bool:
    return path.exists() and not (path.is_dir() and not any(path.iterdir()))


def _swap(room: Path, path: Path, finished: str) -> None:
    """Put `room/new` into the place of `path`, and what stood there into it."""
    old = room / "old"
    if _stands(path):
        path.rename(old)
    try:
        (room / "new").rename(path)  # an empty folder gives way
    except OSError:
        if old.exists():
            old.rename(path)
        raise
    if old.exists():
        older = old / REPLACED
        keep = older if older.is_dir() and not (old / finished).is_file() else old
        keep.rename(path / REPLACED)
        say(f"what stood in {path} is kept in {path / REPLACED} until the new one is finished")


def _make(folder: Path) -> list[Path]:
    """Make a folder with its parents; returns those that are new, innermost first."""
    new = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return new


def recover(path: Path) -> None:
    """Mend what a `begun` left that was killed between two renames, and remove the rest of it."""
    left = re.compile(re.escape(f".{path.name}-") + "[a-z0-9_]{8}")
    for room in list(path.parent.iterdir()) if path.parent.is_dir() else ():
        if not (left.fullmatch(room.name) and room.is_dir()):
            continue
        with contextlib.suppress(InputError), Lock(room):  # else somebody is at it
            old = room / "old"
            if old.exists():
                old.rename(path / REPLACED if _stands(path) else path)
            shutil.rmtree(room, ignore_errors=True)


def finish(path: Path) -> None:
    """Remove what the folder replaced, now that it is finished, and what killed writers left."""
    files.sweep(path)
    replaced = path / REPLACED
    if replaced.is_symlink():
        replaced.unlink()
    shutil.rmtree(replaced, ignore_errors=True)


def check_free(path: Path, overwrite: bool, ours: bool, kind: str = "a run folder") -> None:
    """Make sure that `path` may be taken.

    Args:
        path: the folder.
        overwrite: whether it may be replaced.
        ours: whether it was made here, else it is never replaced.
        kind: what it should be.

    Raises:
        InputError: if something stands there that must not be lost.
    """
    if not _stands(path):
        parent = next(one for one in path.absolute().parents if one.exists())
        if not parent.is_dir():
            raise InputError(f"{path}: can't be made: {parent} is a file")
        if not os.access(parent, os.W_OK):
            raise InputError(f"{path}: can't be made: nothing may be written to {parent}")
    elif not overwrite:
        raise _taken(path)
    elif not ours:
        raise InputError(f"{path}: not {kind}, so --overwrite leaves it alone")


def _taken(path: Path) -> InputError:
    return InputError(f"{path}: exists; go on with --resume, or replace it with --overwrite")
