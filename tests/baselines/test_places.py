import numpy as np

from keras_seq.baselines.places import by_place


def test_counts_of_a_class_go_back_to_those_of_all():
    train = np.array([[0, 1], [0, 1], [1, 1], [1, 0]])
    classes = np.array([0, 0, 1, 1])
    logs = by_place(train, np.array([[0, 1], [0, 1]]), 2, classes, np.array([0, 1]))
    alone = (np.array([2, 3]) + 2 * 0.5) / (4 + 2)
    np.testing.assert_allclose(np.exp(logs["place_alone"]), [alone, alone])
    # Class 0 has one kind of token in either place, class 1 one in the first, two in the second.
    first = (2 + alone) / 3, (2 + alone) / 3
    second = (0 + alone[0]) / 3, (1 + 2 * alone[1]) / 4
    np.testing.assert_allclose(
        np.exp(logs["place_in_class"]), [[first[0][0], first[1][1]], [second[0], second[1]]]
    )


def test_chances_add_up_to_one():
    draw = np.random.default_rng(0)
    train, classes = draw.integers(0, 5, (20, 3)), draw.integers(0, 2, 20)
    test = np.repeat(np.arange(5)[:, None], 3, axis=1)
    for logs in by_place(train, test, 5, classes, np.zeros(5, int)).values():
        np.testing.assert_allclose(np.exp(logs).sum(axis=0), 1)
    assert list(by_place(train, test, 5)) == ["place_alone"]
