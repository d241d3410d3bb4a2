"""A test that any copy of this app should keep passing: train small, predict, reload."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import keras_seq
from keras_seq.data.audio.sound import write_wav

APP = str(Path(__file__).parent)
SMALL = {"epochs": 1, "units": 4, "filters": 4, "batch_size": 8, "stride": 4,
         "cell": "simple_rnn"}  # fmt: skip

# Not for tf.data.
EAGER = pytest.mark.filterwarnings("ignore:Even though the `tf.config:UserWarning")


@EAGER
@pytest.mark.usefixtures("step_by_step")
def test_the_app_runs_from_data_to_prediction(tmp_path: Path) -> None:
    pytest.importorskip("soundfile")
    small = {**SMALL, "max_train_samples": 8, "stride": 12}
    run = keras_seq.run(APP, small, tmp_path / "run")
    assert set(run.metrics["test"]) == {"wer", "cer", "exact_match"}
    page = (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
    assert "What was heard" in page and "data:audio/wav;base64,UklGR" in page

    inputs = [str(tmp_path / "run" / "examples" / "a.wav")]
    (answer,) = keras_seq.load(tmp_path / "run").predict(inputs)
    assert [answer] == list(run.predict(inputs))
    assert " ".join(word["word"] for word in answer["words"]) == answer["text"]


def test_keys_sound_the_tones_of_the_standard() -> None:
    from keras_seq.app import load

    module: Any = load(APP)
    sample = __import__("importlib").import_module(f"{vars(module)['__package__']}.sample")
    expected = {"1": (697, 1209), "5": (770, 1336), "0": (941, 1336), "#": (941, 1477),
                "D": (941, 1633)}  # fmt: skip
    for key, tones in expected.items():
        sound = sample.touch_tone(key, 8000, 8000, np.random.default_rng(0))
        loudest = np.sort(np.argsort(np.abs(np.fft.rfft(sound * np.hanning(8000))))[-40:])
        for hertz in tones:
            assert np.abs(loudest - hertz).min() <= 0.015 * hertz


@EAGER
@pytest.mark.usefixtures("step_by_step")
@pytest.mark.parametrize(
    "options",
    [{"level": "char", "join": 2, "scale": "recording"}, {"model": "attention", "longest": 1.0},
     {"bidirectional": False}],
    ids=["strings", "attention", "forwards"],
)  # fmt: skip
def test_ones_own_words(tmp_path: Path, options: dict[str, Any]) -> None:
    pytest.importorskip("soundfile")
    draw = np.random.default_rng(0)
    for word in ("yes", "no"):
        for number in range(12):
            sound = draw.normal(0, 0.1, 1500 + 100 * number).astype("float32")
            write_wav(tmp_path / "words" / word / f"{number}.wav", sound, 8000)
    data = {"data": str(tmp_path / "words")}
    run = keras_seq.run(APP, {**SMALL, **data, **options}, tmp_path / "run")
    assert set(run.metrics["baselines"]) == {"commonest_text", "linear_model_of_bands"}
    (answer,) = run.predict([str(tmp_path / "words" / "no" / "3.wav")])
    assert answer["seconds"] == 0.225 and 0 <= answer["score"] <= 1


def test_texts_that_are_too_long_for_their_sound_are_named(tmp_path: Path) -> None:
    pytest.importorskip("soundfile")
    rows = ["path,text"]
    for number in range(30):
        sound = np.random.default_rng(number).normal(0, 0.1, 800)
        write_wav(tmp_path / f"{number}.wav", sound, 8000)
        rows.append(f"{number}.wav,{'much too long a text' if number == 7 else 'ab'}")
    (tmp_path / "train.csv").write_text("\n".join(rows) + "\n")
    module: Any = __import__("keras_seq.app", fromlist=["load"]).load(APP)
    config = module.Config(data=str(tmp_path))
    parts = module.load(config)
    lines = list(module.describe(config, parts))
    assert any("7.wav" in line and "too long for their sound" in line for line in lines)
    fitted = module.prepare(config, parts.train)
    at = next(part for part in parts.sizes()
              if any("much" in record.text for record in getattr(parts, part)))  # fmt: skip
    records = getattr(parts, at)
    assert len(module.batches(config, fitted, records, True).targets) == len(records) - 1
