"""Two kinds of problem in one app: what was trained says which of them it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from keras_seq.contract import Evaluation, Result, Task, Trained
from keras_seq.options import PredictOptions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from keras_seq.data.splits import Splits
    from keras_seq.report import Report


@dataclass(frozen=True)
class Either:
    """The task of one app that a setting makes one of two.

    Attributes:
        first: the usual one; its metric and its options count before anything is trained.
        second: the other one.
        is_second: says by what was trained.
        mark: a name that only answers of the second have.
    """

    first: Task
    second: Task
    is_second: Callable[[Trained], bool]
    mark: str

    @property
    def metric(self) -> str:
        """The first one's; `decides` knows better."""
        return self.first.metric

    @property
    def higher_is_better(self) -> bool:
        """Of both."""
        return self.first.higher_is_better

    @property
    def needs_input(self) -> bool:
        """Of both."""
        return self.first.needs_input

    @property
    def options(self) -> type[PredictOptions]:
        """The first one's."""
        return self.first.options

    @property
    def formats(self) -> Mapping[str, Any]:
        """The first one's."""
        return getattr(self.first, "formats", {})

    def of(self, trained: Trained) -> Task:
        """Say which it is."""
        return self.second if self.is_second(trained) else self.first

    def decides(self, trained: Trained) -> str:
        """Name the metric that decides."""
        return self.of(trained).metric

    def evaluate(self, trained: Trained, records: Sequence[Any]) -> Evaluation:
        """Judge the model."""
        return self.of(trained).evaluate(trained, records)

    def calibrate(self, trained: Trained, validation: Sequence[Any]) -> Any:
        """Complete the preprocessing after training, where the task in question does."""
        task: Any = self.of(trained)
        learn = getattr(task, "calibrate", None)
        return trained.preprocessing if learn is None else learn(trained, validation)

    def baselines(self, trained: Trained, splits: Splits[Any]) -> Mapping[str, Evaluation]:
        """Judge the rivals."""
        return self.of(trained).baselines(trained, splits)

    def report(self, result: Result, page: Report) -> None:
        """Add figures."""
        self.of(result.trained).report(result, page)

    def example(self, result: Result, folder: Path) -> list[str]:
        """Choose inputs to try; where a task doesn't, the first that was answered right."""
        task = self.of(result.trained)
        example = getattr(task, "example", None)
        if example is not None:
            return list(example(result, folder))
        rows = result.evaluation.predictions
        return [row["input"] for row in rows if row["expected"] == row["predicted"]][:1]

    def predict(
        self, trained: Trained, inputs: Iterable[Any], options: Any
    ) -> Iterator[dict[str, Any]]:
        """Answer raw inputs, in order."""
        return self.of(trained).predict(trained, inputs, options)

    def as_text(self, answer: dict[str, Any]) -> str:
        """Write one answer as a line for a person."""
        return (self.second if self.mark in answer else self.first).as_text(answer)
