import keras
import numpy as np
import pytest

from keras_seq.decoding.sampling import Sampling, chances, choose, penalised

P = np.array([[0.4, 0.3, 0.2, 0.1]])
LOGITS = np.log(P).astype("float32")


def array(tensor):
    return keras.ops.convert_to_numpy(tensor)


@pytest.mark.parametrize(
    ("sampling", "expected"),
    [
        (Sampling(), [0.4, 0.3, 0.2, 0.1]),
        (Sampling(temperature=0.5), [16 / 30, 9 / 30, 4 / 30, 1 / 30]),
        (Sampling(top_k=2), [4 / 7, 3 / 7, 0, 0]),
        (Sampling(top_k=9), [0.4, 0.3, 0.2, 0.1]),
        (Sampling(top_p=0.4), [1, 0, 0, 0]),
        (Sampling(top_p=0.41), [4 / 7, 3 / 7, 0, 0]),
        (Sampling(top_p=0.7001), [4 / 9, 3 / 9, 2 / 9, 0]),
        (Sampling(top_p=1.0), [0.4, 0.3, 0.2, 0.1]),
        (Sampling(min_p=0.5), [4 / 9, 3 / 9, 2 / 9, 0]),
        (Sampling(top_k=3, top_p=0.5), [4 / 7, 3 / 7, 0, 0]),
    ],
)
def test_chances(sampling, expected):
    np.testing.assert_allclose(array(chances(LOGITS, sampling))[0], expected, atol=1e-5)


def test_draws_follow_the_chances():
    uniform = np.random.default_rng(0).random(20_000, np.float32)
    tokens = array(choose(np.repeat(LOGITS, 20_000, 0), uniform, Sampling(top_k=3)))
    shares = np.bincount(tokens, minlength=4) / 20_000
    np.testing.assert_allclose(shares, [4 / 9, 3 / 9, 2 / 9, 0], atol=0.02)


def test_the_ends_of_the_range_choose_what_is_allowed():
    allowed = np.array([[-1e9, 0.0, 0.0, -1e9]], "float32")
    for uniform, token in ((0.0, 1), (0.4999, 1), (0.5001, 2), (np.nextafter(1, 0), 2), (1.0, 2)):
        assert array(choose(allowed, np.array([uniform]), Sampling()))[0] == token


def test_temperature_zero_takes_the_likeliest():
    assert array(choose(LOGITS, np.array([0.99]), Sampling(0.0))).tolist() == [0]


def test_repetition_penalty():
    logits = np.array([[2.0, 2.0, -2.0, -2.0]])
    seen = np.array([[True, False, True, False]])
    assert array(penalised(logits, seen, 2.0)).tolist() == [[1.0, 2.0, -4.0, -2.0]]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"temperature": -0.1}, "temperature must be 0 or more"),
        ({"temperature": float("nan")}, "temperature must be 0 or more"),
        ({"top_k": 0}, "top_k must be 1 or more"),
        ({"top_p": 0.0}, "top_p must be more than 0 and at most 1"),
        ({"top_p": 1.1}, "top_p must be more than 0 and at most 1"),
        ({"min_p": 2.0}, "min_p must be more than 0 and at most 1"),
        ({"repetition_penalty": 0.0}, "repetition_penalty must be more than 0"),
    ],
)
def test_wrong_options(wrong, message):
    with pytest.raises(ValueError, match=message):
        Sampling(**wrong).checked()
