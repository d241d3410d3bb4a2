"""A test that any copy of this app should keep passing: train small, predict, reload."""

import importlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import keras_seq

Image = pytest.importorskip("PIL.Image")
APP = str(Path(__file__).parent)
SMALL = {"epochs": 1, "units": 8, "embedding_dim": 4, "filters": (4, 4, 4), "size": 16,
         "num_beams": 1, "max_length": 12}  # fmt: skip


def own(name: str) -> Any:
    from keras_seq.app import load

    return importlib.import_module(f"{vars(load(APP))['__package__']}.{name}")


@pytest.mark.usefixtures("fit_untraced")
def test_the_sample_from_scenes_to_captions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own("sample"), "TRAIN", 60)
    monkeypatch.setattr(own("sample"), "JUDGED", 20)
    monkeypatch.setattr("keras_seq.tasks.captioning_figures.LOOKED", 1)
    run = keras_seq.run(APP, SMALL, tmp_path / "run")
    assert run.metrics["decides"] == "exact_match"
    assert set(run.metrics["baselines"]) == {
        "commonest_caption", "nearest_by_points", "nearest_by_colours",
    }  # fmt: skip
    assert run.metrics["example"] == ["examples/a.png"]
    page = (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
    assert "Where the model looked" in page and "Worst captions" in page
    assert "data:image/png;base64,iVBOR" in page

    examples = [str(tmp_path / "run" / "examples" / f"{letter}.png") for letter in "ab"]
    picture = str(tmp_path / "looked.png")
    answers = list(run.predict(examples, num_beams=1, attention=picture))
    assert [answer["input"] for answer in answers] == examples
    assert 0 < answers[0]["score"] <= 1 and Image.open(picture).width > 300
    assert answers == list(keras_seq.load(tmp_path / "run").predict(examples, num_beams=1))
    several = list(run.predict(examples, num_beams=2, num_return_sequences=2))
    assert len(several) == 4 and several[0]["score"] >= several[1]["score"]
    drawn = [list(run.predict(examples, temperature=1.0, seed=seed)) for seed in (1, 1, 2)]
    assert drawn[0] == drawn[1] != drawn[2]
    with pytest.raises(keras_seq.InputError, match="add --temperature 1"):
        list(run.predict(examples, top_k=3))
    with pytest.raises(keras_seq.InputError, match=r"none\.png: no such file"):
        list(run.predict(str(tmp_path / "none.png")))
    assert run.evaluate(tmp_path / "run" / "examples")["distinct"] > 0


@pytest.mark.usefixtures("fit_untraced")
def test_own_pictures_behind_a_frozen_encoder(tmp_path: Path) -> None:
    import keras

    room = tmp_path / "data"
    room.mkdir()
    rows = ["image,caption"]
    for number in range(20):
        Image.new("RGB", (9, 6), (number * 9,) * 3).save(room / f"{number}.png")
        rows += [f"{number}.png,a grey picture", f"{number}.png,shade on the left"]
    (room / "captions.csv").write_text("\n".join(rows) + "\n")
    seen = keras.Input((4, 4, 3))
    keras.Model(seen, keras.layers.AveragePooling2D(2)(seen)).save(tmp_path / "encoder.keras")
    options = {**SMALL, "data": str(room), "encoder": str(tmp_path / "encoder.keras"),
               "cache_dir": str(tmp_path / "kept"), "attention": "none"}  # fmt: skip
    run = keras_seq.run(APP, options, tmp_path / "run")
    assert "decides" in run.metrics and run.metrics["decides"] == "bleu_4"
    assert run.model.inputs[1].shape == (None, 2, 2, 3)
    (path,) = run.metrics["example"]
    (answer,) = run.predict(path)
    assert set(answer) == {"input", "caption", "score"}
    with pytest.raises(keras_seq.InputError, match="trained with --attention none"):
        list(run.predict(path, attention=str(tmp_path / "a.png")))
    keras.Model(seen, keras.layers.MaxPooling2D(2)(seen)).save(tmp_path / "encoder.keras")
    with pytest.raises(keras_seq.InputError, match="the encoder has changed since training"):
        list(run.predict(path))


def test_no_two_things_of_the_test_part_stood_together_in_training(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sample, scenes = own("sample"), own("scenes")
    monkeypatch.setattr(sample, "TRAIN", 150)
    monkeypatch.setattr(sample, "JUDGED", 50)
    parts = sample.scenes_of(16, 0)

    def combined(records: Any) -> set[Any]:
        found: set[Any] = set()
        for record in records:
            words = record.captions[0].replace("s ", " ").removesuffix("s").split()
            places = [place for place, word in enumerate(words) if word in scenes.SHAPES]
            things = [" ".join(words[place - 1 : place + 1]) for place in places]
            if len(things) == 2:
                found.add(frozenset(things))
        return found

    known, validation, test = map(combined, (parts.train, parts.validation, parts.test))
    assert known and validation and test
    assert not known & test and not known & validation


def test_words_say_where_things_are() -> None:
    import random

    sample, scenes = own("sample"), own("scenes")
    red = scenes.Group(1, "large", "red", "circle")
    blue = scenes.Group(2, "small", "blue", "square")
    draw, noise = random.Random(1), np.random.default_rng(1)
    record = sample.pictured(scenes.arranged((red, blue), draw), 40, "", draw, noise)
    for thing in record.things:
        caption = record.captions[thing.caption].split()
        colour, shape = caption[thing.word - 1], caption[thing.word]
        assert shape.removesuffix("s") == {"red": "circle", "blue": "square"}[colour]
        for left, top, right, bottom in thing.boxes:
            x, y = (left + right) / 2 * 40, (top + bottom) / 2 * 40
            pixel = record.image[int(y), int(x)].astype(int)
            assert pixel.argmax() == {"red": 0, "blue": 2}[colour]
