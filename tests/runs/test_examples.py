from pathlib import Path
from types import SimpleNamespace

from keras_seq import app as apps
from keras_seq.contract import Evaluation, Result
from keras_seq.runs import examples


def right(*texts):
    return [{"input": text, "expected": "good", "predicted": "good"} for text in texts]


def test_plain_texts_of_some_words_come_first():
    assert examples.shortest_right(right("fine", "don't like it", "a b c d", "very good so")) == [
        "a b c d"
    ]
    assert examples.shortest_right(right("fine", "it's bad", "ok")) == ["ok"]
    assert examples.shortest_right(right("it's", "--help me out", " ", "")) == ["it's"]


def test_nothing_right_or_no_text_gives_no_words():
    wrong = {"input": "a b c", "expected": "good", "predicted": "bad"}
    assert examples.shortest_right([wrong, {**wrong, "input": 3}]) == []


def test_a_task_of_its_own_way_is_asked(tmp_path):
    result = Result(None, None, [], Evaluation({}, right("a b c")), {}, {})
    assert examples.words(SimpleNamespace(), result, tmp_path) == ["a b c"]
    own = SimpleNamespace(example=lambda result, folder: [folder.name])
    assert examples.words(own, result, tmp_path) == ["examples"]


def test_a_command_can_be_pasted(tmp_path):
    (tmp_path / "examples").mkdir()
    (tmp_path / "examples" / "a.mp4").touch()
    assert examples.command(tmp_path, ["examples/a.mp4"], None) == (
        f"keras-seq predict {tmp_path} {tmp_path}/examples/a.mp4"
    )
    command = examples.command(Path("my runs/one"), ["it's so"], "./my app")
    assert command == """keras-seq predict 'my runs/one' 'it'"'"'s so' --app './my app'"""


def test_options_of_an_example_are_told_from_its_inputs():
    task = apps.load("text_generation").task
    typed = ["ROMEO: But", "--label", "Keats", "--stream", "--top-k=3"]
    assert examples.taken_apart(typed, task) == (
        ["ROMEO: But"], {"label": "Keats", "stream": "true", "top_k": "3"}
    )  # fmt: skip
