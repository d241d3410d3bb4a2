"""A folder that is whole from its first moment, and what it replaces: kept until it is finished."""

from __future__ import annotations

import contextlib
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
    with files.new_parents(path), _room(path) as room:
        new = room / "new"
        new.mkdir()
        yield new
        lock.take()
        if _stands(path) and not overwrite:
            raise _taken(path)
        _swap(new, _old(room, path), path, finished)
    lock.take()


@contextlib.contextmanager
def _room(path: Path) -> Iterator[Path]:
    """Make a locked folder beside a path, for as long as the block takes."""
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=_prefix(path)) as name:
        room = Path(name)
        with Lock(room):
            _old(room, path).mkdir(parents=True)  # a name that is too long fails here
            _old(room, path).rmdir()
            yield room


def _prefix(path: Path) -> str:
    return f".{path.name[:50]}-"  # a name may fill all that a file system allows


def _old(room: Path, path: Path) -> Path:
    """Return where in the room the old folder waits, under its own name."""
    return room / "old" / path.name


def _stands(path: Path) -> bool:
    return path.exists() and not (path.is_dir() and not any(path.iterdir()))


def _swap(new: Path, old: Path, path: Path, finished: str) -> None:
    """Put `new` into the place of `path`, and what stood there into it, by way of `old`."""
    try:
        if _stands(path):
            path.rename(old)
        new.rename(path)  # an empty folder gives way
    finally:
        if old.exists() and new.exists():
            old.rename(path)
        elif old.exists():
            older = old / REPLACED
            keep = older if older.is_dir() and not (old / finished).is_file() else old
            keep.rename(path / REPLACED)
            say(f"what stood in {path} is kept in {path / REPLACED} until the new one is finished")


def recover(path: Path) -> None:
    """Mend what a `begun` left that was killed between two renames, and remove the rest of it."""
    left = re.compile(re.escape(_prefix(path)) + "[a-z0-9_]{8}")
    for room in list(path.parent.iterdir()) if path.parent.is_dir() else ():
        if not (left.fullmatch(room.name) and room.is_dir()):
            continue
        with contextlib.suppress(InputError), Lock(room):  # else somebody is at it
            old = _old(room, path)
            if old.exists():
                old.rename(path / REPLACED if _stands(path) else path)
            if not any((room / "old").glob("*")):  # else it is of a name that begins alike
                shutil.rmtree(room, ignore_errors=True)


def finish(path: Path) -> None:
    """Remove what the folder replaced, now that it is finished, and what killed writers left."""
    files.sweep(path)
    replaced = path / REPLACED
    if replaced.is_symlink():
        replaced.unlink()
    shutil.rmtree(replaced, ignore_errors=True)


def check_free(path: Path, overwrite: bool, ours: bool, kind: str = "run folder") -> None:
    """Make sure that `path` may be taken, and can be made.

    Args:
        path: the folder.
        overwrite: whether it may be replaced.
        ours: whether it was made here, else it is never replaced.
        kind: what it should be.

    Raises:
        InputError: if something stands there that must not be lost.
        OSError: if nothing can be written there.
    """
    if _stands(path) and not overwrite:
        raise _taken(path, kind)
    if _stands(path) and not ours:
        raise InputError(f"{path}: not a {kind}, so --overwrite leaves it alone")
    with contextlib.suppress(_TriedError), files.new_parents(path), _room(path):
        raise _TriedError


class _TriedError(Exception):
    """All that was to be tried went well, and is to be undone."""


def _taken(path: Path, kind: str = "run folder") -> InputError:
    # Nobody names the folder of a backtest, and it may be of other data.
    other = "" if kind == "run folder" else "name another with --output-dir, "
    return InputError(f"{path}: exists; {other}go on with --resume, or replace it with --overwrite")
