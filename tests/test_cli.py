import json
import os
import shlex
import subprocess
import sys
import time
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]

TINY = ["--epochs", "1", "--max-train-samples", "64", "--units", "4", "--embedding-dim", "4",
        "--cell", "simple_rnn", "--no-bidirectional"]  # fmt: skip


def test_help_and_list_never_import_tensorflow():
    script = (
        "import sys; from keras_seq import cli\n"
        "for words in (['--help'], ['list'], ['run', '--help'], ['run', 'imdb_sentiment', '-h']):\n"
        "    cli.cli.main(words, standalone_mode=False)\n"
        "heavy = {'tensorflow', 'keras', 'pandas', 'sklearn', 'matplotlib'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "imdb_sentiment" in done.stdout


@pytest.mark.parametrize("app", ["imdb_sentiment", "text_generation", "time_series", "translation"])
def test_data_is_checked_without_keras(app):
    script = (
        "import sys; from keras_seq import cli\n"
        f"cli.cli.main(['check-data', '{app}'], standalone_mode=False)\n"
        "assert 'keras' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "train" in done.stdout and not done.stderr


def test_every_field_is_an_option_with_help_and_default(keras_seq_command):
    from keras_seq import app as apps
    from keras_seq import config

    text = " ".join(keras_seq_command("run", "imdb_sentiment", "--help").stdout.split())
    for field in config.options(apps.load("imdb_sentiment").Config):
        assert field.flag in text
        assert field.help in text
    assert "[default: 1]" in text


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["run", "imdb"], "no app is called imdb; did you mean imdb_sentiment?"),
        (["run", "imdb_sentiment", "--epochs", "x"], "--epochs must be a whole number"),
        (["run", "imdb_sentiment", "--epoch", "3"], "No such option"),
        (["run", "imdb_sentiment", "--data", "absent.csv"], "absent.csv"),
        (["run", "imdb_sentiment", "--config", "absent.yaml"], "absent.yaml: can't be read"),
        (["run", "imdb_sentiment", "--resume", "--overwrite", "--output-dir", "x"], "contradict"),
        (["run", "imdb_sentiment", "--resume"], "no unfinished run of imdb_sentiment"),
        (["run"], "APP"),
        (["evaluate", "absent"], "absent: not a run folder"),
        (["predict", "absent", "a text"], "absent: not a run folder"),
        (["new", "1st", "--from", "imdb_sentiment"], "use letters, digits"),
        (["fly"], "No such command"),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(keras_seq_command, tmp_path, words, message):
    done = keras_seq_command(*words, cwd=tmp_path)
    assert done.returncode == 2
    assert message in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stdout == ""
    assert not list(tmp_path.iterdir())


@pytest.fixture(scope="module")
def trained(keras_seq_command, tmp_path_factory):
    """A run folder made by the command line, and what was said."""
    folder = tmp_path_factory.mktemp("cli") / "run"
    done = keras_seq_command("run", "imdb-sentiment", *TINY, "--output-dir", folder)
    assert done.returncode == 0, done.stderr
    return folder, done


def test_run_leaves_the_whole_folder(trained):
    folder, done = trained
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {
        "config.yaml", "preprocessing/tokenizer.json", "preprocessing/labels.json", "model.keras",
        "checkpoint/state.npz", "history.csv", "metrics.json", "predictions.csv", "report.html",
    } <= names  # fmt: skip
    assert not [name for name in names if name.split("/")[-1].startswith(".")]
    metrics = json.loads((folder / "metrics.json").read_text())
    assert list(metrics) == [
        "app", "data", "test", "baselines", "examples", "parameters", "seconds", "seed", "versions",
        "example",
    ]  # fmt: skip
    assert metrics["app"] == "imdb_sentiment"
    assert "synthetic" in metrics["data"]
    assert "accuracy" in done.stdout
    assert "epoch 1/1" in done.stderr
    assert "\x1b" not in done.stdout + done.stderr
    assert "oneDNN" not in done.stderr and "cuda" not in done.stderr.lower()


def test_the_closing_words_are_a_command_whose_answer_is_right(trained, keras_seq_here):
    import csv

    folder, done = trained
    words = shlex.split(done.stdout.splitlines()[-1])
    assert words[:4] == ["predict", "keras-seq", "predict", str(folder)] and len(words) == 5
    with (folder / "predictions.csv").open(encoding="utf-8", newline="") as stream:
        expected = {row["input"]: row["expected"] for row in csv.DictReader(stream)}
    answer = keras_seq_here(*words[2:])
    assert answer.stdout.split("\t")[0] == expected[words[4]]
    # A run that is finished already says it again.
    again = keras_seq_here("run", "imdb_sentiment", "--output-dir", folder, "--resume")
    assert again.stdout.splitlines()[-1] == done.stdout.splitlines()[-1]


def test_a_run_folder_is_not_overwritten_unasked(trained, keras_seq_command):
    folder, _ = trained
    before = (folder / "metrics.json").read_bytes()
    done = keras_seq_command("run", "imdb_sentiment", *TINY, "--output-dir", folder)
    assert done.returncode == 2
    assert "--resume" in done.stderr and "--overwrite" in done.stderr
    assert (folder / "metrics.json").read_bytes() == before


def test_resume_refuses_another_option(trained, keras_seq_here):
    folder, _ = trained
    words = ["run", "imdb_sentiment", "--output-dir", folder, "--resume"]
    done = keras_seq_here(*words, "--units", "5")
    assert done.returncode == 2
    assert "--units was 4 when the run began" in done.stderr
    done = keras_seq_here(*words)
    assert done.returncode == 0
    assert "finished already" in done.stderr


def test_overwrite_leaves_other_folders_alone(keras_seq_command, tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    done = keras_seq_command(
        "run", "imdb_sentiment", *TINY, "--output-dir", tmp_path, "--overwrite"
    )
    assert done.returncode == 2
    assert "not a run folder" in done.stderr
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_predict_from_words_file_and_pipe_agree(
    trained, keras_seq_command, keras_seq_here, tmp_path
):
    folder, _ = trained
    texts = ["the film was really brilliant .", "the plot was plainly dull , in truth"]
    path = tmp_path / "texts.txt"
    path.write_text("".join(f"{text}\n" for text in texts))
    outs = [
        keras_seq_command("predict", folder, *texts),
        keras_seq_here("predict", folder, "--input", path),
        keras_seq_here("predict", folder, input=path.read_text()),
    ]
    assert [done.returncode for done in outs] == [0, 0, 0], outs[0].stderr
    assert len({done.stdout for done in outs}) == 1
    assert len(outs[0].stdout.splitlines()) == 2
    done = keras_seq_here("predict", folder, *texts, "--format", "jsonl")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["text"] for row in rows] == texts
    for row in rows:
        assert sum(row["probabilities"].values()) == pytest.approx(1, abs=1e-6)
    done = keras_seq_here("predict", folder, *texts, "--format", "csv")
    assert "probabilities.positive" in done.stdout.splitlines()[0]


def test_predictions_in_another_process_equal_the_training_ones(trained):
    import csv

    import keras_seq

    folder, _ = trained
    with (folder / "predictions.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))[:50]
    answers = list(keras_seq.load(folder).predict([row["input"] for row in rows]))
    for row, answer in zip(rows, answers, strict=True):
        assert answer["label"] == row["predicted"]
        assert answer["score"] == pytest.approx(float(row["score"]), abs=1e-6)


def test_evaluate_repeats_the_runs_own_figure(trained, keras_seq_command):
    folder, _ = trained
    expected = json.loads((folder / "metrics.json").read_text())["test"]
    found = json.loads(keras_seq_command("evaluate", folder, "--format", "json").stdout)
    assert found == pytest.approx(expected, abs=1e-6)


def test_check_data_says_what_is_there(keras_seq_command):
    done = keras_seq_command("check-data", "imdb_sentiment")
    assert done.returncode == 0
    assert "train" in done.stdout and "positive" in done.stdout


def test_interrupt_is_130_and_resumable(keras_seq_command, tmp_path):
    import signal

    folder = tmp_path / "run"
    words = ["run", "imdb_sentiment", *TINY, "--epochs", "500", "--output-dir", folder]
    process = subprocess.Popen(
        [sys.executable, "-m", "keras_seq", *map(str, words)],
        stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
        # A shell that runs the tests in the background has the signal ignored, and passes that on.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    deadline = time.monotonic() + 120
    while not (folder / "history.csv").exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "--resume" in said and "Traceback" not in said


def test_a_copied_app_is_edited_run_and_tested_like_a_built_in_one(keras_seq_here, tmp_path):
    assert keras_seq_here("new", "my_app", "--from", "imdb_sentiment", cwd=tmp_path).stdout
    module = tmp_path / "my_app" / "app.py"
    source = module.read_text(encoding="utf-8")
    edited = source.replace("figures=[", "line='MINE {label}'.format_map, figures=[")
    assert edited != source
    module.write_text(edited, encoding="utf-8")
    done = keras_seq_here("run", "./my_app", *TINY, "--output-dir", "out", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    closing = done.stdout.splitlines()[-1]
    assert closing.startswith("predict  keras-seq predict out ")
    assert closing.endswith(" --app ./my_app")
    answer = keras_seq_here("predict", "out", "a film", "--app", "./my_app", cwd=tmp_path)
    assert answer.stdout.startswith("MINE "), answer.stderr
    config = (tmp_path / "out" / "config.yaml").read_text(encoding="utf-8")
    assert f"app: {tmp_path / 'my_app'}" in config

    tested = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "my_app"], cwd=tmp_path, capture_output=True,
        text=True, env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
    )  # fmt: skip
    assert tested.returncode == 0, tested.stdout

    (tmp_path / "my_app").rename(tmp_path / "moved")
    lost = keras_seq_here("predict", "out", "a film", cwd=tmp_path)
    assert lost.returncode == 2 and "name the folder of its code with --app DIR" in lost.stderr
    found = keras_seq_here("predict", "out", "a film", "--app", "./moved", cwd=tmp_path)
    assert found.stdout == answer.stdout


def test_own_columns_are_remembered_by_evaluate_and_predict(keras_seq_here, tmp_path):
    rows = "".join(f'"a {word} film, {n}",{stars}\n' for n in range(30)
                   for word, stars in (("good", 5), ("bad", 1)))  # fmt: skip
    (tmp_path / "mine.csv").write_text("body,stars\n" + rows)
    columns = ["--text-column", "body", "--label-column", "stars"]
    done = keras_seq_here("run", "imdb_sentiment", "--data", "mine.csv", *columns, *TINY,
                          "--output-dir", "out", cwd=tmp_path)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert keras_seq_here("evaluate", "out", "--data", "mine.csv", cwd=tmp_path).returncode == 0
    done = keras_seq_here("predict", "out", "--input", "mine.csv", "--format", "csv", cwd=tmp_path)
    header, first, *_ = lines = done.stdout.splitlines()
    assert header == "text,label,score,probabilities.1,probabilities.5,unknown"
    assert first.startswith('"a good film, 0",')
    assert len(lines) == 61
