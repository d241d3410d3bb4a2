"""Labels: names on the outside, 0, 1, 2 ... on the inside."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from keras_seq import files
from keras_seq.errors import InputError


@dataclass(frozen=True)
class Labels:
    """The classes of a problem, in the order of the model's outputs.

    Attributes:
        names: distinct names.
    """

    names: tuple[str, ...]

    @classmethod
    def fit(cls, values: Iterable[str]) -> Labels:
        """Collect the distinct labels, sorted; as numbers where all of them are numbers.

        >>> Labels.fit(["10", "9", "10"]).names
        ('9', '10')
        """
        names = sorted(set(values))
        with contextlib.suppress(ValueError):
            names.sort(key=float)
        return cls(tuple(names))

    def encode(self, values: Sequence[str]) -> np.ndarray:
        """Turn names into class numbers.

        Returns:
            int32 array `(len(values),)`.

        Raises:
            InputError: for a name that training never showed.
        """
        number = {name: index for index, name in enumerate(self.names)}
        unknown = next((value for value in values if value not in number), None)
        if unknown is not None:
            raise InputError(f"label {unknown!r} is unknown; training saw {self}")
        return np.array([number[value] for value in values], dtype=np.int32)

    def decode(self, numbers: Iterable[int]) -> list[str]:
        """Turn class numbers into names."""
        return [self.names[number] for number in numbers]

    def __str__(self) -> str:
        """Name the labels, the first ten of many."""
        shown = ", ".join(self.names[:10])
        return shown if len(self.names) <= 10 else f"{shown} ... ({len(self.names)} in all)"

    def save(self, path: Path) -> None:
        """Write the names to a JSON file."""
        files.write_json(path, list(self.names))

    @classmethod
    def load(cls, path: Path) -> Labels:
        """Read what `save` wrote.

        Raises:
            InputError: if the file is damaged.
        """

        def checked(names: Any) -> Labels:
            if not (isinstance(names, list) and all(isinstance(name, str) for name in names)):
                raise ValueError("not a list of names")
            if len(set(names)) < len(names):
                raise ValueError("a name stands there twice")
            return cls(tuple(names))

        return files.read_json(path, checked)
