"""Simple rivals that a sequence model has to beat, and the sentence that says whether it does."""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from keras_seq.metrics.classification import classification_metrics
from keras_seq.progress import track

WORDS_AND_SIGNS = r"\w+|[^\w\s]"  # no text is empty under it, not even one of emoji
STRENGTHS = (3.0, 10.0, 30.0, 100.0)  # of the fit; the inverse of the L2 penalty's weight
DEFAULT_STRENGTH = 30.0  # the best by log loss on a held-out fifth of IMDB's training reviews


def majority_class(
    train_labels: npt.ArrayLike, test_labels: npt.ArrayLike, num_classes: int
) -> dict[str, float]:
    """Judge the answer that never looks: always the classes' shares of the training part.

    Args:
        train_labels: int `(train,)`.
        test_labels: int `(test,)`.
        num_classes: how many classes there are.

    Returns:
        What `classification_metrics` does.

    Example:
    >>> majority_class([0, 0, 0, 1], [0, 1], num_classes=2)["accuracy"]
    0.5
    """
    # One imagined example a class, lest a class unseen in training is held to be impossible.
    counts = np.bincount(np.asarray(train_labels), minlength=num_classes) + 1
    shares = counts / counts.sum()
    return classification_metrics(test_labels, np.tile(shares, (len(np.asarray(test_labels)), 1)))


def bag_of_bigrams(
    train_texts: Sequence[str],
    train_labels: npt.ArrayLike,
    test_texts: Sequence[str],
    test_labels: npt.ArrayLike,
    *,
    num_classes: int,
    validation: tuple[Sequence[str], npt.ArrayLike] | None = None,
    max_weights: int = 4_000_000,
) -> dict[str, float]:
    """Judge logistic regression on TF-IDF weights of single words and pairs of neighbours.

    The strongest linear model at its price: sublinear term frequency, words and punctuation marks
    as terms, an L2 penalty. Everything is fitted on the training part. The penalty's weight is
    chosen by log loss on the validation part where one is given, else fixed; the test part is
    looked at once, at the end. The same input gives the same result.

    Args:
        train_texts: the training part, as raw texts.
        train_labels: int `(train,)`.
        test_texts: the test part.
        test_labels: int `(test,)`.
        num_classes: how many classes there are, at least 2.
        validation: texts and labels of the validation part, to choose the penalty by.
        max_weights: bound on the number of terms times that of classes; the most frequent
            terms are kept.

    Returns:
        What `classification_metrics` does.

    Source: Wang and Manning, "Baselines and Bigrams: Simple, Good Sentiment and Topic
    Classification", 2012, for the strength of linear models on bigrams.
    """
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    train_labels = np.asarray(train_labels)
    if len(np.unique(train_labels)) < 2:  # nothing to tell apart
        return majority_class(train_labels, test_labels, num_classes)
    vectorizer = TfidfVectorizer(
        ngram_range=(1, 2),
        token_pattern=WORDS_AND_SIGNS,
        sublinear_tf=True,
        min_df=2 if len(train_texts) >= 1000 else 1,
        max_features=max_weights // (num_classes if num_classes > 2 else 1),
        dtype=np.float32,
    )
    try:
        train = vectorizer.fit_transform(track(train_texts, "counting pairs of words"))
    except ValueError:  # no term, or none that occurs twice: nothing to learn from
        return majority_class(train_labels, test_labels, num_classes)
    test = vectorizer.transform(test_texts)
    held_out = vectorizer.transform(validation[0]) if validation else None

    # From a strong penalty to a weak one, each fit beginning where the last one ended.
    model = LogisticRegression(max_iter=60, tol=1e-5, warm_start=True)
    best, least = np.zeros(()), math.inf
    strengths = STRENGTHS if validation else (DEFAULT_STRENGTH,)
    for strength in track(strengths, "fitting the linear baseline"):
        model.set_params(C=strength)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # near enough for a rival
            model.fit(train, train_labels)
        if validation:
            chances = _probabilities(model, held_out, num_classes)
            loss = classification_metrics(validation[1], chances)["log_loss"]
            if loss >= least:
                break
            least = loss
        best = _probabilities(model, test, num_classes)
    return classification_metrics(test_labels, best)


def _probabilities(model: Any, rows: Any, num_classes: int) -> npt.NDArray[np.float64]:
    """Predict, with a column of zeros for each class that training never saw."""
    chances = np.zeros((rows.shape[0], num_classes))
    chances[:, model.classes_] = model.predict_proba(rows)
    return chances
