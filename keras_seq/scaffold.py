"""`keras-seq new`: a copy of an app to adapt."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from keras_seq import app as apps
from keras_seq import files
from keras_seq.errors import InputError


def copy_app(app: str, folder: Path) -> None:
    """Copy an app's folder under a new name, whole or not at all.

    Args:
        app: a built-in app's name, or a folder.
        folder: where the copy goes; its last part becomes the app's name.

    Raises:
        InputError: if `folder` exists, or its name can't be a Python package's.
    """
    source = apps.find(app)
    if not folder.name.isidentifier():
        raise InputError(f"{folder}: use letters, digits and underscores for the app's name")
    if folder.exists():
        raise InputError(f"{folder}: exists already; choose another name")
    with (
        files.new_parents(folder),
        tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as room,
    ):
        copy = Path(room) / folder.name
        shutil.copytree(source, copy, ignore=shutil.ignore_patterns("__pycache__"))
        for path in copy.rglob("*"):
            if path.suffix in (".py", ".md", ".yaml"):
                text = path.read_text(encoding="utf-8")
                for command in ("run", "check-data"):
                    text = text.replace(
                        f"keras-seq {command} {source.name}", f"keras-seq {command} ./{folder.name}"
                    )
                path.write_text(text.replace(source.name, folder.name), encoding="utf-8")
        copy.rename(folder)
