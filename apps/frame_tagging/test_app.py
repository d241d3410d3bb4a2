"""A test that any copy of this app should keep passing: train small, predict, reload."""

import itertools
from pathlib import Path

import pytest

import keras_seq

APP = str(Path(__file__).parent)


def test_the_app_runs_from_data_to_prediction(tmp_path: Path) -> None:
    pytest.importorskip("av")
    from keras_seq.app import load

    clips = tmp_path / "clips"
    clips.mkdir()
    vars(load(APP))["write_clips"](clips, 10, seed=0)

    small = {"data": str(clips), "epochs": 1, "units": 4}
    run = keras_seq.run(APP, small, tmp_path / "run")
    assert 0 <= run.metrics["test"]["frame_accuracy"] <= 1
    assert (tmp_path / "run" / "plots" / "timelines.png").is_file()

    clip, picture = str(clips / "clip_000.mp4"), tmp_path / "out.png"
    answers = list(keras_seq.load(tmp_path / "run").predict(clip, timeline=str(picture)))
    assert answers == list(run.predict(clip))
    assert answers[0]["start"] == 0 and answers[-1]["end"] == pytest.approx(6.0, abs=0.11)
    assert all(a["end"] == b["start"] for a, b in itertools.pairwise(answers))
    assert picture.is_file()
