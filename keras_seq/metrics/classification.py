"""How good predicted classes and probabilities are."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt


def classification_metrics(
    expected: npt.ArrayLike, probabilities: npt.ArrayLike
) -> dict[str, float]:
    """Judge predicted probabilities of classes against the classes that were right.

    Args:
        expected: int `(examples,)`, the right class of each example.
        probabilities: float `(examples, num_classes)`, rows that sum to 1.

    Returns:
        Plain floats, a metric that is undefined left out:

        - `accuracy`: share of examples whose most probable class is right;
        - `macro_f1`: F1 averaged over the classes that were expected or predicted at all;
        - `log_loss`: mean of -ln(probability of the right class), in nats;
        - `roc_auc`: for two classes that both occur, the chance that an example of class 1 gets a
          higher probability of class 1 than an example of class 0.

    Raises:
        ValueError: if shapes or ranges don't fit.

    Example:
    >>> metrics = classification_metrics([0, 1, 1], [[0.8, 0.2], [0.4, 0.6], [0.7, 0.3]])
    >>> {name: round(value, 3) for name, value in metrics.items()}
    {'accuracy': 0.667, 'macro_f1': 0.667, 'log_loss': 0.646, 'roc_auc': 1.0}
    """
    from sklearn.metrics import f1_score, roc_auc_score

    right, chances = _checked(expected, probabilities)
    predicted = chances.argmax(axis=1)
    of_right = chances[np.arange(len(right)), right]
    metrics = {
        "accuracy": float(np.mean(predicted == right)),
        "macro_f1": float(f1_score(right, predicted, average="macro", zero_division=0)),
        # Nothing is surer than a float can say: a probability of 0 counts as 2e-16.
        "log_loss": float(-np.log(np.maximum(of_right, np.finfo(np.float64).eps)).mean()) + 0.0,
    }
    if chances.shape[1] == 2 and len(np.unique(right)) == 2:
        metrics["roc_auc"] = float(roc_auc_score(right, chances[:, 1]))
    return metrics


def confusion_counts(
    expected: npt.ArrayLike, predicted: npt.ArrayLike, num_classes: int
) -> npt.NDArray[np.int64]:
    """Count how often each class was taken for each.

    Args:
        expected: int `(examples,)`, the right classes.
        predicted: int `(examples,)`, the predicted ones.
        num_classes: how many there are, absent ones counted.

    Returns:
        int64 `(num_classes, num_classes)`: a row for each expected, a column for each predicted.

    Raises:
        ValueError: if a class lies outside 0 to `num_classes` - 1.

    Example:
    >>> confusion_counts([0, 1, 1], [0, 0, 1], num_classes=2).tolist()
    [[1, 0], [1, 1]]
    """
    counts = np.zeros((num_classes, num_classes), dtype=np.int64)
    for name, classes in (("expected", expected), ("predicted", predicted)):
        found = np.asarray(classes)
        if found.size and not 0 <= found.min() <= found.max() < num_classes:
            raise ValueError(
                f"{name}: classes must lie in 0 to {num_classes - 1}; "
                f"received {found.min()} to {found.max()}"
            )
    np.add.at(counts, (np.asarray(expected), np.asarray(predicted)), 1)
    return counts


def _checked(expected: npt.ArrayLike, probabilities: npt.ArrayLike) -> tuple[Any, Any]:
    right = np.asarray(expected)
    chances = np.asarray(probabilities, dtype=np.float64)
    if right.ndim != 1 or not len(right) or not np.issubdtype(right.dtype, np.integer):
        raise ValueError(
            "expected: must be integers of shape (examples,), at least one; "
            f"received {right.dtype} of shape {right.shape}"
        )
    if chances.ndim != 2 or len(chances) != len(right):
        raise ValueError(
            f"probabilities: must have shape ({len(right)}, num_classes); received {chances.shape}"
        )
    if right.min() < 0 or right.max() >= chances.shape[1]:
        raise ValueError(
            f"expected: classes must lie in 0 to {chances.shape[1] - 1}, the columns of "
            f"probabilities; received {right.min()} to {right.max()}"
        )
    sums = chances.sum(axis=1)
    # A comparison with NaN is false, so this refuses it too.
    if not ((chances >= 0).all() and (abs(sums - 1) < 1e-3).all()):
        raise ValueError(
            "probabilities: must be finite, at least 0, and sum to 1 in each row; turn logits into "
            f"probabilities by softmax first; received sums of {sums.min():g} to {sums.max():g}"
        )
    return right, chances / sums[:, None]  # float32 sums are a little off
