import json
import subprocess
import sys

import numpy as np
import pytest

import keras_seq
from keras_seq.data.text import Tokenizer
from keras_seq.errors import InputError
from keras_seq.exporting import export, predict
from keras_seq.tasks.writing import END, text_of

SMALL = {"epochs": 1, "max_train_samples": 60, "units": 4, "embedding_dim": 4}
TEXTS = [
    "I don't <br /> like it, at all!", "  two  blanks\nand a line", "Caf\u00e9 cafe\u0301 12,5 %",
    "",
    "\u4e2d\u6587 _under_ well-known", "it's we'll AT&amp;T 3rd", "a\u00a0b \t c  ",
]  # fmt: skip


@pytest.mark.parametrize(
    "options",
    [
        {"level": "word", "lowercase": True, "strip_html": True},
        {"level": "word", "blanks": True, "lines": True}, {"level": "word", "split_already": True},
        {"level": "char"}, {"level": "bpe", "vocab_size": 300},
        {"level": "bpe", "vocab_size": 290, "split_digits": True, "lowercase": True},
    ],
    ids=str,
)  # fmt: skip
def test_plain_python_takes_texts_apart_as_the_library_does(options, tmp_path):
    tokenizer = Tokenizer.train(TEXTS[:4] * 3, **options)
    tokenizer.save(tmp_path / "tokenizer.json")
    plain = predict.Tokenizer(tmp_path / "tokenizer.json")
    for text in TEXTS:
        expected = tokenizer.encode([text])[0].tolist()
        assert plain.encode(text) == expected, text


@pytest.fixture(scope="module")
def reviews(tmp_path_factory):
    return keras_seq.run("imdb_sentiment", SMALL, tmp_path_factory.mktemp("export") / "run")


def test_a_saved_model_answers_alike_and_says_so(reviews, tmp_path, keras_seq_here):
    done = keras_seq_here("export", reviews.path, "--format", "saved_model", "--output",
                          tmp_path / "out")  # fmt: skip
    assert done.returncode == 0, done.stderr
    parity = json.loads((tmp_path / "out" / "parity.json").read_text())
    assert parity["largest_difference"] < 1e-5 and len(parity["differences"]) == 4
    texts = ["a good film", "a <b>bad</b> film", "zzz", "7 zzz!", "12 %"]
    for ours, theirs in zip(
        reviews.predict(texts), predict.texts(tmp_path / "out")(texts), strict=True
    ):
        assert theirs["label"] == ours["label"]
        assert theirs["score"] == pytest.approx(ours["score"], abs=1e-5)
    with pytest.raises(InputError, match="exists; name another folder"):
        export.export(reviews, "saved_model", tmp_path / "out")


@pytest.mark.parametrize(("more", "said"), [(0.001, "0.001"), (np.nan, "nan")])
def test_a_model_that_the_runtime_answers_otherwise_is_not_exported(
    reviews, tmp_path, monkeypatch, more, said
):
    def wrong(folder, name="model"):
        return lambda *arrays: [reviews.model(arrays[0]).numpy() + more]

    monkeypatch.setattr(export, "_write_model", lambda *_: None)
    monkeypatch.setattr(predict, "load", wrong)
    with pytest.raises(InputError, match=f"answers otherwise, by up to {said}"):
        export.export(reviews, "saved_model", tmp_path / "out")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("form", "runtime"), [("onnx", "onnxruntime"), ("litert", "ai_edge_litert")]
)
@pytest.mark.filterwarnings("ignore")  # of the converters
def test_other_runtimes_need_no_tensorflow(reviews, tmp_path, form, runtime):
    pytest.importorskip(runtime)
    folder = tmp_path / "out"
    export.export(reviews, form, folder)
    script = (
        "import sys, runpy; sys.argv = ['predict.py', 'a good film'];"
        f"runpy.run_path({str(folder / 'predict.py')!r}, run_name='__main__');"
        "assert not {'tensorflow', 'keras', 'keras_seq'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True,
                          cwd=tmp_path)  # fmt: skip
    assert done.returncode == 0, done.stderr
    (ours,) = reviews.predict(["a good film"])
    label, score, _ = done.stdout.split("\t")
    assert label == ours["label"] and float(score) == pytest.approx(ours["score"], abs=1e-4)


