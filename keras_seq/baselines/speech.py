"""Rivals of models that write down what is said."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Sequence

import numpy as np

STRENGTHS = (1e-3, 1e-2, 1e-1, 1.0, 10.0)  # of a logistic regression, chosen by validation


def commonest_text(train: Sequence[str], count: int) -> list[str]:
    """Answer each of `count` recordings with the text that training has most often.

    >>> commonest_text(["six", "one", "six"], 2)
    ['six', 'six']
    """
    return [Counter(train).most_common(1)[0][0]] * count


def linear_words(
    train: Sequence[np.ndarray],
    texts: Sequence[str],
    validation: Sequence[np.ndarray],
    validation_texts: Sequence[str],
    test: Sequence[np.ndarray],
) -> list[str]:
    """Tell single words apart by mean and standard deviation of each band: no order of moments.

    Logistic regression; the weight of its penalty is the one that gets most of validation right.

    Args:
        train: features, float `(time, bands)` each.
        texts: their words.
        validation: as `train`.
        validation_texts: as `texts`.
        test: as `train`.

    Returns:
        A word for each of `test`.
    """
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    def summed(recordings: Sequence[np.ndarray]) -> np.ndarray:
        return np.stack([np.concatenate([one.mean(0), one.std(0)]) for one in recordings])

    inputs, judged = summed(train), summed(validation)
    best = None
    for strength in STRENGTHS:
        model = make_pipeline(StandardScaler(), LogisticRegression(C=strength, max_iter=500))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            model.fit(inputs, list(texts))
        right = float(np.mean(model.predict(judged) == np.array(validation_texts)))
        if best is None or right > best[0]:
            best = right, model
    assert best is not None
    return [str(word) for word in best[1].predict(summed(test))]
