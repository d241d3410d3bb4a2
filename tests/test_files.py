import hashlib
import json
import stat

import pytest

from keras_seq import files
from keras_seq.errors import InputError


def test_write_replaces_whole(tmp_path):
    path = tmp_path / "new" / "a.txt"
    files.write_text(path, "one")
    files.write_text(path, "zwei ü")
    assert path.read_text(encoding="utf-8") == "zwei ü"
    assert [one.name for one in path.parent.iterdir()] == ["a.txt"]


def test_a_failed_write_leaves_the_old_file_alone(tmp_path):
    path = tmp_path / "a.txt"
    files.write_text(path, "old")
    with pytest.raises(RuntimeError), files.atomic(path) as temporary:
        temporary.write_text("half")
        raise RuntimeError
    assert path.read_text() == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["a.txt"]


def test_files_get_the_usual_permissions(tmp_path):
    files.write_text(tmp_path / "a.txt", "x")
    (tmp_path / "b.txt").write_text("x")
    modes = {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("a.txt", "b.txt")}
    assert len(modes) == 1


def test_json_refuses_what_json_does_not_know(tmp_path):
    files.write_json(tmp_path / "a.json", {"ü": 1})
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8")) == {"ü": 1}
    with pytest.raises(ValueError, match="not JSON compliant"):
        files.write_json(tmp_path / "a.json", {"loss": float("nan")})
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8")) == {"ü": 1}


def test_fingerprint_sees_content_names_and_size(tmp_path, monkeypatch):
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "a.csv").write_text("text,label\n")
    first = files.fingerprint(folder)
    assert files.fingerprint(folder) == first
    (folder / "a.csv").write_text("text,labex\n")
    second = files.fingerprint(folder)
    (folder / "a.csv").rename(folder / "b.csv")
    third = files.fingerprint(folder)
    assert len({first, second, third}) == 3
    assert files.fingerprint(folder / "b.csv").startswith("sha256:")


def test_fingerprint_of_a_large_file_reads_its_edges(tmp_path):
    large = tmp_path / "clip.mp4"
    with large.open("wb") as stream:  # sparse: costs no disk
        stream.truncate(65 << 20)
    first = files.fingerprint(large)
    with large.open("r+b") as stream:
        stream.seek(-1, 2)
        stream.write(b"x")
    assert files.fingerprint(large) != first


def test_an_edit_in_the_middle_of_a_large_file_is_seen_and_old_fingerprints_hold(tmp_path):
    large = tmp_path / "clip.mp4"
    with large.open("wb") as stream:
        stream.truncate(100 << 20)
        stream.seek(49 << 20)
        stream.write(bytes(range(256)) * (8 << 10))  # two megabytes
    first = files.fingerprint(large)
    # As versions before wrote it: size, first and last megabyte.
    ends = hashlib.sha256(f".\0{100 << 20}\0".encode() + bytes(2 << 20)).hexdigest()
    assert files.unchanged(large, first) and files.unchanged(large, f"sha256:{ends}")
    with large.open("r+b") as stream:
        stream.seek(49 << 20)
        stream.write(bytes(2 << 20))
    assert not files.unchanged(large, first)


def test_what_a_killed_writer_left_is_swept(tmp_path):
    (tmp_path / "plots").mkdir()
    for name in (".metrics-ab_cd123.json", "plots/.curves-12345678.png", ".mine", ".a-b.json", "a"):
        (tmp_path / name).touch()
    with pytest.raises(RuntimeError), files.atomic(tmp_path / "b.json") as temporary:
        assert files._TEMPORARY.fullmatch(temporary.name)
        raise RuntimeError
    files.sweep(tmp_path)
    assert sorted(one.name for one in tmp_path.rglob("*")) == [".a-b.json", ".mine", "a", "plots"]


@pytest.mark.parametrize(
    "content", ["[" * 100_000, "NaN", "1" * 5000, "{", "", "\xff", '{"a": Infinity}']
)
def test_read_json_refuses_in_one_line(tmp_path, content):
    path = tmp_path / "a.json"
    path.write_bytes(content.encode("latin-1"))
    with pytest.raises(InputError, match=r"a\.json: damaged: ") as error:
        files.read_json(path)
    assert len(str(error.value)) < 300 + len(str(path))


def test_a_picture_takes_no_name_that_is_taken_or_unknown(tmp_path):
    assert files.check_new(tmp_path / "a.PNG", "--plot", (".png",)) == tmp_path / "a.PNG"
    (tmp_path / "b.png").touch()
    with pytest.raises(InputError, match="exists; name another file with --plot"):
        files.check_new(tmp_path / "b.png", "--plot", (".png", ".svg"))
    with pytest.raises(InputError, match=r"must end with \.png or \.svg for --plot"):
        files.check_new(tmp_path / "b.doc", "--plot", (".png", ".svg"))
