import itertools

import keras
import numpy as np
import pytest

from keras_seq.decoding import marginals, viterbi
from keras_seq.layers import CRF
from keras_seq.losses import ChainCrossentropy

TAGS = 3


def array(tensor):
    return keras.ops.convert_to_numpy(tensor)


@pytest.fixture
def layer():
    made = CRF()
    made.build((None, None, TAGS))
    draw = np.random.default_rng(1)
    made.set_weights([draw.normal(0, 2, one.shape) for one in made.get_weights()])
    return made


def by_hand(layer, scores):
    """Probability of every path, from the formula itself."""
    transitions, start, end = layer.get_weights()
    paths = list(itertools.product(range(TAGS), repeat=len(scores)))
    totals = np.array([
        start[path[0]] + end[path[-1]] + sum(scores[t, tag] for t, tag in enumerate(path))
        + sum(transitions[pair] for pair in itertools.pairwise(path))
        for path in paths
    ])  # fmt: skip
    chances = np.exp(totals - totals.max())
    return np.array(paths), chances / chances.sum()


@pytest.mark.parametrize("length", [1, 2, 5])
def test_every_path_is_as_probable_as_the_formula_says(layer, length):
    scores = np.random.default_rng(length).normal(0, 2, (length, TAGS)).astype("float32")
    paths, chances = by_hand(layer, scores)
    links = np.repeat(array(layer(scores[None])), len(paths), axis=0)
    loss = array(ChainCrossentropy(reduction=None)(paths, links))
    np.testing.assert_allclose(np.exp(-loss.sum(axis=1)), chances, rtol=1e-4, atol=1e-7)


@pytest.mark.parametrize("length", [1, 2, 5])
def test_best_path_and_chances_of_tags_equal_brute_force(layer, length):
    scores = np.random.default_rng(length + 9).normal(0, 2, (length, TAGS)).astype("float32")
    paths, chances = by_hand(layer, scores)
    links = layer(scores[None])
    np.testing.assert_array_equal(array(viterbi(links))[0], paths[chances.argmax()])
    expected = [[chances[paths[:, t] == tag].sum() for tag in range(TAGS)] for t in range(length)]
    np.testing.assert_allclose(array(marginals(links))[0], expected, atol=1e-5)


def test_padding_at_the_end_changes_nothing(layer):
    scores = np.random.default_rng(0).normal(0, 2, (2, 6, TAGS)).astype("float32")
    mask = np.array([[True] * 4 + [False] * 2, [True] * 6])
    padded, alone = layer(scores, mask=mask), layer(scores[:1, :4])
    np.testing.assert_allclose(array(padded)[0, :4], array(alone)[0], atol=1e-5)
    np.testing.assert_array_equal(array(viterbi(padded))[0, :4], array(viterbi(alone))[0])


def test_batches_of_any_length_in_a_compiled_model(layer):
    steps = keras.Input((None, TAGS))
    model = keras.Model(steps, layer(keras.layers.Masking(9.0)(steps)))
    model.compile("sgd", ChainCrossentropy())
    scores = np.random.default_rng(0).normal(size=(4, 7, TAGS)).astype("float32")
    scores[1, 3:] = 9
    for length in (7, 4, 5):
        piece = scores[:, :length]
        expected = array(layer(piece, mask=(piece != 9).any(-1)))
        np.testing.assert_allclose(model.predict_on_batch(piece), expected, atol=1e-5)
        assert np.isfinite(model.train_on_batch(piece, np.ones((4, length))))


def test_gradients_are_those_of_the_likelihood(layer):
    scores = np.random.default_rng(3).normal(0, 2, (1, 4, TAGS)).astype("float32")
    path = np.array([[2, 0, 0, 1]])

    def loss():
        return float(array(ChainCrossentropy("sum")(path, layer(scores))))

    if keras.backend.backend() != "tensorflow":
        pytest.skip("takes the gradient by TensorFlow's tape")
    import tensorflow as tf

    with tf.GradientTape() as tape:
        value = ChainCrossentropy("sum")(path, layer(scores))
    gradients = tape.gradient(value, [one.value for one in layer.trainable_weights])
    for weight, gradient in zip(layer.trainable_weights, gradients, strict=True):
        kept = array(weight).copy()
        for place in np.ndindex(kept.shape):
            sides = []
            for change in (1e-2, -1e-2):
                moved = kept.copy()
                moved[place] += change
                weight.assign(moved)
                sides.append(loss())
            weight.assign(kept)
            assert abs((sides[0] - sides[1]) / 2e-2 - array(gradient)[place]) < 2e-3


def test_saved_and_read_back(layer, tmp_path):
    steps = keras.Input((None, TAGS))
    model = keras.Model(steps, layer(steps))
    model.save(tmp_path / "model.keras")
    again = keras.saving.load_model(tmp_path / "model.keras")
    assert again.output_shape == (None, None, TAGS, TAGS)
    scores = np.random.default_rng(0).normal(size=(2, 4, TAGS))
    np.testing.assert_allclose(array(again(scores)), array(model(scores)), atol=1e-6)
