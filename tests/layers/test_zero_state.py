import keras
import numpy as np

from keras_seq.layers import ZeroState


def test_zeros_for_each_state():
    layer = ZeroState([2, 3], dtype="mixed_bfloat16")
    states = layer(np.ones((4, 5, 1)))
    assert [tuple(state.shape) for state in states] == [(4, 2), (4, 3)]
    assert {keras.backend.standardize_dtype(state.dtype) for state in states} == {"bfloat16"}
    assert not keras.ops.convert_to_numpy(keras.ops.cast(states[1], "float32")).any()


def test_config_round_trip():
    again = keras.layers.deserialize(keras.layers.serialize(ZeroState((2, 3), name="state_1")))
    assert (again.sizes, again.name) == ([2, 3], "state_1")
    assert again.compute_output_shape((None, None, 9)) == [(None, 2), (None, 3)]
