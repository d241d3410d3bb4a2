import re
from collections import Counter

import pytest

from keras_seq.data import splits
from keras_seq.data.splits import Splits
from keras_seq.errors import InputError


def test_a_cut_is_stratified_disjoint_and_decided_by_the_seed():
    records = list(range(1000))
    classes = ["rare" if one % 10 == 0 else "common" for one in records]
    left, away = splits.cut(records, classes, 0.2, seed=1)
    assert sorted(left + away) == records and left == sorted(left) and away == sorted(away)
    assert Counter(classes[one] for one in away) == {"common": 180, "rare": 20}
    assert splits.cut(records, classes, 0.2, seed=1) == (left, away)
    assert splits.cut(records, classes, 0.2, seed=2) != (left, away)


def test_a_small_class_stands_on_both_sides_and_a_single_record_in_training():
    left, away = splits.cut(["a", "b", "c"], [0, 0, 1], 0.1, seed=0)
    assert "c" in left and len(away) == 1
    left, away = splits.cut(["a", "b"], [0, 0], 0.9, seed=0)
    assert len(left) == len(away) == 1


def complete(train, validation, test):
    return splits.complete(
        train, validation, test, class_of=lambda record: record % 2,
        validation_fraction=0.1, test_fraction=0.2, seed=0,
    )  # fmt: skip


def test_given_parts_are_kept_and_missing_ones_are_shares_of_the_whole():
    assert complete(list(range(100)), None, None).sizes() == {
        "train": 70, "validation": 10, "test": 20,
    }  # fmt: skip
    given = complete(list(range(100)), [7, 8], [9])
    assert given == Splits(list(range(100)), [7, 8], [9])
    assert complete(list(range(100)), None, [1]).sizes()["validation"] == 10


def test_too_little_to_cut_from_is_said():
    with pytest.raises(
        InputError, match="the data: too few examples; none is left for the validation part"
    ):
        complete([1], None, [3])


def test_limited_keeps_order_and_the_other_parts():
    whole = Splits(list(range(100)), [1], [2])
    some = whole.limited(10, seed=0)
    assert len(some.train) == 10 and some.train == sorted(some.train)
    assert (some.validation, some.test) == ([1], [2])
    assert whole.limited(10, seed=0) == some != whole.limited(10, seed=1)
    assert whole.limited(100, seed=0) is whole


@pytest.mark.parametrize("name", ["validation", "val", "valid", "dev"])
def test_parts_of_a_folder_are_found_by_their_names(tmp_path, name):
    for file in ("train.csv", f"{name}.csv.gz", "test.jsonl", "notes.txt"):
        (tmp_path / file).touch()
    found = splits.find_parts(tmp_path, [".csv", ".jsonl"])
    assert {part: path.name for part, path in found.items()} == {
        "train": "train.csv", "validation": f"{name}.csv.gz", "test": "test.jsonl",
    }  # fmt: skip


def test_two_files_for_one_part_or_none_are_refused(tmp_path):
    with pytest.raises(InputError, match=r"no train.csv .* there is nothing"):
        splits.find_parts(tmp_path, [".csv", ".tsv"])
    (tmp_path / "test.csv").touch()
    with pytest.raises(InputError, match=r"there is test\.csv"):
        splits.find_parts(tmp_path, [".csv", ".tsv"])
    for file in ("train.csv", "dev.csv", "val.tsv"):
        (tmp_path / file).touch()
    message = re.escape("val.tsv and dev.csv both claim to be the validation part")
    with pytest.raises(InputError, match=message):
        splits.find_parts(tmp_path, [".csv", ".tsv"])


def test_overlap_is_counted_and_dropped_from_the_earlier_part():
    made = Splits(["a", "b", "c", "d"], ["b", "x", "y"], ["c", "x", "z"])
    assert splits.overlap(made, str) == {
        "validation in train": 1, "test in train": 1, "test in validation": 1,
    }  # fmt: skip
    clean = splits.without_overlap(made, str)
    assert clean == Splits(["a", "d"], ["b", "y"], ["c", "x", "z"])
    assert not any(splits.overlap(clean, str).values())


def test_many_small_classes_keep_the_fraction_and_a_rare_one_is_tested():
    labels = [label for label in range(100) for _ in range(3)]
    _, away = splits.cut(range(300), labels, 0.1, seed=0)
    assert len(away) == 30 and max(Counter(labels[one] for one in away).values()) == 1
    assert splits.cut(range(300), labels, 0.1, seed=0)[1] == away
    made = splits.complete(
        list(range(300)), None, None, class_of=labels.__getitem__,
        validation_fraction=0.1, test_fraction=0.1, seed=0,
    )  # fmt: skip
    assert made.sizes() == {"train": 240, "validation": 30, "test": 30}
    assert {labels[one] for one in made.train} == set(range(100))

    uneven = ["common"] * 1000 + ["rare"] * 4
    _, away = splits.cut(range(1004), uneven, 0.1, seed=0)
    assert Counter(uneven[one] for one in away) == {"common": 99, "rare": 1}


def test_parts_stand_in_names_between_signs(tmp_path, capsys):
    for name, part in {
        "train_a.csv": "train", "test-b.csv": "test", "my.VAL.csv": "validation",
        "test2016.csv": "test", "contest.csv": None, "train_test.csv": None,
    }.items():  # fmt: skip
        assert splits.part_of(name) == part, name
    for name in ("train_a.csv", "test_a.csv", "val_a.csv", "more.csv"):
        (tmp_path / name).touch()
    found = splits.find_parts(tmp_path, [".csv", ".tsv"])
    assert {part: path.name for part, path in found.items()} == {
        "train": "train_a.csv", "validation": "val_a.csv", "test": "test_a.csv",
    }  # fmt: skip
    assert "not read: more.csv" in capsys.readouterr().err
    (tmp_path / "train_b.csv").touch()
    with pytest.raises(InputError, match=r"train_a.csv and train_b.csv both claim to be the train"):
        splits.find_parts(tmp_path, [".csv", ".tsv"])


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("train.csv", "train"), ("eng.testa", "validation"), ("eng.testb.gz", "test"),
        ("ptb.valid.txt", "validation"), ("my-dev_2.jsonl", "validation"), ("TEST", "test"),
        ("training.csv", None), ("latest.csv", None), ("train_test.csv", None), ("a.csv", None),
    ],
)  # fmt: skip
def test_a_name_says_which_part_it_is(name, part):
    assert splits.part_of(name) == part


def test_files_by_part(tmp_path):
    paths = [tmp_path / name for name in ("x.test", "notes.md", "x.train", "x.dev")]
    found = splits.by_part(paths, "here")
    assert list(found) == ["train", "validation", "test"] and found["test"].name == "x.test"
    with pytest.raises(InputError, match=r"here: x.dev and val both claim to be the validation"):
        splits.by_part([*paths, tmp_path / "val"], "here")
