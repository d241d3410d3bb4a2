import itertools

import numpy as np
import pytest

from keras_seq.data.text import NGramWeights, count_ngrams
from keras_seq.errors import InputError
from keras_seq.layers import NGramScores


def scored(table, texts, vocab_size, order):
    layer = NGramScores(vocab_size, table.shape[1], order=order, buckets=len(table) - 1)
    layer.build((None, None))
    layer.set_weights([table, np.ones(())])
    longest = max(map(len, texts))
    padded = np.array([[*text, *[0] * (longest - len(text))] for text in texts], "int32")
    return np.array(layer(padded))


def drawn(count, seed):
    draw = np.random.default_rng(seed)
    return [draw.integers(1, 9, draw.integers(2, 9)) for _ in range(count)]


def beside(text, first, second):
    return any(a == first and b == second for a, b in itertools.pairwise(text))


def test_pairs_tell_what_words_alone_cannot():
    texts, later = drawn(3000, 0), drawn(500, 1)
    right = [np.array([beside(text, 3, 4) for text in part], int) for part in (texts, later)]
    accuracy = {}
    for order in (1, 2):
        table = count_ngrams(texts, right[0], 2, 9, order=order)
        answers = scored(table, later, 9, order).argmax(axis=1)
        accuracy[order] = np.mean(answers == right[1])
    assert accuracy[2] > 0.97 > 0.95 > accuracy[1]


def test_several_classes_and_one_that_training_lacks():
    texts = drawn(1000, 0)
    classes = np.array([3 if 3 in text else 1 if 4 in text else 0 for text in texts])
    table = count_ngrams(texts, classes, 4, 9)
    answers = scored(table, texts, 9, 2).argmax(axis=1)
    assert np.mean(answers == classes) > 0.95
    assert not table[:, 2].any()


def test_what_is_rare_or_common_shows_without_a_word():
    texts = drawn(400, 0)
    classes = (np.arange(400) % 10 == 0).astype(int)  # by chance, one in ten
    silent = scored(count_ngrams(texts, classes, 2, 9), [[1, 1]], 9, 2)[0]
    assert silent[0] > silent[1] + 1


def test_it_is_the_same_each_time_and_in_pieces(monkeypatch):
    texts, classes = drawn(300, 0), np.arange(300) % 2
    whole = count_ngrams(texts, classes, 2, 9)
    monkeypatch.setattr("keras_seq.data.text.ngram_counts.AT_ONCE", 70)
    np.testing.assert_array_equal(count_ngrams(texts, classes, 2, 9), whole)


@pytest.mark.parametrize("texts", [[[2, 3], [2]], [[], []]])
def test_nothing_to_learn_from(texts):
    assert not count_ngrams([np.array(text, int) for text in texts], [0, 0], 2, 9).any()


def test_as_many_buckets_as_suit_texts_and_classes():
    texts = [np.arange(2, 800)] * 4
    assert len(count_ngrams(texts, [0, 1, 0, 1], 2, 800)) == 2**14 + 1  # of 6,384 n-grams
    assert len(count_ngrams(texts, [0, 1, 0, 1], 1000, 800)) == 2**12 + 1  # 4 million scores


def test_saved_and_read(tmp_path):
    weights = NGramWeights(np.ones((3, 2), np.float32))
    weights.save(tmp_path / "ngrams.npy")
    np.testing.assert_array_equal(NGramWeights.load(tmp_path / "ngrams.npy").values, 1)
    (tmp_path / "ngrams.npy").write_bytes(b"no array")
    with pytest.raises(InputError, match=r"ngrams\.npy: damaged"):
        NGramWeights.load(tmp_path / "ngrams.npy")
