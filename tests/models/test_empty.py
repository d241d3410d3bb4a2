"""No rows, or no steps: refused by name, and answered where the product's own helpers can."""

import keras
import numpy as np
import pytest

from keras_seq.data.batching import Batches, predict, predict_steps
from keras_seq.data.feeding import feed
from keras_seq.data.pair_batches import PairBatches
from keras_seq.decoding import Beams
from keras_seq.models import Translator, encoder_decoder, many_to_many, many_to_one, one_to_many

FRAME = keras.Sequential([keras.Input((2, 2, 1)), keras.layers.Flatten()], name="frame")
SIZES = {"cell": "gru", "units": 4}


def tokens(rows, steps):
    return np.ones((rows, steps), "int32")


MODELS = {
    "tokens": (lambda: many_to_one(num_classes=2, vocab_size=5, **SIZES), tokens),
    "one-hot": (
        lambda: many_to_one(num_classes=2, vocab_size=5, embedding_dim=None, bidirectional=True,
                            pooling="max", cell="lstm", units=4), tokens,
    ),
    "features": (
        lambda: many_to_many(num_classes=2, feature_dim=3, head="crf", **SIZES),
        lambda *shape: np.ones((*shape, 3), "float32"),
    ),
    "frames": (
        lambda: many_to_many(num_classes=2, encoder=FRAME, cell="simple_rnn", units=4),
        lambda *shape: np.ones((*shape, 2, 2, 1), "float32"),
    ),
    "writing": (lambda: one_to_many(vocab_size=5, **SIZES), tokens),
    "tied": (lambda: one_to_many(vocab_size=5, tie_embeddings=True, **SIZES), tokens),
    "source": (
        lambda: encoder_decoder(source_vocab_size=5, target_vocab_size=5, **SIZES),
        lambda rows, steps: [tokens(rows, steps), tokens(rows, 2)],
    ),
    "target": (
        lambda: encoder_decoder(source_vocab_size=5, target_vocab_size=5, **SIZES),
        lambda rows, steps: [tokens(rows, 2), tokens(rows, steps)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", MODELS)
def test_a_batch_without_rows_or_steps_is_refused_by_name(kind):
    build, batch = MODELS[kind]
    model = build()
    for call in (model, model.predict_on_batch):
        with pytest.raises(ValueError, match="a batch of 0 steps"):
            call(batch(2, 0))
        with pytest.raises(ValueError, match="a batch of 0 rows"):
            call(batch(0, 3))
    with pytest.raises(ValueError, match="a batch of 0 steps"):
        model.predict(batch(2, 0), verbose=0)
    assert np.isfinite(model.predict(batch(1, 1), verbose=0)).all()


def test_of_no_sequences_there_are_no_answers():
    tags = MODELS["features"][0]()
    assert predict(MODELS["tokens"][0](), Batches([], batch_size=4)).shape == (0, 2)
    assert predict_steps(tags, Batches([], batch_size=4)) == []
    with pytest.raises(ValueError, match="there are 0 rows"):
        feed(Batches([], np.zeros(0), batch_size=4, shuffle=True))
    translator = Translator(MODELS["source"][0](), 2, 3, [0])
    assert translator([], Beams(2)) == [] and translator.score([], []).shape == (0,)


def test_a_sequence_of_no_steps_is_a_row_of_padding():
    model = MODELS["tokens"][0]()
    nothing = np.zeros(0, "int32")
    (alone,) = predict(model, Batches([nothing], batch_size=4))
    np.testing.assert_allclose(alone, keras.ops.convert_to_numpy(model(np.zeros((1, 1))))[0])
    both = predict(model, Batches([nothing, np.array([3, 4])], batch_size=4))
    np.testing.assert_allclose(both[0], alone, atol=1e-6)
    tags = predict_steps(
        MODELS["features"][0](), Batches([np.zeros((0, 3), "float32")], batch_size=1)
    )
    assert len(tags[0]) == 0
    pairs = PairBatches([nothing], [nothing], start=2, end=3, batch_tokens=9)
    (source, target), answers = pairs[0]
    assert source.tolist() == [[0]] and target.tolist() == [[2]] and answers.tolist() == [[3]]
    (written,) = Translator(MODELS["source"][0](), 2, 3, [0])([nothing], Beams(2))
    assert np.isfinite(written[0].score)
