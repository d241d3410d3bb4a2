import zipfile

import pytest

from keras_seq import InputError
from keras_seq.data import folders


def test_a_zip_is_listed_like_a_folder_without_what_packers_hide(tmp_path):
    room = tmp_path / "room"
    room.mkdir()
    for name in ("b.csv", "a.csv", ".DS_Store"):
        (room / name).write_text("x")
    (room / "__MACOSX").mkdir()
    packed = tmp_path / "room.ZIP"
    with zipfile.ZipFile(packed, "w") as archive:
        for name in ("b.csv", "a.csv", ".DS_Store", "__MACOSX/a.csv"):
            archive.writestr(name, "x")
    assert folders.is_zip(packed) and not folders.is_zip(room)
    for place in (room, folders.opened_zip(packed)):
        assert [entry.name for entry in folders.entries(place)] == ["a.csv", "b.csv"]


def test_a_damaged_zip_is_named(tmp_path):
    (tmp_path / "a.zip").write_bytes(b"PK no more")
    with pytest.raises(InputError, match=r"a.zip: not a zip file, or damaged; pack it again"):
        folders.opened_zip(tmp_path / "a.zip")
