import numpy as np

from keras_seq.data.biology.alphabets import DNA
from keras_seq.data.biology.piece_batches import PieceBatches
from keras_seq.data.biology.records import UNJUDGED

DRAW = np.random.default_rng(0)
LETTERS = [DRAW.integers(1, 5, size).astype(np.uint8) for size in (95, 7, 40)]
TARGETS = [letters - 1 for letters in LETTERS]  # each letter is its own label
ACROSS = np.array([3, 2, 1, 0])  # A is T on the other strand


def batches(**options):
    options = {"window": 20, "batch_size": 2, "training": True, "other_strand": ACROSS, **options}
    return PieceBatches(LETTERS, TARGETS, alphabet=DNA, **options)


def test_labels_follow_their_letters_to_the_other_strand():
    found = batches()
    for epoch in range(3):
        found.epoch = epoch
        for index in range(len(found)):
            tokens, targets = found[index]
            np.testing.assert_array_equal(targets[tokens > 0], tokens[tokens > 0] - 1)
            assert tokens.shape[1] <= 20


def test_epochs_differ_and_come_back():
    first = batches()[0][0]
    other = batches()
    other.epoch = 1
    assert first.shape != other[0][0].shape or (first != other[0][0]).any()
    other.epoch = 0
    np.testing.assert_array_equal(other[0][0], first)


def test_each_letter_is_validated_once():
    found = batches(training=False)
    counts = sum(np.bincount(found[i][0].ravel(), minlength=5)[1:] for i in range(len(found)))
    right = sum(np.bincount(letters, minlength=5)[1:] for letters in LETTERS)
    np.testing.assert_array_equal(counts, right)


def test_what_nobody_knows_has_no_weight():
    targets = [row.copy() for row in TARGETS]
    targets[1][:3] = UNJUDGED
    found = PieceBatches(LETTERS, targets, alphabet=DNA, window=20, batch_size=9, training=False)
    tokens, _, weights = found[0]
    assert (tokens > 0).sum() - weights.sum() == 3


def test_rare_labels_count_more():
    found = batches(training=False, importance=np.array([1.0, 2.0, 3.0, 4.0]))
    tokens, targets, weights = found[0]
    np.testing.assert_array_equal(weights, np.where(tokens > 0, targets + 1, 0))
