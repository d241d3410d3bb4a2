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


def test_files_below_are_named_in_order_and_a_whole_disk_is_refused(tmp_path, monkeypatch):
    for name in ("b/2.txt", "b/1.txt", "a/c/x.txt", ".git/x.txt", "__MACOSX/y.txt", "b/.z"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    with zipfile.ZipFile(tmp_path.with_suffix(".zip"), "w") as archive:
        for path in sorted(tmp_path.rglob("*.txt")):
            archive.write(path, path.relative_to(tmp_path))
    expected = ["a/c/x.txt", "b/1.txt", "b/2.txt"]
    found = [path.relative_to(tmp_path).as_posix() for path in folders.below(tmp_path)]
    assert found == expected
    inside = folders.opened_zip(tmp_path.with_suffix(".zip"))
    assert [path.at for path in folders.below(inside)] == expected
    monkeypatch.setattr(folders, "MOST", 3)
    with pytest.raises(InputError, match="more than 3 files and folders stand in it"):
        list(folders.below(tmp_path))
