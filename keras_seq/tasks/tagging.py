"""A tag for each step (many to many of equal length)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq.baselines.tagging import linear_steps, majority_tag
from keras_seq.contract import Evaluation, Result, Trained
from keras_seq.options import PredictOptions
from keras_seq.tasks.confusions import confusions

if TYPE_CHECKING:
    import keras

    from keras_seq.data.batching import Batches
    from keras_seq.data.labels import Labels
    from keras_seq.data.splits import Splits
    from keras_seq.report import Report

    Tags = tuple[list[str], np.ndarray]  # of one record, and the probability of each

# What `Tagging` takes as rivals where records have `steps`, frames or features.
STEP_RIVALS: Mapping[str, Callable[[Trained, Splits[Any]], Sequence[Sequence[str]]]] = {
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
        tag: tags records: for each its tags, and the probability of each.
        answer: answers raw inputs, as `predict` is asked to.
        line: writes an answer on one line.
        steps: what stands in `predictions.csv` before the tags of a record, a row for each step.
        metrics: from expected and predicted tags of all records, and the config, to figures.
        rivals: simple models by name, each from what was trained and the splits to tags of the
            test part.
        metric: the one that decides.
        figures: what the report shows beside confusions.
        example: chooses inputs to try, as `example` of `keras_seq.contract.Task` does.
        options: of `predict`.
    """

    tag: Callable[[Trained, Sequence[Any]], list[Tags]]
    answer: Callable[[Trained, Iterable[Any], Any], Iterator[dict[str, Any]]]
    line: Callable[[dict[str, Any]], str]
    steps: Callable[[Any], Iterable[dict[str, Any]]]
    metrics: Callable[[Sequence[Sequence[str]], Sequence[Sequence[str]], Any], dict[str, float]]
    rivals: Mapping[str, Callable[[Trained, Splits[Any]], Sequence[Sequence[str]]]]
    metric: str
    figures: Sequence[Callable[[Result, Report], None]] = ()
    example: Callable[[Result, Path], list[str]] = lambda result, folder: []
    higher_is_better: bool = True
    needs_input: bool = True
    options: type[PredictOptions] = PredictOptions

    def evaluate(self, trained: Trained, records: Sequence[Any]) -> Evaluation:
        """Judge the model on tagged records."""
        tagged = self.tag(trained, records)
        rows = [
            {**step, "expected": expected, "predicted": predicted, "score": float(chance)}
            for record, (tags, chances) in zip(records, tagged, strict=True)
            for step, expected, predicted, chance in zip(
                self.steps(record), record.tags, tags, chances, strict=True
            )
        ]
        predicted = [tags for tags, _ in tagged]
        expected = [record.tags for record in records]
        return Evaluation(self.metrics(expected, predicted, trained.config), rows)

    def baselines(self, trained: Trained, splits: Splits[Any]) -> dict[str, Evaluation]:
        """Judge the rivals on the same split."""
        expected = [record.tags for record in splits.test]
        return {
            name: Evaluation(self.metrics(expected, rival(trained, splits), trained.config))
            for name, rival in self.rivals.items()
        }

    def report(self, result: Result, page: Report) -> None:
        """Add the app's own figures, and confusions of steps."""
        for figure in self.figures:
            figure(result, page)
        confusions(result, page, "Confusions of steps")

    def predict(
        self, trained: Trained, inputs: Iterable[Any], options: Any
    ) -> Iterator[dict[str, Any]]:
        """Answer raw inputs, in order."""
        return self.answer(trained, inputs, options)

    def as_text(self, answer: dict[str, Any]) -> str:
        """Write an answer on one line."""
        return self.line(answer)


def tags_of(model: keras.Model, batches: Batches, labels: Labels, head: str) -> list[Tags]:
    """Tag sequences with a model of `many_to_many`.

    Args:
        model: gives for each step a logit a tag, or potentials of a chain.
        batches: of the sequences, not shuffled.
        labels: the tags.
        head: "crf" for a chain, of which the likeliest is taken; else each step by itself.

    Returns:
        For each sequence its tags, and the probability of each.
    """
    import keras

    from keras_seq.data.batching import predict_steps
    from keras_seq.decoding import marginals, viterbi

    tagged = []
    for outputs in predict_steps(model, batches):
        if head == "crf":
            best, chances = viterbi(outputs[None])[0], marginals(outputs[None])[0]
        else:
            best, chances = outputs.argmax(axis=1), keras.ops.softmax(outputs)
        best, chances = (keras.ops.convert_to_numpy(array) for array in (best, chances))
        tagged.append((labels.decode(best), chances[np.arange(len(best)), best]))
    return tagged
