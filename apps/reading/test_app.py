"""A test that any copy of this app should keep passing: train small, predict, reload."""

import json
from pathlib import Path
from typing import Any

import pytest

import keras_seq
from keras_seq.app import load
from keras_seq.data.text.story_files import Asked
from keras_seq.errors import InputError
from keras_seq.runs import closing

APP = str(Path(__file__).parent)
SMALL = {"epochs": 1, "units": 4}
STORY = "Mary took the milk. Mary went to the garden."
BABI = """1 Mary took the milk.
2 Mary went to the garden.
3 Where is the milk? \tgarden\t1 2
4 John went to the hall.
5 Where is John? \thall\t4
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(load(APP), "STORIES", 300)
        return keras_seq.run(APP, SMALL, tmp_path_factory.mktemp("reading") / "run")


def test_the_app_runs_from_data_to_prediction(run: Any) -> None:
    assert 0 <= run.metrics["test"]["accuracy"] <= 1
    assert {"commonest_answer", "last_shared_sentence"} == set(run.metrics["baselines"])
    assert "Which sentences decided" in (run.path / "report.html").read_text(encoding="utf-8")

    inputs = [
        f"{STORY} Where is the milk?",
        json.dumps({"story": STORY.split(". "), "question": "Who has the milk?"}),
    ]
    answers = list(keras_seq.load(run.path, APP).predict(inputs))
    assert answers == list(run.predict(inputs))
    assert [answer["question"] for answer in answers] == ["Where is the milk?", "Who has the milk?"]
    for answer in answers:
        assert set(answer["because"]) <= set(answer["story"])
        assert [sum(hop) for hop in answer["attention"]] == [pytest.approx(1, abs=0.01)] * 2


def test_a_name_of_one_s_own_may_be_the_answer(run: Any) -> None:
    (answer,) = run.predict(["Ludmilla yodelled. Ludmilla went to the igloo. Who went away?"])
    assert answer["unknown"] == ["Ludmilla", "yodelled", "igloo"]
    assert answer["new_names"] == ["Ludmilla", "igloo"]
    words = run.preprocessing.words
    record = Asked(("Zoe and Ivo met Mia.",), "Who?", "", "")
    assert words.encode(record).new == ("Zoe", "Ivo", "Mia")


def test_what_is_asked_by_an_option_or_not_at_all(run: Any) -> None:
    (answer,) = run.predict([STORY], question="Where is Mary?")
    assert answer["question"] == "Where is Mary?"
    with pytest.raises(InputError, match="nothing is asked"):
        list(run.predict([STORY]))
    piped = [STORY.replace(". ", ".\n").encode(), b"\n\nTom left.\n"]
    answers = list(run.predict(piped, question="Who left?"))
    assert [len(answer["story"]) for answer in answers] == [2, 1]


@pytest.mark.usefixtures("step_by_step")
def test_a_task_of_babi_with_restarts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(closing, "write", lambda *_: None)  # the page, drawn above
    (tmp_path / "en").mkdir()
    for part in ("train", "test"):
        (tmp_path / "en" / f"qa1_facts_{part}.txt").write_text(BABI * 10)
    options = {"data": str(tmp_path), "task": "1", "restarts": 2, "batch_size": 4}
    run: Any = keras_seq.run(APP, {**SMALL, **options}, tmp_path / "run")
    assert 0 <= run.metrics["test"]["attended_facts"] <= 1
    assert set(run.metrics["validation"]) == {"start_0", "start_1"}
    assert run.evaluate(str(tmp_path))["accuracy"] == run.metrics["test"]["accuracy"]
    assert run.config.renamed == 0  # by the recipe for bAbI
    with pytest.raises(InputError, match="no task 2 in it; there is 1"):
        keras_seq.run(APP, {**options, "task": "2"}, tmp_path / "other")


def test_no_new_name_of_validation_or_test_stands_in_training(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app: Any = load(APP)
    monkeypatch.setattr(app, "STORIES", 1500)
    splits = app.sample(app.Config())

    def names(part: str) -> set[str]:
        words = app.StoryWords.fit(getattr(splits, part), places=1)
        return set(words.names)

    train = {word for one in splits.train for text in one.story for word in text.lower().split()}
    assert {"zoe", "attic"} <= names("test") and not {"zoe", "attic", "attic."} & train
    assert {"vera", "stable"} <= names("validation") - names("test")
