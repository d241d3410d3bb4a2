"""Rivals of models that answer a whole recording: linear ones, which know no order of the steps."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np

from keras_seq.metrics.classification import classification_metrics

STRENGTHS = (1e-3, 1e-2, 1e-1, 1.0, 10.0)  # of a logistic regression, chosen by validation
PENALTIES = (1e-3, 1e-2, 1e-1, 1.0, 10.0, 100.0, 1000.0)  # of a ridge, chosen on training alone


def summaries(recordings: Sequence[np.ndarray]) -> np.ndarray:
    """Sum each recording up without the order of its steps.

    Args:
        recordings: float `(time, features)` each.

    Returns:
        float64 `(recordings, 4 * features + 1)`: mean, standard deviation, least and largest of
        each feature, and the number of steps.

    >>> summaries([np.array([[1.0], [3.0]])]).tolist()
    [[2.0, 1.0, 1.0, 3.0, 2.0]]
    """
    return np.stack(
        [
            np.concatenate([steps.mean(0), steps.std(0), steps.min(0), steps.max(0), [len(steps)]])
            for steps in (recording.astype(np.float64) for recording in recordings)
        ]
    )


def linear_labels(
    train: Sequence[np.ndarray],
    train_labels: np.ndarray,
    validation: Sequence[np.ndarray],
    validation_labels: np.ndarray,
    test: Sequence[np.ndarray],
    test_labels: np.ndarray,
    *,
    num_classes: int,
) -> dict[str, float]:
    """Judge logistic regression on the summaries of recordings.

    The weight of its penalty is the one with the least log loss on the validation part.

    Args:
        train: float `(time, features)` each.
        train_labels: int `(train,)`.
        validation: as `train`.
        validation_labels: int `(validation,)`.
        test: as `train`.
        test_labels: int `(test,)`.
        num_classes: how many labels there are.

    Returns:
        What `classification_metrics` does.
    """
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    def chances(model: Any, recordings: Sequence[np.ndarray]) -> np.ndarray:
        table = np.zeros((len(recordings), num_classes))
        table[:, model.classes_] = model.predict_proba(summaries(recordings))
        return table

    models = []
    for strength in STRENGTHS:
        model = make_pipeline(StandardScaler(), LogisticRegression(C=strength, max_iter=1000))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # near enough for a rival
            model.fit(summaries(train), train_labels)
        judged = classification_metrics(validation_labels, chances(model, validation))
        models.append((judged["log_loss"], strength, model))
    best = min(models, key=lambda each: each[:2])[2]
    return classification_metrics(test_labels, chances(best, test))


def linear_numbers(
    train: Sequence[np.ndarray], numbers: np.ndarray, test: Sequence[np.ndarray]
) -> np.ndarray:
    """Predict numbers by ridge regression on the summaries of recordings.

    Its penalty is chosen by leaving out one training recording after the other.

    Args:
        train: float `(time, features)` each.
        numbers: float `(train,)`.
        test: as `train`.

    Returns:
        float64 `(test,)`.
    """
    from sklearn.linear_model import RidgeCV
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    model = make_pipeline(StandardScaler(), RidgeCV(PENALTIES))
    predicted: np.ndarray = model.fit(summaries(train), numbers).predict(summaries(test))
    return predicted
