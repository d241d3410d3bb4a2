"""Windows over series: what stands before an origin, and the horizon behind it. None is stored."""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, overload

import keras
import numpy as np

from keras_seq.data.series import Series
from keras_seq.data.series_features import Matrix
from keras_seq.errors import InputError


class Window(NamedTuple):
    """A place to forecast from.

    Attributes:
        series: which one.
        origin: its row that is forecast first.
    """

    series: Series
    origin: int


class Windows(Sequence[Window]):
    """All windows of one part of some series, made when asked for.

    Args:
        spans: a series with the first and, excluded, the last origin.
    """

    def __init__(self, spans: Sequence[tuple[Series, int, int]]) -> None:
        self.spans = [span for span in spans if span[2] > span[1]]
        self.ends = np.cumsum([end - start for _, start, end in self.spans]).tolist()

    def __len__(self) -> int:
        """Return the number of windows."""
        return self.ends[-1] if self.ends else 0

    @overload
    def __getitem__(self, index: int) -> Window: ...
    @overload
    def __getitem__(self, index: slice) -> list[Window]: ...
    def __getitem__(self, index: int | slice) -> Window | list[Window]:
        """Return the window at `index`."""
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        index = range(len(self))[index]  # negative ones, and IndexError
        part = bisect.bisect_right(self.ends, index)
        series, _, end = self.spans[part]
        return Window(series, end - (self.ends[part] - index))

    def __iter__(self) -> Iterator[Window]:
        """Go through the windows."""
        return (Window(one, origin) for one, start, end in self.spans
                for origin in range(start, end))  # fmt: skip


def spans(windows: Sequence[Window]) -> list[tuple[Series, int, int]]:
    """Return each series of some windows with its first origin and, excluded, its last one."""
    if isinstance(windows, Windows):
        return windows.spans
    found: dict[int, tuple[Series, int, int]] = {}
    for series, origin in windows:
        _, start, end = found.get(id(series), (series, origin, origin + 1))
        found[id(series)] = (series, min(start, origin), max(end, origin + 1))
    return list(found.values())


def cut_by_time(
    series: Sequence[Series],
    *,
    lookback: int,
    horizon: int,
    parts: Callable[[Series], tuple[int, int, int]],
) -> tuple[Windows, Windows, Windows]:
    """Cut each series in time order, and list the windows of each part.

    All that a window forecasts lies in its part; what it looks back on may lie before.

    Args:
        series: to cut.
        lookback: steps before the origin.
        horizon: steps from the origin on.
        parts: how many steps of a series each part gets, the training part first.

    Raises:
        InputError: if a series is too short for one window in each part.
    """
    found: tuple[list[Any], list[Any], list[Any]] = ([], [], [])
    for one in series:
        sizes = parts(one)
        for number, (rows, name) in enumerate(
            zip(found, ("training", "validation", "test"), strict=True)
        ):
            begins = sum(sizes[:number])
            first, last = max(begins, lookback), begins + sizes[number] - horizon + 1
            if last <= first:
                label = f" (series {one.name})" if one.name else ""
                raise InputError(
                    f"{one.source}{label}: {sizes[number]} of {len(one)} steps for the {name} part "
                    f"are too few for --horizon {horizon}"
                    + (f" with --lookback {lookback}" if number == 0 else "")
                    + "; take smaller ones, or cut otherwise with --split"
                )
            rows.append((one, first, last))
    training, validation, test = found
    return Windows(training), Windows(validation), Windows(test)


class Arrays(NamedTuple):
    """Windows as arrays, scaled.

    Attributes:
        history: float32 `(batch, lookback, targets + past)`.
        known: float32 `(batch, lookback + horizon, known)`.
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
        places = range(len(self.windows))[index * self.batch_size : (index + 1) * self.batch_size]
        rows = self._shuffled()[places.start : places.stop] if self.shuffle else places
        return self.encode(self.arrays([self.windows[int(row)] for row in rows]))

    def arrays(self, windows: Sequence[Window]) -> Arrays:
        """Gather windows."""
        groups: dict[int, list[int]] = {}
        for place, window in enumerate(windows):
            groups.setdefault(id(window.series), []).append(place)
        parts = [
            self._gather(self.matrices[key], np.array([windows[place].origin for place in places]))
            for key, places in groups.items()
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
        numbers = np.full(len(origins), matrix.number, np.int32)
        return Arrays(matrix.values[before], known, future, numbers)

    def _shuffled(self) -> np.ndarray:
        if self._order is None or self._order[0] != self.epoch:
            order = np.arange(len(self.windows), dtype=np.int32)
            np.random.default_rng([self.seed, self.epoch]).shuffle(order)
            self._order = (self.epoch, order)
        return self._order[1]
