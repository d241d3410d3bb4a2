import numpy as np
import pytest
from sklearn import metrics as theirs

from keras_seq.metrics import classification_metrics, confusion_counts


def test_by_hand():
    found = classification_metrics([0, 1, 1, 0], [[0.9, 0.1], [0.6, 0.4], [0.2, 0.8], [0.3, 0.7]])
    # Class 0: 1 of 2 found, 1 of 2 named right; class 1 the same.
    assert found["accuracy"] == 0.5 and found["macro_f1"] == pytest.approx(0.5)
    assert found["log_loss"] == pytest.approx(-np.log([0.9, 0.4, 0.8, 0.3]).mean())
    # Of the four pairs (a 1, a 0) the 1 is surer in all but (0.4, 0.7).
    assert found["roc_auc"] == pytest.approx(0.75)
    assert all(type(value) is float for value in found.values())


def test_like_scikit_learn_on_many_classes():
    draw = np.random.default_rng(0)
    chances = draw.dirichlet(np.ones(5), 300)
    right = draw.integers(0, 5, 300)
    found = classification_metrics(right, chances)
    predicted = chances.argmax(1)
    assert found == pytest.approx({
        "accuracy": theirs.accuracy_score(right, predicted),
        "macro_f1": theirs.f1_score(right, predicted, average="macro"),
        "log_loss": theirs.log_loss(right, chances),
    })  # fmt: skip


def test_f1_leaves_out_classes_that_never_occur():
    # Class 0: precision 1/2, recall 1, F1 2/3; class 1: F1 0; class 2 neither right nor said.
    found = classification_metrics([0, 1], [[0.6, 0.2, 0.2], [0.5, 0.4, 0.1]])
    assert found["macro_f1"] == pytest.approx(1 / 3) and "roc_auc" not in found


def test_sure_and_right_or_wrong_stay_finite():
    assert classification_metrics([0], [[1.0, 0.0]]) == {
        "accuracy": 1.0, "macro_f1": 1.0, "log_loss": 0.0,
    }  # fmt: skip
    assert 30 < classification_metrics([1], [[1.0, 0.0]])["log_loss"] < 40


@pytest.mark.parametrize(
    ("right", "chances", "message"),
    [
        ([], np.zeros((0, 2)), "expected: must be integers"),
        ([0.5], [[1, 0]], "expected: must be integers"),
        ([0], [[0.5, 0.5], [1, 0]], r"probabilities: must have shape \(1, num_classes\)"),
        ([2], [[0.5, 0.5]], "classes must lie in 0 to 1"),
        ([-1], [[0.5, 0.5]], "classes must lie in 0 to 1"),
        ([0], [[2.0, -1.0]], "at least 0, and sum to 1"),
        ([0], [[3.0, 1.0]], "turn logits into"),
        ([0], [[np.nan, 1.0]], "must be finite"),
    ],
)
def test_what_makes_no_sense_is_refused(right, chances, message):
    with pytest.raises(ValueError, match=message):
        classification_metrics(right, chances)


def test_confusions_are_rows_of_expected():
    assert confusion_counts([0, 0, 2], [1, 0, 2], 4).tolist() == [
        [1, 1, 0, 0], [0, 0, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0],
    ]  # fmt: skip


def test_confusions_of_unknown_classes_are_refused():
    with pytest.raises(ValueError, match="expected: classes must lie in 0 to 1; received 0 to 2"):
        confusion_counts([0, 2], [0, 0], 2)
    with pytest.raises(ValueError, match="predicted: classes must lie in 0 to 1; received -1"):
        confusion_counts([0, 0], [-1, 0], 2)
