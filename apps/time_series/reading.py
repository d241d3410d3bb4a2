"""From files to windows: which columns mean what, where parts begin, what a forecast needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq import InputError
from keras_seq.data.series import tables
from keras_seq.data.series.tables import Roles, Series
from keras_seq.data.splits import Splits, find_parts

from .sample import passengers

if TYPE_CHECKING:
    from keras_seq.data.series.features import SeriesFeatures
    from keras_seq.data.series.windows import Window

    from .app import Config


def read(config: Config, path: str | None) -> tuple[list[Series], dict[str, Any]]:
    """Read all series of a table, or of a folder with a table for each part; of None, the sample.

    Returns:
        The series, and for a folder the first time of each part.
    """
    import pandas as pd

    if path is None:
        frame = passengers()
        return tables.series_of(frame, "sample", roles(config), fill=config.fill), {}
    if not Path(path).is_dir():
        return tables.read_series(path, roles(config), fill=config.fill), {}
    files = find_parts(Path(path), tables.SUFFIXES)
    frames = {part: tables.read_frame(file) for part, file in files.items()}
    joined = pd.concat(frames.values(), ignore_index=True)
    series = tables.series_of(joined, path, roles(config), fill=config.fill)
    begins = {}
    for part, frame in frames.items():
        found = tables.series_of(frame, str(files[part]), roles(config), fill="last")
        begins[part] = min(one.times[0] for one in found)
    return series, begins


def words(option: str | None) -> list[str]:
    """Split a list."""
    return [] if option in (None, "none") else [word.strip() for word in str(option).split(",")]


def roles(config: Config) -> Roles:
    """Say what the columns mean."""
    return Roles(
        words(config.time_column), words(config.target), config.id_column,
        words(config.past_columns), words(config.future_columns), config.time_zone,
        config.time_format,
    )  # fmt: skip


def cut(config: Config, series: Sequence[Series], begins: Any = None) -> Splits[Window]:
    """Cut each series in time order: as `--split` says, by files, or by fractions."""
    from keras_seq.data.series.windows import cut_by_time

    check(config)
    begins = begins or {}
    given = words(config.split)
    if given and (len(given) != 3 or not all(one.isdigit() and int(one) > 0 for one in given)):
        raise InputError(f"--split must be three counts of steps, as 8640,2880,2880, not "
                         f"{config.split}")  # fmt: skip

    def parts(one: Series) -> tuple[int, int, int]:
        steps = len(one)
        if given:
            train, validation, test = map(int, given)
            if train + validation + test > steps:
                raise InputError(f"{one.source}: --split {config.split} is more than the {steps} "
                                 "steps there are")  # fmt: skip
            return train, validation, test
        least = config.horizon
        test = max(least, round(config.test_fraction * steps))
        validation = max(least, round(config.validation_fraction * steps))
        if "test" in begins:
            test = steps - int(np.searchsorted(one.times, begins["test"]))
        if "validation" in begins:
            validation = steps - test - int(np.searchsorted(one.times, begins["validation"]))
        return max(0, steps - test - validation), validation, test

    cut = cut_by_time(series, lookback=config.lookback, horizon=config.horizon, parts=parts)
    return Splits(*cut)


def check(config: Config) -> None:
    """Make sure that options belong together."""
    if config.strategy in ("segments", "all") and config.lookback % config.segment:
        raise InputError(f"--lookback {config.lookback} must be a multiple of --segment "
                         f"{config.segment}")  # fmt: skip
    levels(config)
    if config.loss == "pinball" and config.strategy in ("recursive", "all"):
        raise InputError("--loss pinball is not for --strategy recursive, which feeds one value "
                         "back; take mae or mse")  # fmt: skip


def levels(config: Config) -> tuple[float, ...]:
    """Return the levels of the quantiles."""
    try:
        found = tuple(float(one) for one in words(config.quantiles))
    except ValueError:
        found = ()
    if len(found) < 2 or not all(0 < one < 1 for one in found) or list(found) != sorted(set(found)):
        raise InputError(f"--quantiles must be rising levels between 0 and 1, as 0.05,0.5,0.95, "
                         f"not {config.quantiles}")  # fmt: skip
    if config.loss == "pinball" and 0.5 not in found:
        raise InputError("--quantiles must hold 0.5, the forecast itself, for --loss pinball")
    return found


def own_series(config: Config, inputs: Iterable[Any]) -> Iterator[Series]:
    """Take series from what was given: series, the lines of a table, or nothing."""
    lines: list[str] = []
    for one in inputs:
        if isinstance(one, Series):
            yield one
        elif one is None:
            yield from read(config, config.data)[0]
        elif not lines and Path(str(one)).is_file():  # a file's name among the words
            yield from tables.read_series(str(one), roles(config), fill=config.fill)
        else:
            lines.append(str(one))
    if lines:
        frame = tables.frame_of_text("\n".join(lines) + "\n", "the lines given")
        yield from tables.series_of(frame, "the lines given", roles(config), fill=config.fill)


def check_end(config: Config, features: SeriesFeatures, one: Series) -> None:
    """Make sure that a series holds what a forecast needs."""
    label = f" (series {one.name})" if one.name else ""
    if len(one) < config.lookback:
        raise InputError(f"{one.source}{label}: {len(one)} steps, where the model looks back on "
                         f"{config.lookback}")  # fmt: skip
    if list(one.targets) != features.targets:
        raise InputError(f"{one.source}{label}: holds {', '.join(one.targets)}, where the model "
                         f"forecasts {', '.join(features.targets)}")  # fmt: skip
    ahead = len(one.future) - len(one)
    if features.future and ahead < config.horizon:
        names = ", ".join(features.future)
        raise InputError(
            f"{one.source}{label}: {names} must be given for {config.horizon} steps behind the "
            f"last value, at {one.times[-1]}; {ahead} are there: add rows with them and an empty "
            f"{', '.join(features.targets)}"
        )
