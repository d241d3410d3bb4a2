"""Labels: names on the outside, 0, 1, 2 ... on the inside."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from keras_seq import files
from keras_seq.errors import InputError


@dataclass(frozen=True)
class Labels:
    """The classes of a problem, in the order of the model's outputs.

    Attributes:
        names: distinct names.
        counts: how often each stood in the training part; empty where nobody counted.
    """

    names: tuple[str, ...]
    counts: tuple[int, ...] = field(default=(), compare=False)

    @classmethod
    def fit(cls, values: Iterable[str]) -> Labels:
        """Collect the distinct labels, sorted; as numbers where all of them are numbers.

        >>> Labels.fit(["10", "9", "10"]).names
        ('9', '10')
        """
        counts = Counter(values)
        names = sorted(counts)
        with contextlib.suppress(ValueError):
            names.sort(key=float)
        return cls(tuple(names), tuple(counts[name] for name in names))

    @property
    def shares(self) -> np.ndarray | None:
        """The share of each label in training, float32 `(names,)`; None where nobody counted."""
        counts = np.array(self.counts, np.float32)
        return counts / counts.sum() if len(counts) else None

    def importance(self, balance: float) -> np.ndarray | None:
        """What each label counts if rare ones count more: float32 `(names,)`, 1 in the mean.

        Args:
            balance: 0: each example counts alike; 1: each label does.

        >>> [round(float(one), 2) for one in Labels(("a", "b"), (9, 1)).importance(1.0)]
        [0.56, 5.0]
        """
        shares = self.shares
        if shares is None or not balance:
            return None
        weights = shares**-balance
        return weights / (shares * weights).sum()

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
        """Write the names, and how often each stood there, to a JSON file."""
        names = list(self.names)
        counted = dict(zip(names, self.counts, strict=True)) if self.counts else names
        files.write_json(path, counted)

    @classmethod
    def load(cls, path: Path) -> Labels:
        """Read what `save` wrote.

        Raises:
            InputError: if the file is damaged.
        """

        def checked(names: Any) -> Labels:
            counts = tuple(names.values()) if isinstance(names, dict) and names else ()
            names = list(names) if counts else names
            if not all(isinstance(count, int) and count > 0 for count in counts):
                raise ValueError("not a count for each name")
            if not (isinstance(names, list) and all(isinstance(name, str) for name in names)):
                raise ValueError("not a list of names")
            if len(set(names)) < len(names):
                raise ValueError("a name stands there twice")
            return cls(tuple(names), counts)

        return files.read_json(path, checked)


class Tagged(NamedTuple):
    """What a model says of a sequence.

    Attributes:
        tags: one for each step.
        chances: float `(time,)`, the probability of each.
        label: of the whole sequence; "" where the model gives none.
        score: the probability of that label.
    """

    tags: Sequence[str]
    chances: np.ndarray
    label: str = ""
    score: float = 1.0
