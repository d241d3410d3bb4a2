"""Which words moved a model's answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt


def occlusion(
    score: Callable[[list[list[str]]], npt.ArrayLike],
    words: Sequence[str],
    *,
    width: int = 1,
    placeholder: str = "<unk>",
) -> npt.NDArray[np.float64]:
    """Find the influence of each word on a score by leaving it out (occlusion, erasure).

    The influence of a word is the score of the whole text less the score of the text without it:
    positive where the word raises the score. Give a score that doesn't saturate, such as the
    logarithm of the odds; near a probability of 1 no single word matters.

    Args:
        score: gets texts as lists of words, and returns a number for each; called once, with
            the whole text and every shortened one.
        words: the text.
        width: so many neighbouring words are left out together and share their influence; more
            than 1 saves time on long texts, whose cost grows with the square of their length.
        placeholder: stands for a text that would be left empty.

    Returns:
        float64 `(len(words),)`.

    Raises:
        ValueError: if `width` is below 1, or `score` returns another shape.

    Sources: Zeiler and Fergus, "Visualizing and Understanding Convolutional Networks", 2014;
    Li, Monroe and Jurafsky, "Understanding Neural Networks through Representation Erasure", 2016.

    Example:
    >>> def count_of_good(texts):
    ...     return [text.count("good") for text in texts]
    >>> occlusion(count_of_good, ["a", "good", "film"]).tolist()
    [0.0, 1.0, 0.0]
    """
    if width < 1:
        raise ValueError(f"width: must be at least 1; received {width}")
    whole = list(words)
    if not whole:
        return np.zeros(0)
    starts = range(0, len(whole), width)
    shortened = [whole[:start] + whole[start + width :] or [placeholder] for start in starts]
    scores = np.asarray(score([whole, *shortened]), dtype=np.float64)
    if scores.shape != (len(shortened) + 1,):
        raise ValueError(
            f"score: must return a number for each of {len(shortened) + 1} texts; "
            f"received shape {scores.shape}"
        )
    return np.repeat(scores[0] - scores[1:], width)[: len(whole)]
