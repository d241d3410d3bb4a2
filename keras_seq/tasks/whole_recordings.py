"""What answers about whole recordings have in common: rivals, pictures, an example to try."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from keras_seq import files
from keras_seq.baselines import majority_class
from keras_seq.baselines.summaries import linear_labels, linear_numbers
from keras_seq.contract import Result
from keras_seq.data.tables import cell
from keras_seq.tasks.regression import mean_number

if TYPE_CHECKING:
    from keras_seq.report import Report
    from keras_seq.tasks.classification import Classification, Part, Rival
    from keras_seq.tasks.regression import NumberRival

SHOWN = 6  # recordings that are drawn
# What `Classification` takes as rivals where inputs are recordings.
LABEL_RIVALS: Mapping[str, Rival] = {
    "majority_class": lambda train, validation, test, num_classes: majority_class(
        train[1], test[1], num_classes
    ),
    "linear_model_of_summaries": lambda train, validation, test, num_classes: linear_labels(
        *_steps(train), *_steps(validation), *_steps(test), num_classes=num_classes
    ),
}
# The same for `Regression`.
NUMBER_RIVALS: Mapping[str, NumberRival] = {
    "mean_of_training": mean_number,
    "linear_model_of_summaries": lambda train, numbers, test: linear_numbers(
        [recording.steps for recording in train], numbers, [recording.steps for recording in test]
    ),
}


def _steps(part: Part) -> tuple[list[np.ndarray], np.ndarray]:
    return [recording.steps for recording in part[0]], part[1]


def some_recordings(task: Classification, result: Result, page: Report) -> None:
    """Draw a recording of each label, and mistakes: a figure of `Classification`."""
    from keras_seq.report import regression_plots

    rows = result.evaluation.predictions
    first = {row["expected"]: number for number, row in reversed(list(enumerate(rows)))}
    wrong = [number for number, row in enumerate(rows) if row["expected"] != row["predicted"]]
    shown = list(dict.fromkeys([*sorted(first.values())[:SHOWN], *wrong[: SHOWN // 3]]))
    captions = [
        rows[number]["expected"]
        + (f", taken for {rows[number]['predicted']}" if number in wrong else "")
        for number in shown
    ]
    steps = [result.splits.test[number].recording.steps for number in shown]
    page.figure(
        "Recordings", regression_plots.recordings(steps, captions),
        "One of each label, and some that were taken for another.",
    )  # fmt: skip


def example_recording(result: Result, folder: Path) -> list[str]:
    """Write the recording of the test part that was answered best as a table; names the file."""
    rows = result.evaluation.predictions

    def fault(number: int) -> float:
        row = rows[number]
        if "score" not in row:
            return abs(row["predicted"] - row["expected"])
        return (row["expected"] != row["predicted"]) - row["score"]

    recording = result.splits.test[min(range(len(rows)), key=fault)].recording
    names = recording.columns or [f"x{column}" for column in range(recording.steps.shape[1])]
    lines = [",".join(f'"{cell(name)}"' for name in names)]
    lines += [",".join(f"{value:.6g}" for value in step) for step in recording.steps]
    files.write_text(folder / "a.csv", "\n".join(lines) + "\n")
    return [f"{folder.name}/a.csv"]
