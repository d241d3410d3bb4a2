import keras
import numpy as np

from keras_seq.models import many_to_many, many_to_one
from keras_seq.tasks.calibration import cool


def test_scores_are_divided_and_the_likeliest_label_stays():
    model = many_to_one(num_classes=3, feature_dim=2, units=4, cell="simple_rnn")
    draw = np.random.default_rng(0)
    model.set_weights([draw.normal(0, 2, one.shape) for one in model.get_weights()])
    steps = draw.normal(size=(200, 3, 2)).astype("float32")
    before = keras.ops.convert_to_numpy(model(steps))
    expected = draw.integers(0, 3, 200)  # by chance, so whatever it is sure of is too much
    degrees = cool(model, expected, lambda: keras.ops.convert_to_numpy(keras.ops.softmax(before)))
    assert degrees > 3
    np.testing.assert_allclose(model(steps), before / degrees, rtol=1e-4, atol=1e-6)


def test_what_ends_without_scores_is_left_alone():
    model = many_to_many(num_classes=3, feature_dim=2, units=4, head="crf")
    weights = model.get_weights()
    assert cool(model, [0], lambda: np.ones((1, 3))) == 1
    for before, after in zip(weights, model.get_weights(), strict=True):
        np.testing.assert_array_equal(before, after)
