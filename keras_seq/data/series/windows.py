"""Windows over series: what stands before an origin, and the horizon behind it. None is stored."""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, overload

import numpy as np

from keras_seq.data.series.tables import Series
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
            return [self[position] for position in range(*index.indices(len(self)))]
        index = range(len(self))[index]  # negative ones, and IndexError
        part = bisect.bisect_right(self.ends, index)
        series, _, end = self.spans[part]
        return Window(series, end - (self.ends[part] - index))

    def __iter__(self) -> Iterator[Window]:
        """Go through the windows."""
        return (
            Window(series, origin)
            for series, start, end in self.spans
            for origin in range(start, end)
        )


def spans(windows: Sequence[Window]) -> list[tuple[Series, int, int]]:
    """Return each series of some windows with its first origin and, excluded, its last one."""
    if isinstance(windows, Windows):
        return windows.spans
    by_series: dict[int, tuple[Series, int, int]] = {}
    for series, origin in windows:
        _, start, end = by_series.get(id(series), (series, origin, origin + 1))
        by_series[id(series)] = (series, min(start, origin), max(end, origin + 1))
    return list(by_series.values())


def stretches(windows: Sequence[Window], horizon: int) -> list[tuple[Series, int]]:
    """Return each series of some windows with the row, excluded, at which their forecasts end."""
    return [(series, end - 1 + horizon) for series, _, end in spans(windows)]


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
    cut: tuple[list[Any], list[Any], list[Any]] = ([], [], [])
    for whole in series:
        sizes = parts(whole)
        for number, (part, name) in enumerate(
            zip(cut, ("training", "validation", "test"), strict=True)
        ):
            begins = sum(sizes[:number])
            first, last = max(begins, lookback), begins + sizes[number] - horizon + 1
            if last <= first:
                label = f" (series {whole.name})" if whole.name else ""
                raise InputError(
                    f"{whole.source}{label}: {sizes[number]} of {len(whole)} steps for the {name} "
                    f"part are too few for --horizon {horizon}"
                    + (f" with --lookback {lookback}" if number == 0 else "")
                    + "; take smaller ones, or cut otherwise with --split"
                )
            part.append((whole, first, last))
    training, validation, test = cut
    return Windows(training), Windows(validation), Windows(test)
