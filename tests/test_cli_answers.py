from keras_seq.cli_answers import flat, write_answers

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
