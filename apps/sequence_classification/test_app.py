"""A test that any copy of this app should keep passing: train small, predict, reload."""

from pathlib import Path

import numpy as np
import pytest

import keras_seq

APP = str(Path(__file__).parent)
SMALL = {"epochs": 1, "units": 4, "cell": "simple_rnn"}


def test_the_app_runs_from_data_to_prediction(tmp_path: Path) -> None:
    run = keras_seq.run(APP, {**SMALL, "max_train_samples": 60}, tmp_path / "run")
    assert 0 <= run.metrics["test"]["accuracy"] <= 1
    assert "Recordings" in (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
    example = str(tmp_path / "run" / "examples" / "a.csv")
    np.save(tmp_path / "b.npy", np.ones((5, 2), np.float32))
    answers = list(keras_seq.load(tmp_path / "run").predict([example, str(tmp_path / "b.npy")]))
    assert answers == list(run.predict([example, str(tmp_path / "b.npy")]))
    assert answers[0]["input"] == example
    assert sum(answers[0]["probabilities"].values()) == pytest.approx(1)


def test_a_number_with_an_interval(tmp_path: Path) -> None:
    rows = [f"u{unit},{unit},{step},{3 * unit - step}" for unit in range(40) for step in range(4)]
    table = tmp_path / "machines.csv"
    table.write_text("\n".join(["unit,load,clock,hours_left", *rows]) + "\n")
    options = {"data": str(table), "sequence_column": "unit", "target": "hours_left"}
    run = keras_seq.run(APP, {**SMALL, **options, "epochs": 2}, tmp_path / "run")
    assert {"r2", "mae", "rmse", "coverage"} <= set(run.metrics["test"])
    assert run.metrics["baselines"]["linear_model_of_summaries"]["r2"] > 0.9
    report = (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
    assert "Predicted and true" in report
    (answer,) = run.predict([str(tmp_path / "run" / "examples" / "a.csv")])
    assert answer["low"] <= answer["value"] <= answer["high"]
    assert run.evaluate(str(table))["mae"] >= 0
