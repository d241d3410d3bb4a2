import numpy as np
import pytest
from PIL import Image

from keras_seq.data.pictures import Greys, LabelledPictures, labelled
from keras_seq.errors import InputError


def draw(folder, count, level):
    folder.mkdir(parents=True)
    for number in range(count):
        Image.new("L", (5, 9), level + number).save(folder / f"{number}.png")


def test_sub_folders_are_labels(tmp_path):
    draw(tmp_path / "dark", 6, 0)
    draw(tmp_path / "light", 6, 200)
    options = LabelledPictures(data=str(tmp_path), size=4, validation_fraction=0.2)
    made = labelled.load(options)
    assert made.sizes() == {"train": 9, "validation": 2, "test": 1}
    for record in made.train:
        assert record.image.shape == (4, 4)
        assert (record.image.min() >= 200) == (record.label == "light")
        assert f"/{record.label}/" in record.source
    said = "\n".join(labelled.describe(options, made))
    assert "12" not in said and "dark " in said and "4 x 4 points" in said
    assert len(labelled.load_test(options, str(tmp_path))) == 12
    assert len(list(labelled.read_inputs(options, str(tmp_path)))) == 12


def test_parts_are_kept_and_pictures_may_have_no_label(tmp_path):
    for part, count in (("train", 4), ("val", 2), ("test", 3)):
        draw(tmp_path / "a" / part / "x", count, 9)
        draw(tmp_path / "b" / part, count, 9)
    for name, label in (("a", "x"), ("b", "")):
        options = LabelledPictures(data=str(tmp_path / name))
        made = labelled.load(options)
        assert made.sizes() == {"train": 4, "validation": 2, "test": 3}
        assert {record.label for record in made.train} == {label}
        assert len(labelled.load_test(options, str(tmp_path / name))) == 3


def test_bad_folders(tmp_path):
    with pytest.raises(InputError, match="no such folder"):
        labelled.load(LabelledPictures(data=str(tmp_path / "none")))
    with pytest.raises(InputError, match="no pictures in it"):
        labelled.load(LabelledPictures(data=str(tmp_path)))
    draw(tmp_path / "train" / "x", 3, 0)
    draw(tmp_path / "test" / "y", 3, 0)
    with pytest.raises(InputError, match="'y' never stands in the training part"):
        labelled.load(LabelledPictures(data=str(tmp_path)))


def test_levels_come_back(tmp_path):
    greys = Greys(levels=17, size=2)
    image = (np.array([[0, 3], [16, 8]]) * 255 / 16).round().astype(np.uint8)
    tokens = greys.encode(image)
    assert tokens.tolist() == [2, 5, 18, 10]
    assert greys.picture([1, *tokens]).tolist() == image.tolist()
    assert greys.picture(tokens[:3]).tolist() == [[0, 48], [255, 255]]
    assert greys.draw(tokens) == "@@%%\n  =="
    greys.save(tmp_path / "greys.json")
    assert Greys.load(tmp_path / "greys.json") == greys
    (tmp_path / "greys.json").write_text('{"levels": 1, "size": 2}')
    with pytest.raises(InputError, match="levels must be 2 to 256"):
        Greys.load(tmp_path / "greys.json")
