import keras
import numpy as np
import pytest

from keras_seq.layers import SequencePooling

ops = keras.ops
X = np.array([[[1.0, -5.0], [3.0, -1.0], [9.0, 9.0]], [[2.0, 0.0], [4.0, 1.0], [6.0, -1.0]]])
MASK = np.array([[True, True, False], [True, True, True]])


def array(tensor):
    return ops.convert_to_numpy(tensor)


@pytest.mark.parametrize(
    ("mode", "expected"),
    [("mean", [[2.0, -3.0], [4.0, 0.0]]), ("max", [[3.0, -1.0], [6.0, 1.0]])],
)
def test_mean_and_max(mode, expected):
    np.testing.assert_allclose(array(SequencePooling(mode)(X, mask=MASK)), expected, rtol=1e-6)


def test_without_mask_all_steps_count():
    np.testing.assert_allclose(array(SequencePooling("mean")(X))[0], [13 / 3, 1.0], rtol=1e-6)


def test_attention_by_hand():
    layer = SequencePooling("attention")
    layer(X)
    kernel, bias, query = (0.1 * np.arange(1, n + 1).reshape(s) for n, s in
                           [(4, (2, 2)), (2, (2,)), (2, (2, 1))])  # fmt: skip
    layer.set_weights([kernel, bias, query])
    expected = []
    for x, valid in zip(X, MASK, strict=True):
        x = x[valid]
        scores = np.exp(np.tanh(x @ kernel + bias) @ query)
        expected.append((scores / scores.sum() * x).sum(0))
    np.testing.assert_allclose(array(layer(X, mask=MASK)), expected, rtol=1e-5)


@pytest.mark.parametrize("dtype", ["float32", "mixed_float16", "bfloat16"])
@pytest.mark.parametrize("mode", ["mean", "max", "attention"])
def test_empty_sequence_gives_zeros(mode, dtype):
    output = SequencePooling(mode, dtype=dtype)(X, mask=np.zeros((2, 3), bool))
    np.testing.assert_array_equal(array(ops.cast(output, "float32")), np.zeros((2, 2)))


@pytest.mark.parametrize("mode", ["mean", "max", "attention"])
def test_gradient_of_empty_sequence_is_finite(mode):
    mask = MASK.copy()
    mask[0] = False
    inputs = keras.Input((3, 2))
    mask_in = keras.Input((3,), dtype="bool")
    x = keras.layers.Dense(2)(inputs)
    model = keras.Model([inputs, mask_in], SequencePooling(mode)(x, mask=mask_in))
    model.compile("sgd", "mse", run_eagerly=True)
    model.train_on_batch([X, mask], np.ones((2, 2)))
    assert all(np.isfinite(array(w)).all() for w in model.weights)


def test_float16_does_not_overflow():
    x = np.full((1, 4, 1), 60000.0)
    assert array(SequencePooling("mean", dtype="float16")(x))[0, 0] == 60000


def test_mask_ends_here():
    tokens = keras.Input((None,), dtype="int32")
    x = keras.layers.Embedding(5, 3, mask_zero=True)(tokens)
    model = keras.Model(tokens, SequencePooling("mean")(x))
    x = np.array([[1, 2, 0]])
    embedded = model.layers[1].get_weights()[0]
    np.testing.assert_allclose(array(model(x))[0], embedded[1:3].mean(0), rtol=1e-5)
    assert SequencePooling("mean").compute_mask(x, x != 0) is None


def test_config_round_trip():
    layer = SequencePooling("attention", name="sum_up")
    again = keras.layers.deserialize(keras.layers.serialize(layer))
    assert (again.mode, again.name) == ("attention", "sum_up")
    assert layer.compute_output_shape((None, None, 6)) == (None, 6)


def test_wrong_mode():
    with pytest.raises(ValueError, match="mode must be one of 'mean', 'max', 'attention', got"):
        SequencePooling("last")
