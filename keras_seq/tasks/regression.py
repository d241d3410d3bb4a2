"""A number for each input (many to one)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq.contract import Evaluation, Result, Trained, chunks
from keras_seq.metrics.regression import regression_metrics
from keras_seq.options import PredictOptions
from keras_seq.tasks.conformal import Margins, broken_promise

if TYPE_CHECKING:
    from keras_seq.data.splits import Splits
    from keras_seq.report import Report

    # From inputs and numbers of training, and inputs of test, to numbers.
    NumberRival = Callable[[Sequence[Any], np.ndarray, Sequence[Any]], np.ndarray]

LEVELS = (0.05, 0.5, 0.95)  # of the interval, and its middle
MISTAKES = 12  # rows of the table of the largest errors


@dataclass(frozen=True)
class Regression:
    """The task of predicting a number for each input, and how far it may be off.

    Records begin with the input; the preprocessing has `margins`, which `margins_of` makes.

    Attributes:
        values: predicts the numbers of inputs, float `(inputs,)`, in their unit.
        numbers: reads the true numbers of records, float `(records,)`.
        rivals: simple models by name.
        inputs: makes of what `predict` was given what `values` takes, such as recordings of paths.
        name: says what an input is called in answers and tables.
        figures: what the report shows beside errors.
        example: chooses inputs to try, as `example` of `keras_seq.contract.Task` does.
        metric: the one that decides.
        options: of `predict`.
    """

    values: Callable[[Trained, Sequence[Any]], np.ndarray]
    numbers: Callable[[Sequence[Any]], np.ndarray]
    rivals: Mapping[str, NumberRival]
    inputs: Callable[[Trained, Iterable[Any]], Iterable[Any]] = lambda trained, raws: raws
    name: Callable[[Any], str] = str
    figures: Sequence[Callable[[Result, Report], None]] = ()
    example: Callable[[Result, Path], list[str]] = lambda result, folder: []
    metric: str = "r2"
    higher_is_better: bool = True
    needs_input: bool = True
    options: type[PredictOptions] = PredictOptions

    def evaluate(self, trained: Trained, records: Sequence[Any]) -> Evaluation:
        """Judge the model on records with their numbers."""
        inputs, expected = [record[0] for record in records], self.numbers(records)
        low, predicted, high = self._intervals(trained, inputs)
        rows = [
            {"input": self.name(raw), "expected": float(right), "predicted": float(ours),
             "low": float(least), "high": float(most)}
            for raw, right, ours, least, most in zip(
                inputs, expected, predicted, low, high, strict=True)
        ]  # fmt: skip
        return Evaluation(regression_metrics(expected, predicted, low, high), rows)

    def baselines(self, trained: Trained, splits: Splits[Any]) -> dict[str, Evaluation]:
        """Judge the rivals on the same split."""
        train, test = ([record[0] for record in part] for part in (splits.train, splits.test))
        numbers, expected = self.numbers(splits.train), self.numbers(splits.test)
        return {
            name: Evaluation(regression_metrics(expected, rival(train, numbers, test)))
            for name, rival in self.rivals.items()
        }

    def report(self, result: Result, page: Report) -> None:
        """Add predictions beside what is true, intervals, the largest errors, the app's figures."""
        from keras_seq.report import regression_plots

        rows = result.evaluation.predictions
        page.figure(
            "Predicted and true",
            regression_plots.against(
                [row["expected"] for row in rows], [row["predicted"] for row in rows]
            ),
            "On the line they are equal.",
        )
        page.figure(
            "Errors", regression_plots.errors([row["predicted"] - row["expected"] for row in rows])
        )
        coverage = result.evaluation.metrics["coverage"]
        width = float(np.median([row["high"] - row["low"] for row in rows]))
        page.paragraph(
            f"Intervals promise 90 % of the numbers, as validation shows; here they hold "
            f"{coverage:.1%}, and are {width:.3g} wide."
            + (" Trust them no further than that." if broken_promise(LEVELS, coverage) else "")
        )
        worst = sorted(rows, key=lambda row: -abs(row["predicted"] - row["expected"]))
        page.table(
            "The largest errors", ["expected", "predicted", "from", "to", "input"],
            [[row["expected"], row["predicted"], row["low"], row["high"], row["input"]]
             for row in worst[:MISTAKES]],
        )  # fmt: skip
        for figure in self.figures:
            figure(result, page)

    def predict(
        self, trained: Trained, inputs: Iterable[Any], options: PredictOptions
    ) -> Iterator[dict[str, Any]]:
        """Answer raw inputs, in order."""
        for batch in chunks(self.inputs(trained, inputs), options.at_once):
            intervals = self._intervals(trained, batch)
            for raw, low, value, high in zip(batch, *intervals, strict=True):
                yield {"input": self.name(raw), "value": float(value), "low": float(low),
                       "high": float(high)}  # fmt: skip

    def as_text(self, answer: dict[str, Any]) -> str:
        """Write an answer on one line."""
        return "{value:.5g}\t{low:.5g}\t{high:.5g}\t{input}".format_map(answer)

    def margins_of(self, trained: Trained, validation: Sequence[Any]) -> Margins:
        """Learn from the validation part how far predictions may be off."""
        expected = self.numbers(validation)[:, None, None]
        predicted = self.values(trained, [record[0] for record in validation])[:, None, None]
        return Margins.fit(expected, predicted, LEVELS)

    def _intervals(
        self, trained: Trained, inputs: Sequence[Any]
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return lower ends, numbers, upper ends, `(inputs,)` each."""
        values = self.values(trained, inputs)
        quantiles = trained.preprocessing.margins.quantiles(values[:, None, None])[:, 0, 0]
        return quantiles[:, 0], values, quantiles[:, -1]


def mean_number(train: Sequence[Any], numbers: np.ndarray, test: Sequence[Any]) -> np.ndarray:
    """Predict the mean of training for all: a rival of `Regression`."""
    return np.full(len(test), numbers.mean(dtype=np.float64))
