"""Writing files so that a reader never sees half of one."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import math
import os
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from keras_seq.errors import InputError

if TYPE_CHECKING:
    import numpy as np

T = TypeVar("T")

SAMPLES, SAMPLE = 512, 64 << 10  # what of a large file counts in its fingerprint: pieces, bytes
_TEMPORARY = re.compile(r"\..*-[a-z0-9_]{8}(\.[^.]*)?")


@contextlib.contextmanager
def atomic(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a temporary path to write to, and rename it to `path` when the block ends well.

    The temporary file stands beside `path` and keeps its suffix, since writers such as
    `keras.Model.save` choose the format by it. If the block raises, nothing is left behind.

    Args:
        path: the file to be written; missing parent folders are made.

    Yields:
        The temporary path.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=path.suffix)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        # mkstemp makes private files; give the usual permissions back.
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod(0o666 & ~umask)
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


@contextlib.contextmanager
def new_parents(path: Path) -> Iterator[None]:
    """Make the folders above a path; those that are new go again if the block fails."""
    new = [one for one in path.parents if not one.exists()]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        for parent in new:
            with contextlib.suppress(OSError):
                parent.rmdir()
        raise


def sweep(folder: Path) -> None:
    """Remove the temporary files that a killed `atomic` left in a folder and in those below it."""
    for path in folder.rglob(".*"):
        if _TEMPORARY.fullmatch(path.name) and path.is_file():
            path.unlink()


def write_text(path: str | os.PathLike[str], text: str) -> None:
    """Write `text` to `path` as UTF-8, whole or not at all."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: str | os.PathLike[str], content: bytes) -> None:
    """Write `content` to `path`, whole or not at all."""
    with atomic(path) as temporary:
        temporary.write_bytes(content)


def write_json(path: str | os.PathLike[str], value: Any) -> None:
    """Write `value` to `path` as indented JSON, whole or not at all.

    Raises:
        ValueError: if `value` holds NaN or an infinity, which JSON does not know.
    """
    text = json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False)
    write_text(path, text + "\n")


def write_array(path: str | os.PathLike[str], array: np.ndarray) -> None:
    """Write an array to a .npy file, whole or not at all."""
    import numpy as np

    # NumPy's own writing to a file says of a full disk only how much was written.
    content = io.BytesIO()
    np.save(content, array, allow_pickle=False)
    write_bytes(path, content.getvalue())


def read_array(path: str | os.PathLike[str]) -> np.ndarray:
    """Read an array from a .npy file.

    Raises:
        InputError: if the file is damaged.
    """
    import numpy as np

    try:
        return np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise InputError(f"{path}: damaged: {error}") from None


def json_value(value: Any) -> Any:
    """Replace numbers that JSON does not know, NaN and infinities, by None.

    >>> json_value({"perplexity": float("inf"), "folds": [1.5]})
    {'perplexity': None, 'folds': [1.5]}
    """
    if isinstance(value, Mapping):
        return {key: json_value(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [json_value(inner) for inner in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} stands there, which is no number of JSON")


def read_json(path: str | os.PathLike[str], check: Callable[[Any], T] = lambda value: value) -> T:
    """Read what `write_json` wrote.

    Args:
        path: the file.
        check: makes of the content what is wanted; may raise ValueError, KeyError, TypeError.

    Returns:
        What `check` returns.

    Raises:
        InputError: if the file is missing or damaged.
    """
    try:
        text = Path(path).read_text(encoding="utf-8")
        return check(json.loads(text, parse_constant=_no_number))
    except RecursionError:
        raise InputError(f"{path}: damaged: nested too deeply") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise InputError(f"{path}: damaged: {reason}") from None


def check_new(path: str | os.PathLike[str], flag: str, suffixes: Sequence[str]) -> Path:
    """Make sure that a file named by an option may be made.

    Args:
        path: the file.
        flag: the option, for the message.
        suffixes: how its name may end.

    Returns:
        The path.

    Raises:
        InputError: if something stands there, or its name ends otherwise.
    """
    path = Path(path)
    if path.suffix.lower() not in suffixes:
        raise InputError(f"{path}: the name must end with {' or '.join(suffixes)} for {flag}")
    if path.exists():
        raise InputError(f"{path}: exists; name another file with {flag}")
    return path


def fingerprint(path: str | os.PathLike[str], samples: int = SAMPLES, sample: int = SAMPLE) -> str:
    """Digest a file, or every file of a folder, so that changed data is noticed.

    Files above 64 MB count by size and by pieces spread evenly from the first byte to the last, so
    that large videos cost little.

    Args:
        path: a file or a folder.
        samples: pieces of a large file.
        sample: bytes of each.

    Returns:
        `sha256:` and 64 hexadecimal digits.
    """
    path = Path(path)
    found = sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
    whole = 64 << 20
    digest = hashlib.sha256()
    for one in found:
        size = one.stat().st_size
        digest.update(os.fsencode(f"{one.relative_to(path).as_posix()}\0{size}\0"))
        with one.open("rb") as stream:
            if size <= whole:
                digest.update(stream.read())
                continue
            for number in range(samples):
                stream.seek((size - sample) * number // (samples - 1))
                digest.update(stream.read(sample))
    return f"sha256:{digest.hexdigest()}"


def unchanged(path: str | os.PathLike[str], known: str) -> bool:
    """Whether data still have a fingerprint, or the one of earlier versions: of both ends alone."""
    return known in (fingerprint(path), fingerprint(path, samples=2, sample=1 << 20))
