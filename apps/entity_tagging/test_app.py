"""A test that any copy of this app should keep passing: train small, predict, reload."""

import json
from pathlib import Path

import pytest

import keras_seq

APP = str(Path(__file__).parent)
SMALL = {"epochs": 1, "units": 4, "embedding_dim": 4, "letter_units": 4,
         "cell": "simple_rnn"}  # fmt: skip
TEXTS = ["Sam Li and Tom date on Tuesday.", "", "it rains"]


def test_the_app_runs_from_data_to_prediction(tmp_path: Path) -> None:
    run = keras_seq.run(APP, {**SMALL, "max_train_samples": 200}, tmp_path / "run")
    assert 0 <= run.metrics["test"]["entity_f1"] <= 1
    assert "Entities in texts" in (tmp_path / "run" / "report.html").read_text(encoding="utf-8")

    answers = list(keras_seq.load(tmp_path / "run").predict(TEXTS))
    assert answers == list(run.predict(TEXTS))
    for answer in answers:
        for entity in answer["entities"]:
            assert answer["text"][entity["start"] : entity["end"]] == entity["text"]


@pytest.mark.parametrize("head", ["crf", "softmax"])
def test_own_data_with_vectors_and_tags_that_training_never_shows(
    tmp_path: Path, head: str
) -> None:
    def write(part: str, rows: list) -> None:
        lines = "".join(json.dumps({"text": text, "spans": spans}) + "\n" for text, spans in rows)
        (tmp_path / f"{part}.jsonl").write_text(lines)

    write("train", [("Sam saw Rome", [[0, 3, "PER"], [8, 12, "LOC"]])] * 20)
    write("dev", [("Tom left", [[0, 3, "PER"]]), ("on May 5", [[3, 8, "TIME"]])])
    write("test", [("Tom ate", [[0, 3, "PER"]]), ("May 5", [[0, 5, "TIME"]])])
    (tmp_path / "vectors.txt").write_text("sam 1 2 3\ntom 1 2 3\nrome 3 2 1\nxy 0 0 0\n")
    options = {"data": str(tmp_path), "head": head, "letters": "recurrent",
               "word_vectors": str(tmp_path / "vectors.txt"), "vector_words": 1}  # fmt: skip
    run = keras_seq.run(APP, {**SMALL, **options}, tmp_path / "run")
    assert run.preprocessing.vectors.values.shape == (3 + 1 + 2, 3)
    assert "TIME" in (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
    assert list(run.predict(TEXTS)) == list(keras_seq.load(tmp_path / "run").predict(TEXTS))
    assert run.evaluate(str(tmp_path))["entity_recall"] <= 0.5


def test_what_a_command_wants_is_learned_beside_its_slots(tmp_path: Path) -> None:
    for part in ("train", "valid", "test"):
        (tmp_path / part).mkdir()
        for name, lines in {
            "seq.in": "fly to rome\nthe fare to oslo\n", "label": "flight\nfare\n",
            "seq.out": "O O B-city\nO O O B-city\n",
        }.items():  # fmt: skip
            (tmp_path / part / name).write_text(lines * 20)
    options = {"data": str(tmp_path), "word_dropout": 0.0, "batch_size": 4, "learning_rate": 0.02}
    run = keras_seq.run(APP, {**SMALL, **options, "units": 8, "epochs": 3}, tmp_path / "run")
    assert run.metrics["test"]["intent_accuracy"] == 1
    assert run.metrics["baselines"]["commonest_intent"] == {"intent_accuracy": 0.5}
    (answer,) = run.predict(["the fare to oslo"])
    assert answer["intent"] == "fare" and 0.5 < answer["intent_score"] <= 1
    assert run.app.task.as_text(answer).startswith("intent fare")


def test_no_name_of_the_sample_stands_in_two_parts() -> None:
    from keras_seq.app import load
    from keras_seq.metrics.spans import spans

    app = load(APP)
    splits = app.sample(app.Config())

    def names(records: list, label: str) -> set:
        pairs = ((record.words, span) for record in records for span in spans(record.tags))
        return {
            " ".join(words[span.start : span.end]).lower()
            for words, span in pairs
            if span.label == label
        }

    for label in ("PERSON", "PLACE"):
        train, validation, test = (names(part, label) for part in vars(splits).values())
        assert not train & test and not train & validation and not validation & test
