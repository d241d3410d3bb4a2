import contextlib
import csv
import dataclasses
import json
import time

import numpy as np
import pytest
import yaml

import keras_seq
from keras_seq import app as apps
from keras_seq.errors import InputError
from keras_seq.runs import closing, runner
from keras_seq.runs.lock import Lock

SMALL = {"epochs": 2, "units": 4, "embedding_dim": 4, "batch_size": 32, "cell": "simple_rnn",
         "bidirectional": False}  # fmt: skip
pytestmark = pytest.mark.usefixtures("step_by_step")
ROWS = [(f"a film that is {word} in scene {number}", label)
        for number in range(30) for word, label in (("good", "yes"), ("bad", "no"))]  # fmt: skip


@pytest.fixture
def data(tmp_path):
    path = tmp_path / "reviews.csv"
    with path.open("w", newline="") as stream:
        csv.writer(stream).writerows([("text", "label"), *ROWS])
    return path


def run(data, folder, **rest):
    return keras_seq.run("imdb_sentiment", {**SMALL, "data": str(data), **rest.pop("values", {})},
                         folder, **rest)  # fmt: skip


def test_the_same_seed_gives_the_same_weights_and_another_one_others(data, tmp_path):
    one, same = run(data, tmp_path / "a"), run(data, tmp_path / "b")
    other = run(data, tmp_path / "c", values={"seed": 1})
    pairs = list(zip(one.model.get_weights(), same.model.get_weights(), strict=True))
    assert all(np.array_equal(a, b) for a, b in pairs)
    assert {**one.metrics, "seconds": 0} == {**same.metrics, "seconds": 0}
    first = (one.model.get_weights()[-2], other.model.get_weights()[-2])
    assert not np.array_equal(*first)


def test_the_config_of_a_run_says_it_all_and_runs_again(data, tmp_path):
    run(data, tmp_path / "a")
    saved = yaml.safe_load((tmp_path / "a" / "config.yaml").read_text())
    assert saved["app"] == "imdb_sentiment"
    assert saved["data"]["path"] == str(data)
    assert saved["data"]["fingerprint"].startswith("sha256:")
    assert saved["options"]["units"] == 4 and saved["options"]["dropout"] > 0
    assert {"keras_seq", "python", "keras", "numpy"} <= set(saved["versions"])


def test_a_run_folder_is_never_overwritten_unasked(data, tmp_path):
    folder = tmp_path / "a"
    folder.mkdir()
    (folder / "thesis.txt").write_text("years of work")
    with pytest.raises(InputError, match="a: exists; go on with --resume, or replace it with"):
        run(data, folder)
    with pytest.raises(InputError, match="not a run folder, so --overwrite leaves it alone"):
        run(data, folder, overwrite=True)
    assert (folder / "thesis.txt").read_text() == "years of work"


def test_overwrite_replaces_a_run_and_resume_leaves_a_finished_one(data, tmp_path):
    folder = tmp_path / "a"
    run(data, folder)
    (folder / "mine.txt").touch()
    before = (folder / "metrics.json").stat().st_mtime_ns
    run(data, folder, resume=True)
    assert (folder / "metrics.json").stat().st_mtime_ns == before
    run(data, folder, overwrite=True)
    assert (folder / "metrics.json").stat().st_mtime_ns > before
    assert not (folder / "mine.txt").exists()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_resume_refuses_what_would_not_be_the_same_run(data, tmp_path):
    folder = tmp_path / "a"
    run(data, folder)
    (folder / "metrics.json").unlink()
    with pytest.raises(InputError, match="--units was 4 when the run began"):
        run(data, folder, resume=True, values={"units": 5})
    time.sleep(0.01)
    with data.open("a") as stream:
        stream.write("one more,yes\n")
    with pytest.raises(InputError, match=r"reviews.csv: has changed since the run"):
        run(data, folder, resume=True)


@contextlib.contextmanager
def interrupted():
    """Interrupt what follows when all is done but the report and the metrics."""
    with pytest.MonkeyPatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(closing, "write", lambda *words: (_ for _ in ()).throw(KeyboardInterrupt))
        yield


def test_the_old_run_stays_until_the_new_one_is_whole(data, tmp_path):
    folder = tmp_path / "a"
    run(data, folder)
    before = (folder / "metrics.json").read_bytes()
    for seed in (1, 2):  # the second one replaces what isn't whole
        with interrupted():
            run(data, folder, values={"seed": seed}, overwrite=True)
        assert (folder / "replaced" / "metrics.json").read_bytes() == before
    litter = folder / "plots" / ".learning_curves-ab12cd_9.png"
    litter.parent.mkdir()
    litter.touch()
    resumed = run(data, folder, values={"seed": 2}, resume=True)
    assert resumed.metrics["seed"] == 2
    assert not (folder / "replaced").exists() and not litter.exists()
    assert [path for path in folder.rglob(".*")] == []


def test_resume_notices_an_edit_and_other_versions(data, tmp_path, capsys):
    folder = tmp_path / "a"
    with interrupted():
        run(data, folder)
    config, manifest = folder / "config.yaml", folder / "manifest.json"
    description = yaml.safe_load(config.read_text())
    description["options"]["dropout"] = 0.25
    description["versions"]["keras"] = "3.0.5"
    config.write_text(yaml.safe_dump(description))
    with pytest.raises(InputError, match=r"config.yaml: damaged or exchanged"):
        run(data, folder, resume=True)
    manifest.unlink()  # as of an earlier version
    capsys.readouterr()
    run(data, folder, resume=True)
    said = capsys.readouterr().err.splitlines()
    assert [
        line for line in said if "other versions than when the run began (keras 3.0.5 ->" in line
    ]
    assert "config.yaml" in manifest.read_text()


