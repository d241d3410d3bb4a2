"""Series as numbers on a common scale, and forecasts back in the user's units."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from keras_seq import files
from keras_seq.data.series.calendar import calendar_features
from keras_seq.data.series.seasons import season_of, usual_error
from keras_seq.data.series.tables import Series
from keras_seq.data.series.time_steps import step_name
from keras_seq.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

SCALINGS = ("standard", "robust", "season", "level", "none")
MANY = 30  # series, from which on they are many: a column for each would be too many
BLOCK = 1 << 19  # rows that are worked on together, lest a long series stands in memory twice


class Matrix(NamedTuple):
    """A scaled series.

    Attributes:
        values: float32 `(time, targets + past)`.
        known: float32 `(time and what is known ahead, known)`, the series' own columns apart.
        missing: bool `(time, targets + past)`, where a target was not observed; None: nowhere.
        number: of the series, from 1; 0 for one that training never saw.
        told_apart: how many series have a column of their own among what is known; those are made
            for each batch, since all of them together would grow with the square of the series.
    """

    values: np.ndarray
    known: np.ndarray
    missing: np.ndarray | None
    number: int
    told_apart: int = 0


@dataclass(frozen=True)
class SeriesFeatures:
    """From series to numbers and back; fitted on the training part alone.

    Attributes:
        targets: names of what is forecast.
        scaling: of targets, for each series by itself: `"standard"` (mean and standard deviation),
            `"robust"` (median and half the distance of the outer sixths), `"season"` (mean, and
            mean absolute change over a season, so that an absolute error is that of MASE),
            `"level"` (mean, and the geometric mean of that change and of the mean absolute value,
            between what MASE and sMAPE divide by) or `"none"`.
        scales: for each series the centre and the scale of its targets.
        past: for each past column its mean and deviation, or its categories.
        future: the same for columns known ahead.
        calendar: names of calendar features, which count as known ahead.
        log: whether targets are taken by their logarithm, for what grows by a share.
        season: steps of a season.
        usual: for each series the mean absolute change of its targets over a season.
        freq: the step of the series; empty: not written down.
        columns_apart: whether several series are told apart by a column for each of them.
    """

    targets: list[str]
    scaling: str
    scales: dict[str, list[list[float]]]
    past: dict[str, Any]
    future: dict[str, Any]
    calendar: list[str]
    log: bool
    season: int
    usual: dict[str, list[float | None]]
    freq: str = ""
    columns_apart: bool = True

    @classmethod
    def fit(
        cls,
        stretches: Sequence[tuple[Series, int]],
        *,
        scaling: str = "auto",
        calendar: Sequence[str] = (),
        log: bool = False,
        season: int | None = None,
    ) -> SeriesFeatures:
        """Learn scales and categories.

        Args:
            stretches: each series with the row at which its training part ends.
            scaling: of `SCALINGS`; `"auto"`: `"season"` for `MANY` series, else `"standard"`.
            calendar: names of calendar features.
            log: whether to take logarithms of targets.
            season: steps of a season; None: what is guessed of most of the first series.

        Returns:
            The features.

        Raises:
            InputError: if a target never changes in the training part, or isn't above 0 where
                logarithms are taken.
        """
        import pandas as pd

        first, _ = stretches[0]
        many = len(stretches) >= MANY
        # One series may have its own season; most of them won't.
        guesses = Counter(season_of(one.freq, one.values[:end]) for one, end in stretches[:MANY]
                          if not season)  # fmt: skip
        season = season or guesses.most_common(1)[0][0]
        scaling = ("season" if many else "standard") if scaling == "auto" else scaling
        scales = {one.name: scale_of(one, end, scaling, log, season).tolist()
                  for one, end in stretches}  # fmt: skip
        usual = usual_errors(stretches, season)
        past, future = (
            {
                name: column_scale(pd.concat([getattr(one, role)[name][:end]
                                              for one, end in stretches]))
                for name in getattr(first, role)
            }
            for role in ("past", "future")
        )  # fmt: skip
        calendar_features(first.times[:1], calendar)  # complains about wrong names
        return cls(
            list(first.targets), scaling, scales, past, future, list(calendar), log, season, usual,
            step_name(first.freq), columns_apart=not many,
        )  # fmt: skip

    def with_usual(self, stretches: Sequence[tuple[Series, int]]) -> SeriesFeatures:
        """Measure what is usual to change over more than the training part.

        MASE is an error divided by it, over all that stands before the test part (Hyndman and
        Koehler, 2006).

        Args:
            stretches: each series with the row before which all may be looked at.
        """
        return dataclasses.replace(self, usual=usual_errors(stretches, self.season))

    @property
    def past_dim(self) -> int:
        """The number of columns that past columns become."""
        return sum(column_width(one) for one in self.past.values())

    @property
    def known_dim(self) -> int:
        """The number of columns known ahead, one for each series among them."""
        columns = sum(map(column_width, self.future.values()))
        return 2 * len(self.calendar) + columns + self.told_apart

    @property
    def told_apart(self) -> int:
        """The number of columns that say which series it is; 0 for a single one, and for many."""
        return len(self.scales) if self.columns_apart and len(self.scales) > 1 else 0

    def matrix(self, series: Series, horizon: int) -> Matrix:
        """Turn a series into numbers.

        Args:
            series: with the columns that training had.
            horizon: steps behind the last one for which known columns are wanted, as far as
                the series has them.

        Raises:
            InputError: if a column of the training part is missing.
        """
        for role in ("past", "future"):
            for name in getattr(self, role):
                if name not in getattr(series, role):
                    raise InputError(f"{series.source}: no column {name!r}, which the model was "
                                     "trained with")  # fmt: skip
        centre, scale = self.scale(series)
        values = np.empty((len(series), len(self.targets) + self.past_dim), np.float32)
        raw = logarithms(series.values, series) if self.log else series.values
        for at in range(0, len(series), BLOCK):
            values[at : at + BLOCK, : len(self.targets)] = (raw[at : at + BLOCK] - centre) / scale
        if self.past:
            values[:, len(self.targets) :] = encoded(self.past, series.past, series.source)
        missing = None
        if not series.observed.all():
            missing = np.zeros(values.shape, bool)
            missing[:, : len(self.targets)] = ~series.observed
        number = list(self.scales).index(series.name) + 1 if series.name in self.scales else 0
        return Matrix(values, self._known(series, horizon), missing, number, self.told_apart)

    def _known(self, series: Series, horizon: int) -> np.ndarray:
        ahead = horizon
        if self.future:
            ahead = min(horizon, len(series.future) - len(series))
        steps = len(series) + ahead
        columns = [np.empty((steps, 0), np.float32)]
        if self.calendar:
            times = series.times
            times = times.append(series.times_ahead(ahead)) if ahead else times
            columns.append(calendar_features(times, self.calendar))
        if self.future:
            columns.append(encoded(self.future, series.future.iloc[:steps], series.source))
        return np.concatenate(columns, axis=1)

    def scale(self, series: Series) -> tuple[np.ndarray, np.ndarray]:
        """Return centre and scale of the targets, `(targets,)` each.

        A series that training never saw is scaled by its own values: where it is judged, by those
        before the first one that is forecast, since the others aren't known there.
        """
        if series.name in self.scales:
            centre, scale = np.array(self.scales[series.name], float)
        elif series.known is None:
            centre, scale = scale_of(series, len(series), self.scaling, self.log, self.season)
        else:
            centre, scale = spread_of(series, series.known, self.scaling, self.log, self.season)
        return centre, scale

    def inverse(self, scaled: np.ndarray, centre: np.ndarray, scale: np.ndarray) -> np.ndarray:
        """Bring forecasts back into the user's units.

        Args:
            scaled: float `(windows, horizon, targets)`, or with a last axis of quantiles.
            centre: float `(windows, targets)`, of the series of each window.
            scale: the same.
        """
        shape = (len(scaled), 1, len(self.targets), *[1] * (scaled.ndim - 3))
        values = scaled * scale.reshape(shape) + centre.reshape(shape)
        return np.exp(np.minimum(values, 700)) if self.log else values

    def save(self, path: Path) -> None:
        """Write all to a JSON file."""
        files.write_json(path, asdict(self))

    @classmethod
    def load(cls, path: Path) -> SeriesFeatures:
        """Read what `save` wrote.

        Raises:
            InputError: if the file is damaged.
        """

        def checked(content: Any) -> SeriesFeatures:
            features = cls(**content)
            names = [*features.targets, *features.calendar, features.scaling, features.freq]
            if not all(isinstance(name, str) for name in names) or features.season < 1:
                raise ValueError("names and a season must stand in it")
            for errors in features.usual.values():
                if np.array(errors, float).shape != (len(features.targets),):
                    raise ValueError("usual errors and targets don't fit each other")
            for scale in (*features.past.values(), *features.future.values()):
                numeric = not isinstance(scale, list)
                if numeric and not (
                    float(scale["deviation"]) > 0 and float(scale["mean"]) < np.inf
                ):
                    raise ValueError("a mean and a deviation must stand in it")
            for pair in features.scales.values():
                numbers = np.array(pair, float)
                if numbers.shape != (2, len(features.targets)):
                    raise ValueError("scales and targets don't fit each other")
                if not np.isfinite(numbers).all() or (numbers[1] <= 0).any():
                    raise ValueError("a centre and a scale above 0 must stand in it")
            return features

        return files.read_json(path, checked)


def logarithms(values: np.ndarray, series: Series) -> np.ndarray:
    """Take logarithms.

    Raises:
        InputError: naming the first time at which a value isn't above 0.
    """
    bad = np.flatnonzero((values <= 0).any(axis=1))
    if len(bad):
        label = f" (series {series.name})" if series.name else ""
        raise InputError(f"{series.source}{label}: a value at {series.times[bad[0]]} is not above "
                         "0; leave --log out")  # fmt: skip
    return np.log(values)


def blocks(series: Series, end: int, log: bool) -> Iterator[np.ndarray]:
    """Yield the targets of the first rows, NaN where nothing was observed, some rows at a time."""
    for at in range(0, end, BLOCK):
        rows = slice(at, min(at + BLOCK, end))
        values = series.values[rows]
        values = logarithms(values, series) if log else values
        yield np.where(series.observed[rows], values, np.nan)


def usual_errors(
    stretches: Sequence[tuple[Series, int]], season: int
) -> dict[str, list[float | None]]:
    """Return the mean absolute change over a season by series; None where nothing changes."""
    return {
        one.name: [
            float(error) if error > 0 else None
            for error in usual_error(one.values[:end], one.observed[:end], season)
        ]
        for one, end in stretches
    }


def scale_of(series: Series, end: int, scaling: str, log: bool, season: int = 1) -> np.ndarray:
    """Return centre and scale of the targets in the first rows, `(2, targets)`.

    Raises:
        InputError: if one never changes.
    """
    centre, scale = spread_of(series, end, scaling, log, season, constant=np.nan)
    for name, spread in zip(series.targets, scale, strict=True):
        if not np.isfinite(spread):
            label = f" (series {series.name})" if series.name else ""
            raise InputError(f"{series.source}{label}: {name} never changes in the training part: "
                             "a constant series needs no forecast; leave it out")  # fmt: skip
    return np.stack([centre, scale])


def spread_of(
    series: Series, end: int, scaling: str, log: bool, season: int = 1, constant: float = 1.0
) -> np.ndarray:
    """Return centre and scale of the targets in the first rows; `constant` where none changes."""
    low: Any = np.inf
    high: Any = -np.inf
    count, total = np.zeros(len(series.targets)), np.zeros(len(series.targets))
    for values in blocks(series, end, log):
        low = np.minimum(low, np.nanmin(values, axis=0, initial=np.inf))
        high = np.maximum(high, np.nanmax(values, axis=0, initial=-np.inf))
        count += np.isfinite(values).sum(axis=0)
        total += np.nansum(values, axis=0)
    changes = high > low
    if scaling == "none":
        return np.stack([np.zeros(len(count)), np.where(changes, 1, constant)])
    centre = total / np.maximum(count, 1)
    squares = sum(np.nansum(np.square(one - centre), axis=0) for one in blocks(series, end, log))
    deviation = np.where(changes, np.sqrt(squares / np.maximum(count, 1)), constant)
    if scaling == "standard":
        return np.stack([centre, deviation])
    if scaling in ("season", "level"):
        values = logarithms(series.values[:end], series) if log else series.values[:end]
        usual = usual_error(values, series.observed[:end], season)
        if scaling == "level":
            sizes = sum(np.nansum(np.abs(one), axis=0) for one in blocks(series, end, log))
            usual = np.sqrt(usual * sizes / np.maximum(count, 1))
        # It is next to 0 where each season is as the one before.
        return np.stack([centre, np.where(usual > deviation / 1000, usual, deviation)])
    seen = np.concatenate(list(blocks(series, end, log)))
    below, middle, above = np.nanquantile(seen, (0.1587, 0.5, 0.8413), axis=0)
    # It is 0 where most values are alike.
    return np.stack([middle, np.where(changes & (above > below), (above - below) / 2, deviation)])


def column_scale(column: pd.Series) -> Any:
    """Return mean and deviation of a column of numbers, or the categories of one of words."""
    import pandas as pd

    if not pd.api.types.is_numeric_dtype(column):
        return sorted(set(column.astype(str)))
    numbers = column.to_numpy(float)
    return {"mean": float(numbers.mean()), "deviation": float(numbers.std()) or 1.0}


def column_width(scale: Any) -> int:
    """Return how many columns of numbers a column becomes."""
    return len(scale) if isinstance(scale, list) else 1


def encoded(scales: dict[str, Any], frame: pd.DataFrame, source: str) -> np.ndarray:
    """Turn columns into numbers: scaled, or one-hot, nothing for a category never seen.

    Raises:
        InputError: if there are words where training had numbers.
    """
    import pandas as pd

    columns = []
    for name, scale in scales.items():
        if isinstance(scale, list):
            words = frame[name].astype(str).to_numpy()
            columns.append((words[:, None] == np.array(scale)[None, :]).astype(np.float32))
        elif len(frame) and not pd.api.types.is_numeric_dtype(frame[name]):
            raise InputError(f"{source}: {name} holds {str(frame[name].iloc[0])!r}, where the "
                             "model was trained on numbers")  # fmt: skip
        else:
            scaled = (frame[name].to_numpy(float) - scale["mean"]) / scale["deviation"]
            columns.append(np.nan_to_num(scaled[:, None]).astype(np.float32))
    return np.concatenate(columns, axis=1)
