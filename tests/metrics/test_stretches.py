import numpy as np
import pytest
from sklearn.metrics import f1_score, matthews_corrcoef

from keras_seq.metrics import confusion_counts
from keras_seq.metrics.stretches import letter_metrics, stretch_metrics, stretches


def test_letters_as_scikit_learn_judges_them():
    draw = np.random.default_rng(0)
    right = draw.integers(0, 3, 500)
    ours = np.where(draw.random(500) < 0.6, right, draw.integers(0, 3, 500))
    metrics = letter_metrics(confusion_counts(right, ours, 5))  # two labels are absent
    assert metrics["accuracy"] == pytest.approx(np.mean(right == ours))
    assert metrics["macro_f1"] == pytest.approx(f1_score(right, ours, average="macro"))
    assert metrics["matthews"] == pytest.approx(matthews_corrcoef(right, ours))


def test_one_answer_for_all_has_no_correlation():
    assert letter_metrics(np.array([[3, 0], [2, 0]]))["matthews"] == 0


def test_features_by_hand():
    right = np.array([0, 1, 1, 1, 1, 0, 2, 2, 0, 1, 1])
    ours = np.array([0, 1, 1, 0, 0, 0, 2, 2, 0, 1, 0])
    # Exact: the one of label 2. With half in common: all three. Of 3 + 3.
    assert stretch_metrics([(right, ours)], [0]) == {"feature_f1": 1 / 3, "overlap_f1": 1.0}
    # One true feature in two pieces: a piece of half of it counts, the other is too much.
    split = np.array([0, 1, 1, 0, 1, 0, 2, 2, 0, 1, 1])
    assert stretch_metrics([(right, split)], [0])["overlap_f1"] == pytest.approx(6 / 7)


def test_each_true_feature_has_one_partner():
    assert (
        stretch_metrics([(np.array([1] * 4), np.array([1, 1, 0, 1]))], [0])["overlap_f1"] == 2 / 3
    )


def test_no_label_at_all():
    assert stretches(np.zeros(0, int)) == []
    assert stretch_metrics([(np.zeros(3, int), np.zeros(3, int))], [0])["feature_f1"] == 1.0
