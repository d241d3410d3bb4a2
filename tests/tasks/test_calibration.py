import keras
import numpy as np

from keras_seq.layers.ngram_scores import spread
from keras_seq.models import many_to_many, many_to_one
from keras_seq.tasks.calibration import cool


def test_scores_are_divided_and_the_likeliest_label_stays():
    model = many_to_one(num_classes=3, feature_dim=2, units=4, cell="simple_rnn")
    draw = np.random.default_rng(0)
    model.set_weights([draw.normal(0, 2, one.shape) for one in model.get_weights()])
    steps = draw.normal(size=(200, 3, 2)).astype("float32")
    before = keras.ops.convert_to_numpy(model(steps))
    expected = draw.integers(0, 3, 200)  # by chance, so whatever it is sure of is too much
    degrees = cool(model, expected, lambda: keras.ops.convert_to_numpy(keras.ops.softmax(before)))
    assert degrees > 3
    np.testing.assert_allclose(model(steps), before / degrees, rtol=1e-4, atol=1e-6)


def test_what_ends_without_scores_is_left_alone():
    model = many_to_many(num_classes=3, feature_dim=2, units=4, head="crf")
    weights = model.get_weights()
    assert cool(model, [0], lambda: np.ones((1, 3))) == 1
    for before, after in zip(weights, model.get_weights(), strict=True):
        np.testing.assert_array_equal(before, after)


def test_counted_ngrams_count_as_much_as_suits_what_was_not_learned(capsys):
    model = many_to_one(num_classes=2, vocab_size=9, units=4, ngrams=1, ngram_buckets=64)
    draw = np.random.default_rng(0)
    tokens = draw.integers(2, 9, (400, 5))
    expected = (tokens == 3).any(axis=1).astype(int)
    counted = model.get_layer("ngrams")
    table = np.zeros((65, 2))
    table[spread(9, 64)[3], 1] = 4  # it knows the word, the network nothing
    table[-1, 0] = 1
    counted.set_weights([table, np.zeros(())])

    def probabilities():
        return keras.ops.convert_to_numpy(keras.ops.softmax(model(tokens)))

    before = np.mean(probabilities().argmax(axis=1) == expected)
    cool(model, expected, probabilities)
    assert np.mean(probabilities().argmax(axis=1) == expected) == 1 > before
    assert float(counted.share) > 1
    assert "together 1.000" in capsys.readouterr().err