def test_another_process_s_run_is_left_alone(data, tmp_path):
    folder = tmp_path / "a"
    with interrupted():
        run(data, folder)
    for how in ({"resume": True}, {"overwrite": True}):
        with Lock(folder), pytest.raises(InputError, match="another process is at work in it"):
            run(data, folder, **how)


def test_two_runs_of_one_second_get_two_folders(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with runner.run_folder("imdb_sentiment", None, False) as one:
        with runner.run_folder("imdb_sentiment", None, False) as other:
            assert one != other and one.parent == other.parent
        (one / "config.yaml").touch()
    assert [path.name for path in (tmp_path / "runs").iterdir()] == [one.name]


def test_a_finished_training_is_never_lost_at_the_report(tmp_path, monkeypatch):
    module = apps.load("imdb_sentiment")

    class Undefined(type(module.task)):
        def evaluate(self, trained, records):
            done = super().evaluate(trained, records)
            figures = {**done.metrics, "perplexity": np.inf, "f1": np.nan}
            return dataclasses.replace(done, metrics=figures)

    def figure(task, result, page):
        raise ZeroDivisionError("a figure")

    task = Undefined(**{**vars(module.task), "metric": "f1", "figures": [figure]})
    monkeypatch.setattr(module, "task", task)
    odd = ("=good\x07\x1b\uffff", "$\\frac{\x0b}")
    path = tmp_path / "odd.jsonl"
    rows = [{"text": f"a film, {number % 2}, {number}", "label": odd[number % 2]}
            for number in range(60)]  # fmt: skip
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    with pytest.warns(RuntimeWarning, match=r"left out \(ZeroDivisionError: a figure\)"):
        finished = run(path, tmp_path / "run")
    saved = json.loads((tmp_path / "run" / "metrics.json").read_text(), parse_constant=pytest.fail)
    assert saved["test"]["perplexity"] is None and saved["test"]["f1"] is None
    assert np.isnan(finished.metrics["test"]["f1"])
    page = (tmp_path / "run" / "report.html").read_text()
    assert "null in metrics.json: perplexity of the model, f1 of the model" in page
    assert "Confusions" in page  # drawn before the figure that fails
    assert not {"\x07", "\x0b", "\x1b", "\uffff"} & set(page)
    assert "undefined" in closing.summary(finished.app, finished.metrics)
    with (tmp_path / "run" / "predictions.csv").open(newline="") as stream:
        expected = {row["expected"] for row in csv.DictReader(stream)}
    assert expected == {"'" + odd[0], odd[1]}


def test_bad_data_leaves_no_folder(data, tmp_path):
    data.write_text("text,label\na,b\n")
    with pytest.raises(InputError):
        run(data, tmp_path / "deep" / "a")
    assert not (tmp_path / "deep").exists()


def test_preprocessing_sees_the_training_part_alone(tmp_path):
    for part, word in (("train", "common"), ("validation", "heldout"), ("test", "unseen")):
        with (tmp_path / f"{part}.csv").open("w", newline="") as stream:
            rows = [(f"{text} {word}", label) for text, label in ROWS]
            csv.writer(stream).writerows([("text", "label"), *rows])
    finished = run(tmp_path, tmp_path / "run")
    vocabulary = finished.preprocessing.tokenizer.inner.get_vocab()
    assert "common" in vocabulary
    assert "heldout" not in vocabulary and "unseen" not in vocabulary


def test_a_column_called_by_number_and_a_label_per_digit(tmp_path):
    path = tmp_path / "stars.tsv"
    path.write_text("7\tn\n" + "".join(f"{text}\t{'123'[i % 3]}\n" for i, (text, _) in
                                       enumerate(ROWS)))  # fmt: skip
    finished = run(path, tmp_path / "run", values={"text_column": "7", "label_column": "n"})
    assert finished.preprocessing.labels.names == ("1", "2", "3")
    assert finished.model.output_shape == (None, 3)


def test_the_recipe_of_the_embedded_sample(monkeypatch):
    module = apps.load("text_generation")
    made = runner.with_recipe("text_generation", module, {"epochs": 2})
    assert made["epochs"] == 2 and made["units"] < module.Config().units
    assert runner.with_recipe("text_generation", module, {"data": "x"}) == {"data": "x"}
    by_word = runner.with_recipe("text_generation", module, {"data": "x", "level": "word"})
    assert by_word["tie_embeddings"] and by_word["data"] == "x"
    given = runner.with_recipe(
        "text_generation", module, {"data": "x", "level": "word", "units": 7}
    )
    assert given["units"] == 7
    other = apps.load("imdb_sentiment")
    assert runner.with_recipe("imdb_sentiment", other, {})["word_dropout"] > 0
    assert runner.with_recipe("imdb_sentiment", other, {"data": "x"}) == {"data": "x"}


def test_tensorboard_that_is_missing_is_named_before_anything_is_written(tmp_path, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(InputError, match=r"pip install 'keras_seq\[tensorboard\]'"):
        keras_seq.run("imdb_sentiment", {"tensorboard": True}, tmp_path / "run")
    assert not list(tmp_path.iterdir())
