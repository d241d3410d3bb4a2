"""A test that any copy of this app should keep passing: train small, predict, reload."""

from pathlib import Path

import pytest

import keras_seq

APP = str(Path(__file__).parent)
SMALL = {"epochs": 1, "units": 8, "embedding_dim": 4, "batch_size": 4, "window": 10,
         "cell": "simple_rnn"}  # fmt: skip
RHYME = "The cat sat on the mat, and the rat sat on the cat.\n" * 30
OPTIONS = {"max_new_tokens": 12, "temperature": 0.5, "num_return_sequences": 2}


@pytest.mark.parametrize("level", ["char", "word", "bpe"])
@pytest.mark.parametrize("mode", ["stream", "window"])
def test_running_text(tmp_path: Path, level: str, mode: str) -> None:
    (tmp_path / "rhyme.txt").write_text(RHYME)
    options = {**SMALL, "data": str(tmp_path / "rhyme.txt"), "level": level, "mode": mode,
               "vocab_size": 300}  # fmt: skip
    run = keras_seq.run(APP, options, tmp_path / "run")
    assert run.metrics["test"]["bits_per_character"] > 0
    assert sum(run.metrics["examples"].values()) == len(RHYME)
    assert set(run.metrics["baselines"]) == {"1-gram", "5-gram" if level == "char" else "3-gram"}

    assert run.metrics["example"] == ["The cat sat"]

    answers = list(run.predict(["The cat"], **OPTIONS))
    assert len(answers) == 2 and all(answer["text"].startswith("The cat") for answer in answers)
    assert answers == list(keras_seq.load(tmp_path / "run", APP).predict(["The cat"], **OPTIONS))
    (begun,) = run.predict(max_new_tokens=5)
    assert begun["text"]

    best = list(run.predict(["The cat"], num_beams=3, num_return_sequences=2, max_new_tokens=6))
    assert len(best) == 2 and best[0] != best[1]

    pieces = list(run.predict(["The cat"], max_new_tokens=30, stream=True))
    (whole,) = run.predict(["The cat"], max_new_tokens=30)
    assert "".join(piece["text"] for piece in pieces) == whole["text"]
    assert len(pieces) > 3 and pieces[0]["more"] and "more" not in pieces[-1]


def test_documents_about_a_label(tmp_path: Path) -> None:
    rows = [f'"{"la la la" if n % 2 else "ho ho ho"} {n}",{"song" if n % 2 else "laugh"}'
            for n in range(100)]  # fmt: skip
    (tmp_path / "texts.csv").write_text("\n".join(["text,about", *rows]) + "\n")
    options = {**SMALL, "data": str(tmp_path / "texts.csv"), "label_column": "about", "epochs": 2}
    run = keras_seq.run(APP, options, tmp_path / "run")
    assert run.preprocessing.tokenizer.vocab_size == 3 + len(set("la ho0123456789"))
    assert run.metrics["example"] == ["--label", "laugh"]
    (answer,) = run.predict(label="song", max_new_tokens=20)
    assert "<end>" not in answer["text"]
    pieces = run.predict(label="song", max_new_tokens=20, stream=True)
    assert "".join(piece["text"] for piece in pieces) == answer["text"]
    with pytest.raises(keras_seq.InputError, match="--label is needed; training saw laugh, song"):
        list(run.predict())
    with pytest.raises(keras_seq.InputError, match="label 'cry' is unknown"):
        list(run.predict(label="cry"))

    plain = keras_seq.run(APP, {**options, "label_column": None}, tmp_path / "plain")
    assert next(plain.predict(["la"], max_new_tokens=5))["text"].startswith("la")
    with pytest.raises(keras_seq.InputError, match="--label is for models trained with"):
        list(plain.predict(label="song"))


def test_bad_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "short.txt"
    path.write_text("too short\n" * 5)
    with pytest.raises(keras_seq.InputError, match="less than a window of 50; take a smaller"):
        keras_seq.run(APP, {"data": str(path)}, tmp_path / "run")
    assert not (tmp_path / "run").exists()

    path.write_text(RHYME)
    run = keras_seq.run(APP, {**SMALL, "data": str(path)}, tmp_path / "run")
    capsys.readouterr()
    answers = list(run.predict(["日本", "日本"], max_new_tokens=3))
    assert capsys.readouterr().err == "4 of 4 words are not in this model's vocabulary: 日, 本\n"
    assert [answer["unknown"] for answer in answers] == [["日", "本"]] * 2
    for wrong in ({"temperature": -1.0}, {"top_p": 0.0}, {"top_p": 1.5}, {"top_k": 0}):
        with pytest.raises(keras_seq.InputError, match="must be"):
            run.predict(["The"], **wrong)
