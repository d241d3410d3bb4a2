"""Docstrings and their first lines: real texts with summaries, which stand on every machine.

python benchmarks/docstrings.py FOLDER

Writes FOLDER/train.jsonl, validation.jsonl and test.jsonl, for `keras-seq run summarization --data
FOLDER`: the body of each docstring of the standard library, NumPy, pandas, scikit-learn and Keras,
and its first line, which says in short what the rest says. They are read from the source files and
nothing is imported. Cut by module: a file stands in one part alone, and what a file has word for
word from another part is left out.
"""

import argparse
import ast
import inspect
import json
import re
import sysconfig
import warnings
import zlib
from collections.abc import Iterator
from pathlib import Path

from keras_seq import files

PACKAGES = ("numpy", "pandas", "sklearn", "keras")
LEFT_OUT = ("test", "tests", "site-packages", "idlelib", "lib2to3", "_vendor")
SHORTEST, LONGEST = 20, 2000  # words of a body
PARTS = {0: "test", 1: "validation"}  # by what remains of the checksum of a file's name


def sources() -> Iterator[tuple[str, Path]]:
    """Find the source files, each with its name as a module."""
    paths = sysconfig.get_paths()
    roots = [Path(paths["stdlib"]), *(Path(paths["purelib"]) / one for one in PACKAGES)]
    for root in roots:
        for path in sorted(root.rglob("*.py")):
            parts = path.relative_to(root).parts
            if not any(part in LEFT_OUT or part.startswith("test_") for part in parts):
                yield f"{root.name}/{'/'.join(parts)}", path


def pairs(path: Path) -> Iterator[tuple[str, str]]:
    """Take the docstrings of a file apart: what stands below the first line, and that line."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of escapes in other people's texts
            tree = ast.parse(path.read_text(encoding="utf-8"))
    except (SyntaxError, UnicodeDecodeError):
        return
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    for node in ast.walk(tree):
        text = ast.get_docstring(node) if isinstance(node, kinds) else None
        if text:
            first, _, rest = inspect.cleandoc(text).partition("\n\n")
            summary, body = (" ".join(one.split()) for one in (first, rest))
            words = len(body.split())
            if 3 <= len(summary.split()) <= 25 and SHORTEST <= words <= LONGEST:
                yield body, re.sub(r"\.$", "", summary)


def main() -> None:
    """Write the three parts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    found: dict[str, list[dict[str, str]]] = {"train": [], "validation": [], "test": []}
    seen: set[str] = set()
    for name, path in sources():
        part = PARTS.get(zlib.crc32(name.encode()) % 10, "train")
        for body, summary in pairs(path):
            if body not in seen and summary not in seen:
                seen |= {body, summary}
                found[part].append({"text": body, "summary": summary})
    folder.mkdir(parents=True, exist_ok=True)
    for part, rows in found.items():
        text = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
        files.write_text(folder / f"{part}.jsonl", text)
        print(f"{part}: {len(rows):,} docstrings")


if __name__ == "__main__":
    main()
