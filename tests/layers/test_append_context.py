import keras
import numpy as np

from keras_seq.layers import AppendContext

ops = keras.ops


def test_context_stands_at_every_step():
    x = np.arange(12.0).reshape(2, 3, 2)
    context = np.array([[7.0], [8.0]])
    output = ops.convert_to_numpy(AppendContext()([x, context]))
    np.testing.assert_array_equal(output[..., :2], x)
    np.testing.assert_array_equal(output[..., 2], [[7, 7, 7], [8, 8, 8]])


def test_mask_of_the_sequence_stays(tmp_path):
    tokens, context = keras.Input((None,), dtype="int32"), keras.Input((2,))
    x = AppendContext()([keras.layers.Embedding(5, 3, mask_zero=True)(tokens), context])
    assert x.shape == (None, None, 5)
    model = keras.Model([tokens, context], keras.layers.LSTM(3)(x))
    model.save(tmp_path / "model.keras")
    model = keras.saving.load_model(tmp_path / "model.keras")
    context = np.ones((1, 2), "float32")
    short, padded = model([np.array([[1, 2]]), context]), model([np.array([[1, 2, 0]]), context])
    np.testing.assert_allclose(ops.convert_to_numpy(short), ops.convert_to_numpy(padded), atol=1e-6)
