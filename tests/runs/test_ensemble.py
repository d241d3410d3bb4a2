import csv
import shutil

import numpy as np
import pytest

import keras_seq
from keras_seq.errors import InputError

pytestmark = pytest.mark.usefixtures("step_by_step")
SMALL = {"epochs": 1, "units": 4, "embedding_dim": 4, "cell": "simple_rnn", "bidirectional": False}
ROWS = [(f"a film that is {word} in scene {number}", label)
        for number in range(30) for word, label in (("good", "yes"), ("bad", "no"))]  # fmt: skip


@pytest.fixture(scope="module")
def several(tmp_path_factory):
    """A run of two seeds."""
    room = tmp_path_factory.mktemp("seeds")
    with (room / "reviews.csv").open("w", newline="") as stream:
        csv.writer(stream).writerows([("text", "label"), *ROWS])
    values = {**SMALL, "data": str(room / "reviews.csv"), "seed": 3, "seeds": 2}
    return keras_seq.run("imdb_sentiment", values, room / "run")


def test_seeds_share_the_split_and_their_spread_is_said(several, capsys):
    runs = [keras_seq.load(several.path / "variants" / f"seed_{n}") for n in (3, 4)]
    assert [run.config.seed for run in runs] == [3, 4]
    assert [run.config.split_seed for run in runs] == [3, 3]
    each = [run.metrics["test"]["log_loss"] for run in runs]
    assert each[0] != each[1]
    seeds = several.metrics["seeds"]
    assert seeds["count"] == 2 and seeds["mean"]["log_loss"] == pytest.approx(np.mean(each))
    assert seeds["deviation"]["log_loss"] == pytest.approx(np.std(each, ddof=1))
    assert set(several.metrics["baselines"]) == {"majority_class", "bag_of_bigrams"}
    assert "Over 2 seeds: accuracy" in (several.path / "report.html").read_text()


def test_runs_answer_together_by_the_mean_of_their_scores(several, keras_seq_here):
    folders = [several.path / "variants" / f"seed_{n}" for n in (3, 4)]
    texts = ["a good film", "a bad film that is good", "zzz"]
    scores = []
    for folder in folders:
        run = keras_seq.load(folder)
        tokens = [run.preprocessing.tokenizer.encode([text])[0] for text in texts[:2]]
        scores.append([run.model(one[None]).numpy()[0] for one in tokens])
    mean = np.mean(scores, axis=0)
    expected = np.exp(mean) / np.exp(mean).sum(-1, keepdims=True)
    answers = list(keras_seq.load(folders).predict(texts))
    for answer, chances in zip(answers, expected, strict=False):
        assert list(answer["probabilities"].values()) == pytest.approx(chances, abs=1e-6)
    done = keras_seq_here("predict", folders[0], "--with", folders[1], "a good film")
    assert done.stdout.split("\t")[:2] == [answers[0]["label"], f"{answers[0]['score']:.4f}"]
    done = keras_seq_here("evaluate", *folders, "--format", "json")
    assert '"log_loss"' in done.stdout


def test_runs_that_don_t_fit_each_other_are_refused(several, tmp_path):
    folder = several.path / "variants" / "seed_3"
    data = several.config.data
    other = keras_seq.run("imdb_sentiment", {**SMALL, "data": data, "seed": 9}, tmp_path / "other")
    with pytest.raises(InputError, match=r"tested on other records.*--split-seed|other labels"):
        keras_seq.load([folder, other.path])
    shutil.copytree(folder, tmp_path / "same")
    assert keras_seq.load([folder, tmp_path / "same"]).model.name == "mean_of_2"
