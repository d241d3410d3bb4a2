"""The command that a run names at its end: an input to try, which is there and answered right."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from keras_seq import config
from keras_seq.contract import Result, Task

FOLDER = "examples"  # in the run folder: inputs that are files
# One line that a shell needs no escapes for, of at least two words where there are such.
_PLAIN = re.compile(r"\w[\w ,.?%/:-]*")


def words(task: Task, result: Result, folder: Path) -> list[str]:
    """Choose what to write behind `keras-seq predict RUN` to try a model.

    Args:
        task: where it has an `example`, that is asked; else an input of the test part is taken
            that was answered right.
        result: all that came out of the run.
        folder: the run folder.

    Returns:
        Words, paths of files in the run folder relative to it; none: nothing need be written.
    """
    example = getattr(task, "example", None)
    if example is not None:
        return list(example(result, folder / FOLDER))
    return shortest_right(result.evaluation.predictions)


def shortest_right(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Take the shortest text among predictions that are right.

    >>> shortest_right([{"input": "so so", "expected": "a", "predicted": "b"},
    ...                 {"input": "very good", "expected": "b | c", "predicted": "c"}])
    ['very good']
    """
    right = [
        row["input"]
        for row in rows
        if isinstance(row["input"], str)
        and row["predicted"] in [row["expected"], *str(row["expected"]).split(" | ")]
        and row["input"].strip()
        and not row["input"].startswith("-")
    ]
    return [min(right, key=_rank)] if right else []


def _rank(text: str) -> tuple[bool, bool, int, str]:
    return not _PLAIN.fullmatch(text), len(text.split()) < 3, len(text), text


def taken_apart(example: Sequence[str], task: Task) -> tuple[list[str], dict[str, str]]:
    """Tell the inputs of an example from its options.

    Args:
        example: what `words` returned.
        task: whose predict has the options.

    Returns:
        The inputs, and options as they were typed, by name; `true` for those without a value.
    """
    switches = {field.flag for field in config.options(task.options) if field.type is bool}
    inputs: list[str] = []
    options: dict[str, str] = {}
    rest = iter(example)
    for word in rest:
        if word.startswith("--"):
            flag, given, value = word.partition("=")
            name = flag[2:].replace("-", "_")
            options[name] = value if given else "true" if flag in switches else next(rest, "")
        else:
            inputs.append(word)
    return inputs, options


def command(run_dir: Path, example: Sequence[str], app: str | None) -> str:
    """Write the command that tries a model, to be pasted into a shell.

    Args:
        run_dir: the run folder.
        example: what `words` returned.
        app: the folder of an app of one's own.
    """
    given = [str(run_dir / word) if (run_dir / word).is_file() else word for word in example]
    own = ["--app", app] if app else []
    return shlex.join(["keras-seq", "predict", str(run_dir), *given, *own])
