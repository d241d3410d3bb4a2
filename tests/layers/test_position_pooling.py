import keras
import numpy as np

from keras_seq.data.padding import pad
from keras_seq.layers import MaskPadding, PositionPooling


def test_weights_of_places_by_hand():
    layer = PositionPooling(3)
    layer.build((None, None, 2))
    layer.set_weights([np.array([[1.0, 10.0], [2.0, 20.0], [3.0, 30.0]], "float32")])
    x = np.array([[[1, 1], [1, 0], [0, 2], [9, 9]]], "float32")  # the last place is too far
    assert keras.ops.convert_to_numpy(layer(x)).tolist() == [[3.0, 70.0]]
    assert keras.ops.convert_to_numpy(layer(x[:, :1])).tolist() == [[1.0, 10.0]]


def test_padding_does_not_count_and_it_comes_back(tmp_path):
    inputs = keras.Input((None, 2))
    model = keras.Model(inputs, PositionPooling(5)(MaskPadding()(inputs)))
    rows = [np.ones((4, 2), "float32"), np.ones((2, 2), "float32")]
    both = keras.ops.convert_to_numpy(model(pad(rows)))
    np.testing.assert_allclose(both[1], model(rows[1][None])[0], atol=1e-6)
    model.save(tmp_path / "a.keras")
    np.testing.assert_allclose(keras.saving.load_model(tmp_path / "a.keras")(pad(rows)), both)
