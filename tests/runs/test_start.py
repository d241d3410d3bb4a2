import numpy as np
import pytest

import keras_seq
from keras_seq.errors import InputError
from keras_seq.runs import closing

pytestmark = pytest.mark.usefixtures("step_by_step", "one_batch")


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    room = tmp_path_factory.mktemp("start")
    rows = [f"a film that is {('bad', 'good')[i % 2]} in scene {i},{i % 2}" for i in range(60)]
    (room / "reviews.csv").write_text("\n".join(["text,label", *rows]) + "\n")
    (room / "book.txt").write_text("it is a good film that is not bad . " * 40)
    return room


@pytest.fixture(autouse=True)
def drawn_elsewhere(monkeypatch):
    monkeypatch.setattr(closing, "write", lambda *_: None)


@pytest.fixture
def language(room):
    folder = room / "language"
    if folder.exists():
        return keras_seq.load(folder)
    options = {"data": str(room / "book.txt"), "level": "word", "cell": "gru", "units": 6,
               "embedding_dim": 5, "window": 10, "batch_size": 2, "epochs": 1,
               "validation_fraction": 0.2}  # fmt: skip
    return keras_seq.run("text_generation", options, folder)


def labels(room, language, **more):
    options = {"data": str(room / "reviews.csv"), "start_from": str(language.path), "epochs": 1,
               "learning_rate": 1e-9, "ngrams": 0, **more}  # fmt: skip
    return keras_seq.run("imdb_sentiment", options, room / "labels", overwrite=True)


def test_vocabulary_sizes_and_layers_come_from_the_language_model(room, language, capfd):
    run = labels(room, language)
    assert (run.config.cell, run.config.units, run.config.bidirectional) == ("gru", 6, False)
    assert run.preprocessing.tokenizer.vocab_size == language.preprocessing.tokenizer.vocab_size
    assert "embedding, recurrent_1" in capfd.readouterr().err
    for name in ("embedding", "recurrent_1"):
        ours, theirs = (one.model.get_layer(name).get_weights() for one in (run, language))
        for weight, start in zip(ours, theirs, strict=False):  # hardly a step has been taken
            np.testing.assert_allclose(weight, start, atol=1e-6)
    (answer,) = run.predict(["a good film strangely"])
    assert answer["unknown"] == ["strangely"]


def test_what_does_not_fit_is_said_in_a_line(room, language):
    with pytest.raises(InputError, match=r"--units 7: .*language, from which .* has 6; leave it"):
        labels(room, language, units=7)
    assert labels(room, language, units=6, bidirectional=True).config.bidirectional
    with pytest.raises(InputError, match="not a run folder"):
        labels(room, language, start_from=str(room / "none"))
