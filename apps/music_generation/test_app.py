"""A test that any copy of this app should keep passing: train small, predict, reload."""

import json
from pathlib import Path
from typing import Any

import pytest

import keras_seq

pytest.importorskip("mido")
APP = str(Path(__file__).parent)
SMALL = {"epochs": 1, "units": 8, "embedding_dim": 4, "transpose": 2, "batch_size": 8,
         "cell": "simple_rnn"}  # fmt: skip
TUNE = "X:{0}\nT:tune {0}\nR:{1}\nM:6/8\nL:1/8\nK:D\n|:DED FDF|{2}3 d3:|\n"


@pytest.mark.usefixtures("fit_untraced")
def test_genres(tmp_path: Path) -> None:
    tunes = [TUNE.format(n, ("jig", "slide")[n % 2], "ABc"[n % 3]) for n in range(24)]
    (tmp_path / "tunes.abc").write_text("\n".join(tunes))
    options = {**SMALL, "data": str(tmp_path / "tunes.abc"), "resolution": 2, "look_back": (2, 4)}
    run = keras_seq.run(APP, options, tmp_path / "run")
    assert set(run.metrics["baselines"]) == {
        "last_chord_again", "keys_alone", "3-gram", "6-gram", "3-gram_transposed",
        "6-gram_transposed",
    }  # fmt: skip
    assert run.metrics["test"]["nats_per_step"] > 0
    assert run.metrics["example"] == ["--label", "jig", "--bars", "16"]

    asked: dict[str, Any] = {
        "label": "jig",
        "start": "D4 E4 F#4",
        "bars": 4,
        "num_return_sequences": 2,
    }
    answers = list(run.predict(**asked))
    assert answers == list(keras_seq.load(tmp_path / "run", APP).predict(**asked))
    for answer in answers:
        assert answer["metre"] == "6/8" and "R:jig" in answer["text"]
        # All that is given stands at the beginning, though a note may be struck beside the last.
        given = [[0.0, 62], [0.5, 64], [1.0, 66]]
        assert [[start, pitch] for start, _, pitch in answer["notes"]][:3] == given
        assert max(start + length for start, length, _ in answer["notes"]) <= 4 * 3
    for suffix in ("mid", "wav", "abc", "json"):
        list(run.predict(bars=2, output=str(tmp_path / f"tune.{suffix}")))
        assert (tmp_path / f"tune.{suffix}").stat().st_size > 3
    list(run.predict(bars=2, num_return_sequences=2, output=str(tmp_path / "two.mid")))
    assert (tmp_path / "two-1.mid").is_file() and (tmp_path / "two-2.mid").is_file()
    (answer,) = run.predict([str(tmp_path / "tunes.abc")], bars=6)
    assert [note[2] for note in answer["notes"]][:3] == [62, 64, 62]

    for wrong, said in (
        ({"label": "waltz"}, "label 'waltz' is unknown; training saw jig, slide"),
        ({"metre": "fast"}, "--metre fast: must be such as 6/8"),
        ({"metre": "2/4"}, "2/4: never stood in training"), ({"key": "H"}, "--key H: must be"),
        ({"start": "H4"}, "'H4' is no note"), ({"output": "a.mp3"}, "must end with .mid or .abc"),
    ):  # fmt: skip
        with pytest.raises(keras_seq.InputError, match=said):
            list(run.predict(**wrong))


@pytest.mark.usefixtures("fit_untraced")
def test_chorales(tmp_path: Path) -> None:
    piece = [[60, 64, 67, 72], [62, 65, 69], [], [60, 64, 67, 72]]
    content = {"train": [piece] * 8, "valid": [piece] * 2, "test": [piece[:3]] * 2}
    (tmp_path / "chorales.json").write_text(json.dumps(content))
    run = keras_seq.run(APP, {**SMALL, "data": str(tmp_path / "chorales.json")}, tmp_path / "run")
    assert vars(run.config)["resolution"] == 1  # as chorales.yaml says
    per_note = run.metrics["baselines"]["keys_alone"]["nats_per_note"]
    per_step = run.metrics["baselines"]["keys_alone"]["nats_per_step"]
    assert per_note * 14 == pytest.approx(per_step * 6)  # 7 notes and 3 steps a piece
    assert run.metrics["example"] == ["--bars", "16"]
    (answer,) = run.predict(bars=2)
    assert answer["text"].startswith("X:1\n")
    with pytest.raises(keras_seq.InputError, match="--label is for models trained on genres"):
        list(run.predict(label="jig"))
