"""Simple rivals of models that tag steps."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Sequence

import numpy as np

Tags = Sequence[str]


def majority_tag(train: Sequence[Tags], test: Sequence[Tags]) -> list[list[str]]:
    """Answer the training part's commonest tag at every step.

    Args:
        train: the tags of the training recordings.
        test: those of the test recordings, for their lengths alone.

    Returns:
        Predicted tags for each test recording.
    """
    counts = Counter(tag for tags in train for tag in tags)
    commonest = min(counts, key=lambda tag: (-counts[tag], tag))
    return [[commonest] * len(tags) for tags in test]


def linear_steps(
    train: Sequence[np.ndarray], tags: Sequence[Tags], test: Sequence[np.ndarray]
) -> list[list[str]]:
    """Tag each step by itself, by logistic regression: what can be told without a sequence.

    Args:
        train: `(time, ...)` for each training recording; frames are shrunk to at most 16 x 16.
        tags: their tags.
        test: the same for the test recordings.

    Returns:
        Predicted tags for each test recording.
    """
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=300))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # near enough for a rival
        model.fit(
            np.concatenate([_flat(steps) for steps in train]), [tag for one in tags for tag in one]
        )
    return [model.predict(_flat(steps)).tolist() for steps in test]


def commonest_tag_of_word(
    train: Sequence[Sequence[str]], tags: Sequence[Tags], test: Sequence[Sequence[str]]
) -> list[list[str]]:
    """Answer for each word the tag that it has most often in the training part, `O` if unknown.

    Args:
        train: the words of each training text.
        tags: their tags.
        test: the words of each test text.

    Returns:
        Predicted tags for each test text.
    """
    counts: dict[str, Counter[str]] = {}
    for words, row in zip(train, tags, strict=True):
        for word, tag in zip(words, row, strict=True):
            counts.setdefault(word, Counter())[tag] += 1
    commonest = {word: min(of, key=lambda tag: (-of[tag], tag)) for word, of in counts.items()}
    return [[commonest.get(word, "O") for word in words] for words in test]


def _flat(steps: np.ndarray) -> np.ndarray:
    if steps.ndim == 4:
        stride = max(1, steps.shape[1] // 16)
        steps = steps[:, ::stride, ::stride]
    return steps.reshape(len(steps), -1).astype(np.float32)
