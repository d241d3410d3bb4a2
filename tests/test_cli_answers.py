import io
import sys

import pytest

from keras_seq.cli_answers import flat, piped_bytes, write_answers
from keras_seq.tasks import Classification, Generation

ANSWER = {"text": "é", "entities": [{"label": "A", "start": 0}], "p": {"a": 1, "b": {"c": 2}}}


def test_nested_answers_become_columns_and_lists_json():
    assert flat(ANSWER) == {
        "text": "é", "entities": '[{"label": "A", "start": 0}]', "p.a": 1, "p.b.c": 2,
    }  # fmt: skip


def test_lists_in_csv(capsys):
    write_answers(iter([ANSWER, {**ANSWER, "entities": []}]), "csv", str)
    first, second, third = capsys.readouterr().out.splitlines()
    assert first == "text,entities,p.a,p.b.c"
    assert second == 'é,"[{""label"": ""A"", ""start"": 0}]",1,2' and third == "é,[],1,2"


def texts(*values, **more):
    return iter([{"text": value, **more} for value in values])


def test_an_answer_is_one_line_whatever_stands_in_it(capsys):
    given = texts("one\r\ntwo\nthree\rfour\u2028five\x85six", "\x1b[2J", "a\tb")
    write_answers(given, "text", "{text}!".format_map)
    written = r"one\ntwo\nthree\nfour\nfive\nsix!" + "\n" + r"\u001b[2J!" + "\na\tb!\n"
    assert capsys.readouterr().out == written


def test_a_written_text_keeps_its_lines(capsys):
    write_answers(texts("one\n", "two"), "text", "{text}".format_map, many_lines=True)
    write_answers(texts("th\n", "ree", more=True), "text", "{text}".format_map, many_lines=True)
    assert capsys.readouterr().out == "one\n\ntwo\nth\nree"


@pytest.mark.parametrize(("task", "many"), [(Generation, True), (Classification, False)])
def test_only_what_writes_texts_has_many_lines(task, many):
    assert getattr(task, "many_lines", False) is many


def test_bytes_come_through_a_pipe_as_they_are(monkeypatch):
    content = bytes(range(256)) * 300
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    pieces = list(piped_bytes())
    assert len(pieces) > 1 and b"".join(pieces) == content
