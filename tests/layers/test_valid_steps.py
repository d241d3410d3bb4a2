import keras
import numpy as np

from keras_seq.layers import ValidSteps


def array(tensor):
    return keras.ops.convert_to_numpy(tensor)


def test_hands_the_mask_out_or_says_that_all_is_valid():
    tokens = np.array([[3, 1, 0], [2, 0, 0]])
    vectors = keras.layers.Embedding(9, 2, mask_zero=True)(tokens)
    np.testing.assert_array_equal(array(ValidSteps()(vectors)), tokens > 0)
    assert array(ValidSteps()(np.zeros((2, 4, 3)))).tolist() == [[True] * 4] * 2


def test_in_a_model_that_is_saved(tmp_path):
    tokens = keras.Input((None,), dtype="int32")
    vectors = keras.layers.Embedding(9, 2, mask_zero=True)(tokens)
    model = keras.Model(tokens, ValidSteps()(vectors))
    assert model.output_shape == (None, None)
    model.save(tmp_path / "model.keras")
    again = keras.saving.load_model(tmp_path / "model.keras")
    assert array(again(np.array([[3, 0]]))).tolist() == [[True, False]]
