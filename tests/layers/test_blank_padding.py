import keras
import numpy as np

from keras_seq.layers import BlankPadding


def test_the_blank_is_certain_where_padding_is():
    logits = np.random.default_rng(0).normal(size=(2, 3, 4)).astype("float32")
    mask = np.array([[True, True, False], [True, True, True]])
    made = keras.ops.convert_to_numpy(BlankPadding()(logits, mask=mask))
    assert (made[mask] == logits[mask]).all()
    assert keras.ops.convert_to_numpy(keras.ops.softmax(made))[0, 2].tolist() == [1, 0, 0, 0]


def test_without_mask_nothing_changes_and_none_goes_on():
    layer, logits = BlankPadding(), np.ones((1, 2, 3), "float32")
    assert (keras.ops.convert_to_numpy(layer(logits)) == logits).all()
    assert layer.compute_mask(logits, np.array([[True, False]])) is None
