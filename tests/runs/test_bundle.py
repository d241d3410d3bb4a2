import hashlib
import json
import math
import shutil
import zipfile

import numpy as np
import pytest

import keras_seq
from keras_seq.errors import InputError
from keras_seq.runs import bundle

TEXTS = ["the film was really brilliant .", "i found the plot plainly dull ."]
SMALL = {"epochs": 1, "max_train_samples": 100, "units": 4, "embedding_dim": 4,
         "cell": "simple_rnn", "bidirectional": False}  # fmt: skip


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    return keras_seq.run("imdb_sentiment", SMALL, tmp_path_factory.mktemp("bundle") / "run")


@pytest.fixture
def copy(finished, tmp_path):
    shutil.copytree(finished.path, tmp_path / "copy")
    return tmp_path / "copy"


def test_the_folder_alone_answers_like_the_run_itself(finished, copy):
    assert list(keras_seq.load(copy).predict(TEXTS)) == list(finished.predict(TEXTS))
    assert keras_seq.load(copy).evaluate() == pytest.approx(finished.metrics["test"], abs=1e-6)


def test_an_answer_is_label_score_and_probabilities(finished):
    (answer,) = finished.predict(TEXTS[0])
    assert answer["text"] == TEXTS[0]
    assert answer["score"] == max(answer["probabilities"].values())
    assert answer["probabilities"][answer["label"]] == answer["score"]
    assert sum(answer["probabilities"].values()) == pytest.approx(1, abs=1e-6)


def test_predictions_csv_says_what_predict_says(finished):
    import pandas

    rows = pandas.read_csv(finished.path / "predictions.csv", dtype={"expected": str})[:50]
    answers = list(finished.predict(rows["input"]))
    assert rows["predicted"].tolist() == [answer["label"] for answer in answers]
    np.testing.assert_allclose(rows["score"], [answer["score"] for answer in answers], atol=1e-6)


def test_a_stream_longer_than_a_chunk_comes_whole_and_in_order(finished):
    texts = [f"the film was {word} ." for word in "abcdefgh"]
    assert [answer["text"] for answer in finished.predict(iter(texts), at_once=3)] == texts


def test_one_at_once_answers_before_the_next_input_comes(finished):
    asked = []

    def inputs():
        for text in TEXTS:
            asked.append(text)
            yield text

    answers = finished.predict(inputs(), at_once=1)
    next(answers)
    assert asked == TEXTS[:1]


def test_what_predict_can_t_do_is_said(finished):
    with pytest.raises(InputError, match="unknown option temperature"):
        finished.predict(TEXTS, temperature=2)
    with pytest.raises(InputError, match="no input to predict from"):
        finished.predict()


def test_a_folder_that_is_no_run_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"not a run folder: there is no config.yaml in it"):
        keras_seq.load(tmp_path)


@pytest.mark.parametrize("content", ["", "[1]", "app: x", "app: {", "\xff", "app: 1\noptions: {}"])
def test_a_damaged_config_is_refused(copy, content):
    (copy / "config.yaml").write_bytes(content.encode("latin-1"))
    with pytest.raises(InputError, match=r"config.yaml: damaged"):
        keras_seq.load(copy)


def test_a_missing_or_damaged_part_is_named(copy):
    (copy / "preprocessing" / "labels.json").write_text("{")
    with pytest.raises(InputError, match=r"labels.json: damaged"):
        keras_seq.load(copy)
    (copy / "preprocessing" / "labels.json").unlink()
    with pytest.raises(InputError, match=r"labels.json: missing"):
        keras_seq.load(copy)


def test_a_run_made_before_there_was_a_part_answers_without_it(copy, finished):
    part = copy / "preprocessing" / "ngrams.npy"
    part.unlink()
    with pytest.raises(InputError, match=r"ngrams\.npy: missing"):
        keras_seq.load(copy)
    digests = json.loads((copy / "manifest.json").read_text())
    del digests["preprocessing/ngrams.npy"]
    (copy / "manifest.json").write_text(json.dumps(digests))
    assert list(keras_seq.load(copy).predict(TEXTS)) == list(finished.predict(TEXTS))


def test_a_missing_or_damaged_model_is_named(copy):
    (copy / "model.keras").write_bytes((copy / "model.keras").read_bytes()[:500])
    with pytest.raises(InputError, match=r"model.keras: damaged or exchanged"):
        list(keras_seq.load(copy).predict(TEXTS))
    (copy / "manifest.json").unlink()  # a run of an earlier version
    with pytest.raises(InputError, match=r"model.keras: can't be loaded"):
        list(keras_seq.load(copy).predict(TEXTS))
    (copy / "model.keras").unlink()
    with pytest.raises(InputError, match=r"model.keras: missing; .* --resume"):
        list(keras_seq.load(copy).predict(TEXTS))


