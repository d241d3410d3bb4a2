import keras
import numpy as np
import pytest

from keras_seq.layers import PositionEncoding, QueryReduction


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


@pytest.fixture(scope="module")
def drawn():
    draw = np.random.default_rng(0)
    sentences = draw.normal(size=(2, 5, 3)).astype("float32")
    queries = draw.normal(size=(2, 5, 3)).astype("float32")
    stands = np.array([[True] * 5, [True, True, True, False, False]])
    return sentences, queries, stands


def by_hand(layer, x, q, steps):
    """The recurrence of Seo et al. (2017), step by step over `steps`: the state after each."""
    u, b, v, c, w, d = (keras.ops.convert_to_numpy(one) for one in layer.get_weights())
    h, states = np.zeros(3), {}
    for t in steps:
        z = sigmoid((x[t] * q[t]) @ u + b)
        r = sigmoid((x[t] * q[t]) @ v + c)
        h = z * r * np.tanh(np.concatenate([x[t], q[t]]) @ w + d) + (1 - z) * h
        states[t] = h
    return states


@pytest.mark.parametrize("row", [0, 1])
def test_all_steps_at_once_are_the_recurrence(drawn, row):
    sentences, queries, stands = drawn
    count = int(stands[row].sum())
    last = QueryReduction(3)
    query, weights = last([sentences, queries, stands])
    forwards = by_hand(last, sentences[row], queries[row], range(count))
    np.testing.assert_allclose(query[row], forwards[count - 1], atol=1e-6)
    assert np.all(np.asarray(weights[row])[count:] == 0)

    both = QueryReduction(3, return_sequences=True)
    handed_on, _ = both([sentences, queries, stands])
    forwards = by_hand(both, sentences[row], queries[row], range(count))
    backwards = by_hand(both, sentences[row], queries[row], range(count - 1, -1, -1))
    expected = [forwards[t] + backwards[t] for t in range(count)]
    np.testing.assert_allclose(handed_on[row][:count], expected, atol=1e-6)


def test_long_stories_stay_finite_where_gates_are_wide_open():
    layer = QueryReduction(2, return_sequences=True)
    layer.build([(None, None, 2)] * 2)
    layer.set_weights([np.full(one.shape, 40.0) for one in layer.get_weights()])
    ones = np.ones((1, 300, 2), "float32")
    queries, weights = layer([ones, ones, np.ones((1, 300), bool)])
    assert np.isfinite(queries).all() and np.isfinite(weights).all()


def test_words_count_by_their_place():
    # l_kj = (1 - j/J) - (k/d)(1 - 2j/J) with J = 2, d = 2: words (0.5, 0.5) and (0.5, 1).
    words = np.array([[[1.0, 10.0], [2.0, 20.0], [9.0, 9.0]]], "float32")
    pooled = PositionEncoding()(words, mask=np.array([[True, True, False]]))
    assert np.asarray(pooled).tolist() == [[1.5, 25.0]]
