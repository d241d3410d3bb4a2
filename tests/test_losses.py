import keras
import numpy as np

from keras_seq.losses import SmoothTagging
from keras_seq.models import many_to_many

DRAW = np.random.default_rng(0)
TAGS = DRAW.integers(0, 3, (2, 5))
LOGITS = DRAW.normal(0, 4, (2, 5, 3)).astype("float32")


def array(tensor):
    return keras.ops.convert_to_numpy(tensor)


def test_by_hand():
    logs = LOGITS - np.log(np.exp(LOGITS).sum(-1, keepdims=True))
    expected = -np.take_along_axis(logs, TAGS[..., None], 2)[..., 0]
    expected[:, 1:] += 0.5 * np.minimum((logs[:, 1:] - logs[:, :-1]) ** 2, 16).mean(-1)
    found = array(SmoothTagging(0.5, reduction=None)(TAGS, LOGITS))
    np.testing.assert_allclose(found, expected, rtol=1e-5)


def test_without_smoothing_it_is_cross_entropy():
    usual = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    np.testing.assert_allclose(
        array(SmoothTagging(0.0)(TAGS, LOGITS)), array(usual(TAGS, LOGITS)), rtol=1e-6
    )


def test_padding_counts_for_nothing():
    model = many_to_many(num_classes=3, vocab_size=9, units=4, bidirectional=True)
    model.compile(loss=SmoothTagging(0.3), weighted_metrics=["accuracy"])
    tokens, tags = np.array([[3, 4, 5]]), np.array([[0, 1, 2]])
    alone = model.evaluate(tokens, tags, verbose=0)
    padded = model.evaluate(np.pad(tokens, ((0, 0), (0, 4))), np.pad(tags, ((0, 0), (0, 4))),
                            verbose=0)  # fmt: skip
    np.testing.assert_allclose(padded, alone, rtol=1e-5)


def test_it_is_saved_with_the_model():
    loss = keras.losses.deserialize(keras.losses.serialize(SmoothTagging(0.25)))
    assert isinstance(loss, SmoothTagging) and loss.smoothing == 0.25
