"""Pipes that break, streams that are closed, disks that are full: one line, and a status."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import keras_seq
from keras_seq import app as apps

CHECKOUT = Path(__file__).resolve().parents[1]
COMMAND = f"{sys.executable} -m keras_seq"
SMALL = {"epochs": 1, "max_train_samples": 100, "units": 4, "embedding_dim": 4,
         "cell": "simple_rnn", "bidirectional": False}  # fmt: skip


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return keras_seq.run("imdb_sentiment", SMALL, tmp_path_factory.mktemp("streams") / "run").path


def shell(line, cwd=None, **variables):
    return subprocess.run(
        ["bash", "-c", line], cwd=cwd, capture_output=True, timeout=300,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT), **variables},
    )  # fmt: skip


@pytest.mark.parametrize("words", ["list", "--help", "check-data imdb_sentiment"])
def test_who_has_read_enough_ends_it_quietly(words):
    done = shell(f"({COMMAND} {words}; echo $? >&2) | true")
    assert done.stderr == b"0\n"


@pytest.mark.parametrize(
    ("streams", "status", "lines"),
    [(">&-", 0, 1), ("2>&-", 0, 0), ("<&-", 0, 0), (">/dev/full", 2, 1), ("2>/dev/full", 0, 0)],
)
def test_a_stream_that_takes_nothing(streams, status, lines):
    done = shell(f"{COMMAND} list {streams}")
    assert done.returncode == status, done.stderr
    assert len(done.stderr.splitlines()) == lines, done.stderr
    assert (b"imdb_sentiment" in done.stdout) == ("1" not in streams and streams[0] != ">")


def test_words_in_a_locale_that_knows_no_utf_8(run):
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    words = f"predict {run} café --format jsonl"
    done = shell(f"{COMMAND} {words}", **plain, PYTHONIOENCODING="utf-8")
    assert json.loads(done.stdout)["text"] == "café", done.stderr
    done = shell(f"{COMMAND} predict {run} $'caf\\xe9'")
    assert done.returncode == 2 and b"not UTF-8 text: caf\\udce9" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_full_disk_is_one_line_and_resumed(tmp_path, keras_seq_here):
    # No file may grow beyond 24 kB, as on a disk that is almost full; nothing but ours is written.
    small = ("--epochs 1 --max-train-samples 100 --units 4 --embedding-dim 4 --cell simple_rnn "
             "--ngrams 0 --output-dir run")  # fmt: skip
    words = f"{COMMAND} run imdb_sentiment {small}"
    done = shell(f"ulimit -f 24; exec {words}", tmp_path, PYTHONDONTWRITEBYTECODE="1")
    *_, hint, line = done.stderr.decode().splitlines()
    assert done.returncode == 2, done.stderr
    assert line.startswith("keras-seq: ") and "File too large" in line
    assert hint == "stopped; go on with: keras-seq run imdb_sentiment --output-dir run --resume"
    assert "Traceback" not in done.stderr.decode()
    assert not list((tmp_path / "run").rglob(".*"))
    words = ["run", "imdb_sentiment", *small.split(), "--resume"]
    assert keras_seq_here(*words, cwd=tmp_path).returncode == 0


@pytest.mark.parametrize("folder", ["file/run", "x" * 300, "deep/" + "x" * 300, "/proc/none/run"])
def test_a_folder_that_can_t_be_made(folder, tmp_path, keras_seq_here):
    (tmp_path / "file").touch()
    for words in (["run", "imdb_sentiment", "--epochs", "1", "--output-dir", folder],
                  ["new", folder, "--from", "imdb_sentiment"]):  # fmt: skip
        done = keras_seq_here(*words, cwd=tmp_path)
        assert done.returncode == 2 and len(done.stderr.splitlines()) == 1, done.stderr
        assert len(done.stderr) < 520 and done.stdout == ""
        assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_files_that_may_not_be_read(run, tmp_path, keras_seq_here, monkeypatch):
    def closed(self, *words, **more):
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "read_bytes", closed)
    for words in (["predict", run, "a film"], ["evaluate", run]):
        done = keras_seq_here(*words)
        assert done.returncode == 2
        assert done.stderr == f"keras-seq: {run}/config.yaml: Permission denied\n"


def test_a_fault_of_ours_says_how_to_report_it(keras_seq_here, monkeypatch):
    monkeypatch.setattr(apps, "names", lambda: 1 / 0)
    done = keras_seq_here("list")
    assert done.returncode == 1
    assert "ZeroDivisionError" in done.stderr
    assert "please report it" in done.stderr.splitlines()[-1]


def test_answers_steer_no_terminal_and_no_spreadsheet(run, keras_seq_here):
    text = "=1+1 \x1b[31m red \x9b \x00"
    done = keras_seq_here("predict", run, input=text)
    assert "=1+1 \\u001b[31m red \\u009b \\u0000" in done.stdout and "\x1b" not in done.stdout
    done = keras_seq_here("predict", run, "--format", "jsonl", input=text)
    assert json.loads(done.stdout)["text"] == text and "\x9b" not in done.stdout
    done = keras_seq_here("predict", run, "--format", "csv", input=text)
    assert done.stdout.splitlines()[1].startswith("'=1+1")
    done = keras_seq_here("predict", "\x1b]0;title\x07", "a film")
    assert done.stderr.startswith("keras-seq: \\u001b]0;title\\u0007: not a run folder")
    done = keras_seq_here("predict", "x" * 5000, "a film")
    assert len(done.stderr) < 520 and done.stderr.endswith("…\n")
