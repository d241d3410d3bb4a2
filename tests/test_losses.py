import itertools

import keras
import numpy as np
import pytest

from keras_seq import losses
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


def test_forecast_loss_leaves_out_what_was_not_observed():
    expected = np.array([[1.0, np.nan, 3.0], [np.nan, np.nan, np.nan]])
    forecast = np.array([[2.0, 9.0, 3.0], [1.0, 1.0, 1.0]])
    for error, value in (("mse", 0.5), ("mae", 0.5)):
        found = losses.ForecastLoss(error, reduction=None)(expected, forecast)
        np.testing.assert_allclose(keras.ops.convert_to_numpy(found), [value, 0])
    quantiles = np.repeat(forecast[..., None], 2, axis=-1).reshape(2, -1)
    found = losses.ForecastLoss("pinball", (0.2, 0.6), reduction=None)(expected, quantiles)
    np.testing.assert_allclose(
        keras.ops.convert_to_numpy(found), [(0.8 + 0.4) / 2 / 2, 0], atol=1e-6
    )


def test_forecast_loss_has_no_gradient_of_nan():
    layer = keras.Sequential([keras.layers.Dense(2)])
    layer.compile("sgd", losses.ForecastLoss("mse"))
    layer.fit(np.ones((1, 1)), np.array([[1.0, np.nan]]), verbose=0)
    assert all(np.isfinite(one).all() for one in layer.get_weights())


@pytest.mark.parametrize(
    ("error", "quantiles"), [("mape", ()), ("mse", (0.5,)), ("pinball", ()), ("pinball", (1.0,))]
)
def test_forecast_loss_arguments(error, quantiles):
    with pytest.raises(ValueError, match="must be"):
        losses.ForecastLoss(error, quantiles)


def ctc_by_hand(logits, classes):
    """Sum the probabilities of all paths, as the definition says."""
    chances = np.exp(logits) / np.exp(logits).sum(-1, keepdims=True)
    total = 0.0
    for path in itertools.product(range(logits.shape[1]), repeat=len(logits)):
        if [token for token, _ in itertools.groupby(path) if token] == list(classes):
            total += np.prod([chances[step, token] for step, token in enumerate(path)])
    return -np.log(total)


@pytest.mark.parametrize("classes", [[1], [2, 1], [1, 1], [2, 1, 2]])
def test_ctc_sums_over_all_paths(classes):
    logits = np.random.default_rng(0).normal(size=(1, 4, 3)).astype("float32")
    found = float(losses.CTC()(np.array([classes + [0] * 2]), logits))
    assert found == pytest.approx(ctc_by_hand(logits[0], classes), rel=1e-4)


def test_ctc_counts_no_padding():
    from keras_seq.constants import PADDING_VALUE

    model = many_to_many(num_classes=4, feature_dim=3, units=4, head="ctc", stride=2,
                         bidirectional=True)  # fmt: skip
    model.compile(loss=losses.CTC())
    draw = np.random.default_rng(0)
    short, long = (draw.normal(size=(1, time, 3)).astype("float32") for time in (6, 14))
    padded = np.full((1, 14, 3), PADDING_VALUE, "float32")
    padded[:, :6] = short
    one, other = np.array([[1, 2, 0, 0]]), np.array([[3, 3, 1, 2]])
    alone = [model.evaluate(x, y, verbose=0) for x, y in ((short, one), (long, other))]
    both = np.concatenate([padded, long]), np.concatenate([one, other])
    assert model.evaluate(*both, verbose=0) == pytest.approx(np.mean(alone), rel=1e-5)


def test_ctc_of_what_can_not_be_costs_nothing():
    logits = np.zeros((2, 3, 3), "float32")
    found = array(losses.CTC(reduction=None)(np.array([[1, 1, 0], [1, 1, 1]]), logits))
    assert found[0] == pytest.approx(np.log(27), rel=1e-4) and found[1] == 0  # 101 alone; none
