"""How a look-back becomes a forecast of many steps: recursive, direct, seq2seq, by segments.

A `Plan` says for its strategy what the network gets and is asked (`inputs`, `answers`), which
factory makes it (`network`), and how its answers become forecasts (`forecaster`). Everything here
is in scaled units.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq.config import Options, option
from keras_seq.data.series.seasons import season_changes
from keras_seq.errors import InputError
from keras_seq.tasks.conformal import Margins

if TYPE_CHECKING:
    import keras

    from keras_seq.data.series.features import SeriesFeatures
    from keras_seq.data.series.window_batches import Arrays, WindowBatches
    from keras_seq.data.series.windows import Window

STRATEGIES = ("recursive", "direct", "seq2seq", "segments")
ANCHORS = ("none", "last", "season", "seasons")
AT_ONCE = 256  # windows that are forecast together


@dataclass(frozen=True)
class Strategy(Options):
    """Strategy; arguments of `Plan`."""

    strategy: str = option(
        "segments", "How many steps are forecast; all: each in turn, compared.",
        choices=(*STRATEGIES, "all"),
    )  # fmt: skip
    segment: int = option(12, "Steps read and written together, by segments.", minimum=1)
    anchor: str = option(
        "auto", "Forecast changes from the last value, or from the season before; seasons: read "
        "such changes, too; auto: last, for many series seasons.",
        choices=("auto", *ANCHORS),
    )  # fmt: skip
    series_dim: int | None = option(
        None, "Numbers learned of each series, by segments; default: half the units, for many "
        "series 0.", minimum=0,
    )  # fmt: skip
    loss: str = option("mae", "What is learned.", choices=("mae", "mse", "pinball"))
    quantiles: tuple[float, ...] = option(
        (0.05, 0.25, 0.5, 0.75, 0.95), "Levels of the intervals; 0.5 among them."
    )


@dataclass(frozen=True)
class Plan:
    """A strategy with all sizes that it needs.

    Attributes:
        features: fitted; they say how many columns and series there are, and the season.
        lookback: steps that are read.
        horizon: steps that are forecast.
        strategy: of `STRATEGIES`.
        segment: steps of a segment.
        anchor: what answers are relative to: `"none"`; `"last"`, the last value that was seen; or
            `"season"`, the value one season before, where answers don't follow one another. By
            `"seasons"` what is read is relative to the last season as well, which takes level and
            season out of the windows of unlike series, and by segments a linear map of it is added
            (after Smyl, 2020, "A Hybrid Method of Exponential Smoothing and Recurrent Neural
            Networks for Time Series Forecasting", where smoothing of each series takes them out).
            `"auto"`: `"seasons"` for many series, if a season fits into the look-back and answers
            don't follow one another, else `"last"`.
        series_dim: numbers learned of each series, by segments; None: half the units, or none for
            many series.
        loss: `"mae"`, `"mse"`, or `"pinball"`, by which the network learns the quantiles itself.
        quantiles: levels of the intervals, rising.

    Raises:
        InputError: if these don't belong together.
    """

    features: SeriesFeatures
    lookback: int
    horizon: int
    strategy: str = "segments"
    segment: int = 12
    anchor: str = "auto"
    series_dim: int | None = None
    loss: str = "mae"
    quantiles: tuple[float, ...] = (0.05, 0.25, 0.5, 0.75, 0.95)

    def __post_init__(self) -> None:
        if self.strategy == "segments" and self.lookback % self.segment:
            raise InputError(f"--lookback {self.lookback} must be a multiple of --segment "
                             f"{self.segment}")  # fmt: skip
        levels = self.quantiles
        rising = list(levels) == sorted(set(levels)) and all(0 < level < 1 for level in levels)
        if len(levels) < 2 or not rising:
            raise InputError(f"--quantiles must be rising levels between 0 and 1, as 0.05,0.5,0.95,"
                             f" not {','.join(map(str, levels))}")  # fmt: skip
        if self.loss == "pinball" and 0.5 not in levels:
            raise InputError("--quantiles must hold 0.5, the forecast itself, for --loss pinball")
        if self.loss == "pinball" and self.strategy == "recursive":
            raise InputError("--loss pinball is not for --strategy recursive, which feeds one "
                             "value back; take mae or mse")  # fmt: skip
        if self.anchor in ("season", "seasons") and self.features.season > self.lookback:
            raise InputError(f"--anchor {self.anchor} needs a --lookback of at least one season, "
                             f"{self.features.season} steps")  # fmt: skip

    @property
    def levels(self) -> tuple[float, ...]:
        """Quantiles that the network itself learns; empty: it learns one number."""
        return self.quantiles if self.loss == "pinball" else ()

    @property
    def targets(self) -> int:
        """The number of columns that are forecast."""
        return len(self.features.targets)

    @property
    def width(self) -> int:
        """The number of columns that are read, those known ahead apart."""
        return self.targets + self.features.past_dim

    @property
    def tells_apart(self) -> bool:
        """Whether something is learned of each series, by segments."""
        learned = self.features.columns_apart if self.series_dim is None else self.series_dim > 0
        return learned and len(self.features.scales) > 1

    @property
    def relative_to(self) -> str:
        """The anchor, `"auto"` settled."""
        if self.anchor != "auto":
            return self.anchor
        at_once = self.strategy in ("direct", "segments")
        fits = at_once and 1 < self.features.season <= self.lookback
        return "seasons" if fits and not self.features.columns_apart else "last"

    @property
    def relative(self) -> bool:
        """Whether answers are changes."""
        return self.relative_to != "none"

    def no_margins(self) -> Margins:
        """Make the margins of intervals that nothing has been learned about yet."""
        shape = (self.horizon, self.targets, len(self.quantiles))
        return Margins(list(self.quantiles), np.zeros(shape, np.float32))

    def batches(
        self,
        windows: Sequence[Window],
        *,
        batch_size: int = AT_ONCE,
        shuffle: bool = False,
        seed: int = 0,
    ) -> WindowBatches:
        """Make batches of windows, with inputs and answers as the network wants them."""
        from keras_seq.data.series.window_batches import WindowBatches
        from keras_seq.data.series.windows import spans

        return WindowBatches(
            windows,
            {id(series): self.features.matrix(series, self.horizon)
             for series, _, _ in spans(windows)},
            lookback=self.lookback,
            horizon=self.horizon,
            encode=lambda arrays: (self.inputs(arrays), self.answers(arrays)),
            batch_size=batch_size,
            shuffle=shuffle,
            seed=seed,
        )  # fmt: skip

    def network(self, **recurrent: Any) -> keras.Model:
        """Call the factory of the strategy.

        Args:
            **recurrent: the options of `keras_seq.options.Recurrent`. Segments have one layer,
                whatever `num_layers` says.
        """
        from keras_seq.models import many_to_many, many_to_one, segment_forecaster

        each = max(1, len(self.levels))
        known = self.features.known_dim
        if self.strategy == "segments":
            recurrent.pop("num_layers", None)
            if not recurrent.get("recurrent_dropout"):  # else the factory says that it has none
                recurrent.pop("recurrent_dropout", None)
            return segment_forecaster(
                lookback=self.lookback, horizon=self.horizon, segment=self.segment,
                num_targets=self.targets, past_dim=self.features.past_dim + known, known_dim=known,
                num_series=len(self.features.scales) if self.tells_apart else 1,
                series_dim=self.series_dim or None, num_quantiles=each,
                linear=self.relative_to == "seasons", **recurrent,
            )  # fmt: skip
        ahead = 1 if self.strategy == "recursive" else self.horizon
        recurrent["feature_dim"] = self.width + ahead * known
        if self.strategy == "recursive":
            return many_to_many(output_dim=self.width, head="linear", **recurrent)
        outputs = self.horizon * self.targets * each
        if self.strategy == "direct":
            return many_to_one(output_dim=outputs, head="linear", **recurrent)
        return many_to_many(output_dim=outputs, head="linear", **recurrent)

    def inputs(self, arrays: Arrays) -> Any:
        """Make what the network gets."""
        history, known, future, series = arrays
        targets, lookback = self.targets, self.lookback
        if self.strategy == "segments":
            values = history[:, :, :targets]
            inputs = {"history": season_changes(values, self.features.season) if
                      self.relative_to == "seasons" else values - self.relative * values[:, -1:]
                      }  # fmt: skip
            if self.features.past_dim + self.features.known_dim:
                beside = [history[:, :, targets:], known[:, :lookback]]
                inputs["past"] = np.concatenate(beside, axis=-1)
            if self.features.known_dim:
                inputs["known"] = known[:, lookback:]
            if self.tells_apart:
                inputs["series"] = series
            return inputs

        # Values relative to the first one seen: what comes later in a window must not show in it.
        if self.strategy == "direct" and self.relative_to == "seasons":
            changes = season_changes(history[:, :, :targets], self.features.season)
            beside = [history[:, :, targets:], _ahead(known[:, 1:], lookback, self.horizon)]
            return np.concatenate([changes, *beside], axis=-1)
        start = history[:, :1].copy() if self.relative else np.zeros_like(history[:, :1])
        start[:, :, targets:] = 0
        if self.strategy == "recursive":
            steps = np.concatenate([history, future[:, :-1]], axis=1)
            return np.concatenate([np.nan_to_num(steps - start), known[:, 1:]], axis=-1)
        ahead = _ahead(known[:, 1:], lookback, self.horizon)
        return np.concatenate([history - start, ahead], axis=-1)

    def answers(self, arrays: Arrays) -> np.ndarray:
        """Make what the network is asked for."""
        history, _, future, _ = arrays
        targets = self.targets
        if self.strategy == "segments":
            return future[:, :, :targets] - self.base(history)
        if self.strategy == "direct":
            return (future[:, :, :targets] - self.base(history)).reshape(len(history), -1)
        both = np.concatenate([history, future], axis=1)
        if self.strategy == "recursive":
            return both[:, 1:] - (both[:, :-1] if self.relative else 0)
        answers = _ahead(both[:, 1:, :targets], self.lookback, self.horizon)
        answers = answers.reshape(*history.shape[:2], self.horizon, targets)
        if self.relative:
            answers = answers - history[:, :, None, :targets]
        return answers.reshape(*history.shape[:2], -1)

    def base(self, history: np.ndarray) -> Any:
        """Return what answers are relative to, `(batch, horizon or 1, targets)`."""
        values, season = history[:, :, : self.targets], self.features.season
        if not self.relative:
            return np.float32(0)
        if self.relative_to == "last" or self.strategy in ("recursive", "seq2seq"):
            return values[:, -1:]
        return values[:, self.lookback - season + np.arange(self.horizon) % season]

    def forecaster(self, model: keras.Model) -> Callable[[Arrays], np.ndarray]:
        """Ask a trained network for the whole horizon.

        Returns:
            A function from windows to forecasts: float `(batch, horizon, targets)`, with `levels`
            `(batch, horizon, targets, levels)`.
        """
        if self.strategy == "recursive":
            return self._recursive(model)

        def forecast(arrays: Arrays) -> np.ndarray:
            answers = model.predict_on_batch(self.inputs(arrays))
            if self.strategy == "seq2seq":
                answers = answers[:, -1]
            each = (len(self.levels),) if self.levels else ()
            answers = answers.reshape(len(answers), self.horizon, self.targets, *each)
            base = self.base(arrays.history)
            return answers + (base[..., None] if self.levels and self.relative else base)

        return forecast

    def _recursive(self, model: keras.Model) -> Callable[[Arrays], np.ndarray]:
        """Feed answers back, one step after the other."""
        from keras import ops

        from keras_seq.decoding.generation import compiled_loops
        from keras_seq.decoding.rollout import Rollout
        from keras_seq.models import chunk_model, start_model, step_model

        start, read = start_model(model), compiled_loops(chunk_model(model, padded=False))
        rollout = Rollout(step_model(model), changes=self.relative)

        def forecast(arrays: Arrays) -> np.ndarray:
            features = self.inputs(arrays)
            seen = ops.convert_to_tensor(features[:, : self.lookback])
            answers, *states = read([seen, *start(seen)])
            values = features[:, self.lookback - 1, : self.width]
            known = features[:, self.lookback :, self.width :]
            steps = ops.convert_to_numpy(rollout(answers[:, -1], states, values, known))
            first = arrays.history[:, :1, : self.targets] if self.relative else 0
            return steps[:, :, : self.targets] + first

        return forecast


def _ahead(columns: np.ndarray, steps: int, horizon: int) -> np.ndarray:
    """Put the next `horizon` rows beside each step: `(batch, steps, horizon * columns)`."""
    view = np.lib.stride_tricks.sliding_window_view(columns, horizon, axis=1)[:, :steps]
    return view.transpose(0, 1, 3, 2).reshape(len(columns), steps, -1)


def plan(config: Any, features: SeriesFeatures) -> Plan:
    """Make the plan of a run.

    Args:
        config: of an app: of `SeriesTable`, `Strategy` and `Recurrent`.
        features: fitted on the training part.

    Raises:
        InputError: if options don't belong together.
    """
    if config.strategy == "segments" and config.recurrent_dropout:
        raise InputError("--recurrent-dropout is not for --strategy segments; take --dropout")
    return Plan(features, config.lookback, config.horizon, **config.part(Strategy))
