"""The task on plain answers: no network is trained here."""

from typing import NamedTuple

import numpy as np

from keras_seq.contract import Trained
from keras_seq.data.labels import Tagged
from keras_seq.data.splits import Splits
from keras_seq.metrics.tagging import tagging_metrics
from keras_seq.tasks import Tagging
from keras_seq.tasks.tagging import STEP_RIVALS


class Recording(NamedTuple):
    steps: np.ndarray
    tags: list[str]


def tag(trained, records):
    """Tag by the sign of the first feature."""
    return [
        Tagged(
            ["up" if step[0] > 0 else "down" for step in record.steps],
            np.full(len(record.tags), 0.7),
        )
        for record in records
    ]


TASK = Tagging(
    tag,
    answer=lambda trained, inputs, options: iter([{"label": "up"} for _ in inputs]),
    line="{label}".format_map,
    steps=lambda record: ({"step": number} for number in range(len(record.tags))),
    metrics=lambda expected, predicted, config: tagging_metrics(expected, predicted),
    rivals=STEP_RIVALS,
    metric="frame_accuracy",
)
RECORDS = [
    Recording(np.array([[1.0], [-1.0], [2.0]]), ["up", "down", "up"]),
    Recording(np.array([[-1.0], [3.0]]), ["up", "up"]),
]


def test_a_row_for_each_step():
    judged = TASK.evaluate(Trained(None, None, None), RECORDS)
    assert judged.metrics["frame_accuracy"] == 0.8
    assert judged.predictions[3] == {
        "step": 0, "expected": "up", "predicted": "down", "score": 0.7,
    }  # fmt: skip


def test_rivals_are_judged_by_the_same_figures():
    judged = TASK.baselines(Trained(None, None, None), Splits(RECORDS, RECORDS, RECORDS))
    assert judged["majority_tag"].metrics["frame_accuracy"] == 0.8  # "up", four times of five
    assert set(judged["each_step_alone"].metrics) == set(judged["majority_tag"].metrics)


def test_answers_and_lines():
    (answer,) = TASK.predict(Trained(None, None, None), ["x"], None)
    assert TASK.as_text(answer) == "up"
