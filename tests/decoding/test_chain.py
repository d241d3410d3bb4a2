"""The rest is tested with the layer that makes the links, in tests/layers/test_crf.py."""

import itertools

import keras
import numpy as np

from keras_seq.decoding import marginals, viterbi


def array(tensor):
    return keras.ops.convert_to_numpy(tensor)


def test_each_row_of_a_batch_is_decoded_by_itself():
    draw = np.random.default_rng(0)
    links = np.log(draw.dirichlet(np.ones(4), (3, 6, 4))).astype("float32")
    together, chances = array(viterbi(links)), array(marginals(links))
    assert together.shape == (3, 6) and together.dtype == np.int32
    for row in range(3):
        np.testing.assert_array_equal(array(viterbi(links[row : row + 1]))[0], together[row])
        np.testing.assert_allclose(array(marginals(links[row : row + 1]))[0], chances[row],
                                   atol=1e-6)  # fmt: skip


def best_path(links, allowed):
    """The likeliest path among those that are allowed, by trying all of them."""
    time, tags = links.shape[:2]
    paths = [
        path for path in itertools.product(range(tags), repeat=time)
        if all(allowed[a, b] for a, b in zip((-1, *path), (*path, -1), strict=True))
    ]  # fmt: skip
    return max(paths, key=lambda path: sum(
        links[step, path[max(step - 1, 0)], tag] for step, tag in enumerate(path)
    ))  # fmt: skip


def test_forbidden_transitions_are_never_taken_and_padding_does_not_count():
    draw = np.random.default_rng(1)
    links = np.log(draw.dirichlet(np.ones(3), (40, 5, 3))).astype("float32")
    links[:, 0] = links[:, 0, :1]  # at the first step there is no tag before
    lengths = draw.integers(1, 6, 40)
    allowed = np.ones((4, 4), bool)
    allowed[0, 1] = allowed[3, 2] = allowed[1, 3] = False  # 2 never begins, 1 never ends
    tags = array(viterbi(links, allowed, lengths))
    free = array(viterbi(links, lengths=lengths))
    for row, length in enumerate(lengths):
        path = best_path(links[row, :length], allowed)
        np.testing.assert_array_equal(tags[row, :length], path)
        path = best_path(links[row, :length], np.ones((4, 4), bool))
        np.testing.assert_array_equal(free[row, :length], path)
    np.testing.assert_array_equal(
        array(viterbi(links, np.ones((4, 4), bool))), array(viterbi(links))
    )
