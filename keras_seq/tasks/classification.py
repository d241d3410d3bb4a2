"""A label for each input (many to one)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq.baselines import bag_of_bigrams, majority_class
from keras_seq.contract import Evaluation, Result, Trained, chunks
from keras_seq.options import PredictOptions
from keras_seq.progress import say
from keras_seq.tasks.calibration import confidence, cool
from keras_seq.tasks.confusions import confusions
from keras_seq.tasks.unseen import Unseen, nothing_known, words_of

if TYPE_CHECKING:
    from keras_seq.data.labels import Labels
    from keras_seq.data.splits import Splits
    from keras_seq.report import HighlightedText, Report

    Part = tuple[Sequence[Any], np.ndarray]  # inputs, and the numbers of their labels
    Rival = Callable[[Part, Part, Part, int], dict[str, float]]

MISTAKES = 12  # rows of the table of mistakes
# What `Classification` takes as rivals where inputs are texts.
TEXT_RIVALS: Mapping[str, Rival] = {
    "majority_class": lambda train, validation, test, num_classes: majority_class(
        train[1], test[1], num_classes
    ),
    "bag_of_bigrams": lambda train, validation, test, num_classes: bag_of_bigrams(
        *train, *test, num_classes=num_classes, validation=validation
    ),
}


@dataclass(frozen=True)
class Classification:
    """The task of giving each input one of the labels that training showed.

    Records begin with the input and its label; the preprocessing has `labels`, and where inputs
    are texts `tokenizer`. A text of which no word is known says nothing: it gets the share that
    each label has in training, not what the network makes of nothing.

    Attributes:
        probabilities: answers raw inputs: float `(inputs, labels)`.
        rivals: simple models by name, each from training, validation and test part (inputs and
            numbers of labels) and the number of labels to metrics.
        line: writes an answer on one line.
        figures: what the report shows beside confusions, confidence and the surest mistakes.
        inputs: makes of what `predict` was given what `probabilities` takes, such as recordings
            of paths.
        name: says what an input is called in answers and tables; a text is its own name.
        key: under which answers have that name.
        example: chooses inputs to try, as `example` of `keras_seq.contract.Task` does; None: a
            text of the test part is taken.
        metric: the one that decides.
        options: of `predict`.
    """

    probabilities: Callable[[Trained, Sequence[Any]], np.ndarray]
    rivals: Mapping[str, Rival]
    line: Callable[[dict[str, Any]], str] = "{label}\t{score:.4f}\t{text}".format_map
    figures: Sequence[Callable[[Classification, Result, Report], None]] = ()
    inputs: Callable[[Trained, Iterable[Any]], Iterable[Any]] = lambda trained, raws: raws
    name: Callable[[Any], str] = str
    key: str = "text"
    example: Callable[[Result, Path], list[str]] | None = None
    metric: str = "accuracy"
    higher_is_better: bool = True
    needs_input: bool = True
    options: type[PredictOptions] = PredictOptions

    def evaluate(self, trained: Trained, records: Sequence[Any]) -> Evaluation:
        """Judge the model on labelled records."""
        from keras_seq.metrics import classification_metrics

        labels: Labels = trained.preprocessing.labels
        inputs, expected = _columns(records)
        numbers = labels.encode(expected)
        words = [words_of(trained, raw) for raw in inputs]
        probabilities = self._probabilities(trained, inputs, words)
        rows = [
            {"input": self.name(raw), "expected": label,
             "predicted": labels.names[chances.argmax()], "score": float(chances.max())}
            for raw, label, chances in zip(inputs, expected, probabilities, strict=True)
        ]  # fmt: skip
        return Evaluation(classification_metrics(numbers, probabilities), rows)

    def calibrate(self, trained: Trained, validation: Sequence[Any]) -> Any:
        """Divide the model's scores by what suits the validation part; see `cool`.

        Returns:
            The preprocessing as it is.
        """
        inputs, expected = _columns(validation)
        numbers = trained.preprocessing.labels.encode(expected)
        cool(trained.model, numbers, lambda: self.probabilities(trained, inputs))
        return trained.preprocessing

    def baselines(self, trained: Trained, splits: Splits[Any]) -> dict[str, Evaluation]:
        """Judge the rivals on the same split."""
        labels: Labels = trained.preprocessing.labels

        def numbered(records: Sequence[Any]) -> Part:
            inputs, expected = _columns(records)
            return inputs, labels.encode(expected)

        parts = numbered(splits.train), numbered(splits.validation), numbered(splits.test)
        return {
            name: Evaluation(rival(*parts, len(labels.names)))
            for name, rival in self.rivals.items()
        }

    def report(self, result: Result, page: Report) -> None:
        """Add confusions, confidence, the surest mistakes, and the app's own figures."""
        rows = result.evaluation.predictions
        confusions(result, page, "Confusions")
        confidence(rows, page)
        page.table(
            "The surest mistakes", ["expected", "predicted", "probability", self.key],
            [[row["expected"], row["predicted"], row["score"], row["input"]]
             for row in surest_mistakes(rows)[:MISTAKES]],
        )  # fmt: skip
        for figure in self.figures:
            figure(self, result, page)

    def predict(
        self, trained: Trained, inputs: Iterable[Any], options: PredictOptions
    ) -> Iterator[dict[str, Any]]:
        """Answer raw inputs, in order."""
        labels: Labels = trained.preprocessing.labels
        unseen, guessed = Unseen(), 0
        for batch in chunks(self.inputs(trained, inputs), options.at_once):
            words = [words_of(trained, raw) for raw in batch]
            answers = self._probabilities(trained, batch, words)
            guessed += sum(map(nothing_known, words))
            for raw, each, chances in zip(batch, words, answers, strict=True):
                probabilities = dict(zip(labels.names, chances.tolist(), strict=True))
                best = labels.names[chances.argmax()]
                yield {self.key: self.name(raw), "label": best, "score": probabilities[best],
                       "probabilities": probabilities, "unknown": unseen.of(each)}  # fmt: skip
            if options.at_once == 1:  # somebody waits for each answer
                guessed = _say_unseen(unseen, guessed, labels)
        _say_unseen(unseen, guessed, labels)

    def as_text(self, answer: dict[str, Any]) -> str:
        """Write an answer on one line."""
        return self.line(answer)

    def _probabilities(
        self,
        trained: Trained,
        inputs: Sequence[Any],
        words: Sequence[Sequence[tuple[str, bool]]],
    ) -> np.ndarray:
        """Ask the network; where it knows no word of an input, take the shares of training."""
        answers = np.array(self.probabilities(trained, inputs))
        shares = trained.preprocessing.labels.shares
        if shares is not None:
            answers[np.array([nothing_known(each) for each in words], bool)] = shares
        return answers


