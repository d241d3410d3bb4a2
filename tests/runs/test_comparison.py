import json
import shutil

import pytest

import keras_seq
from keras_seq.runs import bundle, comparison

SMALL = {"epochs": 2, "max_train_samples": 60, "units": 4, "embedding_dim": 4,
         "cell": "simple_rnn", "bidirectional": False}  # fmt: skip


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """A run, a copy of it with other figures and another option, and one without an option."""
    room = tmp_path_factory.mktemp("compare")
    keras_seq.run("imdb_sentiment", SMALL, room / "first")
    for name, accuracy in (("better", 0.99), ("unknown", float("nan"))):
        shutil.copytree(room / "first", room / name)
        metrics = json.loads((room / name / "metrics.json").read_text())
        metrics["test"]["accuracy"] = None if name == "unknown" else accuracy
        (room / name / "metrics.json").write_text(json.dumps(metrics))
        config = (room / name / "config.yaml").read_text()
        other = {"better": "dropout: 0.7", "unknown": "absent: 1"}[name]
        line = next(line for line in config.splitlines() if line.startswith("  dropout:"))
        (room / name / "config.yaml").write_text(config.replace(line, f"  {other}"))
    return [str(room / name) for name in ("unknown", "first", "better")]


def test_the_best_run_comes_first_and_options_that_differ_are_named(runs):
    compared = comparison.compare(runs)
    assert list(compared.metrics) == ["better", "first", "unknown"]
    assert compared.options["dropout"]["better"] == 0.7
    assert compared.options["dropout"]["unknown"] == "unknown"
    assert set(compared.options) == {"dropout", "absent"}
    text = "\n".join(comparison.lines(compared))
    first, best, *_ = text.splitlines()
    assert first.split()[:3] == ["test", "part", "accuracy"]
    assert best.split()[:2] == ["better", "0.990"]
    assert not compared.warnings


def test_a_page_has_the_same(runs, tmp_path, keras_seq_here):
    done = keras_seq_here("compare", *runs, "--output", tmp_path / "page.html")
    assert done.returncode == 0 and done.stdout.splitlines()[1].startswith("better")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert page.index(">better<") < page.index(">first<") < page.index(">unknown<")
    assert "<svg" in page and "0.990" in page
    done = keras_seq_here("compare", *runs, "--output", tmp_path / "page.html")
    assert done.returncode == 2 and "exists; name another file" in done.stderr


def test_what_has_nothing_in_common_is_refused(runs, tmp_path, keras_seq_here):
    other = tmp_path / "other"
    shutil.copytree(runs[1], other)
    config = (other / "config.yaml").read_text()
    (other / "config.yaml").write_text(config.replace("app: imdb_sentiment", "app: translation"))
    done = keras_seq_here("compare", runs[0], other)
    assert done.returncode == 2 and "no figure in common" in done.stderr
    done = keras_seq_here("compare", runs[0], runs[0])
    assert done.returncode == 2 and "named twice" in done.stderr
    (other / "metrics.json").unlink()
    (other / "config.yaml").write_text(config.replace("seed: 0", "data: x.csv", 1))
    done = keras_seq_here("compare", runs[0], other)
    assert done.returncode == 2 and str(other / "metrics.json") in done.stderr


def test_other_seeds_and_other_data_are_said(runs, tmp_path):
    other = tmp_path / "first"
    shutil.copytree(runs[1], other)
    metrics = json.loads((other / "metrics.json").read_text())
    (other / "metrics.json").write_text(json.dumps({**metrics, "seed": 1}))
    compared = comparison.compare([runs[1], str(other)])
    assert [name.endswith("/first") for name in compared.metrics] == [True, True]
    assert ["Seeds differ" in warning for warning in compared.warnings] == [True]
    description = {**bundle.read_description(other), "data": {"fingerprint": "sha256:0"}}
    bundle.write_description(other, description)
    compared = comparison.compare([runs[1], str(other)])
    assert ["can't be compared" in warning for warning in compared.warnings] == [True]
