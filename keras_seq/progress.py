"""Words and bars for a person, on stderr; results alone go to stdout."""

from __future__ import annotations

import contextlib
import re
import sys
import time
from collections.abc import Iterable, Iterator, Sized
from typing import Any, TypeVar

import click

T = TypeVar("T")

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")

QUIET = 1.0  # seconds that a thing may take before a bar appears


def say(message: str) -> None:
    """Write one line to stderr; in a notebook to stdout, since stderr stands on red there.

    Where nobody can read it any more, it is dropped: no training ends for that.
    """
    with contextlib.suppress(OSError):
        click.echo(visible(message), err=not in_notebook())


def show(result: str, nl: bool = True) -> None:
    """Write a result to stdout, and a line's end behind it."""
    click.echo(visible(result), nl=nl)


def visible(text: str) -> str:
    r"""Write control characters as escapes, so that data can't steer a terminal.

    >>> visible("red: \x1b[31m")
    'red: \\u001b[31m'
    """
    # The escapes are those of JSON, which stays what it was.
    return _CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def in_notebook() -> bool:
    """Whether this is the kernel of a notebook."""
    ipython = sys.modules.get("IPython")
    return ipython is not None and hasattr(ipython.get_ipython(), "kernel")


def on_terminal() -> bool:
    """Whether stderr is a terminal, so that bars and colours make sense."""
    return sys.stderr.isatty()


class Bar:
    """A bar on stderr that appears once it has something to wait for, and goes when all is done.

    Without a terminal nothing is shown at all.

    Args:
        label: a few words for what is being done.
        length: how many steps it takes; None: unknown.
    """

    def __init__(self, label: str, length: int | None = None) -> None:
        self._bar: Any = None
        if on_terminal():
            self._bar = click.progressbar(iter(()), length, label=label, file=sys.stderr)
        self._shown = 0.0  # when it was last drawn
        self._started = time.monotonic()
        self._waiting = 0

    def step(self) -> None:
        """Say that one step more is done."""
        self._waiting += 1
        now = time.monotonic()
        if self._bar and now - self._started > QUIET and now - self._shown > 0.1:
            self._bar.update(self._waiting)
            self._waiting, self._shown = 0, now

    def close(self) -> None:
        """Take the bar away."""
        if self._bar and self._shown:
            click.echo("\r\033[K", err=True, nl=False)


def track(items: Iterable[T], label: str, length: int | None = None) -> Iterator[T]:
    """Go through `items` with a bar on stderr, if it takes long.

    Args:
        items: what to go through.
        label: a few words for what is being done.
        length: how many there are, where `items` doesn't know.

    Yields:
        The items.
    """
    bar = Bar(label, len(items) if length is None and isinstance(items, Sized) else length)
    try:
        for item in items:
            yield item
            bar.step()
    finally:
        bar.close()
