"""What an app is: the names of its module, and the values that pass between it and a run."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from keras_seq.errors import InputError
from keras_seq.options import PredictOptions, TrainingConfig

if TYPE_CHECKING:
    import keras

    from keras_seq.data.splits import Splits
    from keras_seq.report import Report

T = TypeVar("T")


@dataclasses.dataclass(frozen=True)
class Trained:
    """A model with all that it needs to answer raw inputs."""

    config: Any  # the app's `Config`
    preprocessing: Any  # its `Preprocessing`
    model: keras.Model


@dataclasses.dataclass(frozen=True)
class Evaluation:
    """How a model, or a simple rival of it, did on labelled records.

    Attributes:
        metrics: value by name.
        predictions: a row for each record, as `predictions.csv` gets them: input, expected,
            predicted, score, and what else the app wishes to say.
        details: what was counted on the way and a report may draw, so that nothing is judged twice.
    """

    metrics: dict[str, float]
    predictions: list[dict[str, Any]] = dataclasses.field(default_factory=list)
    details: Any = None


@dataclasses.dataclass(frozen=True)
class Result:
    """All that came out of a run, as a task's `report` gets it."""

    trained: Trained
    splits: Splits[Any]
    history: list[dict[str, float]]
    evaluation: Evaluation
    baselines: Mapping[str, Evaluation]
    metrics: dict[str, Any]  # the content of metrics.json
    others: Mapping[str, Result] = dataclasses.field(default_factory=dict)  # runs beside it


class Task(Protocol):
    """A kind of problem: how answers are judged, compared, drawn and given.

    The frozen dataclasses of `keras_seq.tasks` are such; each is made of functions of an app. A
    task may also define, and most don't:

    - `variants(config) -> dict[str, dict]`: options of several runs, to be compared, by name;
    - `folds(config, splits, count) -> list[dict]`: options of the runs of a backtest;
    - `example(result, folder) -> list[str]`: what to write behind `keras-seq predict RUN` to try
      the model, answered right; paths relative to the run folder, for files that it may write into
      `folder`, `examples` of the run folder. Else a text of the test part is taken.
    - `formats`: other ways to write answers, by the name that stands behind `predict --format`:
        each a function from all answers to lines of text;
    - `decides(trained) -> str`: the metric that decides, where that depends on the data; it is
      written to `metrics.json` under the same name;
    - `takes_bytes(options) -> bool`: whether with these options, by name, a pipe brings raw bytes,
      such as samples of sound, and not a text a line;
    - `many_lines: bool`: whether `as_text` may write several lines; else line ends are escaped.
    """

    @property
    def metric(self) -> str:
        """The metric that decides whether the model beats the baselines."""

    @property
    def higher_is_better(self) -> bool:
        """The direction of that metric."""

    @property
    def needs_input(self) -> bool:
        """Whether `predict` without any input makes no sense."""

    @property
    def options(self) -> type[PredictOptions]:
        """The options of `predict`: a frozen dataclass."""

    def evaluate(self, trained: Trained, records: Sequence[Any]) -> Evaluation:
        """Judge the model on labelled records."""

    def baselines(self, trained: Trained, splits: Splits[Any]) -> Mapping[str, Evaluation]:
        """Judge simple rivals on the same split, with the preprocessing that was fitted."""

    def report(self, result: Result, page: Report) -> None:
        """Add figures to the page."""

    def predict(
        self, trained: Trained, inputs: Iterable[Any], options: Any
    ) -> Iterator[dict[str, Any]]:
        """Answer raw inputs, in order, `options.at_once` of them together (see `chunks`).

        Where `needs_input` is false, an input may be None: none was given. An answer has as
        `unknown` what of its input training never showed; `keras_seq.tasks.unseen` says it, too.
        """

    def as_text(self, answer: dict[str, Any]) -> str:
        """Write one answer as a line for a person."""


class App(Protocol):
    """The names of an app's module, written or imported, in the order in which a run uses them.

    A module may also define, and most don't:

    - `recipe(values) -> str | None`: a file beside it with options for this kind of data;
    - `for_training(config, model) -> keras.Model`: a model that shares the weights of the one
      that was built, and is trained in its place;
    - `calibrate(trained, validation)`: preprocessing completed after training;
    - `INPUTS = "files"`: what `predict` answers are names of files, or `"pictures"`: files that may
      be drawn; else they are texts;
    - `read_word(config, word) -> Iterable`: the inputs that a word behind `predict RUN` stands for,
      such as what a file of this name holds; a request over a network can't ask so.
    """

    SAMPLE: str  # what the embedded sample is, in a few words; shown wherever its results are
    SAMPLE_IS_SYNTHETIC: bool
    Config: type[TrainingConfig]  # frozen dataclass; each field becomes an option of `run`
    Preprocessing: type  # frozen dataclass of parts with `save(path)` and `load(path)`
    task: Task

    def sample(self, config: Any) -> Splits[Any]:
        """Make the embedded data, offline."""

    def load(self, config: Any) -> Splits[Any]:
        """Read `config.data` into records that know their source line."""

    def load_test(self, config: Any, data: str) -> Sequence[Any]:
        """Read labelled records to judge a trained model by."""

    def describe(self, config: Any, splits: Splits[Any]) -> Iterator[str]:
        """Say in lines what was read, for `check-data` and the start of a run."""

    def read_inputs(self, config: Any, path: str) -> Iterator[Any]:
        """Read raw inputs for `predict` from a file."""

    def prepare(self, config: Any, train: Sequence[Any]) -> Any:
        """Fit the preprocessing on the training records alone."""

    def batches(self, config: Any, fitted: Any, records: Sequence[Any], training: bool) -> Any:
        """Turn records into padded batches, a `keras.utils.PyDataset`."""

    def build(self, config: Any, fitted: Any) -> keras.Model:
        """Call a factory."""

    def objective(self, config: Any) -> dict[str, Any]:
        """Return `loss` and `metrics` for `model.compile`."""


def read_splits(app: App, config: Any) -> Splits[Any]:
    """Read the user's own data; where none are named, take the embedded sample.

    Training records beyond `max_train_samples` are left out. What `split_seed` says counts in
    place of `seed`, here alone.

    Raises:
        InputError: for data that can't be read.
    """
    if config.split_seed is not None:
        config = dataclasses.replace(config, seed=config.split_seed)
    try:
        splits = app.load(config) if config.data else app.sample(config)
    except OSError as error:  # such as a name that is too long
        raise InputError(f"--data {str(config.data)[:80]}: can't be read: "
                         f"{error.strerror or error}") from None  # fmt: skip
    if config.max_train_samples:
        splits = splits.limited(config.max_train_samples, config.seed)
    return splits


def deciding(task: Task, metrics: Mapping[str, Any]) -> str:
    """Name the metric by which a run is compared, from the content of its `metrics.json`."""
    return metrics.get("decides") or task.metric


def chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Cut a stream into lists of `size` items, the last one shorter.

    >>> list(chunks("abcde", 2))
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    stream = iter(items)
    while chunk := list(itertools.islice(stream, size)):
        yield chunk
