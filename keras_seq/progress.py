"""Words and bars for a person, on stderr; results alone go to stdout."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

import click

T = TypeVar("T")


def say(message: str) -> None:
    """Write one line to stderr."""
    click.echo(message, err=True)


def on_terminal() -> bool:
    """Whether stderr is a terminal, so that bars and colours make sense."""
    return sys.stderr.isatty()


def track(items: Iterable[T], label: str, length: int | None = None) -> Iterator[T]:
    """Go through `items` with a bar on stderr; without a terminal, in silence.

    Args:
        items: what to go through.
        label: a few words for what is being done.
        length: how many there are, where `items` doesn't know.

    Yields:
        The items.
    """
    if not on_terminal():
        yield from items
        return
    with click.progressbar(items, length=length, label=label, file=sys.stderr) as bar:
        yield from bar