def test_a_missing_package_is_named(reviews, tmp_path, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(InputError, match=r"needs onnx: pip install 'keras_seq\[export\]'"):
        export.export(reviews, "onnx", tmp_path / "out")


def test_arrays_go_in_and_out_by_their_names(reviews, tmp_path, monkeypatch):
    folder = tmp_path / "out"
    export.export(reviews, "saved_model", folder)
    tokens = np.array([[2, 3, 4, 0], [5, 6, 0, 0]], np.int32)
    np.savez(tmp_path / "in.npz", tokens=tokens)
    monkeypatch.setattr(predict, "HERE", folder)
    predict.main([str(tmp_path / "in.npz"), str(tmp_path / "out.npz")])
    with np.load(tmp_path / "out.npz") as answers:
        expected = reviews.model.predict_on_batch(tokens)
        np.testing.assert_allclose(answers["output_0"], expected, atol=1e-5)


@pytest.mark.parametrize("level", ["word", "blanks", "char", "bpe"])
def test_plain_python_writes_tokens_as_the_library_does(level, tmp_path):
    options = {"level": level} if level != "blanks" else {"level": "word", "blanks": True}
    tokenizer = Tokenizer.train(TEXTS, lines=True, vocab_size=290, more=[END], **options)
    tokenizer.save(tmp_path / "tokenizer.json")
    plain = predict.Tokenizer(tmp_path / "tokenizer.json")
    for tokens in tokenizer.encode(TEXTS[:3] + TEXTS[4:]):
        expected = tokenizer.decode(tokens) if level == "blanks" else text_of(tokenizer, tokens)
        assert plain.decode(tokens) == expected
    if level == "bpe":  # half a letter
        (tokens,) = tokenizer.encode(["\u4e2d"])
        assert plain.decode(tokens[:1]) == "\ufffd"


def test_texts_are_written_by_the_model_of_a_step(tmp_path, monkeypatch, capsys):
    rows = "".join(f"a {word} day {n},{word}\n" for n in range(12) for word in ("red", "blue"))
    (tmp_path / "poems.csv").write_text("text,label\n" + rows)
    small = {"epochs": 1, "units": 4, "embedding_dim": 4, "data": str(tmp_path / "poems.csv"),
             "label_column": "label"}  # fmt: skip
    run = keras_seq.run("text_generation", small, tmp_path / "run")
    parity = export.export(run, "saved_model", tmp_path / "out")
    assert parity["differences"]["step by step"] < 1e-5
    write = predict.writer(tmp_path / "out")
    for prompt in ("a ", ""):
        (ours,) = run.predict([prompt], label="red", temperature=0, max_new_tokens=12)
        assert "".join(write(prompt, "red", tokens=12, temperature=0)) == ours["text"]
    drawn = {"".join(write("a", "blue", 12, 2.0, top_k=9, seed=seed)) for seed in (0, 0, 1, 2)}
    assert len(drawn) == 3  # the same seed writes the same
    with pytest.raises(ValueError, match="the label must be one of blue, red"):
        next(write("a", "green"))
    monkeypatch.setattr(predict, "HERE", tmp_path / "out")
    predict.main(["a ", "--label", "red", "--temperature", "0", "--tokens", "3"])
    assert capsys.readouterr().out.startswith("a ")


def test_steps_are_labelled_as_they_come(tmp_path, monkeypatch, capsys):
    draw = np.random.default_rng(0)
    for name in "abcd":
        rows = [f"{draw.normal(3):.3f},{draw.normal():.3f},{'rw'[i % 9 > 4]}" for i in range(20)]
        (tmp_path / f"{name}.csv").write_text("x,y,label\n" + "\n".join(rows) + "\n")
    small = {"epochs": 1, "units": 4, "bidirectional": False, "data": str(tmp_path)}
    run = keras_seq.run("frame_tagging", small, tmp_path / "run")
    export.export(run, "saved_model", tmp_path / "out")
    lines = [f"[{x:.3f}, {y:.3f}]\n" for x, y in draw.normal(size=(5, 2))]
    monkeypatch.setattr(predict, "HERE", tmp_path / "out")
    monkeypatch.setattr("sys.stdin", lines)
    predict.main(["--stream"])
    ours = [f"{one['label']}\t{one['score']:.4f}" for one in run.predict(lines, stream=True)]
    assert capsys.readouterr().out.splitlines()[-5:] == ours