def _say_unseen(unseen: Unseen, guessed: int, labels: Labels) -> int:
    """Say what was unknown, and how many answers are no more than shares; returns 0."""
    unseen.say()
    if guessed and labels.shares is not None:
        inputs, have, get = ("input", "has", "gets") if guessed == 1 else ("inputs", "have", "get")
        say(f"{guessed:,} {inputs} {have} no known word and {get} the shares of the labels in "
            "training")  # fmt: skip
    return 0


def _columns(records: Sequence[Any]) -> tuple[list[Any], list[str]]:
    """Return the inputs and the labels of records, which begin with them."""
    return [record[0] for record in records], [record[1] for record in records]


def surest_mistakes(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows of a classification that are wrong, the surest first."""
    wrong = [row for row in rows if row["expected"] != row["predicted"]]
    return sorted(wrong, key=lambda row: -row["score"])


def moving_words(task: Classification, result: Result, page: Report) -> None:
    """Show for a few texts which words moved the answer: a figure of `Classification`."""
    from keras_seq.report import HighlightedText
    from keras_seq.studies import occlusion

    names = result.trained.preprocessing.labels.names
    rows = result.evaluation.predictions

    def influence(row: dict[str, Any]) -> HighlightedText:
        words = row["input"].split()[:120]
        column = names.index(row["predicted"])

        def log_odds(texts: list[list[str]]) -> np.ndarray:
            joined = [" ".join(text) for text in texts]
            chance = task.probabilities(result.trained, joined)[:, column]
            return np.log(chance + 1e-7) - np.log(1 - chance + 1e-7)

        caption = f"expected {row['expected']}, predicted {row['predicted']} ({row['score']:.3f})"
        return HighlightedText(words, occlusion(log_odds, words), caption)

    page.highlights(
        "Words that moved the answer",
        [influence(row) for row in [*rows[:3], *surest_mistakes(rows)[:2]]],
        raises="for the predicted label", lowers="against it",
        note="Change of the log odds when a word is left out; long texts are cut to 120 words.",
    )  # fmt: skip
