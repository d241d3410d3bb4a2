"""A test that any copy of this app should keep passing: train small, summarise, reload."""

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import keras_seq
from keras_seq import app as apps
from keras_seq.data.text import Pair

APP = str(Path(__file__).parent)
SMALL = {"epochs": 1, "units": 8, "embedding_dim": 8, "num_beams": 2, "max_summary": 12}
TOWNS = [f"{first}{last}" for first in ("Ul", "Bor", "Tar", "Wes", "Kol", "Mag", "Hal", "Nor")
         for last in ("ming", "bern", "dorf", "wick", "ton", "by", "stad", "ford")]  # fmt: skip


def news(path: Path) -> str:
    rows = [
        f'"A fire broke out in {town} last night. Nobody was hurt, said {other}.",Fire in {town}\n'
        for town, other in zip(TOWNS, reversed(TOWNS), strict=True)
    ]
    path.write_text("body,headline\n" + "".join(rows), encoding="utf-8")
    return str(path)


def columns(**options: Any) -> dict[str, Any]:
    return {**SMALL, "text_column": "body", "summary_column": "headline", **options}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A run of a moment on its own data, which goes untraced."""
    import keras

    room = tmp_path_factory.mktemp("run")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keras.Model, "run_eagerly", property(lambda _: True, lambda *_: None))
        data = news(room / "news.csv")
        yield keras_seq.run(APP, columns(data=data, coverage=True), room / "run")


def test_train_summarise_reload(run: Any, tmp_path: Path) -> None:
    assert set(run.metrics["test"]) == {"rouge_1", "rouge_2", "rouge_l", "exact_match"}
    assert set(run.metrics["baselines"]) == {
        "lead_1", "lead_3", "first_words", "commonest_summary"
    }  # fmt: skip
    assert run.metrics["baselines"]["lead_1"]["rouge_1"] > 0.4
    assert run.evaluate() == pytest.approx(run.metrics["test"])
    page = (run.path / "report.html").read_text(encoding="utf-8")
    assert "What was copied" in page and "Where the model looked" in page

    text = "A fire broke out in Zorbaham last night. Nobody was hurt, said Ulming."
    answers = list(run.predict([text, "", "Zorbaham"], min_new_tokens=2, max_new_tokens=4))
    assert [answer["source"] for answer in answers] == [text, "", "Zorbaham"]
    assert "Zorbaham" in answers[0]["unknown"] and answers[2]["unknown"] == ["Zorbaham"]
    assert answers[1] == {"source": "", "summary": "", "score": 0.0, "copied": [], "unknown": []}
    known = set(text.replace(".", " ").replace(",", " ").split())
    assert set(answers[0]["copied"]) <= known and answers[0]["summary"]
    again = keras_seq.load(run.path, APP).predict([text], min_new_tokens=2, max_new_tokens=4)
    assert next(iter(again))["summary"] == answers[0]["summary"]
    picture = str(tmp_path / "attention.png")
    list(run.predict([text], attention=picture, max_new_tokens=4))
    assert Path(picture).read_bytes().startswith(b"\x89PNG")


def test_what_is_longer_is_cut_and_said(run: Any, capsys: pytest.CaptureFixture[str]) -> None:
    (answer,) = run.predict(["A fire broke out. " * 120], max_new_tokens=3)
    assert "1 of 1 texts are longer than 400 tokens" in capsys.readouterr().err
    assert len(answer["summary"].split()) <= 3


def test_without_copying_no_unknown_word_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import keras

    monkeypatch.setattr(keras.Model, "run_eagerly", property(lambda _: True, lambda *_: None))
    options = columns(data=news(tmp_path / "news.csv"), copy=False, attention_score="general")
    run = keras_seq.run(APP, options, tmp_path / "run")
    (answer,) = run.predict(["A fire broke out in Zorbaham."], max_new_tokens=6)
    assert "Zorbaham" not in answer["summary"] and "copied" not in answer


def notes(count: int, part: str, seed: int = 0) -> list[Pair]:
    package = vars(apps.load(APP))["__package__"]
    return importlib.import_module(f"{package}.sample").notes(count, part, seed)


def test_no_name_of_the_sample_stands_in_two_parts() -> None:
    parts = {part: notes(1500, part) for part in ("train", "validation", "test")}
    assert parts["test"] == notes(1500, "test") != notes(1500, "test", seed=1)
    words = {part: {word.strip(".,:;!?\"()") for pair in pairs for word in pair.source.split()}
             for part, pairs in parts.items()}  # fmt: skip
    new = [
        pair
        for pair in parts["test"]
        if set(pair.target.replace(",", "").replace(":", "").split()) - words["train"]
    ]
    assert len(new) > 1300  # headlines that can't be right without copying
    for pair in parts["test"]:
        assert "{" not in pair.source + pair.target and len(pair.target) < len(pair.source) + 30


def test_every_word_of_a_headline_stands_in_its_note_or_in_all_of_its_kind() -> None:
    pairs = notes(2700, "train")
    heads = {word for pair in pairs for word in pair.target.split() if word.islower()}
    assert {"away", "joins", "leaves", "closed"} <= heads
    shares = [np.mean([word.strip(",:\"") in pair.source for word in pair.target.split()])
              for pair in pairs]  # fmt: skip
    assert np.mean(shares) > 0.8


def test_bad_input(tmp_path: Path) -> None:
    data = news(tmp_path / "news.csv")
    with pytest.raises(keras_seq.InputError, match="every other summary is longer than --max-su"):
        keras_seq.run(APP, {**columns(data=data), "max_summary": 1}, tmp_path / "run")
    with pytest.raises(keras_seq.InputError, match=r"no column 'text'.*--text-column"):
        keras_seq.run(APP, {**SMALL, "data": data}, tmp_path / "run")
    assert not (tmp_path / "run").exists()
    for wrong, said in (
        ({"attention": "none"}, "--copy copies from where attention looks"),
        ({"coverage": True, "attention_score": "dot", "bidirectional": False}, "--coverage is for"),
        ({"coverage": True, "copy": False}, "--coverage is for --copy"),
    ):
        with pytest.raises(keras_seq.InputError, match=said):
            keras_seq.run(APP, columns(data=data, **wrong), tmp_path / "run")


def test_a_word_of_the_command_line_may_name_a_file(tmp_path: Path) -> None:
    module: Any = apps.load(APP)
    (tmp_path / "article.txt").write_text("A fire.\nNobody was hurt.\n")
    (tmp_path / "empty.txt").write_text("\n")

    def read(word: str) -> str:
        return "".join(module.read_word(module.Config(), word))

    assert read(str(tmp_path / "article.txt")).split() == ["A", "fire.", "Nobody", "was", "hurt."]
    assert read("Read notes.txt") == "Read notes.txt"
    with pytest.raises(keras_seq.InputError, match="no such file; a text is given as it is"):
        read(str(tmp_path / "none.txt"))
    with pytest.raises(keras_seq.InputError, match="there is no text in it"):
        read(str(tmp_path / "empty.txt"))
