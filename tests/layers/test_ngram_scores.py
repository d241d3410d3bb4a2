import keras
import numpy as np
import pytest

from keras_seq.layers import NGramScores
from keras_seq.layers.ngram_scores import spread
from keras_seq.models import many_to_one

VOCAB, BUCKETS = 30, 64


def layer(order):
    made = NGramScores(VOCAB, 2, order=order, buckets=BUCKETS)
    made.build((None, None))
    table = np.random.default_rng(0).normal(size=(BUCKETS + 1, 2))
    made.set_weights([table, np.ones(())])
    return made, table


@pytest.mark.parametrize("order", [1, 2, 4])
def test_scores_are_those_of_the_n_grams_by_the_root_of_their_number(order):
    made, table = layer(order)
    tokens = np.random.default_rng(1).integers(1, VOCAB, 9)
    places, total, count = spread(VOCAB, BUCKETS), np.zeros(2), 0
    for length in range(1, order + 1):
        for start in range(len(tokens) - length + 1):
            run = tokens[start : start + length]
            if (run > 1).all():
                odd = np.arange(1, 2 * length, 2)
                total += table[(odd * places[run]).sum() % BUCKETS]
                count += 1
    expected = total / np.sqrt(count) + table[-1]
    np.testing.assert_allclose(made(tokens[None].astype("int32"))[0], expected, rtol=1e-5)


def test_padding_unknown_tokens_and_what_is_behind_say_nothing():
    made, table = layer(3)
    plain = np.array(made(np.array([[5, 6, 7]])))
    np.testing.assert_allclose(made(np.array([[5, 6, 7, 0, 0]])), plain, rtol=1e-6)
    unknown = np.array(made(np.array([[5, 6, 7, 1, 1]])))
    np.testing.assert_allclose(unknown, plain, rtol=1e-6)
    np.testing.assert_allclose(made(np.array([[1, 1], [0, 0]])), [table[-1]] * 2, rtol=1e-6)
    np.testing.assert_allclose(made(np.array([[5]])), made(np.array([[5, 0, 0, 0]])), rtol=1e-6)


def test_nothing_is_added_in_training_and_nothing_of_it_is_learned():
    model = many_to_one(num_classes=2, vocab_size=VOCAB, units=3, ngrams=2, ngram_buckets=BUCKETS)
    counted = model.get_layer("ngrams")
    tokens = np.array([[5, 6, 7]])
    before = np.array(model(tokens))
    counted.set_weights([np.ones((BUCKETS + 1, 2)) * [0, 1], np.ones(())])
    np.testing.assert_array_equal(model(tokens, training=True), before)
    # Three words and two pairs, by the root of five, and what is added to each text.
    np.testing.assert_allclose(model(tokens) - before, [[0, 5**0.5 + 1]], rtol=1e-5)
    assert not counted.trainable_weights


def test_saved_and_read_it_scores_alike(tmp_path):
    model = many_to_one(num_classes=3, vocab_size=VOCAB, units=3, ngrams=2, ngram_buckets=BUCKETS)
    draw = np.random.default_rng(0)
    model.set_weights([draw.normal(size=one.shape) for one in model.get_weights()])
    model.save(tmp_path / "model.keras")
    tokens = draw.integers(0, VOCAB, (4, 6))
    again = keras.saving.load_model(tmp_path / "model.keras")
    np.testing.assert_allclose(again(tokens), model(tokens), rtol=1e-6)
