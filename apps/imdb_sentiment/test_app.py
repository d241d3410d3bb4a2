"""A test that any copy of this app should keep passing: train small, predict, reload."""

from pathlib import Path

import pytest

import keras_seq
from keras_seq.app import load

APP = str(Path(__file__).parent)


def test_the_app_runs_from_data_to_prediction(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load(APP), "REVIEWS", 600)
    small = {"epochs": 1, "max_train_samples": 200, "units": 4, "embedding_dim": 4,
             "cell": "simple_rnn"}  # fmt: skip
    run = keras_seq.run(APP, small, tmp_path / "run")
    assert 0 <= run.metrics["test"]["accuracy"] <= 1
    assert (tmp_path / "run" / "report.html").is_file()

    texts = ["A brilliant film!", "I wouldn't buy it again."]
    answers = list(keras_seq.load(tmp_path / "run", APP).predict(texts))
    assert answers == list(run.predict(texts))
    assert {answer["label"] for answer in answers} <= {"negative", "positive"}
