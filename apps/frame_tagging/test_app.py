"""A test that any copy of this app should keep passing: train small, predict, reload."""

import itertools
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

import keras_seq

APP = str(Path(__file__).parent)


def test_the_app_runs_from_data_to_prediction(tmp_path: Path) -> None:
    pytest.importorskip("av")
    from keras_seq.app import load

    clips = tmp_path / "clips"
    clips.mkdir()
    vars(load(APP))["write_clips"](clips, 10, seed=0)

    small = {"data": str(clips), "epochs": 1, "units": 4, "cell": "simple_rnn"}
    run = keras_seq.run(APP, small, tmp_path / "run")
    assert 0 <= run.metrics["test"]["frame_accuracy"] <= 1
    assert (tmp_path / "run" / "plots" / "timelines.png").is_file()

    clip, picture = str(clips / "clip_000.mp4"), tmp_path / "out.png"
    assert Path(*run.metrics["example"]).parent == clips  # one of the user's own
    answers = list(keras_seq.load(tmp_path / "run", APP).predict(clip, timeline=str(picture)))
    with pytest.raises(keras_seq.InputError, match="exists; name another file with --timeline"):
        list(keras_seq.load(tmp_path / "run", APP).predict(clip, timeline=str(picture)))
    assert answers == list(run.predict(clip))
    assert answers[0]["start"] == 0 and answers[-1]["end"] == pytest.approx(6.0, abs=0.11)
    assert all(a["end"] == b["start"] for a, b in itertools.pairwise(answers))
    assert picture.is_file()

    (wanted, *_) = {answer["label"] for answer in answers}
    found = list(run.predict([clip, clip], find=wanted))
    assert len(found) == 2 * sum(answer["label"] == wanted for answer in answers)
    assert all(a["score"] >= b["score"] for a, b in itertools.pairwise(found))
    with pytest.raises(keras_seq.InputError, match="--find jump: no tag of this run"):
        list(run.predict(clip, find="jump"))


def test_clips_of_the_sample_are_kept_to_try(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("av")
    from keras_seq.app import load

    monkeypatch.setattr(load(APP), "CLIPS", 40)
    options = {"epochs": 1, "units": 4, "colour": False, "frame_size": 15}
    run = keras_seq.run(APP, options, tmp_path / "run")
    assert run.metrics["example"] == ["examples/a.mp4"]
    names = sorted(path.name for path in (tmp_path / "run" / "examples").iterdir())
    assert names == ["a.mp4", "b.mp4", "c.mp4", "labels.csv"]
    (answer, *_) = run.predict(str(tmp_path / "run" / "examples" / "a.mp4"))
    assert answer["start"] == 0
    assert run.evaluate(tmp_path / "run" / "examples")["frame_accuracy"] > 0.2


def test_a_stream_is_tagged_like_the_whole(tmp_path: Path) -> None:
    draw = np.random.default_rng(0)
    for name in "abcd":
        rows = [[*draw.normal(size=2), draw.choice(["up", "down"])] for _ in range(12)]
        lines = ["x,y,label", *(",".join(map(str, row)) for row in rows)]
        (tmp_path / f"{name}.csv").write_text("\n".join(lines))
    options = {"data": str(tmp_path), "epochs": 1, "units": 4, "num_layers": 2}
    run = keras_seq.run(APP, {**options, "bidirectional": False}, tmp_path / "run")

    lines = (tmp_path / "a.csv").read_text().splitlines()[1:]
    steps = [json.dumps([float(value) for value in line.split(",")[:2]]) for line in lines]
    streamed = list(run.predict(steps, stream=True))
    whole = [one for one in run.predict(str(tmp_path / "a.csv")) for _ in range(
        int(one["start"]), int(one["end"]))]  # fmt: skip
    assert [one["label"] for one in streamed] == [one["label"] for one in whole]

    # The same values under their names, in another order.
    mixed = [",".join([label, y, x]) for x, y, label in (line.split(",") for line in lines)]
    (tmp_path / "mixed").mkdir()
    (tmp_path / "mixed" / "a.csv").write_text("\n".join(["label,y,x", *mixed]))
    found = list(run.predict(str(tmp_path / "mixed" / "a.csv")))
    kept = list(run.predict(str(tmp_path / "a.csv")))
    assert [{**one, "input": ""} for one in found] == [{**one, "input": ""} for one in kept]
    (tmp_path / "mixed" / "b.csv").write_text("\n".join(["label,a,b", *mixed]))
    for judge in (run.evaluate, lambda path: list(run.predict(path))):
        with pytest.raises(keras_seq.InputError, match="no column x, y and an unknown column a, b"):
            judge(str(tmp_path / "mixed" / "b.csv"))
    shutil.rmtree(tmp_path / "mixed")

    with pytest.raises(keras_seq.InputError, match="line 2: must be a list of numbers"):
        list(run.predict([steps[0], "x"], stream=True))
    with pytest.raises(keras_seq.InputError, match="3 features a step, where the model"):
        list(run.predict(["[1, 2, 3]"], stream=True))

    ahead = keras_seq.run(APP, options, tmp_path / "ahead")
    with pytest.raises(keras_seq.InputError, match=r"--stream needs .* --no-bidirectional"):
        list(ahead.predict(steps, stream=True))


def test_a_frozen_encoder_a_crf_and_windows(tmp_path: Path) -> None:
    pytest.importorskip("av")
    import keras

    from keras_seq.app import load

    clips = tmp_path / "clips"
    clips.mkdir()
    vars(load(APP))["write_clips"](clips, 12, seed=0)
    frame = keras.Input((16, 16, 3))
    path = tmp_path / "encoder.keras"
    keras.Model(frame, keras.layers.GlobalAveragePooling2D()(frame)).save(path)
    options = {
        "data": str(clips), "encoder": str(path), "cache_dir": str(tmp_path / "kept"), "epochs": 1,
        "units": 4, "head": "crf", "window": 25, "noise": 0.1, "scale": "recording",
    }  # fmt: skip
    run = keras_seq.run(APP, options, tmp_path / "run")
    assert run.model.input_shape == (None, None, 3)
    assert len(list((tmp_path / "kept").iterdir())) == 12
    assert (tmp_path / "run" / "plots" / "worst_frames.png").is_file()
    clip = str(clips / "clip_000.mp4")
    answers = list(run.predict(clip))
    assert answers == list(keras_seq.load(tmp_path / "run", APP).predict(clip))

    keras.Model(frame, keras.layers.GlobalMaxPooling2D()(frame)).save(path)
    with pytest.raises(keras_seq.InputError, match="the encoder has changed since training"):
        list(run.predict(str(clips / "clip_000.mp4")))

    path.unlink()
    with pytest.raises(keras_seq.InputError, match="no such file; it must stay where it was"):
        list(run.predict(str(clips / "clip_000.mp4")))
