"""A picture as a row of tokens: its grey levels, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from keras_seq import files

START = 1  # before the first point
FIRST = 2  # the token of black
INK = "@%#*+=-:. "  # from black to white


@dataclass(frozen=True)
class Greys:
    """From pictures to tokens and back: 0 is padding, 1 the start, then the levels from black.

    Attributes:
        levels: how many shades of grey are told apart.
        size: height and width of a picture.

    >>> greys = Greys(levels=3, size=2)
    >>> greys.encode(np.array([[0, 255], [120, 10]], np.uint8)).tolist()
    [2, 4, 3, 2]
    >>> greys.picture([2, 4, 3, 2]).tolist()
    [[0, 255], [128, 0]]
    """

    levels: int
    size: int

    @property
    def vocab_size(self) -> int:
        """How many tokens there are."""
        return FIRST + self.levels

    def encode(self, image: np.ndarray) -> np.ndarray:
        """Turn uint8 `(rows, width)` into int32 `(rows * width,)`."""
        levels = np.rint(image.astype(np.float64) / 255 * (self.levels - 1))
        return levels.astype(np.int32).ravel() + FIRST

    def picture(self, tokens: Sequence[int] | np.ndarray) -> np.ndarray:
        """Turn tokens, and before them perhaps the start, into uint8 `(rows, width)`.

        What is missing of the last row is white.
        """
        levels = np.array([token - FIRST for token in tokens if token >= FIRST], np.int64)
        rows = max(1, -(-len(levels) // self.size))
        points = np.full(rows * self.size, 255, np.uint8)
        points[: len(levels)] = np.rint(levels * (255 / (self.levels - 1)))
        return points.reshape(rows, self.size)

    def decode(self, tokens: Sequence[int] | np.ndarray) -> str:
        """Name grey levels by their brightness, 0 to 255."""
        return " ".join(map(str, self.picture(tokens).ravel()[: len(tokens)]))

    def draw(self, tokens: Sequence[int] | np.ndarray) -> str:
        """Draw tokens with letters, two for a point, a row a line."""
        rows = self.picture(tokens)
        marks = np.array(list(INK))[rows.astype(int) * len(INK) // 256]
        return "\n".join("".join(np.repeat(row, 2)).rstrip() for row in marks)

    def save(self, path: Path) -> None:
        """Write both numbers to a JSON file."""
        files.write_json(path, {"levels": self.levels, "size": self.size})

    @classmethod
    def load(cls, path: Path) -> Greys:
        """Read what `save` wrote.

        Raises:
            InputError: if the file is damaged.
        """

        def checked(content: dict[str, int]) -> Greys:
            levels, size = content["levels"], content["size"]
            if not (type(levels) is int and 2 <= levels <= 256):
                raise ValueError(f"levels must be 2 to 256, not {levels!r}")
            if not (type(size) is int and 2 <= size <= 128):
                raise ValueError(f"size must be 2 to 128, not {size!r}")
            return cls(levels, size)

        return files.read_json(path, checked)
