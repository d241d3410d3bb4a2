"""A test that any copy of this app should keep passing: train small, predict, reload."""

from pathlib import Path

import numpy as np
import pytest

import keras_seq

Image = pytest.importorskip("PIL.Image")
APP = str(Path(__file__).parent)
SMALL = {"epochs": 1, "units": 8, "embedding_dim": 4, "size": 4, "levels": 3,
         "cell": "simple_rnn"}  # fmt: skip


def draw(folder: Path, count: int, level: int) -> None:
    folder.mkdir(parents=True)
    for number in range(count):
        Image.new("L", (8, 8), level + number).save(folder / f"{number}.png")


@pytest.mark.usefixtures("fit_untraced")
def test_classes_and_halves(tmp_path: Path) -> None:
    draw(tmp_path / "pictures" / "dark", 12, 0)
    draw(tmp_path / "pictures" / "light", 12, 200)
    run = keras_seq.run(APP, {**SMALL, "data": str(tmp_path / "pictures")}, tmp_path / "run")
    assert set(run.metrics["baselines"]) == {"place_alone", "place_in_class"}
    bits = run.metrics["baselines"]["place_in_class"]["bits_per_point"]
    assert bits < run.metrics["baselines"]["place_alone"]["bits_per_point"]
    assert run.metrics["test"]["bits_per_point"] > 0
    assert run.metrics["example"] == ["--label", "dark"]

    output = str(tmp_path / "light.png")
    answers = list(run.predict(label="light", num_return_sequences=3, output=output))
    assert len(answers) == 3 and np.array(answers[0]["picture"]).shape == (4, 4)
    assert answers[0]["text"].count("\n") == 4
    assert Image.open(output).size == (2 * 96 + 12, 2 * 96 + 12)
    again = list(
        keras_seq.load(tmp_path / "run", APP).predict(label="light", num_return_sequences=3)
    )
    assert answers == again

    dark = str(tmp_path / "pictures" / "dark" / "0.png")
    (answer,) = run.predict([dark], label="dark", keep=0.5)
    assert answer["picture"][:2] == [[0] * 4] * 2 and len(answer["picture"]) == 4
    with pytest.raises(keras_seq.InputError, match="--label is needed; training saw dark, light"):
        list(run.predict())
    with pytest.raises(keras_seq.InputError, match=r"must end with \.png"):
        list(run.predict(label="dark", output="a.txt"))
    with pytest.raises(keras_seq.InputError, match="there is no folder"):
        list(run.predict(label="dark", output=str(tmp_path / "none" / "a.png")))
    with pytest.raises(keras_seq.InputError, match=r"none\.png: no such file"):
        list(run.predict([str(tmp_path / "none.png")], label="dark"))


@pytest.mark.usefixtures("fit_untraced")
def test_pictures_without_classes(tmp_path: Path) -> None:
    draw(tmp_path / "pictures", 12, 0)
    run = keras_seq.run(APP, {**SMALL, "data": str(tmp_path / "pictures")}, tmp_path / "run")
    assert set(run.metrics["baselines"]) == {"place_alone"}
    assert run.metrics["example"] == []
    (answer,) = run.predict()
    assert len(answer["picture"]) == 4
    with pytest.raises(keras_seq.InputError, match="trained on pictures in sub-folders"):
        list(run.predict(label="dark"))


def test_the_sample_has_a_size_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(keras_seq.InputError, match="--size 16: the digits of the sample"):
        keras_seq.run(APP, {"size": 16}, tmp_path / "run")
    assert not (tmp_path / "run").exists()
