"""The task on plain answers: no network is trained here."""

from typing import NamedTuple

import numpy as np
import pytest

from keras_seq.contract import Result, Trained
from keras_seq.data.labels import Labels
from keras_seq.data.splits import Splits
from keras_seq.data.text import LabelledText
from keras_seq.options import PredictOptions
from keras_seq.report import Report
from keras_seq.tasks import TEXT_RIVALS, Classification, moving_words


class Fitted(NamedTuple):
    labels: Labels


TRAINED = Trained(None, Fitted(Labels(("bad", "good"))), None)


def sure_of_good(trained, texts):
    """Answer 0.9 for what holds "good", 0.2 for the rest."""
    good = np.array([0.9 if "good" in text else 0.2 for text in texts])
    return np.stack([1 - good, good], axis=1)


RECORDS = [
    LabelledText(text, label, "here")
    for text, label in (
        ("a good one", "good"), ("bad", "bad"), ("so good", "bad"), ("dull", "bad"),
    )
]  # fmt: skip
TASK = Classification(sure_of_good, rivals=TEXT_RIVALS, figures=[moving_words])


def test_it_judges_each_record():
    judged = TASK.evaluate(TRAINED, RECORDS)
    assert judged.metrics["accuracy"] == 0.75
    assert judged.predictions[2] == {
        "input": "so good", "expected": "bad", "predicted": "good", "score": 0.9,
    }  # fmt: skip


def test_rivals_see_the_same_parts():
    judged = TASK.baselines(TRAINED, Splits(RECORDS, RECORDS[:2], RECORDS))
    assert set(judged) == {"majority_class", "bag_of_bigrams"}
    assert judged["majority_class"].metrics["accuracy"] == 0.75


def test_it_answers_in_order_and_writes_a_line():
    answers = list(TASK.predict(TRAINED, iter(["good", "x", "y"]), PredictOptions(at_once=2)))
    assert [answer["label"] for answer in answers] == ["good", "bad", "bad"]
    assert answers[1]["probabilities"] == {"bad": 0.8, "good": 0.2}
    assert TASK.as_text(answers[0]) == "good\t0.9000\tgood"
    torn = {**answers[0], "text": "one\r\ntwo\nthree"}
    assert TASK.as_text(torn) == r"good\t0.9000\tone\ntwo\nthree".replace(r"\t", "\t", 2)


def test_the_report_shows_the_surest_mistake_and_moving_words(tmp_path):
    judged = TASK.evaluate(TRAINED, RECORDS)
    splits = Splits(RECORDS, RECORDS, RECORDS)
    page = Report("Words")
    TASK.report(Result(TRAINED, splits, [], judged, {}, {}), page)
    page.write(tmp_path)
    text = (tmp_path / "report.html").read_text()
    assert "The surest mistakes" in text and "Words that moved the answer" in text
    assert text.index("so good") > text.index("The surest mistakes")


def test_a_label_never_seen_is_refused():
    from keras_seq.errors import InputError

    with pytest.raises(InputError, match="label 'fine' is unknown; training saw"):
        TASK.evaluate(TRAINED, [LabelledText("a", "fine", "here")])
