"""Text generation on the command line: bad input, and text that streams."""

import pytest

RHYME = b"The cat sat on the mat, and the rat sat on the cat.\n" * 30


@pytest.mark.parametrize(
    ("content", "words", "message"),
    [
        (b"", [], "text.txt: the file is empty"),
        (b"too short\n" * 5, [], "44 tokens to train on are less than a window of 50"),
        (RHYME + b"\x00\x01\x02", [], "text.txt, line 31: a NUL byte; not a text file"),
        (RHYME + b"\xe9t\xe9\n", [], "text.txt, line 31: byte 0xe9 is not UTF-8"),
        (RHYME, ["--label-column", "author"], "--label-column is for tables of documents"),
        (RHYME, ["--drop-overlap"], "--drop-overlap is for tables of documents"),
        (RHYME, ["--vocab-size", "299"], "--vocab-size must be at least 300"),
        (RHYME, ["--level", "letter"], "--level must be one of word, char, bpe"),
        (RHYME, ["--window", "0"], "--window must be at least 1"),
    ],
)
def test_bad_data_is_one_line_and_leaves_nothing(keras_seq_here, tmp_path, content, words, message):
    (tmp_path / "text.txt").write_bytes(content)
    done = keras_seq_here(
        "run", "text_generation", "--data", "text.txt", "--output-dir", "out", *words, cwd=tmp_path
    )
    assert done.returncode == 2, done.stderr
    assert message in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr and not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--temperature", "-0.1"], "--temperature must be at least 0"),
        (["--top-p", "0"], "--top-p must be more than 0"),
        (["--top-p", "1.01"], "--top-p must be at most 1"),
        (["--min-p", "2"], "--min-p must be at most 1"),
        (["--top-k", "0"], "--top-k must be at least 1"),
        (["--max-new-tokens", "0"], "--max-new-tokens must be at least 1"),
        (["--num-return-sequences", "0"], "--num-return-sequences must be at least 1"),
        (["--repetition-penalty", "0"], "--repetition-penalty must be more than 0"),
    ],
)
def test_bad_options_of_predict(keras_seq_here, tmp_path, words, message):
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "config.yaml").write_text("app: text_generation\noptions: {}\n")
    done = keras_seq_here("predict", "run", "The", *words, cwd=tmp_path)
    assert done.returncode == 2 and done.stderr.count("\n") == 1
    assert message in done.stderr


def test_run_write_and_stream(keras_seq_command, keras_seq_here, tmp_path):
    (tmp_path / "text.txt").write_bytes(RHYME)
    small = ["--epochs", "1", "--units", "8", "--batch-size", "4", "--window", "10",
             "--cell", "simple_rnn"]  # fmt: skip
    done = keras_seq_here(
        "run", "text_generation", "--data", "text.txt", "--output-dir", "out", *small, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert "bits_per_character" in done.stdout and "5-gram" in done.stdout

    options = ["--max-new-tokens", "40", "--seed", "3"]
    plain = keras_seq_here("predict", "out", "The", *options, cwd=tmp_path)
    stream = keras_seq_command("predict", "out", "The", "--stream", *options, cwd=tmp_path)
    assert plain.returncode == stream.returncode == 0
    assert plain.stdout == stream.stdout and plain.stdout.startswith("The")
    none = keras_seq_here("predict", "out", *options, "--format", "jsonl", cwd=tmp_path)
    assert none.stdout.startswith('{"prompt": "", "text": ')
