import numpy as np
import pytest

from keras_seq.layers import arguments


def test_numbers_of_numpy_are_numbers():
    assert arguments.count("units", np.int64(4)) == 4
    assert type(arguments.count("units", np.int64(4))) is int
    assert arguments.rate("dropout", np.float32(0.5)) == 0.5
    assert arguments.rate("dropout", 0) == 0


@pytest.mark.parametrize("value", [0, -1, 1.0, "3", None, True, [2]])
def test_wrong_counts(value):
    with pytest.raises(ValueError, match="units must be a whole number of at least 1, got"):
        arguments.count("units", value)


@pytest.mark.parametrize("value", [1, 1.5, -0.1, "0.1", None, True, float("nan")])
def test_wrong_rates(value):
    with pytest.raises(ValueError, match="dropout must be a number from 0 up to but not 1, got"):
        arguments.rate("dropout", value)


def test_choice():
    arguments.choice("mode", "a", ["a", None])
    arguments.choice("mode", None, ["a", None])
    with pytest.raises(ValueError, match="mode must be one of 'a', 'b', got 'c'"):
        arguments.choice("mode", "c", ["a", "b"])
