import shutil
import zipfile

import keras
import numpy as np
import pytest

from keras_seq import config
from keras_seq.data.pictures import captioned
from keras_seq.data.pictures.captioned import CaptionedPictures
from keras_seq.errors import InputError

Image = pytest.importorskip("PIL.Image")


def settings(data, **values):
    return config.make(CaptionedPictures, {"data": str(data), "size": 8, **values})


@pytest.fixture
def folder(tmp_path):
    """Twenty grey pictures, two captions each."""
    room = tmp_path / "data"
    (room / "pictures").mkdir(parents=True)
    rows = ["image,caption"]
    for number in range(20):
        Image.new("RGB", (12, 6), (number * 10,) * 3).save(room / "pictures" / f"{number}.png")
        rows += [f"{number}.png,shade {number}", f"{number}.png,number {number}"]
    (room / "captions.csv").write_text("\n".join(rows) + "\n")
    return room


def content(parts):
    return {part: [(record.image[0, 0, 0], record.captions) for record in getattr(parts, part)]
            for part in ("train", "validation", "test")}  # fmt: skip


def test_a_picture_keeps_its_captions_in_one_part(folder, tmp_path):
    parts = captioned.load(settings(folder))
    assert parts.sizes() == {"train": 16, "validation": 2, "test": 2}
    for record in (*parts.train, *parts.validation, *parts.test):
        number = int(record.captions[0].split()[1])
        assert record.captions == (f"shade {number}", f"number {number}")
        assert record.image.shape == (8, 8, 3) and (record.image == number * 10).all()
    lines = list(captioned.describe(settings(folder), parts))
    assert lines[0].split() == ["train", "16", "pictures,", "32", "captions", "of", "2.0", "words"]

    shutil.make_archive(str(folder / "pictures"), "zip", folder / "pictures")
    shutil.rmtree(folder / "pictures")
    assert content(captioned.load(settings(folder))) == content(parts)
    shutil.move(folder / "pictures.zip", tmp_path / "elsewhere.zip")
    with pytest.raises(InputError, match=r"captions\.csv, line 2: no picture '0\.png' among the 0"):
        captioned.load(settings(folder))
    elsewhere = settings(folder / "captions.csv", images=str(tmp_path / "elsewhere.zip"))
    assert content(captioned.load(elsewhere)) == content(parts)


def test_parts_are_files_or_folders(folder, tmp_path):
    lines = (folder / "captions.csv").read_text().splitlines()
    cut = {"train": lines[1:31], "val": lines[31:35], "test": lines[35:]}
    for part, rows in cut.items():
        (folder / f"captions_{part}.csv").write_text("\n".join([lines[0], *rows]) + "\n")
    (folder / "captions.csv").unlink()
    found = captioned.load(settings(folder))
    assert found.sizes() == {"train": 15, "validation": 2, "test": 3}
    assert len(captioned.load_test(settings(folder), str(folder))) == 3
    for part in cut:  # as Hugging Face has them
        room = tmp_path / "rooms" / part
        shutil.copytree(folder / "pictures", room)
        shutil.move(folder / f"captions_{part}.csv", room / "metadata.csv")
    assert content(captioned.load(settings(tmp_path / "rooms"))) == content(found)
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as packed:
        for path in sorted((tmp_path / "rooms").rglob("*.*")):
            packed.write(path, path.relative_to(tmp_path))
    assert content(captioned.load(settings(tmp_path / "all.zip"))) == content(found)


def test_what_can_t_be_read_is_one_line_or_left_out(folder, capsys):
    whole = (folder / "pictures" / "3.png").read_bytes()
    (folder / "pictures" / "3.png").write_bytes(whole[:40])
    with pytest.raises(InputError, match=r"3\.png: not a picture, or damaged"):
        captioned.load(settings(folder))
    (folder / "pictures" / "4.png").unlink()
    parts = captioned.load(settings(folder, skip_unreadable=True))
    assert sum(parts.sizes().values()) == 18
    assert "left out: 2 pictures that can't be read, such as" in capsys.readouterr().err
    with pytest.raises(InputError, match="no file of captions in it"):
        captioned.load(settings(folder / "pictures"))
    with pytest.raises(InputError, match="no such file or folder"):
        captioned.load(settings(folder / "none"))
    (folder / "more_captions.csv").write_text("image,caption\n0.png,x\n")
    with pytest.raises(InputError, match="which captions"):
        captioned.load(settings(folder))


def test_features_of_a_frozen_encoder_are_kept(folder, tmp_path, monkeypatch):
    picture = keras.Input((4, 4, 3))
    model = keras.Model(picture, keras.layers.AveragePooling2D(2)(picture))
    model.save(tmp_path / "encoder.keras")
    options = settings(folder, encoder=str(tmp_path / "encoder.keras"), cache_dir=str(tmp_path))
    parts = captioned.load(options)
    for record in parts.train:
        number = int(record.captions[0].split()[1])
        assert record.features.shape == (2, 2, 3) and (record.features == number * 10).all()
    encoder = captioned.encoder_of(options)
    monkeypatch.setattr(type(encoder), "encode", None)  # the second time nothing is encoded
    again = captioned.load(options)
    np.testing.assert_array_equal(again.test[0].features, parts.test[0].features)
