import csv
import dataclasses
import gzip
import re

import pytest

from keras_seq.data.text.labelled import LabelledTexts, describe, load, load_test, read_inputs
from keras_seq.errors import InputError


def write(path, rows, header=("text", "label")):
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header, *rows])
    return path


ROWS = [(f"text number {number}", ("no", "yes")[number % 2]) for number in range(40)]


def test_one_file_is_split_by_seed(tmp_path):
    data = str(write(tmp_path / "a.csv", ROWS))
    made = load(LabelledTexts(data=data, seed=1))
    assert made.sizes() == {"train": 32, "validation": 4, "test": 4}
    assert {record.label for record in made.test} == {"no", "yes"}
    assert made.train[0].source.startswith(f"{data}, line ")
    assert load(LabelledTexts(data=data, seed=1)) == made != load(LabelledTexts(data=data, seed=2))
    assert len(load_test(LabelledTexts(), data)) == 40


def test_other_columns(tmp_path):
    data = str(write(tmp_path / "a.csv", [(b, a, "x") for a, b in ROWS], ("stars", "body", "id")))
    made = load(LabelledTexts(data=data, text_column="body", label_column="stars"))
    assert {record.label for record in made.train} == {"no", "yes"}
    with pytest.raises(InputError, match="no column 'text'; its columns are stars, body, id; name "
                                         "yours with --text-column"):  # fmt: skip
        load(LabelledTexts(data=data, label_column="stars"))


def test_given_parts_are_kept(tmp_path):
    write(tmp_path / "train.csv", ROWS)
    write(tmp_path / "dev.csv", ROWS[:6])
    packed = write(tmp_path / "test.csv", ROWS[:10])
    (tmp_path / "test.csv.gz").write_bytes(gzip.compress(packed.read_bytes()))
    packed.unlink()
    made = load(LabelledTexts(data=str(tmp_path)))
    assert made.sizes() == {"train": 40, "validation": 6, "test": 10}
    assert len(load_test(LabelledTexts(), str(tmp_path))) == 10


def test_the_layout_of_aclimdb(tmp_path):
    for part in ("train", "test"):
        for label in ("pos", "neg", "unsup"):
            folder = tmp_path / part / label
            folder.mkdir(parents=True)
            for number in range(10):
                (folder / f"{number}_7.txt").write_text(f"{part} {label} {number}<br />\nmore")
    (tmp_path / "train" / "labeledBow.feat").touch()
    made = load(LabelledTexts(data=str(tmp_path)))
    assert made.sizes() == {"train": 18, "validation": 2, "test": 20}
    assert {record.label for record in made.train} == {"neg", "pos"}
    assert made.test[0].text == "test neg 0<br />\nmore"
    assert made.test[0].source == str(tmp_path / "test" / "neg" / "0_7.txt")


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("a", "x"), (" ", "y")], "line 3: the text is empty; fill it or drop the row"),
        ([("a", "x"), ("b", "")], "line 3: the label is empty"),
        ([(f"t{i}", "x") for i in range(30)], "every training text is labelled 'x'; two labels"),
        ([("a", "x"), ("b", "y")], "too few examples"),
    ],
)
def test_what_can_t_be_learned_from_is_refused(tmp_path, rows, message):
    data = write(tmp_path / "a.csv", rows)
    with pytest.raises(InputError, match=re.escape(message)):
        load(LabelledTexts(data=str(data)))


def test_a_label_that_training_never_shows_is_named_with_its_line(tmp_path):
    write(tmp_path / "train.csv", ROWS)
    write(tmp_path / "test.csv", [*ROWS[:3], ("new", "maybe")])
    message = re.escape(
        "test.csv, line 5: label 'maybe' never stands in the training part (no, yes)"
    )
    with pytest.raises(InputError, match=message):
        load(LabelledTexts(data=str(tmp_path)))


def test_a_folder_without_a_test_part_can_t_be_judged_on(tmp_path):
    write(tmp_path / "train.csv", ROWS)
    write(tmp_path / "dev.csv", ROWS)
    with pytest.raises(InputError, match="there is no test part in it; name the file itself"):
        load_test(LabelledTexts(), str(tmp_path))


def test_overlap_is_told_and_dropped_when_asked(tmp_path):
    write(tmp_path / "train.csv", ROWS)
    write(tmp_path / "test.csv", [("text  number 3", "yes"), ("unseen", "no")])
    table = LabelledTexts(data=str(tmp_path), validation_fraction=0.1)
    made = load(table)
    said = "\n".join(describe(LabelledTexts(), made))
    assert re.search("1 text of test stands in (train|validation) too, word for word", said)
    assert "train" in said and "yes" in said and "median 3 words" in said
    clean = load(dataclasses.replace(table, drop_overlap=True))
    assert len(clean.train) + len(clean.validation) == 39
    assert " too, word for word" not in "\n".join(describe(LabelledTexts(), clean))


def test_texts_to_classify_come_from_tables_or_lines(tmp_path):
    table = write(tmp_path / "a.csv", [("one", "1"), ("two\nlines", "2")], ("body", "n"))
    assert list(read_inputs(LabelledTexts(text_column="body"), str(table))) == ["one", "two\nlines"]
    with pytest.raises(InputError, match="no column 'text'"):
        list(read_inputs(LabelledTexts(), str(table)))
    lines = tmp_path / "a.txt"
    lines.write_bytes(b"one\r\ntwo, three\n")
    assert list(read_inputs(LabelledTexts(), str(lines))) == ["one", "two, three"]
