"""Several trainings in one command: variants and backtests, killed and gone on with."""

import contextlib
import json

import numpy as np
import pytest

import keras_seq
from keras_seq import app as apps
from keras_seq.errors import InputError
from keras_seq.runs import closing, runner
from keras_seq.runs.backtest import backtest


@pytest.fixture
def values(tmp_path):
    path = tmp_path / "reviews.csv"
    rows = [
        f"a film that is {word} in scene {number},{word}\n"
        for number in range(20)
        for word in ("good", "bad")
    ]
    path.write_text("text,label\n" + "".join(rows))
    return {"data": str(path), "epochs": 1, "units": 4, "embedding_dim": 4}


@pytest.fixture(autouse=True)
def task(monkeypatch, step_by_step):
    """Give the classifier variants and folds, as forecasters have them."""
    module = apps.load("imdb_sentiment")

    class Several(type(module.task)):
        def variants(self, config):
            return {cell: {"cell": cell} for cell in ("gru", "lstm")} if config.seed else {}

        def folds(self, config, splits, count):
            return [{"batch_size": 10 + number} for number in range(count)]

    monkeypatch.setattr(module, "task", Several(**vars(module.task)))
    monkeypatch.setattr(closing, "write", lambda *_: None)  # reports are tested elsewhere


@contextlib.contextmanager
def interrupted(finished):
    """Interrupt the training behind so many finished ones, when its epochs are done."""
    finish, calls = runner.finish, []

    def stop(*words):
        calls.append(words)
        if len(calls) > finished:
            raise KeyboardInterrupt
        return finish(*words)

    with pytest.MonkeyPatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(runner, "finish", stop)
        yield


def figures(folder):
    return {**json.loads((folder / "metrics.json").read_text()), "seconds": 0}


def test_variants_go_on_with_no_option_repeated(values, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    values = {**values, "seed": 1}
    whole = keras_seq.run("imdb_sentiment", values, tmp_path / "whole")
    for resume in (False, True):  # in the second variant, and when the best has been copied
        with interrupted(1):
            keras_seq.run("imdb_sentiment", {} if resume else values, resume=resume)
    with pytest.raises(InputError, match="--units was 4 when the run began"):
        keras_seq.run("imdb_sentiment", {"units": 5}, resume=True)
    resumed = keras_seq.run("imdb_sentiment", resume=True)
    assert resumed.path.parts[0] == "runs"
    assert figures(resumed.path) == figures(whole.path)
    pairs = zip(resumed.model.get_weights(), whole.model.get_weights(), strict=True)
    assert all(np.array_equal(a, b) for a, b in pairs)
    capsys.readouterr()
    keras_seq.run("imdb_sentiment", output_dir=resumed.path, resume=True)
    assert "finished already" in capsys.readouterr().err


def test_the_old_variants_stay_until_the_new_ones_are_whole(values, tmp_path):
    values, path = {**values, "seed": 1}, tmp_path / "run"
    before = figures(keras_seq.run("imdb_sentiment", values, path).path)
    with interrupted(0):
        keras_seq.run("imdb_sentiment", {**values, "seed": 2}, path, overwrite=True)
    assert figures(path / "replaced") == before
    keras_seq.run("imdb_sentiment", {}, path, resume=True)
    assert figures(path)["seed"] == 2
    assert not (path / "replaced").exists()


def test_a_backtest_goes_on_and_is_replaced(values, tmp_path):
    run = keras_seq.run("imdb_sentiment", values, tmp_path / "run").path
    path, whole = tmp_path / "folds", tmp_path / "whole"
    expected = backtest(run, whole, count=2)
    with interrupted(1):
        backtest(run, path, count=2)
    with pytest.raises(InputError, match=r"folds: exists; name another .*, go on with --resume"):
        backtest(run, path)
    with pytest.raises(InputError, match="folds was 2 when the backtest began"):
        backtest(run, path, count=3, resume=True)
    first = path / "fold_1" / "metrics.json"
    written = first.stat().st_mtime_ns
    assert backtest(run, path, resume=True) == expected
    assert first.stat().st_mtime_ns == written  # the first fold was not trained again
    with interrupted(0):
        backtest(run, path, count=1, overwrite=True)
    assert (path / "replaced" / "backtest.json").is_file()
    backtest(run, path, resume=True)
    assert not (path / "replaced").exists()
    with pytest.raises(InputError, match="run: not a backtest, so --overwrite leaves it alone"):
        backtest(run, run, overwrite=True)
    with pytest.raises(InputError, match="no backtest to go on with"):
        backtest(run, tmp_path / "absent", resume=True)
