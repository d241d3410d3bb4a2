"""Whether probabilities hold: of answers given with 0.8, 8 of 10 should be right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

FEWEST = 50  # examples from which a temperature is learned


class Reliability(NamedTuple):
    """Answers by the probability that they were given, a row for each range that has any.

    Attributes:
        given: mean probability of the answers of each range.
        right: share of them that was right.
        counts: how many there are.
    """

    given: npt.NDArray[np.float64]
    right: npt.NDArray[np.float64]
    counts: npt.NDArray[np.int64]

    @property
    def error(self) -> float:
        """Expected calibration error: mean distance of `given` and `right` (Guo et al., 2017)."""
        return float(np.average(abs(self.given - self.right), weights=self.counts))


def reliability(scores: npt.ArrayLike, right: npt.ArrayLike, bins: int = 15) -> Reliability:
    """Compare what answers were given with how often they were right.

    Args:
        scores: float `(examples,)`, the probability given to each answer.
        right: bool `(examples,)`, whether it was right.
        bins: ranges of equal width from 0 to 1.

    >>> found = reliability([0.95, 0.9, 0.9, 0.55], [True, True, False, True], bins=10)
    >>> found.counts.tolist(), round(found.error, 4)
    ([1, 3], 0.3)
    """
    given, good = np.asarray(scores, float), np.asarray(right, float)
    # A score on the border of two ranges belongs to the upper one; 1 to the last.
    place = np.minimum((given * bins + 1e-9).astype(int), bins - 1)
    counts = np.bincount(place, minlength=bins)
    kept = counts > 0
    means = [np.bincount(place, each, bins)[kept] / counts[kept] for each in (given, good)]
    return Reliability(means[0], means[1], counts[kept])


def temperature(expected: npt.ArrayLike, probabilities: npt.ArrayLike) -> float:
    """Learn by what the scores behind probabilities are best divided (Guo et al., 2017).

    Least is the log loss of examples that the model hasn't learned from. As in Platt (1999) an
    example counts as right by a little less than 1, so that few examples, all answered right,
    don't make the model surer than they can show.

    Args:
        expected: int `(examples,)`, the right classes.
        probabilities: float `(examples, num_classes)`.

    Returns:
        Above 1 for a model that is too sure; 1 for fewer than 50 examples.

    >>> sure = np.array([[0.99, 0.01]] * 100)       # right in 80 of 100
    >>> round(temperature([0] * 80 + [1] * 20, sure), 1)
    3.4
    """
    from scipy.optimize import minimize_scalar

    if len(np.asarray(expected)) < FEWEST:
        return 1.0
    loss = _log_loss(expected, [probabilities])
    found = minimize_scalar(
        lambda log: loss(np.exp([-log])), bounds=(np.log(0.2), np.log(10)), method="bounded"
    )
    return float(np.exp(found.x))


def shares(expected: npt.ArrayLike, probabilities: Sequence[npt.ArrayLike]) -> list[float]:
    """Learn how much each of several models counts, if their scores are added up.

    Least is the log loss, as for `temperature`, of which this is the case of several models
    (Hinton, "Training Products of Experts by Minimizing Contrastive Divergence", 2002).

    Args:
        expected: int `(examples,)`, the right classes.
        probabilities: of each model, float `(examples, num_classes)`.

    Returns:
        A factor for the scores of each, 0 for a model that adds nothing; for fewer than 50
        examples all the same, 1 together.

    >>> draw = np.random.default_rng(0)
    >>> right = draw.integers(0, 2, 1000)
    >>> knows = np.where(draw.random(1000) < 0.8, right, 1 - right)       # in 80 of 100
    >>> guesses = draw.integers(0, 2, 1000)
    >>> sure = np.array([[0.9, 0.1], [0.1, 0.9]])
    >>> [round(share, 1) for share in shares(right, [sure[knows], sure[guesses]])]
    [0.6, 0.0]
    """
    from scipy.optimize import minimize

    start = np.full(len(probabilities), 1 / len(probabilities))
    if len(np.asarray(expected)) < FEWEST:
        return start.tolist()
    loss = _log_loss(expected, probabilities)
    found = minimize(loss, start, method="L-BFGS-B", bounds=[(0, 5)] * len(start))
    return [float(share) for share in found.x]


def _log_loss(
    expected: npt.ArrayLike, probabilities: Sequence[npt.ArrayLike]
) -> Callable[[npt.ArrayLike], float]:
    """Say what models lose whose scores are added up with the given factors."""
    logs = np.log(np.maximum(np.asarray(probabilities, np.float64), 1e-12))
    right = np.asarray(expected)
    _, count, classes = logs.shape
    targets = np.full((count, classes), 1 / (count + classes))
    targets[np.arange(count), right] += count / (count + classes)

    def loss(factors: npt.ArrayLike) -> float:
        scores = np.tensordot(np.asarray(factors), logs, axes=1)
        most = scores.max(axis=1, keepdims=True)
        sums = most + np.log(np.exp(scores - most).sum(axis=1, keepdims=True))
        return -float((targets * (scores - sums)).sum() / count)

    return loss
