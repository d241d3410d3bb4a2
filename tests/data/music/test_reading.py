import json

import pytest

from keras_seq.data.music import Note, Piece, Pieces, reading
from keras_seq.data.music.midi import write_midi
from keras_seq.errors import InputError

ABC = "X:{0}\nT:t{0}\nM:4/4\nL:1/4\nK:C\nCDEF|\n"


def tune(path, pitch):
    path.parent.mkdir(parents=True, exist_ok=True)
    write_midi(path, Piece((Note(0, 1, pitch), Note(1.1, 1, pitch)), 2.1))


def test_sub_folders_are_genres(tmp_path):
    for number in range(10):
        tune(tmp_path / "waltz" / f"{number}.mid", 60 + number)
    (tmp_path / "reel").mkdir()
    (tmp_path / "reel" / "a.abc").write_text("\n".join(ABC.format(n) for n in range(10)))
    options = Pieces(data=str(tmp_path))
    made = reading.load(options)
    assert made.sizes() == {"train": 16, "validation": 2, "test": 2}
    assert {piece.genre for piece in made.test} == {"waltz", "reel"}
    said = "\n".join(reading.describe(options, made))
    assert "reel 8, waltz 8" in said and "25.0% of the notes begin between steps" in said
    assert len(reading.load_test(options, str(tmp_path / "waltz"))) == 10


def test_parts_of_a_file_and_of_a_folder(tmp_path):
    rows = [[[60, 64], [62]]]
    content = {"train": rows * 5, "valid": rows, "test": rows * 2}
    (tmp_path / "jsb-quarter.json").write_text(json.dumps(content))
    (tmp_path / "jsb-16th.json").write_text(json.dumps(content))
    for data in (tmp_path, tmp_path / "jsb-quarter.json"):
        made = reading.load(Pieces(data=str(data)))
        assert made.sizes() == {"train": 5, "validation": 1, "test": 2}
        assert made.train[0].length == 2
    for part, count in (("train", 3), ("val", 2), ("test", 2)):
        for number in range(count):
            tune(tmp_path / "midi" / part / "a" / f"{number}.mid", 60)
    made = reading.load(Pieces(data=str(tmp_path / "midi")))
    assert made.sizes() == {"train": 3, "validation": 2, "test": 2}
    assert made.train[0].genre == "a"


def test_bad_data(tmp_path):
    with pytest.raises(InputError, match="no such file or folder"):
        reading.load(Pieces(data=str(tmp_path / "none")))
    with pytest.raises(InputError, match="no music in it"):
        reading.load(Pieces(data=str(tmp_path)))
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(InputError, match="not a file of music"):
        reading.load(Pieces(data=str(tmp_path / "a.txt")))
    (tmp_path / "b.abc").write_text("X:1\nM:99/1\nL:64/1\nK:C\n" + "Z999|" * 80 + "A64\n")
    with pytest.raises(InputError, match="longer than 20,000 quarter notes"):
        reading.load(Pieces(data=str(tmp_path / "b.abc")))
