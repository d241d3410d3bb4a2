"""What n-grams say for each class, counted in the training part."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import numpy.typing as npt

from keras_seq import files
from keras_seq.progress import track

if TYPE_CHECKING:
    from scipy import sparse

STRENGTH = 30.0  # of the fit; the inverse of the L2 penalty's weight
FEWEST, MOST = 1 << 10, 1 << 20  # buckets
MOST_SCORES = 1 << 22  # buckets times classes
AT_ONCE = 5_000  # texts whose n-grams are gathered together


@dataclass(frozen=True)
class NGramWeights:
    """Scores of n-grams for each class.

    Attributes:
        values: float32 `(buckets + 1, num_classes)`, what `NGramScores` has as its table; no row
            at all where nothing was counted.
    """

    SUFFIX: ClassVar[str] = ".npy"
    values: np.ndarray

    def save(self, path: Path) -> None:
        """Write the scores to a .npy file."""
        files.write_array(path, self.values)

    @classmethod
    def load(cls, path: Path) -> NGramWeights:
        """Read what `save` wrote; `InputError` if the file is damaged."""
        return cls(files.read_array(path))

    @classmethod
    def none(cls) -> NGramWeights:
        """Return what says that nothing was counted."""
        return cls(np.zeros((0, 0), np.float32))


def count_ngrams(
    sequences: Sequence[np.ndarray],
    labels: npt.ArrayLike,
    num_classes: int,
    vocab_size: int,
    *,
    order: int = 2,
) -> np.ndarray:
    """Fit a linear model on counts of n-grams.

    Logistic regression whose features are counts, each times how far apart the classes are in it:
    the root mean square over classes of the log of its share in the class by its share in all
    others (Wang and Manning, 2012, for two classes); divided by the root of the number of n-grams
    in the text, so that long texts don't count for more.

    Args:
        sequences: tokens of each text, int; 0 is padding, 1 unknown.
        labels: the class of each, int `(texts,)`.
        num_classes: how many classes there are.
        vocab_size: how many tokens there are.
        order: longest n-grams.

    Returns:
        Float32 `(buckets + 1, num_classes)`, the table of `keras_seq.layers.NGramScores`; as many
        buckets as suit the number of n-grams, a power of two. The same input gives the same.

    >>> texts = [np.array([2, 3]), np.array([2, 4])] * 10
    >>> table = count_ngrams(texts, [0, 1] * 10, num_classes=2, vocab_size=5)
    >>> table.shape
    (1025, 2)
    """
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    expected = np.asarray(labels)
    total = order * sum(map(len, sequences))
    buckets = FEWEST
    while buckets < min(2 * total, MOST) and 2 * buckets * num_classes <= MOST_SCORES:
        buckets *= 2
    table = np.zeros((buckets + 1, num_classes), np.float32)
    present = np.unique(expected)
    if len(present) < 2 or not total:
        return table
    counts = _counts(sequences, vocab_size, order, buckets)
    used = np.flatnonzero(np.asarray(counts.sum(axis=0)).ravel())
    counts = counts[:, used]
    lengths = np.sqrt(np.maximum(np.asarray(counts.sum(axis=1)), 1))
    weights = _distances(counts, expected, present)
    features = counts.multiply(weights[None, :]).multiply(1 / lengths).tocsr().astype(np.float32)
    model = LogisticRegression(C=STRENGTH, max_iter=60, tol=1e-5)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # near enough
        model.fit(features, expected)
    learned, bias = model.coef_, model.intercept_
    if len(present) == 2:  # one row of log odds
        learned, bias = np.stack([-learned[0], learned[0]]) / 2, np.array([-bias[0], bias[0]]) / 2
    table[np.ix_(used, present)] = learned.T * weights[:, None]
    table[-1, present] = bias
    return table


def _counts(
    sequences: Sequence[np.ndarray], vocab_size: int, order: int, buckets: int
) -> sparse.csr_matrix:
    """Count the n-grams of each text by bucket, float32 `(texts, buckets)`."""
    from scipy import sparse

    from keras_seq.layers.ngram_scores import UNKNOWN, spread

    hashed, parts = spread(vocab_size, buckets).astype(np.int64), []
    starts = range(0, len(sequences), AT_ONCE)
    for start in track(starts, "counting words and their neighbours"):
        texts = sequences[start : start + AT_ONCE]
        tokens = np.concatenate([np.zeros(0, np.int64), *texts]).astype(np.int64)
        text = np.repeat(np.arange(len(texts)), [len(one) for one in texts])
        ids, whole = np.zeros_like(tokens), np.ones(len(tokens), bool)
        rows, columns = [], []
        for length in range(1, min(order, len(tokens)) + 1):
            end = len(tokens) - length + 1
            later = tokens[length - 1 :]
            ids = ids[:end] + (2 * length - 1) * hashed[later]
            whole = whole[:end] & (later > UNKNOWN) & (text[:end] == text[length - 1 :])
            rows.append(text[:end][whole])
            columns.append((ids % buckets)[whole])
        row, column = np.concatenate([[], *rows]), np.concatenate([[], *columns])
        ones = np.ones(len(row), np.float32)
        parts.append(sparse.csr_matrix((ones, (row, column)), (len(texts), buckets)))
    return sparse.vstack(parts, format="csr")


def _distances(counts: Any, expected: np.ndarray, present: np.ndarray) -> np.ndarray:
    """Say of each n-gram how far apart the classes are in it, float `(n-grams,)`."""
    of_all = np.asarray(counts.sum(axis=0)).ravel()
    squares = np.zeros(len(of_all))
    for each in present:
        inside = np.asarray(counts[expected == each].sum(axis=0)).ravel() + 1
        outside = of_all - inside + 2
        squares += np.log((inside / inside.sum()) / (outside / outside.sum())) ** 2
    return np.sqrt(squares / len(present))
