"""Labels and numbers of whole recordings, from files written by hand."""

import zipfile

import numpy as np
import pytest

from keras_seq.data.frames import whole
from keras_seq.data.frames.whole import LabelledRecordings
from keras_seq.errors import InputError


def write(path, *lines):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n")
    return path


def folder(room):
    """Six recordings without labels, and two tables that say more, as some archives have it."""
    for number in range(1, 7):
        write(room / "dataset" / f"walk_{number}.csv", "#a, b", *[f"{number}, 0.5"] * (number + 1))
    write(room / "dataset" / "walk_target.csv", "#id, class_label",
          *[f"{number}, {number % 2}" for number in range(1, 7)])  # fmt: skip
    write(room / "groups" / "DatasetGroup.csv", "#id, dataset",
          *[f"{number}, {(number + 1) // 2}" for number in range(1, 7)])  # fmt: skip
    write(room / "groups" / "Paths.csv", "#id, path", "1, 4")
    return room


def test_labels_and_groups_come_from_tables_of_their_own(tmp_path, capsys):
    records = whole.read(str(folder(tmp_path)), LabelledRecordings())
    assert [record.label for record in records] == ["1", "0", "1", "0", "1", "0"]
    assert [record.group for record in records] == ["1", "1", "2", "2", "3", "3"]
    assert records[2].recording.steps.tolist() == [[3, 0.5]] * 4
    assert records[2].source.endswith("walk_target.csv, line 4")
    assert "not read: Paths.csv" in capsys.readouterr().err


def test_a_zip_is_read_alike_also_as_all_that_a_folder_holds(tmp_path):
    plain = whole.read(str(folder(tmp_path / "plain")), LabelledRecordings())
    packed = tmp_path / "packed" / "all.zip"
    packed.parent.mkdir()
    with zipfile.ZipFile(packed, "w") as archive:
        for file in sorted((tmp_path / "plain").rglob("*.csv")):
            archive.write(file, file.relative_to(tmp_path / "plain"))
    for data in (packed, packed.parent):
        records = whole.read(str(data), LabelledRecordings())
        assert [record.label for record in records] == [record.label for record in plain]
        np.testing.assert_array_equal(records[5].recording.steps, plain[5].recording.steps)


def test_few_groups_are_tested_whole_and_validation_is_drawn_from_the_others(tmp_path, capsys):
    data = str(folder(tmp_path))
    table = LabelledRecordings(data=data, test_groups=("3",), validation_fraction=0.5)
    parts = whole.load(table)
    assert {record.group for record in parts.test} == {"3"} and len(parts.test) == 2
    assert len(parts.train) == len(parts.validation) == 2
    assert "too few groups to leave one out" in capsys.readouterr().err
    drawn = [whole.load(LabelledRecordings(data=data, seed=seed)).test for seed in range(8)]
    assert all(len({record.group for record in test}) == 1 for test in drawn)
    assert len({test[0].group for test in drawn}) > 1
    with pytest.raises(InputError, match="no group is left to train on"):
        whole.load(LabelledRecordings(data=data, test_groups=("1", "2", "3")))
    with pytest.raises(InputError, match="no group 9; there are 1, 2, 3"):
        whole.load(LabelledRecordings(data=data, test_groups=("9",)))


def machines(path, left):
    rows = [f"m{m},{step},{left(m, step)}" for m in range(12) for step in range(4)]
    return write(path, "unit,heat,hours_left", *rows)


def test_of_a_number_that_changes_the_last_counts(tmp_path):
    path = machines(tmp_path / "m.csv", lambda m, step: 10 * m - step)
    table = LabelledRecordings(data=str(path), sequence_column="unit", target="hours_left")
    records = whole.read(str(path), table)
    assert whole.numbers(records).tolist() == [10 * m - 3 for m in range(12)]
    assert records[0].recording.columns == ("heat",)
    lines = list(whole.describe(table, whole.split(records, table)))
    assert "recordings" in lines[0] and "hours_left" in lines[0]


@pytest.mark.parametrize(
    ("change", "options", "message"),
    [
        (lambda room: (room / "dataset/walk_3.csv").unlink(), {},
         r"line 4: there is no recording 3"),
        (lambda room: write(room / "dataset/other_3.csv", "#a, b", "1, 2"), {},
         r"3 may be other_3.csv or walk_3.csv"),
        (lambda room: write(room / "dataset/walk_target.csv", "#id, l", "1, a", "1, b"), {},
         r"line 3: 1 stands there twice"),
        (lambda room: write(room / "groups/DatasetGroup.csv", "#id, g", "1, a"), {},
         r"no line names walk_2.csv"),
        (lambda room: write(room / "dataset/walk_2.csv", "#a,b", "1,x"), {},
         r"walk_2.csv, line 2: 'x' in column b is no number"),
        (lambda room: None, {"labels": "names.csv"}, r"no table names.csv in it, which --labels"),
        (lambda room: write(room / "dataset/walk_target.csv", "#id, l",
                            *(f"{i}, x" for i in range(1, 7))), {"target": "l"},
         "'x' is no number"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(tmp_path, change, options, message):
    room = folder(tmp_path)
    change(room)
    with pytest.raises(InputError, match=message):
        whole.read(str(room), LabelledRecordings(**options))


def test_a_label_that_changes_within_a_recording_is_no_label_of_it(tmp_path):
    path = write(tmp_path / "a.csv", "x,label", "1,go", "2,stop")
    with pytest.raises(InputError, match=r"a is labelled 'go' and 'stop'; --sequence-column"):
        whole.read(str(path), LabelledRecordings())


def test_arrays_have_a_label_for_the_whole_or_the_same_at_each_step(tmp_path):
    arrays = {f"features/{name}": np.ones((3, 2)) for name in "ab"}
    np.savez(tmp_path / "a.npz", **arrays, **{"labels/a": "go", "labels/b": np.array(["stop"] * 3)})
    records = whole.read(str(tmp_path / "a.npz"), LabelledRecordings())
    assert [record.label for record in records] == ["go", "stop"]
    assert records[0].recording.tags == []
