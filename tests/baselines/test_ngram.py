from collections import Counter

import numpy as np
import pytest

from keras_seq.baselines import ngram
from keras_seq.baselines.ngram import WittenBell, ngrams


def by_hand(train, history, token, order, vocab_size):
    """The formula, straight."""
    if order == 0:
        return 1 / vocab_size
    history = tuple(history[len(history) - (order - 1) :])
    follow = Counter(
        train[i + order - 1]
        for i in range(len(train) - order + 1)
        if tuple(train[i : i + order - 1]) == history
    )
    shorter = by_hand(train, history[1:], token, order - 1, vocab_size)
    if not follow:
        return shorter
    kinds = len(follow)
    return (follow[token] + kinds * shorter) / (sum(follow.values()) + kinds)


@pytest.mark.parametrize("order", [1, 2, 3, 5])
def test_equals_the_formula(order):
    draw = np.random.default_rng(order)
    train, test = draw.integers(0, 4, 60), draw.integers(0, 5, 30)
    found = WittenBell(train, order, 5).log_probs(test)
    expected = [
        np.log(by_hand(train.tolist(), test[: i].tolist()[-(order - 1) :] if order > 1 else [],
                       test[i], min(order, i + 1), 5))
        for i in range(1, len(test))
    ]  # fmt: skip
    np.testing.assert_allclose(found, expected, rtol=1e-9)


def test_sums_to_one_over_the_tokens():
    model = WittenBell(np.array([1, 2, 1, 2, 1, 3]), order=3, vocab_size=5)
    for history in ([1, 2], [2, 1], [1, 3], [4, 4]):
        chances = [np.exp(model.log_probs(np.array([*history, token]))[-1]) for token in range(5)]
        assert abs(sum(chances) - 1) < 1e-9


@pytest.mark.parametrize("piece", [1, 2, 7, 29, 30])
def test_pieces_make_no_difference(monkeypatch, piece):
    draw = np.random.default_rng(0)
    model = WittenBell(draw.integers(0, 4, 60), 3, 5)
    test = draw.integers(0, 5, 30)
    whole = model.log_probs(test)
    monkeypatch.setattr(ngram, "PIECE", piece)
    np.testing.assert_array_equal(model.log_probs(test), whole)


def test_models_of_several_orders_by_name():
    draw = np.random.default_rng(0)
    train, test = draw.integers(0, 4, 60), draw.integers(0, 5, 30)
    logs = ngrams(train, test, (1, 3), vocab_size=5)
    assert list(logs) == ["1-gram", "3-gram"]
    np.testing.assert_array_equal(logs["3-gram"], WittenBell(train, 3, 5).log_probs(test))
