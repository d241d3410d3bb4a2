import gzip
import re

import pytest

from keras_seq.data import tables
from keras_seq.errors import InputError


def rows(path):
    return [(row.values, row.source) for row in tables.read_rows(path)]


def test_csv_rows_know_the_line_on_which_they_begin(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('text,label\n"two\nlines",x\n\n"a ""quote""",y\n', encoding="utf-8")
    assert rows(path) == [
        ({"text": "two\nlines", "label": "x"}, f"{path}, line 2"),
        ({"text": 'a "quote"', "label": "y"}, f"{path}, line 5"),
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "text,label\né,1\n"),
        ("a.tsv", "text\tlabel\né\t1\n"),
        ("a.jsonl", '{"text": "é", "label": 1}\n'),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_every_kind_reads_the_same(tmp_path, name, content, packed, mark):
    data = (mark + content.replace("\n", "\r\n")).encode("utf-8")
    path = tmp_path / (name + ".gz" if packed else name)
    path.write_bytes(gzip.compress(data) if packed else data)
    assert [values for values, _ in rows(path)] == [{"text": "é", "label": "1"}]


def test_json_values_become_text(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": null, "label": true, "stars": 4.5, "tags": ["a"]}\n')
    assert rows(path)[0][0] == {"text": "", "label": "true", "stars": "4.5", "tags": '["a"]'}


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", b"", "the file is empty"),
        ("a.csv", b"text,label\n", "there is no row in it"),
        ("a.csv", b"text,label\na,b,c\n", "line 2: 3 fields, where the header has 2; quote"),
        ("a.tsv", b"text\tlabel\na\n", "line 2: 1 fields, where the header has 2"),
        ("a.csv", b'text,label\na,b\n"open,c\nd,e\n', "line 3: a quote is opened and never closed"),
        ("a.csv", b'text,label\n"a"b,c\n', "line 2: "),
        ("a.csv", b"text,text\na,b\n", "line 1: two columns are called 'text'"),
        ("a.csv", b"text,\na,b\n", "line 1: column 2 of the header has no name"),
        ("a.csv", b"text,label\na,b\nc\0,d\n", "line 3: a NUL byte"),
        ("a.csv", b"text,label\ncaf\xe9,b\n", "line 2: byte 0xe9 is not UTF-8"),
        ("a.csv", "text,label\na,b\n".encode("utf-16"), "line 1: UTF-16; save the file as UTF-8"),
        ("a.jsonl", b'{"text": "a"}\n{"text": \n', "line 2: not valid JSON"),
        ("a.jsonl", b'{"text": "a"}\n["text"]\n', "line 2: each line must be an object"),
        ("a.jsonl", b'{"text": "\\ud800"}\n', "line 1: 'text' holds half a character"),
        ("a.csv.gz", b"text,label\na,b\n", "line 1: not valid gzip"),
        ("a.csv.gz", gzip.compress(b"text,label\n" * 9, mtime=0)[:-9], "the gzip file is cut off"),
        ("a.xlsx", b"PK", "the name must end with .csv, .tsv, .jsonl"),
    ],
)
def test_what_is_not_a_clean_table_is_refused_by_file_and_line(tmp_path, name, content, message):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=re.escape(str(path)) + ".*" + re.escape(message)):
        rows(path)


def test_a_folder_or_nothing_is_refused(tmp_path):
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(InputError, match="a folder, where a file is expected"):
        rows(tmp_path / "folder.csv")
    with pytest.raises(InputError, match="no such file or folder"):
        rows(tmp_path / "absent.csv")


def test_a_field_beyond_the_limit_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "LONGEST_FIELD", 1000)
    path = tmp_path / "a.csv"
    path.write_text("text,label\n" + "a" * 2000 + ",b\n")
    with pytest.raises(InputError, match="line 2: a field is longer than"):
        rows(path)


def test_a_missing_column_names_those_that_are_there():
    row = tables.Row({"body": "a", "labels": "b"}, "a.csv, line 2")
    message = "a.csv: no column 'label'; did you mean labels?; its columns are body, labels; name "
    with pytest.raises(InputError, match=re.escape(message)):
        tables.require_columns(row, {"--label-column": "label"})
    tables.require_columns(row, {"--text-column": "body"})


def test_line_ends_of_old_macs(tmp_path):
    path = tmp_path / "mac.csv"
    path.write_bytes(b'text,label\rgood,1\r"two\rlines",0\r')
    rows = list(tables.read_rows(path))
    assert [row.values["text"] for row in rows] == ["good", "two\nlines"]
    assert rows[1].source.endswith("line 3")
    path.write_bytes(b"a\rb\nc\n")  # here it stands in a line
    assert list(tables.read_lines(path)) == ["a\rb\n", "c\n"]
