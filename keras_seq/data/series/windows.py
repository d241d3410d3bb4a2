"""Windows over series: what stands before an origin, and the horizon behind it. None is stored."""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, overload

import numpy as np

from keras_seq.data.series.tables import Series
from keras_seq.errors import InputError
from keras_seq.progress import say
from keras_seq.report.readable import shortened


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
        series: to cut. Of several, those that are too short for one window in each part, or never
            change in their training part, are left out, which is said.
        lookback: steps before the origin.
        horizon: steps from the origin on.
        parts: how many steps of a series each part gets, the training part first.

    Raises:
        InputError: if nothing is left.
    """
    cut: list[tuple[Any, ...]] = []
    left_out: dict[str, str] = {}
    for whole in series:
        try:
            sizes = parts(whole)
            found = _spans(whole, sizes, lookback, horizon)
            if len(series) > 1:
                _check_changes(whole, sizes[0])
        except InputError as error:
            left_out[whole.name] = str(error)
            if len(left_out) == len(series):
                raise
        else:
            cut.append(found)
    if left_out:
        names, reason = ", ".join(left_out), next(iter(left_out.values()))
        say(f"left out: {len(left_out)} of {len(series)} series, {shortened(names, 80)}; the first "
            f"because of: {reason}")  # fmt: skip
    training, validation, test = zip(*cut, strict=True)
    return Windows(training), Windows(validation), Windows(test)


def _spans(
    whole: Series, sizes: Sequence[int], lookback: int, horizon: int
) -> tuple[tuple[Series, int, int], ...]:
    """Return the first and, excluded, the last origin in each part of a series."""
    found = []
    for number, name in enumerate(("training", "validation", "test")):
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
        found.append((whole, first, last))
    return tuple(found)


def _check_changes(whole: Series, rows: int) -> None:
    """Make sure that targets change in the first rows."""
    for column, name in enumerate(whole.targets):
        values = whole.values[:rows, column][whole.observed[:rows, column]]
        if not len(values) or values.min() == values.max():
            raise InputError(f"{whole.source} (series {whole.name}): {name} never changes in the "
                             "training part")  # fmt: skip
