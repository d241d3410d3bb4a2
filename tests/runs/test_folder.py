import pytest

from keras_seq.errors import InputError
from keras_seq.runs import folder
from keras_seq.runs.lock import Lock


def begin(path, content, overwrite=False):
    with Lock(path) as lock, folder.begun(lock, "done", overwrite) as new:
        assert not path.exists() or "new" not in [one.name for one in path.iterdir()]
        (new / "a").write_text(content)


def names(path):
    return sorted(one.name for one in path.iterdir())


def test_the_old_one_is_kept_inside_until_the_new_one_is_finished(tmp_path):
    path = tmp_path / "run"
    begin(path, "first")
    (path / "done").touch()
    begin(path, "second", overwrite=True)
    assert (path / "a").read_text() == "second"
    assert names(path / "replaced") == ["a", "done"]
    begin(path, "third", overwrite=True)  # of the two before it the finished one is kept
    assert (path / "a").read_text() == "third"
    assert (path / "replaced" / "a").read_text() == "first"
    (path / "done").touch()
    folder.finish(path)
    assert names(path) == ["a", "done"] and names(tmp_path) == ["run"]


def test_an_empty_folder_gives_way_and_a_full_one_does_not(tmp_path):
    path = tmp_path / "run"
    path.mkdir()
    begin(path, "first")
    with pytest.raises(InputError, match="run: exists; go on with --resume"):
        begin(path, "second")
    assert (path / "a").read_text() == "first" and names(tmp_path) == ["run"]


def test_what_fails_leaves_nothing_not_even_parents(tmp_path):
    path = tmp_path / "deep" / "deeper" / "run"
    with pytest.raises(ZeroDivisionError), Lock(path) as lock:  # noqa: SIM117
        with folder.begun(lock, "done", overwrite=False):
            raise ZeroDivisionError
    assert names(tmp_path) == []


@pytest.mark.parametrize("new_one", [False, True])
def test_an_interrupt_between_two_renames_puts_the_old_one_back(tmp_path, monkeypatch):
    path = tmp_path / "run"
    begin(path, "first")
    rename = type(path).rename

    def interrupted(self, target):
        if self.name == "new":
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(type(path), "rename", interrupted)
    with pytest.raises(KeyboardInterrupt):
        begin(path, "second", overwrite=True)
    assert (path / "a").read_text() == "first" and names(tmp_path) == ["run"]


def test_a_kill_between_two_renames_loses_nothing(tmp_path, new_one):
    path, room = tmp_path / "run", tmp_path / ".run-abcd1234"
    (room / "old" / "run").mkdir(parents=True)
    (room / "old" / "run" / "a").write_text("first")
    (tmp_path / ".run-of-another-abcd1234").mkdir()
    if new_one:
        path.mkdir()
        (path / "a").write_text("second")
    folder.recover(path)
    kept = path / "replaced" if new_one else path
    assert (kept / "a").read_text() == "first"
    assert names(tmp_path) == [".run-of-another-abcd1234", "run"]


def test_a_room_that_is_in_use_is_left_alone(tmp_path):
    room = tmp_path / ".run-abcd1234"
    (room / "old" / "run").mkdir(parents=True)
    with Lock(room):
        folder.recover(tmp_path / "run")
    assert names(room) == ["old"]


def test_where_no_folder_can_be_made_is_said_before_any_work(tmp_path):
    (tmp_path / "file").touch()
    for place in ("file/run", "x" * 300, "deep/" + "x" * 300, "/proc/none/run"):
        with pytest.raises(OSError, match=r"File exists|too long|No such"):
            folder.check_free(tmp_path / place, overwrite=False, ours=False)
    assert names(tmp_path) == ["file"]


def test_a_name_may_be_as_long_as_the_file_system_allows(tmp_path):
    long, alike = tmp_path / ("x" * 255), tmp_path / ("x" * 254)
    begin(long, "first")
    begin(alike, "other")
    begin(long, "second", overwrite=True)
    assert (long / "replaced" / "a").read_text() == "first"
    room = tmp_path / f".{'x' * 50}-abcd1234"
    (room / "old").mkdir(parents=True)
    long.rename(room / "old" / long.name)  # as a kill between two renames leaves it
    folder.recover(alike)
    assert not long.exists() and names(alike) == ["a"]
    folder.recover(long)
    assert (long / "a").read_text() == "second" and not room.exists()
