"""Opinions as people type them, which the grammar of the embedded sample knows nothing of."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from keras_seq.contract import Result
from keras_seq.data.splits import Splits
from keras_seq.data.text import LabelledText
from keras_seq.progress import say
from keras_seq.tasks import Classification
from keras_seq.tasks.classification import surest_mistakes

if TYPE_CHECKING:
    from keras_seq.report import Report


def everyday() -> list[LabelledText]:
    """Read the opinions; the label is "negative" or "positive"."""
    with (Path(__file__).parent / "everyday.tsv").open(encoding="utf-8", newline="") as stream:
        return [
            LabelledText(row["text"], row["label"], f"everyday.tsv, line {number}")
            for number, row in enumerate(csv.DictReader(stream, delimiter="\t"), start=2)
        ]


def everyday_opinions(task: Classification, result: Result, page: Report) -> None:
    """Judge a model of the embedded sample by them, beside its rivals: a figure of the task."""
    if result.trained.config.data:
        return
    opinions = everyday()
    judged = task.evaluate(result.trained, opinions)
    splits = Splits(result.splits.train, result.splits.validation, opinions)
    rivals = task.baselines(result.trained, splits)
    accuracies = {"this model": judged.metrics["accuracy"]} | {
        name.replace("_", " "): rival.metrics["accuracy"] for name, rival in rivals.items()
    }
    say(f"{len(opinions)} opinions as people type them: accuracy "
        + ", ".join(f"{value:.3f} ({name})" for name, value in accuracies.items()))  # fmt: skip
    page.table(
        "Opinions as people type them", ["", "accuracy"],
        [[name, value] for name, value in accuracies.items()],
        f"{len(opinions)} that no part of the sample holds, and that its grammar knows nothing of.",
    )  # fmt: skip
    page.table(
        "The surest mistakes among them", ["expected", "predicted", "probability", "text"],
        [[row["expected"], row["predicted"], row["score"], row["input"]]
         for row in surest_mistakes(judged.predictions)],
    )  # fmt: skip
