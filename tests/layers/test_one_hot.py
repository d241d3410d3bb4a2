import keras
import numpy as np
import pytest

from keras_seq.layers import OneHot

ops = keras.ops


def test_vectors_and_mask():
    tokens = np.array([[2, 1, 0]])
    layer = OneHot(3)
    expected = [[[0, 0, 1], [0, 1, 0], [1, 0, 0]]]
    np.testing.assert_array_equal(ops.convert_to_numpy(layer(tokens)), expected)
    mask = ops.convert_to_numpy(layer.compute_mask(tokens))
    np.testing.assert_array_equal(mask, [[True, True, False]])


def test_dtype_and_shape():
    layer = OneHot(4, dtype="bfloat16")
    assert keras.backend.standardize_dtype(layer(np.array([[1]])).dtype) == "bfloat16"
    assert layer.compute_output_shape((None, None)) == (None, None, 4)
    assert layer.weights == []


def test_config_round_trip():
    again = keras.layers.deserialize(keras.layers.serialize(OneHot(5, name="tokens")))
    assert (again.vocab_size, again.name) == (5, "tokens")


def test_wrong_size():
    with pytest.raises(ValueError, match="vocab_size must be a whole number"):
        OneHot(0)
