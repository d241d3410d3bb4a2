import math

import numpy as np
import pytest

from keras_seq.metrics.calibration import FEWEST, reliability, shares, temperature


def test_the_error_is_the_mean_distance_weighted_by_answers():
    scores = [0.62, 0.68, 0.95, 0.95, 0.95, 0.95]
    right = [True, False, True, True, True, False]
    found = reliability(scores, right, bins=10)
    np.testing.assert_allclose(found.given, [0.65, 0.95])
    np.testing.assert_allclose(found.right, [0.5, 0.75])
    assert found.error == pytest.approx((2 * 0.15 + 4 * 0.2) / 6)
    assert reliability([1.0, 1.0], [True, True]).error == 0


def test_a_model_that_is_too_sure_is_cooled_until_its_probability_holds():
    """Right in 3 of 4 with scores z and 0: the log loss is least where sigmoid(z / T) is 3/4."""
    z = 4.0
    sure = 1 / (1 + math.exp(-z))
    chances = np.array([[sure, 1 - sure]] * 4000)
    expected = np.array([0, 0, 0, 1] * 1000)
    assert temperature(expected, chances) == pytest.approx(z / math.log(3), rel=0.01)


def test_few_examples_decide_little():
    sure = np.array([[0.7, 0.3]] * FEWEST)
    assert temperature([0] * (FEWEST - 1), sure[1:]) == 1
    # All were right: surer than by 51 of 52 (and half of one more) it never gets.
    found = temperature([0] * FEWEST, sure)
    cooled = 1 / (1 + (0.3 / 0.7) ** (1 / found))
    assert cooled == pytest.approx(51 / 52, abs=1e-3)


def test_models_that_know_different_things_count_as_much_as_they_know():
    """Two independent witnesses, right in 3 and 9 of 10, count by their true log odds (Bayes)."""
    draw = np.random.default_rng(0)
    right = draw.integers(0, 2, 100_000)

    def witness(share):
        said = np.where(draw.random(len(right)) < share, right, 1 - right)
        return np.array([[0.7, 0.3], [0.3, 0.7]])[said]  # log odds of log(7/3), too little

    found = shares(right, [witness(0.75), witness(0.9)])
    np.testing.assert_allclose(np.array(found) * math.log(7 / 3), np.log([3, 9]), rtol=0.03)


def test_with_few_examples_all_count_alike():
    assert shares([0] * (FEWEST - 1), [np.full((FEWEST - 1, 2), 0.5)] * 2) == [0.5, 0.5]
