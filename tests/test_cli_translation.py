"""Translation on the command line: bad input, pipes that keep lines aligned, judging."""

import gzip

import pytest

PAIRS = [f"a {a} b {b}\tx {a} y {b}" for a in range(9) for b in range(9)]
SMALL = ["--epochs", "1", "--units", "8", "--embedding-dim", "8", "--vocab-size", "300",
         "--cell", "simple_rnn"]  # fmt: skip


def parallel(folder, source, target):
    folder.mkdir()
    (folder / "train.de").write_bytes(source)
    (folder / "train.en").write_bytes(target)


@pytest.mark.parametrize(
    ("source", "target", "words", "message"),
    [
        (b"a\nb\nc\n", b"a\nb\n", [], "train.de has 3 lines and"),
        (b"\n\n\n", b"a\nb\nc\n", [], "no pair in the train part has text on both sides"),
        (b"a\nb\nh\xe9\nd\n", b"a\nb\nc\nd\n", [], "train.de, line 3: byte 0xe9 is not UTF-8"),
        (b"a\n", b"b\n", [], "too few pairs"),
        (b"a\nb\n", b"a\nb\n", ["--source", "fr"], "no train.fr and train.en"),
        (b"a\nb\n", b"a\nb\n", ["--test-name", "test_2017"], "no test_2017.de in it"),
        (b"a\nb\n", b"a\nb\n", ["--input-feeding"], "--input-feeding is for --attention luong"),
        (b"a\nb\n", b"a\nb\n", ["--attention", "luong", "--attention-score", "dot"],
         "--attention-score dot compares vectors of one size"),
        (b"a\nb\n", b"a\nb\n", ["--teacher-forcing", "1.5"], "--teacher-forcing must be at most 1"),
    ],
)  # fmt: skip
def test_bad_data_is_one_line_and_leaves_nothing(
    keras_seq_here, tmp_path, source, target, words, message
):
    parallel(tmp_path / "data", source, target)
    sides = ["--source", "de", "--target", "en"]
    done = keras_seq_here(
        "run", "translation", "--data", "data", *sides, "--output-dir", "out", *words, cwd=tmp_path
    )
    assert done.returncode == 2, done.stderr
    assert message in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr and not (tmp_path / "out").exists()


def test_the_sample_names_languages_it_can_be_made_in(keras_seq_here, tmp_path):
    done = keras_seq_here(
        "run", "translation", "--target", "klingonish", "--output-dir", "out", cwd=tmp_path
    )
    assert done.returncode == 2 and done.stderr.count("\n") == 1
    assert "--target klingonish: no language" in done.stderr and "fr, de, es" in done.stderr
    assert not (tmp_path / "out").exists()


def test_train_pipe_judge(keras_seq_command, keras_seq_here, tmp_path):
    rows = [*PAIRS, "\tempty", "the same words here\tthe same words here"]
    (tmp_path / "pairs.tsv").write_text("\n".join(rows) + "\n")
    done = keras_seq_command(
        "run", "translation", "--data", "pairs.tsv", "--output-dir", "run", *SMALL, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert "tensorflow" not in done.stderr.lower()
    assert "bleu" in done.stdout and "nearest source" in done.stdout
    for reason in ("a side is empty", "both sides are the same"):
        assert f" pairs, {reason}; first" in done.stderr or f"by: {reason}" in done.stderr

    lines = "a 1 b 2\n\na 3\n" + "a 4 " * 300 + "\n"
    piped = keras_seq_here(
        "predict", "run", "--num-beams", "2", "--at-once", "2", input=lines, cwd=tmp_path
    )
    assert piped.returncode == 0, piped.stderr
    answers = piped.stdout.split("\n")
    assert len(answers) == 5 and answers[1] == "" and answers[4] == ""

    with gzip.open(tmp_path / "test.tsv.gz", "wt") as stream:
        stream.write("a 1 b 2\tx 1 y 2\na 7 b 7\tx 7 y 7\n")
    judged = keras_seq_here("evaluate", "run", "--data", "test.tsv.gz", cwd=tmp_path)
    assert judged.returncode == 0 and "chrf" in judged.stdout, judged.stderr
    assert "nrefs:1|case:mixed" in judged.stderr

    for words, message in (
        (["--num-beams", "0"], "--num-beams must be at least 1"),
        (["--length-penalty", "-1"], "--length-penalty must be at least 0"),
        (["--attention", "here.gif"], "--attention"),
    ):
        wrong = keras_seq_here("predict", "run", "a 1", *words, cwd=tmp_path)
        assert wrong.returncode == 2 and message in wrong.stderr
        assert wrong.stderr.count("\n") == 1
