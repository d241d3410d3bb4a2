import numpy as np

from keras_seq.constants import PADDING_VALUE
from keras_seq.data.padding import pad


def test_tokens_are_padded_with_0_on_the_right():
    batch = pad([np.array([3]), np.array([4, 5, 6])])
    assert batch.dtype == np.int32
    assert batch.tolist() == [[3, 0, 0], [4, 5, 6]]
    assert pad([np.array([3])], length=2).tolist() == [[3, 0]]


def test_features_are_padded_with_a_value_that_no_feature_takes():
    batch = pad([np.zeros((1, 2)), np.ones((2, 2))])
    assert batch.dtype == np.float32 and batch.shape == (2, 2, 2)
    assert batch[0].tolist() == [[0, 0], [PADDING_VALUE, PADDING_VALUE]]
