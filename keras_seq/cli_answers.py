"""Inputs from pipes and people; answers as text, JSON lines or CSV."""

from __future__ import annotations

import csv
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import click

from keras_seq import files
from keras_seq.data.tables import cell
from keras_seq.errors import InputError
from keras_seq.progress import say, show, visible


def piped() -> Iterator[str]:
    """Read lines from a pipe, as they come."""
    for number, line in enumerate(sys.stdin.buffer, start=1):
        try:
            yield line.decode("utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise InputError(f"stdin, line {number}: not UTF-8 text ({error.reason})") from None


def piped_bytes() -> Iterator[bytes]:
    """Read raw bytes from a pipe, as they come."""
    read = getattr(sys.stdin.buffer, "read1", sys.stdin.buffer.read)
    while piece := read(1 << 14):
        yield piece


def as_word(word: str) -> str:
    """Return a word of the command line as text, whatever the locale took it for.

    Raises:
        InputError: if it isn't UTF-8.
    """
    try:
        word.encode("utf-8")
        return word
    except UnicodeEncodeError:
        pass
    if os.path.exists(word):  # a file may be called anything
        return word
    try:
        return os.fsencode(word).decode("utf-8")
    except UnicodeError:
        raise InputError(f"an input that is not UTF-8 text: {word}") from None


def prompted() -> Iterator[str]:
    """Ask a person for one input after the other, until an empty line."""
    say("an input a line; an empty line ends")
    while True:
        click.echo("> ", err=True, nl=False)
        line = sys.stdin.readline().strip()
        if not line:
            return
        yield line


def write_answers(
    answers: Iterator[dict[str, Any]],
    form: str,
    as_text: Callable[[dict[str, Any]], str],
    *,
    lines_of: Callable[[Iterable[dict[str, Any]]], Iterator[str]] | None = None,
    many_lines: bool = False,
) -> None:
    """Write each answer to stdout as soon as it is there.

    As text, an answer is one line, whatever stands in it, unless it may have `many_lines`; one with
    `more` is a piece that the next one goes on from on the same line. A task's own form is written
    by `lines_of`.
    """
    writer = None
    if lines_of is not None:
        for line in lines_of(answers):
            show(line)
        return
    for answer in answers:
        if form == "text":
            text = as_text(answer)
            show(text if many_lines else one_line(text), nl=not answer.get("more"))
        elif form == "jsonl":
            show(as_json(answer))
        else:
            row = flat(answer)
            if writer is None:
                writer = csv.DictWriter(sys.stdout, list(row), lineterminator="\n")
                writer.writerow({key: harmless(key) for key in row})
            writer.writerow({key: harmless(value) for key, value in row.items()})
        sys.stdout.flush()


def harmless(value: Any) -> Any:
    r"""Make a cell that steers neither a spreadsheet nor a terminal.

    >>> harmless("=1+1"), harmless("\x1b[2J"), harmless(-0.5)
    ("'=1+1", '\\u001b[2J', -0.5)
    """
    return visible(cell(value)) if isinstance(value, str) else value


def one_line(text: str) -> str:
    r"""Write the line ends in a text as escapes.

    >>> print(one_line("one\r\ntwo\nthree"))
    one\ntwo\nthree
    """
    return re.sub(r"\r\n|[\r\n\x85\u2028\u2029]", r"\\n", text)


def as_json(value: Any) -> str:
    """Write a value as JSON on one line; numbers that JSON does not know become null."""
    return json.dumps(files.json_value(value), ensure_ascii=False)


def flat(answer: dict[str, Any]) -> dict[str, Any]:
    """Turn a nested answer into columns: {"p": {"a": 1}} becomes {"p.a": 1}, a list its JSON."""
    row = {}
    for key, value in answer.items():
        if isinstance(value, dict):
            row.update({f"{key}.{inner}": one for inner, one in flat(value).items()})
        else:
            row[key] = json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
    return row
