"""Features on a common scale."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from keras_seq import files
from keras_seq.errors import InputError


@dataclass(frozen=True)
class Standardizer:
    """Takes the mean from each feature and divides it by the standard deviation.

    Attributes:
        mean: float32 `(features,)`.
        deviation: float32 `(features,)`; 1 for a feature that never changes.
        columns: names of the features, where they have any.
    """

    mean: np.ndarray
    deviation: np.ndarray
    columns: tuple[str, ...] = ()

    @classmethod
    def fit(cls, sequences: Iterable[np.ndarray], columns: Sequence[str] = ()) -> Standardizer:
        """Learn mean and deviation.

        Args:
            sequences: the training part, and nothing else: float `(time, features)` each.
            columns: names of the features, to be remembered.

        Returns:
            The scaler.
        """
        steps = np.concatenate(list(sequences)).astype(np.float64)
        deviation = steps.std(axis=0)
        deviation[deviation < 1e-8] = 1
        mean = steps.mean(axis=0).astype(np.float32)
        return cls(mean, deviation.astype(np.float32), tuple(columns))

    def scale(self, steps: np.ndarray) -> np.ndarray:
        """Scale float `(time, features)`; what lies far outside is held at 1,000 deviations.

        Raises:
            InputError: if there are more or fewer features than in training.
        """
        if steps.shape[1:] != self.mean.shape:
            raise InputError(f"{steps.shape[1]} features a step, where the model was trained on "
                             f"{len(self.mean)}")  # fmt: skip
        # The bound keeps data away from the value that stands for padding.
        return np.clip((steps - self.mean) / self.deviation, -1000, 1000).astype(np.float32)

    def save(self, path: Path) -> None:
        """Write all to a JSON file."""
        values = {"mean": self.mean.tolist(), "deviation": self.deviation.tolist(),
                  "columns": list(self.columns)}  # fmt: skip
        files.write_json(path, values)

    @classmethod
    def load(cls, path: Path) -> Standardizer:
        """Read what `save` wrote.

        Raises:
            InputError: if the file is damaged.
        """

        def checked(content: Any) -> Standardizer:
            with np.errstate(over="ignore"):  # what is too large is refused below
                mean, deviation = (
                    np.array(content[key], np.float32) for key in ("mean", "deviation")
                )
            if mean.ndim != 1 or mean.shape != deviation.shape:
                raise ValueError("mean and deviation don't fit each other")
            if not (np.isfinite([mean, deviation]).all() and (deviation > 0).all()):
                raise ValueError("mean or deviation is no number to scale by")
            columns = tuple(map(str, content.get("columns", ())))  # earlier versions had none
            if columns and len(columns) != len(mean):
                raise ValueError("columns and mean don't fit each other")
            return cls(mean, deviation, columns)

        return files.read_json(path, checked)
