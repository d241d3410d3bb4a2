import itertools

import numpy as np

from keras_seq.decoding.steady import steady_labels

DRAW = np.random.default_rng(0)


def test_the_best_of_all_paths():
    rows = DRAW.dirichlet([1, 1, 1], 7)
    for cost in (0.0, 0.5, 2.0, 9.0):

        def worth(path, cost=cost):
            changes = sum(a != b for a, b in itertools.pairwise(path))
            return np.log(rows[np.arange(7), list(path)]).sum() - cost * changes

        best = max(itertools.product(range(3), repeat=7), key=worth)
        assert steady_labels([rows], cost)[0].tolist() == list(best)


def test_sequences_of_other_lengths_change_nothing():
    rows = [DRAW.dirichlet([0.5] * 3, size) for size in (40, 9, 25)]
    together = steady_labels(rows, 1.5)
    for one, labels in zip(rows, together, strict=True):
        np.testing.assert_array_equal(steady_labels([one], 1.5)[0], labels)
        np.testing.assert_array_equal(steady_labels([one[::-1]], 1.5)[0], labels[::-1])