def test_the_manifest_has_the_digests_of_sha256sum(finished):
    digests = json.loads((finished.path / "manifest.json").read_text())
    assert list(digests) == [
        "config.yaml", "model.keras", "preprocessing/labels.json", "preprocessing/ngrams.npy",
        "preprocessing/tokenizer.json", "preprocessing/vectors.npy",
    ]  # fmt: skip
    for name, digest in digests.items():
        assert hashlib.sha256((finished.path / name).read_bytes()).hexdigest() == digest


def test_parts_that_change_at_the_end_are_bound_again_at_the_end(copy):
    preprocessing = keras_seq.load(copy).preprocessing
    bundle.replace_parts(copy, preprocessing)
    assert list(json.loads((copy / "manifest.json").read_text())) == [
        "config.yaml", "model.keras", "preprocessing/ngrams.npy", "preprocessing/vectors.npy",
    ]  # fmt: skip
    assert bundle.load_parts(copy, type(preprocessing)).labels == preprocessing.labels


def test_a_figure_that_is_no_number_is_null_in_the_file_and_nan_here(copy):
    metrics = json.loads((copy / "metrics.json").read_text())
    metrics["test"]["accuracy"] = None
    (copy / "metrics.json").write_text(json.dumps(metrics))
    assert math.isnan(keras_seq.load(copy).metrics["test"]["accuracy"])


def test_a_lambda_in_the_model_is_refused(copy, tmp_path):
    import keras

    inputs = keras.Input((None,), dtype="int32")
    outputs = keras.layers.Lambda(lambda x: x, output_shape=(None,))(inputs)
    keras.Model(inputs, outputs).save(copy / "model.keras")
    (copy / "manifest.json").unlink()
    with pytest.raises(InputError, match=r"model.keras: can't be loaded: .*[Ll]ambda"):
        _ = keras_seq.load(copy).model


def test_nothing_in_the_folder_is_a_pickle(finished):
    assert {path.suffix for path in finished.path.rglob("*") if path.is_file()} <= {
        ".yaml", ".json", ".csv", ".html", ".png", ".keras", ".npy", ".npz",
    }  # fmt: skip
    with np.load(finished.path / "checkpoint" / "state.npz", allow_pickle=False) as state:
        assert all(state[name].dtype != object for name in state.files)
    with zipfile.ZipFile(finished.path / "model.keras") as parts:
        assert sorted(parts.namelist()) == ["config.json", "metadata.json", "model.weights.h5"]


def test_metrics_hold_what_the_contract_names(finished):
    metrics = json.loads((finished.path / "metrics.json").read_text())
    assert set(metrics) == {
        "app", "data", "test", "baselines", "examples", "parameters", "seconds", "seed", "versions",
        "example",
    }  # fmt: skip
    assert set(metrics["examples"]) == {"train", "validation", "test"}
    assert set(metrics["baselines"]) == {"majority_class", "bag_of_bigrams"}
    assert "synthetic" in metrics["data"]
    assert metrics["parameters"] == finished.model.count_params()


def test_data_that_were_trained_on_are_judged_by_the_test_part_alone(tmp_path, capsys):
    lines = [f"{'good' if n % 2 else 'bad'} film number {n},{n % 2}" for n in range(60)]
    (tmp_path / "all.csv").write_text("\n".join(["text,label", *lines]))
    run = keras_seq.run(
        "imdb_sentiment", {**SMALL, "data": str(tmp_path / "all.csv")}, tmp_path / "run"
    )
    (tmp_path / "moved.csv").write_bytes((tmp_path / "all.csv").read_bytes())
    capsys.readouterr()
    judged = run.evaluate(tmp_path / "moved.csv")
    assert judged == pytest.approx(run.metrics["test"], abs=1e-6)
    assert "the run was trained on it; judged is the run's own test part" in capsys.readouterr().err
    (tmp_path / "moved.csv").write_text("\n".join(["text,label", *lines[:20]]))
    run.evaluate(tmp_path / "moved.csv")
    assert capsys.readouterr().err.count("trained on") == 0


def test_a_description_is_read_back_though_a_list_stands_in_it_twice(tmp_path):
    columns = ["price", "#é"]
    description = {"app": "a", "options": {"columns": columns}, "given": {"columns": columns}}
    bundle.write_description(tmp_path, description)
    assert bundle.read_description(tmp_path) == description
