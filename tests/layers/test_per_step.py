import keras
import numpy as np

from keras_seq.layers import PerStep

ops = keras.ops


def encoder():
    return keras.Sequential(
        [keras.Input((3, 3, 1)), keras.layers.Conv2D(2, 2), keras.layers.Flatten()]
    )


def test_each_step_as_if_alone():
    model = encoder()
    x = np.random.default_rng(0).normal(size=(2, 5, 3, 3, 1)).astype("float32")
    output = ops.convert_to_numpy(PerStep(model)(x))
    assert output.shape == (2, 5, 8)
    for t in range(5):
        alone = ops.convert_to_numpy(model(x[:, t]))
        np.testing.assert_allclose(output[:, t], alone, atol=1e-6)


def test_unknown_time_and_batch_in_a_graph(tmp_path):
    inputs = keras.Input((None, 3, 3, 1))
    model = keras.Model(inputs, PerStep(encoder())(inputs))
    assert model.output_shape == (None, None, 8)
    x = np.ones((2, 4, 3, 3, 1), "float32")
    before = model.predict(x, verbose=0)
    model.save(tmp_path / "model.keras")
    after = keras.saving.load_model(tmp_path / "model.keras").predict(x, verbose=0)
    np.testing.assert_array_equal(before, after)


def test_encoder_learns_whether_it_is_trained():
    inner = keras.Sequential([keras.Input((50,)), keras.layers.Dropout(0.5)])
    inputs = keras.Input((None, 50))
    model = keras.Model(inputs, PerStep(inner)(inputs))
    x = np.ones((1, 2, 50), "float32")
    assert (ops.convert_to_numpy(model(x)) == 1).all()
    assert (ops.convert_to_numpy(model(x, training=True)) == 0).any()


def test_mask_passes():
    tokens = keras.Input((None,), dtype="int32")
    x = keras.layers.Embedding(5, 3, mask_zero=True)(tokens)
    x = PerStep(keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)]))(x)
    model = keras.Model(tokens, keras.layers.GlobalAveragePooling1D()(x))
    short, padded = np.array([[1, 2]]), np.array([[1, 2, 0, 0]])
    np.testing.assert_allclose(
        ops.convert_to_numpy(model(short)), ops.convert_to_numpy(model(padded)), atol=1e-6
    )
