import numpy as np
import pytest

from keras_seq.baselines import summaries

UP = np.arange(6.0)[:, None]


def test_the_order_of_steps_makes_no_difference():
    table = summaries.summaries([UP, UP[::-1]])
    assert table[0].tolist() == table[1].tolist() == [2.5, pytest.approx((35 / 12) ** 0.5), 0, 5, 6]


def test_labels_that_show_in_the_level_are_told_and_those_of_the_order_are_not():
    level = [UP + 10 * (number % 2) for number in range(20)]
    order = [UP[:: 1 - 2 * (number % 2)] for number in range(20)]
    labels = np.arange(20) % 2
    judged = [
        summaries.linear_labels(inputs, labels, inputs, labels, inputs, labels, num_classes=3)[
            "accuracy"
        ]
        for inputs in (level, order)
    ]
    assert judged == [1.0, 0.5]


def test_a_number_that_is_linear_in_the_mean_is_told():
    recordings = [UP * 0 + number for number in range(30)]
    told = summaries.linear_numbers(recordings[::2], 3.0 * np.arange(0, 30, 2), recordings[1::2])
    np.testing.assert_allclose(told, 3.0 * np.arange(1, 30, 2), atol=0.1)
