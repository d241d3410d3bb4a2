import keras
import numpy as np
import pytest

from keras_seq.layers import CellStep

LAYERS = {
    "simple_rnn": keras.layers.SimpleRNN,
    "gru": keras.layers.GRU,
    "lstm": keras.layers.LSTM,
}


@pytest.mark.parametrize("cell", LAYERS)
def test_equals_the_layer_and_shares_its_weights(cell):
    layer = LAYERS[cell](4, return_sequences=True, return_state=True, recurrent_dropout=0.3)
    rng = np.random.default_rng(0)
    x = rng.normal(size=(2, 1, 3)).astype("float32")
    states = [rng.normal(size=(2, 4)).astype("float32") for _ in layer.state_size]
    step = CellStep(layer)
    for whole, one in zip(
        layer(x, initial_state=states), step(x, initial_state=states), strict=True
    ):
        np.testing.assert_allclose(
            keras.ops.convert_to_numpy(whole), keras.ops.convert_to_numpy(one), atol=1e-6
        )
    assert {id(w) for w in step.weights} == {id(w) for w in layer.weights}


def test_save_and_reload(tmp_path):
    layer = keras.layers.LSTM(4, return_sequences=True, return_state=True)
    inputs = [keras.Input((1, 3)), keras.Input((4,)), keras.Input((4,))]
    model = keras.Model(inputs, CellStep(layer)(inputs[0], initial_state=inputs[1:]))
    model.save(tmp_path / "step.keras")
    again = keras.saving.load_model(tmp_path / "step.keras")
    values = [np.ones((2, *tensor.shape[1:]), "float32") for tensor in inputs]
    for one, other in zip(model(values), again(values), strict=True):
        np.testing.assert_array_equal(
            keras.ops.convert_to_numpy(one), keras.ops.convert_to_numpy(other)
        )
