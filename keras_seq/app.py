"""Finding an app by name or folder, and loading it.

An app is a folder with `__init__.py`, `app.py` and `README.md`. Its `app.py` is a module with the
names of `keras_seq.contract.App`: there is nothing to inherit and nothing to register.
"""

from __future__ import annotations

import ast
import hashlib
import importlib
import importlib.util
import sys
from pathlib import Path
from typing import cast

from keras_seq.config import nearest
from keras_seq.contract import App
from keras_seq.errors import InputError


def built_in_folder() -> Path:
    """Return the folder that holds the apps: inside the installed package, or the checkout's."""
    package = Path(__file__).resolve().parent
    installed = package / "apps"
    return installed if installed.is_dir() else package.parent / "apps"


def names() -> list[str]:
    """List the built-in apps."""
    return sorted(path.parent.name for path in built_in_folder().glob("*/app.py"))


def title(name: str) -> str:
    """Return the first line of an app's docstring, without importing it."""
    source = (find(name) / "app.py").read_text(encoding="utf-8")
    return (ast.get_docstring(ast.parse(source)) or "").split("\n")[0]


def find(name: str) -> Path:
    """Return the folder of an app.

    Args:
        name: a built-in app's name, dashes accepted, or a path: anything with a slash.

    Raises:
        InputError: if there is no such app.
    """
    if "/" in name or "\\" in name or name in (".", ".."):
        folder = Path(name).resolve()
        for needed in ("app.py", "__init__.py"):
            if not (folder / needed).is_file():
                raise InputError(f"{name}: not an app: there is no {needed} in it")
        return folder
    bare = name.replace("-", "_")
    if bare not in names():
        hint = f"; for the folder {name} write ./{name}" if Path(name).is_dir() else ""
        raise InputError(
            f"no app is called {name}{nearest(bare, names()) or hint}; `keras-seq list` shows all"
        )
    return built_in_folder() / bare


def load(name: str) -> App:
    """Import an app's module.

    Each folder gets a module name of its own, so that a copy never runs the original's code.

    Raises:
        InputError: if there is no such app, or a name of the contract is missing in it.
    """
    folder = find(name)
    package = f"keras_seq_app_{folder.name}_{hashlib.sha1(str(folder).encode()).hexdigest()[:8]}"
    if package not in sys.modules:
        spec = importlib.util.spec_from_file_location(
            package, folder / "__init__.py", submodule_search_locations=[str(folder)]
        )
        assert spec is not None and spec.loader is not None
        sys.modules[package] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[package])
    module = importlib.import_module(f"{package}.app")
    needed = [name for name in vars(App) if not name.startswith("_")] + list(App.__annotations__)
    missing = [name for name in needed if not hasattr(module, name)]
    if missing:
        raise InputError(f"{folder / 'app.py'}: not a whole app: it lacks {', '.join(missing)}")
    return cast(App, module)


def reference(name: str) -> str:
    """Return how a run folder refers to an app: a built-in one's name, another's full path."""
    folder = find(name)
    return folder.name if folder.parent == built_in_folder() else str(folder)
