"""The pages of the documentation site: `mkdocs.yml` names this file, mkdocs calls its functions.

Pages of the repository keep their paths, so that their links hold here as they do there. Options
and modules are described by the code itself, so that no page of theirs can fall behind.
"""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import click
import griffe
from mkdocs.structure.files import File, Files

from keras_seq import app as apps
from keras_seq import cli, config

CHECKOUT = Path(__file__).resolve().parents[1]
MODULES = ("app", "config", "contract", "errors", "losses", "options")  # rooms of one file
# Rooms that export all that a user needs; of others each module is described.
EXPORTING = ("keras_seq.models", "keras_seq.layers", "keras_seq.decoding", "keras_seq.studies")


def found(*patterns: str) -> list[str]:
    """List files of the repository, in order."""
    paths = [path for pattern in patterns for path in sorted(CHECKOUT.glob(pattern))]
    return [path.relative_to(CHECKOUT).as_posix() for path in paths]


def written() -> dict[str, str]:
    """Write the pages that are made of code: text by path."""
    pages = {"docs/options.md": every_option()}
    packages = [Path(path).parent.as_posix() for path in found("keras_seq/**/__init__.py")]
    for path in sorted([*packages, *(f"keras_seq/{name}" for name in MODULES)]):
        name = path.replace("/", ".")
        pages[f"reference/{name}.md"] = "\n\n".join([f"# {name}", *described(name)])
    for path in found("notebooks/*.ipynb"):
        pages[path.replace(".ipynb", ".md")] = lesson(CHECKOUT / path)
    return pages


def described(room: str) -> list[str]:
    """Name what a page of the reference describes: a room with what it exports, or its modules."""
    folder = room.replace(".", "/")
    if not (CHECKOUT / folder).is_dir():
        return [f"::: {room}\n    options: {{show_root_heading: false}}"]
    if room == "keras_seq":
        more = ["`run`: [keras_seq.runs.variants.run][]; `load`: [keras_seq.runs.bundle.load][]."]
    elif room in EXPORTING:
        source = (CHECKOUT / folder / "__init__.py").read_text(encoding="utf-8")
        imports = [one for one in ast.parse(source).body if isinstance(one, ast.ImportFrom)]
        more = [
            f"::: {one.module}.{name.name}\n    options: {{heading: {room}.{name.name}}}"
            for one in imports for name in one.names
        ]  # fmt: skip
    else:
        paths = found(f"{folder}/[!_]*.py")
        more = [f"::: {path.removesuffix('.py').replace('/', '.')}" for path in paths]
    return [f"::: {room}\n    options: {{members: [], show_root_heading: false}}", *more]


def every_option() -> str:
    """List the options of every app, as its `--help` has them."""
    run: Any = cli.cli.commands["run"]
    text = ["# Every option", "From the dataclasses of the apps, as `--help` shows them."]
    for name in apps.names():
        command = run.get_command(click.Context(run), name)
        context = click.Context(command, info_name=f"keras-seq run {name}", terminal_width=100)
        text += [f"## {name}", f"```text\n{command.get_help(context)}\n```", "Of `predict`:"]
        text.append("\n".join(
            f"- `{one.flag}`: {one.help} Default: `{one.default}`."
            for one in config.options(apps.load(name).task.options)
        ))  # fmt: skip
    return "\n\n".join(text)


def lesson(path: Path) -> str:
    """Write a notebook as a page."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    texts = [(cell["cell_type"], "".join(cell["source"])) for cell in cells]
    return "\n\n".join(
        text if kind == "markdown" else f"```python\n{text}\n```" for kind, text in texts
    )


class Docstrings(griffe.Extension):
    """Brings docstrings into the form that mkdocstrings shows best."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        """Give an option its help, and put a fence around each doctest."""
        value = str(getattr(obj, "value", ""))
        if obj.is_attribute and not obj.docstring and value.startswith("option("):
            texts = ast.parse(value, mode="eval").body.args[1:2]
            obj.docstring = griffe.Docstring("".join(map(ast.literal_eval, texts)), parent=obj)
        if obj.docstring:
            obj.docstring.value = re.sub(
                r"^( *)>>> .*(?:\n *\S.*)*", r"\n\1```pycon\n\g<0>\n\1```\n",
                obj.docstring.value, flags=re.MULTILINE,
            )  # fmt: skip


def on_config(config: Any) -> Any:
    """Put the pages in order."""
    pages = list(written())
    config.nav = [
        "README.md",
        {"Apps": found("apps/*/README.md")},
        {"Guide": [*found("docs/*.md"), "docs/options.md", "benchmarks/README.md"]},
        {"Lessons": [page for page in pages if page.startswith("notebooks/")]},
        {"Reference": [page for page in pages if page.startswith("reference/")]},
    ]
    return config


def on_files(files: Files, config: Any) -> Files:
    """Take the pages of the repository, and those made of code, beside what the theme needs."""
    own = found(
        "README.md", "apps/*/README.md", "benchmarks/README.md", "docs/*.md", "docs/*.png",
        "docs/*.css", "apps/*/*.py",
    )  # fmt: skip
    return Files(
        [file for file in files if file.src_dir != config.docs_dir]
        + [File.generated(config, path, abs_src_path=str(CHECKOUT / path)) for path in own]
        + [File.generated(config, path, content=text) for path, text in written().items()]
    )


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Lead links to notebooks to their pages."""
    return re.sub(r"\.ipynb\)", ".md)", markdown)
