"""How a look-back becomes a forecast of many steps: recursive, direct, seq2seq, by segments.

Each strategy says three things: what the model gets and is asked (`encode`), which factory makes it
(`build`), and how its answers become forecasts (`Forecaster`). Everything here is in scaled units.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from .reading import levels

if TYPE_CHECKING:
    import keras

    from keras_seq.data.series.features import SeriesFeatures
    from keras_seq.data.series.window_batches import Arrays

    from .app import Config

STRATEGIES = ("recursive", "direct", "seq2seq", "segments")


@dataclass(frozen=True)
class Task:
    """Sizes and choices.

    Attributes:
        strategy: of `STRATEGIES`.
        anchor: what answers are relative to: `"none"`; `"last"`, the last value that was seen; or
            `"season"`, the value one season before.
        lookback: steps that are read.
        horizon: steps that are forecast.
        season: steps of a season.
        segment: steps of a segment.
        targets: columns that are forecast.
        past: columns that are read beside them.
        known: columns that are known ahead.
        num_series: how many series there are.
        levels: quantiles that the model itself learns; empty: it learns one number.
    """

    strategy: str
    anchor: str
    lookback: int
    horizon: int
    season: int
    segment: int
    targets: int
    past: int
    known: int
    num_series: int
    levels: tuple[float, ...]


def task(config: Config, features: SeriesFeatures) -> Task:
    """Collect the sizes and choices of a run."""
    anchor = config.anchor
    if anchor == "season" and config.strategy in ("recursive", "seq2seq"):
        anchor = "last"  # their answers follow one another
    return Task(
        config.strategy, anchor, config.lookback, config.horizon, features.season, config.segment,
        len(features.targets), features.past_dim, features.known_dim, len(features.scales),
        levels(config) if config.loss == "pinball" else (),
    )  # fmt: skip


def build(task: Task, **network: Any) -> keras.Model:
    """Call the factory of a strategy.

    Args:
        task: sizes and choices.
        **network: `cell, units, num_layers, dropout`, as of all factories.
    """
    from keras_seq.models import many_to_many, many_to_one, segment_forecaster

    each = max(1, len(task.levels))
    if task.strategy == "segments":
        del network["num_layers"]
        return segment_forecaster(
            lookback=task.lookback, horizon=task.horizon, segment=task.segment,
            num_targets=task.targets, past_dim=task.past + task.known, known_dim=task.known,
            num_series=task.num_series, num_quantiles=each, **network,
        )  # fmt: skip
    width = task.targets + task.past
    ahead = 1 if task.strategy == "recursive" else task.horizon
    network["feature_dim"] = width + ahead * task.known
    if task.strategy == "recursive":
        return many_to_many(output_dim=width, head="linear", **network)
    outputs = task.horizon * task.targets * each
    if task.strategy == "direct":
        return many_to_one(output_dim=outputs, head="linear", **network)
    return many_to_many(output_dim=outputs, head="linear", **network)


def encode(task: Task, arrays: Arrays) -> tuple[Any, np.ndarray]:
    """Make inputs and targets of windows."""
    return inputs_of(task, arrays), answers_of(task, arrays)


def inputs_of(task: Task, arrays: Arrays) -> Any:
    """Make what the model gets."""
    history, known, future, series = arrays
    targets, lookback = task.targets, task.lookback
    if task.strategy == "segments":
        relative = task.anchor != "none"
        inputs = {"history": history[:, :, :targets] - relative * history[:, -1:, :targets]}
        if task.past + task.known:
            beside = [history[:, :, targets:], known[:, :lookback]]
            inputs["past"] = np.concatenate(beside, axis=-1)
        if task.known:
            inputs["known"] = known[:, lookback:]
        if task.num_series > 1:
            inputs["series"] = series
        return inputs

    # Values relative to the first one seen: what comes later in a window must not show in it.
    start = history[:, :1].copy() if task.anchor != "none" else np.zeros_like(history[:, :1])
    start[:, :, targets:] = 0
    if task.strategy == "recursive":
        steps = np.concatenate([history, future[:, :-1]], axis=1)
        return np.concatenate([np.nan_to_num(steps - start), known[:, 1:]], axis=-1)
    ahead = _ahead(known[:, 1:], lookback, task.horizon)
    return np.concatenate([history - start, ahead], axis=-1)


def answers_of(task: Task, arrays: Arrays) -> np.ndarray:
    """Make what the model is asked for."""
    history, _, future, _ = arrays
    targets, relative = task.targets, task.anchor != "none"
    if task.strategy == "segments":
        return future[:, :, :targets] - base(task, history)
    if task.strategy == "direct":
        return (future[:, :, :targets] - base(task, history)).reshape(len(history), -1)
    both = np.concatenate([history, future], axis=1)
    if task.strategy == "recursive":
        return both[:, 1:] - (both[:, :-1] if relative else 0)
    answers = _ahead(both[:, 1:, :targets], task.lookback, task.horizon)
    answers = answers.reshape(*history.shape[:2], task.horizon, targets)
    if relative:
        answers = answers - history[:, :, None, :targets]
    return answers.reshape(*history.shape[:2], -1)


def base(task: Task, history: np.ndarray) -> Any:
    """Return what answers are relative to, `(batch, horizon or 1, targets)`."""
    values = history[:, :, : task.targets]
    if task.anchor == "none":
        return np.float32(0)
    if task.anchor == "last" or task.strategy == "seq2seq":
        return values[:, -1:]
    return values[:, task.lookback - task.season + np.arange(task.horizon) % task.season]


def _ahead(columns: np.ndarray, steps: int, horizon: int) -> np.ndarray:
    """Put the next `horizon` rows beside each step: `(batch, steps, horizon * columns)`."""
    view = np.lib.stride_tricks.sliding_window_view(columns, horizon, axis=1)[:, :steps]
    return view.transpose(0, 1, 3, 2).reshape(len(columns), steps, -1)


class Forecaster:
    """A trained model, asked for the whole horizon."""

    def __init__(self, task: Task, model: keras.Model) -> None:
        self.task = task
        self.model = model
        if task.strategy == "recursive":
            from keras_seq.decoding.rollout import Rollout
            from keras_seq.models import chunk_model, start_model, step_model

            self._start, self._read = start_model(model), chunk_model(model, padded=False)
            self._rollout = Rollout(step_model(model), changes=task.anchor != "none")

    def __call__(self, arrays: Arrays) -> np.ndarray:
        """Forecast windows.

        Returns:
            float `(batch, horizon, targets)`, with `levels` `(batch, horizon, targets, levels)`.
        """
        task = self.task
        features = inputs_of(task, arrays)
        if task.strategy == "recursive":
            return self._recursive(features, arrays)
        answers = self.model.predict_on_batch(features)
        if task.strategy == "seq2seq":
            answers = answers[:, -1]
        each = (len(task.levels),) if task.levels else ()
        answers = answers.reshape(len(answers), task.horizon, task.targets, *each)
        origin = base(task, arrays.history)
        return answers + (origin[..., None] if task.levels and task.anchor != "none" else origin)

    def _recursive(self, features: np.ndarray, arrays: Arrays) -> np.ndarray:
        from keras import ops

        task = self.task
        width = task.targets + task.past
        read = ops.convert_to_tensor(features[:, : task.lookback])
        answers, *states = self._read([read, *self._start(read)])
        values = features[:, task.lookback - 1, :width]
        known = features[:, task.lookback :, width:]
        found = ops.convert_to_numpy(self._rollout(answers[:, -1], states, values, known))
        start = arrays.history[:, :1, : task.targets] if task.anchor != "none" else 0
        return found[:, :, : task.targets] + start
