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


def choice(name: str, value: Any, choices: Iterable[Any]) -> None:
    """Make sure that `value` is one of `choices`.

    Raises:
        ValueError: if it isn't.
    """
    choices = list(choices)
    if not any(value is one or (isinstance(value, str) and value == one) for one in choices):
        known = ", ".join(repr(one) for one in choices)
        raise ValueError(f"{name} must be one of {known}, got {value!r}")
