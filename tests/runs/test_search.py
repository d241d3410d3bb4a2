import csv
import json
from dataclasses import dataclass

import pytest

import keras_seq
from keras_seq.errors import InputError
from keras_seq.options import Bidirectional, TrainingConfig
from keras_seq.runs import search
from keras_seq.runs.search import Range, ranges

optuna = pytest.importorskip("optuna")
SMALL = {"epochs": 2, "max_train_samples": 60, "embedding_dim": 4}


@dataclass(frozen=True)
class Config(Bidirectional, TrainingConfig):
    """An app's."""


def test_ranges_are_given_or_taken_from_the_options():
    assert ranges("units=4..16, cell=lstm|gru", Config) == [
        Range("units", (), 4, 16), Range("cell", ("lstm", "gru"))
    ]  # fmt: skip
    assert ranges("cell,bidirectional", Config) == [
        Range("cell", ("simple_rnn", "gru", "lstm")), Range("bidirectional", (False, True))
    ]  # fmt: skip
    (dropout,) = ranges("dropout", Config)
    assert dropout.least == 0 and 0.999 < dropout.most < 1
    assert ranges("learning-rate=1e-4..1e-2", Config) == [Range("learning_rate", (), 1e-4, 1e-2)]


@pytest.mark.parametrize(
    ("over", "message"),
    [
        ("unit=1..2", "no option unit; did you mean units"), ("units=9..3", "smaller number"),
        ("units=1.5..3", "must be a whole number"), ("cell=lstm|elm", "must be one of"),
        ("dropout=0..1.5", "must be less than 1"), ("units", "has no bounds of its own"),
        ("", "name options"), ("units=1..2,units=2..3", "each once"),
        ("bidirectional=yes", "must be true or false"),
    ],
)  # fmt: skip
def test_wrong_ranges_are_one_line(over, message):
    with pytest.raises(InputError, match=message):
        ranges(over, Config)


@pytest.fixture
def parabola(monkeypatch):
    """Stands for the trainings: best is 20 units with a GRU; calls are counted."""
    calls = []

    def validated(app, values, trial):
        calls.append(values)
        return 1 - abs(values["units"] - 20) / 100 - (values["cell"] != "gru")

    monkeypatch.setattr(search, "_validated", validated)
    monkeypatch.setattr(search.runner, "train", lambda *args, **options: None)
    return calls


def tried(path, trials, **options):
    over = "units=4..64,cell=lstm|gru"
    return search.search("imdb_sentiment", SMALL, over, path, trials=trials, **options)


def test_the_best_options_are_found(tmp_path, parabola):
    study = tried(tmp_path / "s", 40)
    assert len(parabola) == 40
    assert study.best_params["cell"] == "gru" and abs(study.best_params["units"] - 20) <= 4


def test_a_killed_search_goes_on_and_a_failed_trial_ends_nothing(tmp_path, parabola, monkeypatch):
    validated, killed = search._validated, []

    def failing(app, values, trial):
        if trial.number == 1:
            raise InputError("training diverged")
        if trial.number == 3 and not killed:
            killed.append(values)
            raise KeyboardInterrupt
        return validated(app, values, trial)

    monkeypatch.setattr(search, "_validated", failing)
    with pytest.raises(KeyboardInterrupt):
        tried(tmp_path / "s", 6)
    assert len(parabola) == 2
    with pytest.raises(InputError, match="go on with it by --resume"):
        tried(tmp_path / "s", 6)
    study = tried(tmp_path / "s", 6, resume=True)
    assert len(parabola) == 5  # six trials, one of which failed; the killed one was made again
    assert killed[0] in parabola
    assert [one.user_attrs for one in study.trials if one.user_attrs] == [
        {"failed": "training diverged"}
    ]
    with pytest.raises(InputError, match="another app, or other options"):
        search.search("imdb_sentiment", SMALL, "units=1..2", tmp_path / "s", resume=True)


def test_two_searches_share_a_storage(tmp_path, parabola):
    storage = f"sqlite:///{tmp_path}/shared.db"
    tried(tmp_path / "a", 3, storage=storage)
    tried(tmp_path / "b", 5, storage=storage)
    assert len(parabola) == 5


def test_no_trial_that_ends_is_said(tmp_path, monkeypatch):
    def failing(app, values, trial):
        raise InputError("training diverged")

    monkeypatch.setattr(search, "_validated", failing)
    with pytest.raises(InputError, match="no trial came to an end"):
        tried(tmp_path / "s", 2)


@pytest.mark.usefixtures("step_by_step")
def test_the_command_leaves_a_table_a_page_and_the_best_run(tmp_path, keras_seq_here, monkeypatch):
    judged = []
    task = type(keras_seq.app.load("imdb_sentiment").task)
    evaluate = task.evaluate

    def counted(self, trained, records):
        judged.append(len(records))
        return evaluate(self, trained, records)

    monkeypatch.setattr(task, "evaluate", counted)
    words = [f"--{name.replace('_', '-')}={value}" for name, value in SMALL.items()]
    done = keras_seq_here("search", "imdb_sentiment", "--over", "units=2..8", "--trials", 2,
                          "--output-dir", "s", *words, cwd=tmp_path)  # fmt: skip
    assert done.returncode == 0, done.stderr
    run = keras_seq.load(tmp_path / "s" / "best")
    sizes = run.metrics["examples"]
    assert judged[:2] == [sizes["validation"]] * 2 and judged.count(sizes["test"]) == 1
    with (tmp_path / "s" / "trials.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    best = max(rows, key=lambda row: float(row["accuracy"]))
    assert len(rows) == 2 and run.config.units == int(best["units"])
    assert "Trials in their order" in (tmp_path / "s" / "report.html").read_text(encoding="utf-8")
    assert json.loads((tmp_path / "s" / "search.json").read_text())["over"] == "units=2..8"
