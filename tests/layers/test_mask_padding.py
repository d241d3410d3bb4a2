import keras
import numpy as np
import pytest

from keras_seq.constants import PADDING_VALUE
from keras_seq.layers import MaskPadding

ops = keras.ops


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32"])
@pytest.mark.parametrize("step", [(3,), (2, 2, 1)])
def test_padding_is_masked_and_zero(step, dtype):
    x = np.random.default_rng(0).normal(size=(2, 4, *step)).astype("float32")
    x[0, 1] = 0  # data
    x[0, 2:] = PADDING_VALUE
    x[1, 3].flat[0] = PADDING_VALUE  # not all of it: data
    layer = MaskPadding(dtype=dtype)
    output = layer(x)
    valid = [[True, True, False, False], [True] * 4]
    assert keras.backend.standardize_dtype(output.dtype) == dtype
    np.testing.assert_array_equal(ops.convert_to_numpy(layer.compute_mask(x)), valid)
    output = ops.convert_to_numpy(ops.cast(output, "float32"))
    np.testing.assert_array_equal(output[0, 2:], 0)
    np.testing.assert_allclose(output[0, 0], x[0, 0], rtol=1e-2)
    assert output[1, 3].flat[0] == PADDING_VALUE


def test_mask_reaches_the_next_layer():
    inputs = keras.Input((None, 2))
    x = MaskPadding()(inputs)
    model = keras.Model(inputs, keras.layers.GlobalAveragePooling1D()(x))
    x = np.array([[[1, 2], [3, 4], [PADDING_VALUE] * 2]], "float32")
    np.testing.assert_allclose(ops.convert_to_numpy(model(x)), [[2, 3]])


def test_config_round_trip():
    again = keras.layers.deserialize(keras.layers.serialize(MaskPadding(name="padding")))
    assert isinstance(again, MaskPadding)
    assert again.name == "padding"
    assert again.compute_output_shape((None, None, 4)) == (None, None, 4)
