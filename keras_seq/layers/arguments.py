"""Checks of arguments, each with a message that names the argument and what would be right."""

from __future__ import annotations

import numbers
from collections.abc import Iterable
from typing import Any


def count(name: str, value: Any, minimum: int = 1) -> int:
    """Return `value` as an int; it has to be a whole number of at least `minimum`.

    Raises:
        ValueError: if it is anything else.
    """
    if isinstance(value, bool) or not isinstance(value, numbers.Integral) or value < minimum:
        raise ValueError(f"{name} must be a whole number of at least {minimum}, got {value!r}")
    return int(value)


def rate(name: str, value: Any) -> float:
    """Return `value` as a float; it has to be a share, from 0 up to but not 1.

    Raises:
        ValueError: if it is anything else.
    """
    if isinstance(value, bool) or not isinstance(value, numbers.Real) or not 0 <= float(value) < 1:
        raise ValueError(f"{name} must be a number from 0 up to but not 1, got {value!r}")
    return float(value)


def sequences(x: Any) -> None:
    """Make sure that a batch of sequences has a row and a step.

    As far as its shape says so by itself: where a graph knows no sizes, nothing is asked.

    Args:
        x: any `(batch, time, ...)`.

    Raises:
        ValueError: if it has none.
    """
    mends = {"rows": "leave the call out", "steps": "pad each sequence to one step at least"}
    for size, (name, mend) in zip(x.shape, mends.items(), strict=False):
        if size == 0:
            raise ValueError(f"a batch of 0 {name}, shape {tuple(x.shape)}: {mend}")


def choice(name: str, value: Any, choices: Iterable[Any]) -> None:
    """Make sure that `value` is one of `choices`.

    Raises:
        ValueError: if it isn't.
    """
    choices = list(choices)
    if not any(value is one or (isinstance(value, str) and value == one) for one in choices):
        known = ", ".join(repr(one) for one in choices)
        raise ValueError(f"{name} must be one of {known}, got {value!r}")
