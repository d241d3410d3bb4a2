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


def test_folders_of_texts_by_other_names_and_endings(tmp_path, capsys):
    for part, count in (("train", 8), ("val", 2), ("test", 2)):
        for label in ("pos", "neg"):
            for number in range(count):
                path = tmp_path / part / label / f"deep{number % 2}" / f"{number}.TXT"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.with_suffix((".TXT", ".text", ".txt")[number % 3]).write_text(
                    f"{part} {label}"
                )
    (tmp_path / "train" / "pos" / "1.html").write_text("no text")
    made = load(LabelledTexts(data=str(tmp_path)))
    assert made.sizes() == {"train": 16, "validation": 4, "test": 4}
    assert {record.text.split()[0] for record in made.validation} == {"val"}
    assert {(record.text.split()[1], record.label) for record in made.train} == {
        ("pos", "pos"), ("neg", "neg"),
    }  # fmt: skip
    assert "pos: not read: 1.html" in capsys.readouterr().err
    (tmp_path / "dev").mkdir()
    with pytest.raises(InputError, match="dev and val both claim to be the validation part"):
        load(LabelledTexts(data=str(tmp_path)))


def test_a_file_for_each_label_a_text_a_line(tmp_path, capsys):
    good, bad = [[f"{word} film {n}" for n in range(20)] for word in ("fine", "dull")]
    (tmp_path / "rt-polarity.pos").write_text("\n".join(good) + "\n")
    (tmp_path / "rt-polarity.neg").write_text("\r\n".join(bad))
    (tmp_path / "rt-polaritydata.README.1.0.txt").write_text("about")
    made = load(LabelledTexts(data=str(tmp_path)))
    assert made.sizes() == {"train": 32, "validation": 4, "test": 4}
    for record in (*made.train, *made.test):
        assert record.label == {"fine": "pos", "dull": "neg"}[record.text.split()[0]]
    records = [*made.train, *made.validation, *made.test]
    assert {record.text for record in records} == {*good, *bad}
    assert len(load_test(LabelledTexts(), str(tmp_path))) == 40
    with pytest.raises(InputError, match=r"of one label alone; name the folder .* .pos and .neg"):
        load(LabelledTexts(data=str(tmp_path / "rt-polarity.pos")))
    (tmp_path / "rt-polarity.neg").write_text("dull\n\ndull too\n")
    with pytest.raises(InputError, match=r"rt-polarity.neg, line 2: the text is empty"):
        load(LabelledTexts(data=str(tmp_path)))


def test_files_of_labels_that_name_their_part(tmp_path, capsys):
    for part, count in (("train", 8), ("dev", 2), ("test", 3)):
        for label in ("pos", "neg"):
            lines = "".join(f"{part} {label} {number}\n" for number in range(count))
            (tmp_path / f"{part}.{label}.gz").write_bytes(gzip.compress(lines.encode()))
    (tmp_path / "more.pos").write_text("more\n")
    made = load(LabelledTexts(data=str(tmp_path)))
    assert made.sizes() == {"train": 16, "validation": 4, "test": 6}
    for record in made.test:
        assert record.text.split()[:2] == ["test", record.label]
    assert "not read: more.pos" in capsys.readouterr().err
    for label in ("pos", "neg"):
        (tmp_path / f"train.{label}.gz").unlink()
    with pytest.raises(InputError, match=r"no train.pos and train.neg in it; there is dev.neg.gz"):
        load(LabelledTexts(data=str(tmp_path)))


def test_folders_of_labels_without_parts_are_cut_by_seed(tmp_path):
    for label in ("pos", "neg"):
        for number in range(10):
            path = tmp_path / label / f"{number}.txt"
            path.parent.mkdir(exist_ok=True)
            path.write_text(f"{label} {number}")
    made = load(LabelledTexts(data=str(tmp_path)))
    assert made.sizes() == {"train": 16, "validation": 2, "test": 2}
    assert {record.label for record in made.test} == {"pos", "neg"}
    for record in made.train:
        assert record.text.startswith(record.label)
    write(tmp_path / "train.csv", ROWS)  # a table goes first, as it always did
    assert {record.label for record in load(LabelledTexts(data=str(tmp_path))).train} == {
        "no", "yes",
    }  # fmt: skip


def test_a_line_without_the_column_is_named(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "a", "label": "x"}\n{"text": "b"}\n')
    with pytest.raises(InputError, match=r"a.jsonl: no column 'label'"):
        load(LabelledTexts(data=str(path)))
    path.write_text('{"text": "a"}\n{"body": "b"}\n')
    with pytest.raises(
        InputError, match=r"no column 'text'.* rename it for a model that is trained"
    ):
        list(read_inputs(LabelledTexts(), str(path)))
