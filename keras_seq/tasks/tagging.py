"""A tag for each step (many to many of equal length)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from keras_seq.baselines.tagging import linear_steps, majority_tag
from keras_seq.contract import Evaluation, Result, Trained
from keras_seq.options import PredictOptions
from keras_seq.tasks.calibration import confidence
from keras_seq.tasks.confusions import confusions

if TYPE_CHECKING:
    from keras_seq.data.labels import Tagged
    from keras_seq.data.splits import Splits
    from keras_seq.report import Report

    Figures = dict[str, float]
    Rival = Callable[[Trained, Splits[Any]], Sequence[Sequence[str]] | None]

# What `Tagging` takes as rivals where records have `steps`, frames or features.
STEP_RIVALS: Mapping[str, Rival] = {
    "majority_tag": lambda trained, splits: majority_tag(
        [record.tags for record in splits.train], [record.tags for record in splits.test]
    ),
    "each_step_alone": lambda trained, splits: linear_steps(
        [record.steps for record in splits.train],
        [record.tags for record in splits.train],
        [record.steps for record in splits.test],
    ),
}


@dataclass(frozen=True)
class Tagging:
    """The task of giving each step of a sequence one of the tags that training showed.

    Records have `tags`, one for each step; the preprocessing has `labels`.

    Attributes:
        tag: tags records.
        answer: answers raw inputs, as `predict` is asked to.
        line: writes an answer on one line.
        steps: what stands in `predictions.csv` before the tags of a record, a row for each step;
            unless `rows` makes the rows of a record, for sequences of very many steps.
        metrics: from expected and predicted tags of all records, and the config, to figures.
        rivals: simple models by name, each from what was trained and the splits to tags of the
            test part, or to None where a library that it needs isn't installed.
        metric: the one that decides.
        beside: figures of what a model says of whole records beside their tags, from the records
            and what it said.
        formats: other ways to write answers, as `keras_seq.contract.Task` says.
        rivals_beside: simple models of that by name, each from what was trained and the splits to
            the same figures; none where the model says nothing.
        figures: what the report shows, such as `step_confusions`.
        example: chooses inputs to try, as `example` of `keras_seq.contract.Task` does.
        options: of `predict`.
    """

    tag: Callable[[Trained, Sequence[Any]], list[Tagged]]
    answer: Callable[[Trained, Iterable[Any], Any], Iterator[dict[str, Any]]]
    line: Callable[[dict[str, Any]], str]
    steps: Callable[[Any], Iterable[dict[str, Any]]]
    metrics: Callable[[Sequence[Sequence[str]], Sequence[Sequence[str]], Any], dict[str, float]]
    rivals: Mapping[str, Rival]
    metric: str
    beside: Callable[[Sequence[Any], Sequence[Tagged]], Figures] = lambda records, tagged: {}
    rivals_beside: Callable[[Trained, Splits[Any]], dict[str, Figures]] = lambda trained, splits: {}
    rows: Callable[[Any, Tagged], Iterable[dict[str, Any]]] | None = None
    formats: Mapping[str, Callable[[Iterable[dict[str, Any]]], Iterator[str]]] = field(
        default_factory=dict
    )
    figures: Sequence[Callable[[Result, Report], None]] = ()
    example: Callable[[Result, Path], list[str]] = lambda result, folder: []
    higher_is_better: bool = True
    needs_input: bool = True
    options: type[PredictOptions] = PredictOptions

    def evaluate(self, trained: Trained, records: Sequence[Any]) -> Evaluation:
        """Judge the model on tagged records; `details` are what it said of each."""
        tagged = self.tag(trained, records)
        rows_of = self.rows or self._step_rows
        pairs = zip(records, tagged, strict=True)
        rows = [row for record, ours in pairs for row in rows_of(record, ours)]
        figures = self.metrics(
            [record.tags for record in records], [ours.tags for ours in tagged], trained.config
        )
        return Evaluation({**figures, **self.beside(records, tagged)}, rows, tagged)

    def _step_rows(self, record: Any, ours: Tagged) -> Iterator[dict[str, Any]]:
        for step, expected, predicted, chance in zip(
            self.steps(record), record.tags, ours.tags, ours.chances, strict=True
        ):
            yield {**step, "expected": expected, "predicted": predicted, "score": float(chance)}

    def baselines(self, trained: Trained, splits: Splits[Any]) -> dict[str, Evaluation]:
        """Judge the rivals on the same split."""
        expected = [record.tags for record in splits.test]
        answers = {name: rival(trained, splits) for name, rival in self.rivals.items()}
        judged = {
            name: self.metrics(expected, tags, trained.config)
            for name, tags in answers.items()
            if tags is not None
        }
        judged |= self.rivals_beside(trained, splits)
        return {name: Evaluation(figures) for name, figures in judged.items()}

    def report(self, result: Result, page: Report) -> None:
        """Add the app's figures."""
        for figure in self.figures:
            figure(result, page)

    def predict(
        self, trained: Trained, inputs: Iterable[Any], options: Any
    ) -> Iterator[dict[str, Any]]:
        """Answer raw inputs, in order."""
        return self.answer(trained, inputs, options)

    def as_text(self, answer: dict[str, Any]) -> str:
        """Write an answer on one line."""
        return self.line(answer)


def step_confusions(result: Result, page: Report) -> None:
    """Show which tag is taken for which: a figure of `Tagging`, where tags are few."""
    confusions(result, page, "Confusions of steps")


def step_confidence(result: Result, page: Report) -> None:
    """Show how sure tags are, and whether that holds: a figure of `Tagging`."""
    confidence(result.evaluation.predictions, page, "tag")
