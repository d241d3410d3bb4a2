"""Batches of windows over series, gathered when asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import keras
import numpy as np

from keras_seq.data.series.features import Matrix
from keras_seq.data.series.windows import Window


class Arrays(NamedTuple):
    """Windows as arrays, scaled.

    Attributes:
        history: float32 `(batch, lookback, targets + past)`.
        known: float32 `(batch, lookback + horizon, known)`, a column for each series behind them.
        future: float32 `(batch, horizon, targets + past)`; NaN where a target was not observed.
        series: int32 `(batch,)`, number of the series, 0 for one that training never saw.
    """

    history: np.ndarray
    known: np.ndarray
    future: np.ndarray
    series: np.ndarray


class WindowBatches(keras.utils.PyDataset):
    """Batches of windows, gathered from the series when asked for.

    Args:
        windows: which.
        matrices: the scaled series, by `id` of the series.
        lookback: steps before the origin.
        horizon: steps from the origin on.
        encode: from `Arrays` to what the model gets, inputs and targets.
        batch_size: windows in a batch.
        shuffle: whether each epoch has an order of its own.
        seed: decides the orders.

    Attributes:
        epoch: set it before an epoch to choose its order.
    """

    def __init__(
        self,
        windows: Sequence[Window],
        matrices: dict[int, Matrix],
        *,
        lookback: int,
        horizon: int,
        encode: Callable[[Arrays], Any],
        batch_size: int,
        shuffle: bool = False,
        seed: int = 0,
    ) -> None:
        super().__init__()
        self.windows = windows
        self.matrices = matrices
        self.lookback = lookback
        self.horizon = horizon
        self.encode = encode
        self.batch_size = batch_size
        self.shuffle = shuffle
        self.seed = seed
        self.epoch = 0
        self._order: tuple[int, np.ndarray] | None = None

    def __len__(self) -> int:
        """Return the number of batches."""
        return -(-len(self.windows) // self.batch_size)

    def __getitem__(self, index: int) -> Any:
        """Return the batch at `index` in the order of `epoch`."""
        batch = range(len(self.windows))[index * self.batch_size : (index + 1) * self.batch_size]
        rows = self._shuffled()[batch.start : batch.stop] if self.shuffle else batch
        return self.encode(self.arrays([self.windows[int(row)] for row in rows]))

    def arrays(self, windows: Sequence[Window]) -> Arrays:
        """Gather windows."""
        groups: dict[int, list[int]] = {}
        for row, window in enumerate(windows):
            groups.setdefault(id(window.series), []).append(row)
        parts = [
            self._gather(self.matrices[key], np.array([windows[row].origin for row in rows]))
            for key, rows in groups.items()
        ]
        if len(parts) == 1:
            return parts[0]
        back = np.argsort(np.concatenate(list(groups.values())))
        return Arrays(*(np.concatenate(column)[back] for column in zip(*parts, strict=True)))

    def _gather(self, matrix: Matrix, origins: np.ndarray) -> Arrays:
        before = origins[:, None] + np.arange(-self.lookback, 0)
        behind = origins[:, None] + np.arange(self.horizon)
        there = behind < len(matrix.values)  # what is forecast may lie behind the last row
        rows = np.minimum(behind, len(matrix.values) - 1)
        future = matrix.values[rows]
        gone = ~there[:, :, None] if matrix.missing is None else (
            ~there[:, :, None] | matrix.missing[rows]
        )  # fmt: skip
        if gone.any():
            future = np.where(gone, np.float32(np.nan), future)
        known = matrix.known[np.concatenate([before, behind], axis=1)]
        if matrix.told_apart:
            which = np.zeros((*known.shape[:2], matrix.told_apart), np.float32)
            if matrix.number:
                which[:, :, matrix.number - 1] = 1
            known = np.concatenate([known, which], axis=-1)
        numbers = np.full(len(origins), matrix.number, np.int32)
        return Arrays(matrix.values[before], known, future, numbers)

    def _shuffled(self) -> np.ndarray:
        if self._order is None or self._order[0] != self.epoch:
            order = np.arange(len(self.windows), dtype=np.int32)
            np.random.default_rng([self.seed, self.epoch]).shuffle(order)
            self._order = (self.epoch, order)
        return self._order[1]
