"""The rest is tested with the layer that makes the links, in tests/layers/test_crf.py."""

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
