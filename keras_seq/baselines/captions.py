"""Simple rivals of captions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

SMALL = 8  # points in height and width, by which pictures are compared
SHADES = 4  # of red, of green and of blue, into which colours are sorted


def commonest_caption(captions: Sequence[Sequence[str]]) -> str:
    """Take the caption that is said most often; among equals the one of the commonest words.

    Args:
        captions: of each picture of the training part.

    Returns:
        One of them. The words of a caption count by the logarithm of the number of captions in
        which they stand, on average.

    >>> commonest_caption([["a dog", "a big dog"], ["a dog"], ["cats"]])
    'a dog'
    >>> commonest_caption([["one red bus"], ["a dog runs"], ["a dog sits"], ["a cat runs"]])
    'a dog runs'
    """
    said = [caption for several in captions for caption in several]
    counts = Counter(said)
    words = Counter(word for caption in said for word in set(caption.split()))

    def usual(caption: str) -> float:
        return float(np.mean([np.log(words[word]) for word in caption.split()] or [0.0]))

    return max(counts, key=lambda caption: (counts[caption], usual(caption), caption))


def captions_of_nearest(
    pictures: np.ndarray, captions: Sequence[Sequence[str]], others: np.ndarray
) -> dict[str, list[str]]:
    """Say of pictures what is said first of the nearest one of the training part.

    Args:
        pictures: uint8 `(pictures, height, width, 3)`, those of the training part.
        captions: of each of these.
        others: those that are to be captioned.

    Returns:
        Captions by the way in which nearness is measured: `nearest_by_points`, of the pictures
        shrunk to 8 x 8 points, and `nearest_by_colours`, of how often colours stand in them.
    """
    from sklearn.neighbors import NearestNeighbors

    found = {}
    for name, measured in {"nearest_by_points": shrunk, "nearest_by_colours": colours}.items():
        near = NearestNeighbors(n_neighbors=1).fit(measured(pictures))
        places = near.kneighbors(measured(others), return_distance=False)[:, 0]
        found[name] = [captions[place][0] for place in places]
    return found


def shrunk(pictures: np.ndarray) -> np.ndarray:
    """Shrink pictures to few points, each the mean of a tile, float32 `(pictures, points * 3)`."""
    sizes = pictures.shape[1:3]
    rows, columns = ((np.arange(SMALL) * size) // SMALL for size in sizes)
    down, across = (np.diff(np.append(starts, size)) for starts, size in
                    zip((rows, columns), sizes, strict=True))  # fmt: skip
    found = []
    for picture in pictures:  # one by one: the floats of all might fill the memory
        sums = np.add.reduceat(np.add.reduceat(picture.astype(np.float32), rows), columns, axis=1)
        found.append((sums / (down[:, None] * across)[..., None]).ravel())
    return np.stack(found)


def colours(pictures: np.ndarray) -> np.ndarray:
    """Count how often each of 64 kinds of colours stands in pictures, as shares."""
    weights = np.array([SHADES * SHADES, SHADES, 1])
    kinds = (((picture // (256 // SHADES)) @ weights).ravel() for picture in pictures)
    return np.stack([np.bincount(one, minlength=SHADES**3) / one.size for one in kinds])
