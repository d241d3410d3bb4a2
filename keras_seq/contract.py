"""What an app is: the names of its module, and the values that pass between it and a run."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from keras_seq.options import PredictOptions, TrainingConfig

if TYPE_CHECKING:
    import keras

    from keras_seq.data.splits import Splits
    from keras_seq.report import Report

T = TypeVar("T")


@dataclasses.dataclass(frozen=True)
class Evaluation:
    """How a model did on labelled records.

    Attributes:
        metrics: value by name.
        predictions: a row for each record, as `predictions.csv` gets them: input, expected,
            predicted, score, and what else the app wishes to say.
    """

    metrics: dict[str, float]
    predictions: list[dict[str, Any]]


@dataclasses.dataclass(frozen=True)
class Result:
    """All that came out of a run, as an app's `report` gets it."""

    config: Any
    splits: Splits[Any]
    preprocessing: Any
    model: keras.Model
    history: list[dict[str, float]]
    evaluation: Evaluation
    metrics: dict[str, Any]  # the content of metrics.json
    others: Mapping[str, Any] = dataclasses.field(default_factory=dict)  # runs beside it, by name


class App(Protocol):
    """The names that an app's module defines, in the order in which a run uses them.

    A module may also define, and most don't:

    - `recipe(values) -> str | None`: a file beside it with options for this kind of data;
    - `calibrate(config, model, preprocessing, validation)`: preprocessing completed after training;
    - `variants(config) -> dict[str, dict]`: options of several runs, to be compared, by name;
    - `folds(config, splits, count) -> list[dict]`: options of the runs of a backtest.
    """

    SAMPLE: str  # what the embedded sample is, in a few words; shown wherever its results are
    SAMPLE_IS_SYNTHETIC: bool
    METRIC: str  # the one that decides whether the model beats the baselines
    HIGHER_IS_BETTER: bool
    NEEDS_INPUT: bool  # whether `predict` without any input makes no sense
    Config: type[TrainingConfig]  # frozen dataclass; each field becomes an option of `run`
    PredictOptions: type[PredictOptions]  # the same for `predict`
    Preprocessing: type  # frozen dataclass of parts with `save(path)` and `load(path)`

    def sample(self, config: Any) -> Splits[Any]:
        """Make the embedded data, offline."""

    def load(self, config: Any) -> Splits[Any]:
        """Read `config.data` into records that know their source line."""

    def load_test(self, config: Any, data: str) -> Sequence[Any]:
        """Read labelled records to judge a trained model by."""

    def describe(self, config: Any, splits: Splits[Any]) -> Iterator[str]:
        """Say in lines what was read, for `check-data` and the start of a run."""

    def prepare(self, config: Any, train: Sequence[Any]) -> Any:
        """Fit the preprocessing on the training records alone."""

    def batches(
        self, config: Any, preprocessing: Any, records: Sequence[Any], training: bool
    ) -> Any:
        """Turn records into padded batches, a `keras.utils.PyDataset`."""

    def build(self, config: Any, preprocessing: Any) -> keras.Model:
        """Call a factory."""

    def for_training(self, config: Any, model: keras.Model) -> keras.Model:
        """Wrap the model in one that shares its weights and is trained; mostly the model itself."""

    def objective(self, config: Any) -> dict[str, Any]:
        """Return `loss` and `metrics` for `model.compile`."""

    def evaluate(
        self, config: Any, model: keras.Model, preprocessing: Any, records: Sequence[Any]
    ) -> Evaluation:
        """Judge the model."""

    def baselines(self, config: Any, splits: Splits[Any]) -> dict[str, dict[str, float]]:
        """Judge simple rivals on the same split."""

    def report(self, result: Result, page: Report) -> None:
        """Add the app's own figures to the page."""

    def read_inputs(self, config: Any, path: str) -> Iterator[Any]:
        """Read raw inputs for `predict` from a file."""

    def predict(
        self,
        config: Any,
        model: keras.Model,
        preprocessing: Any,
        inputs: Iterable[Any],
        options: Any,
    ) -> Iterable[dict[str, Any]]:
        """Answer raw inputs, in order, `options.at_once` of them together (see `chunks`).

        Where the app's `NEEDS_INPUT` is false, an input may be None: none was given.
        """

    def as_text(self, answer: dict[str, Any]) -> str:
        """Write one answer as a line for a person."""


def read_splits(app: App, config: Any) -> Splits[Any]:
    """Read the user's own data; where none are named, take the embedded sample."""
    return app.load(config) if config.data else app.sample(config)


def chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Cut a stream into lists of `size` items, the last one shorter.

    >>> list(chunks("abcde", 2))
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    stream = iter(items)
    while chunk := list(itertools.islice(stream, size)):
        yield chunk
