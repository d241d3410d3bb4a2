import keras
import numpy as np
import pytest

from keras_seq.models import encoder_decoder, many_to_many, many_to_one
from keras_seq.studies import gradient_by_lag


def test_a_linear_recurrence_is_known_exactly():
    """h_t = 0.5 h_{t-1} + 3 x_t: the derivative at lag k is 3 * 0.5 ** k."""
    inputs = keras.Input((None, 1))
    layer = keras.layers.SimpleRNN(1, activation="linear", use_bias=False)
    model = keras.Model(inputs, layer(inputs))
    layer.set_weights([np.array([[3.0]]), np.array([[0.5]])])
    found = gradient_by_lag(model, np.ones((2, 6, 1), "float32"), draws=400)
    np.testing.assert_allclose(found / found[0], 0.5 ** np.arange(6), rtol=1e-5)
    assert found[0] == pytest.approx(3, rel=0.1)


def test_steps_and_tokens():
    tagger = many_to_many(feature_dim=2, num_classes=3, units=4)
    steps = np.random.default_rng(0).normal(size=(4, 9, 2)).astype("float32")
    assert (gradient_by_lag(tagger, steps) > 0).all()
    for embedding_dim in (3, None):
        model = many_to_one(vocab_size=9, num_classes=2, units=4, embedding_dim=embedding_dim)
        tokens = np.random.default_rng(0).integers(1, 9, (4, 9)).astype("int32")
        found = gradient_by_lag(model, tokens)
        assert found.shape == (9,) and (found > 0).all()
        np.testing.assert_array_equal(gradient_by_lag(model, tokens), found)


def test_the_model_can_still_be_saved(tmp_path):
    model = many_to_one(vocab_size=9, num_classes=2, units=4)
    tokens = np.ones((1, 3), "int32")
    gradient_by_lag(model, tokens)
    model.save(tmp_path / "model.keras")
    again = keras.saving.load_model(tmp_path / "model.keras")
    np.testing.assert_allclose(
        keras.ops.convert_to_numpy(again(tokens)), keras.ops.convert_to_numpy(model(tokens))
    )


def test_one_input():
    with pytest.raises(ValueError, match="has 2 inputs; one is needed"):
        gradient_by_lag(
            encoder_decoder(source_vocab_size=5, target_vocab_size=5), np.ones((1, 2), "int32")
        )
