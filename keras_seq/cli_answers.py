"""Inputs from pipes and people; answers as text, JSON lines or CSV."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

import click

from keras_seq.errors import InputError
from keras_seq.progress import say


def piped() -> Iterator[str]:
    """Read lines from a pipe, as they come."""
    for number, line in enumerate(sys.stdin.buffer, start=1):
        try:
            yield line.decode("utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise InputError(f"stdin, line {number}: not UTF-8 text ({error.reason})") from None


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
    answers: Iterator[dict[str, Any]], form: str, as_text: Callable[[dict[str, Any]], str]
) -> None:
    """Write each answer to stdout as soon as it is there.

    As text, an answer with `more` is a piece that the next one goes on from on the same line.
    """
    writer = None
    for answer in answers:
        if form == "text":
            click.echo(as_text(answer), nl=not answer.get("more"))
        elif form == "jsonl":
            click.echo(json.dumps(answer, ensure_ascii=False))
        else:
            row = flat(answer)
            if writer is None:
                writer = csv.DictWriter(sys.stdout, list(row), lineterminator="\n")
                writer.writeheader()
            writer.writerow(row)
        sys.stdout.flush()


def flat(answer: dict[str, Any]) -> dict[str, Any]:
    """Turn a nested answer into columns: {"p": {"a": 1}} becomes {"p.a": 1}, a list its JSON."""
    row = {}
    for key, value in answer.items():
        if isinstance(value, dict):
            row.update({f"{key}.{inner}": one for inner, one in flat(value).items()})
        else:
            row[key] = json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
    return row
