"""The task on plain answers: no network is trained here."""

from typing import NamedTuple

import numpy as np
import pytest

from keras_seq.contract import Result, Trained
from keras_seq.data.labels import Labels
from keras_seq.data.splits import Splits
from keras_seq.data.text import LabelledText, Tokenizer
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


class Reader(NamedTuple):
    tokenizer: Tokenizer
    labels: Labels


def test_words_that_training_never_showed_are_named(capsys):
    reader = Reader(Tokenizer.train(["a good film , 10 of 10"]), Labels(("bad", "good"), (3, 1)))
    asked = ["a good, good movie (8/9)", "blorp !", "10"]
    answers = list(TASK.predict(Trained(None, reader, None), asked, PredictOptions()))
    assert [answer["unknown"] for answer in answers] == [["movie"], ["blorp"], []]
    # Of what it can't read at all, it says what it would say unread.
    assert answers[1]["probabilities"] == {"bad": 0.75, "good": 0.25}
    assert [answer["score"] for answer in answers] == [0.9, 0.75, 0.8]
    assert capsys.readouterr().err.splitlines() == [
        "2 of 5 words are not in this model's vocabulary: movie, blorp",
        "1 input has no known word and gets the shares of the labels in training",
    ]
    judged = TASK.evaluate(Trained(None, reader, None), [LabelledText("blorp", "bad", "here")])
    assert judged.predictions[0]["score"] == 0.75  # judged is what is answered
    assert not capsys.readouterr().err

    list(TASK.predict(Trained(None, reader, None), asked[:2], PredictOptions(at_once=1)))
    assert len(capsys.readouterr().err.splitlines()) == 3  # each behind its answer


def test_labels_of_earlier_versions_have_no_shares(capsys):
    reader = Reader(Tokenizer.train(["a good film"]), Labels(("bad", "good")))
    (answer,) = TASK.predict(Trained(None, reader, None), ["blorp"], PredictOptions())
    assert answer["unknown"] == ["blorp"] and answer["score"] == 0.8
    assert capsys.readouterr().err == "1 of 1 words is not in this model's vocabulary: blorp\n"
