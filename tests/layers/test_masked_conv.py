import keras
import numpy as np

from keras_seq.data.padding import pad
from keras_seq.layers import MaskedConv1D, MaskPadding, convolution_stack

DRAW = np.random.default_rng(0)


def test_a_kernel_by_hand():
    layer = MaskedConv1D(1, 3, use_bias=False)
    layer.build((None, None, 1))
    layer.set_weights([np.array([[[1.0]], [[10.0]], [[100.0]]], "float32")])
    x = np.array([[[1.0], [2.0], [3.0]]], "float32")
    assert keras.ops.convert_to_numpy(layer(x)).ravel().tolist() == [210, 321, 32]


def test_padding_changes_nothing_and_the_stack_comes_back(tmp_path):
    inputs = keras.Input((None, 2))
    x = convolution_stack(MaskPadding()(inputs), filters=4, kernel_size=3, num_layers=3, dilation=2)
    model = keras.Model(inputs, x)
    for layer in model.layers:
        if isinstance(layer, MaskedConv1D):  # a bias that would leak
            layer.bias.assign(DRAW.normal(size=4))
    rows = [DRAW.normal(size=(size, 2)).astype("float32") for size in (9, 5)]
    both = keras.ops.convert_to_numpy(model(pad(rows)))
    alone = keras.ops.convert_to_numpy(model(rows[1][None]))
    np.testing.assert_allclose(both[1, :5], alone[0], atol=1e-5)
    model.save(tmp_path / "a.keras")
    again = keras.saving.load_model(tmp_path / "a.keras")
    np.testing.assert_allclose(again(pad(rows)), both, atol=1e-6)
