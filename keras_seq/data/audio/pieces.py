"""Long recordings, cut where it is quiet."""

from __future__ import annotations

import numpy as np


def pieces(samples: np.ndarray, rate: int, longest: float) -> list[tuple[int, int]]:
    """Say where to cut a recording, so that no piece is longer than a model is used to.

    Each piece ends at the quietest tenth of a second in its second half.

    Args:
        samples: float `(samples,)`.
        rate: samples a second.
        longest: seconds.

    Returns:
        First sample and the one after the last of each piece; together they are the whole.

    >>> sound = np.ones(10)
    >>> sound[6] = 0
    >>> pieces(sound, 10, 0.8)
    [(0, 6), (6, 10)]
    """
    most, width = max(2, int(longest * rate)), max(1, rate // 10)
    energy = np.concatenate([[0.0], np.cumsum(np.square(samples, dtype=np.float64))])
    cuts = [0]
    while len(samples) - cuts[-1] > most:
        starts = np.arange(cuts[-1] + most // 2, cuts[-1] + most - width + 1)
        loudness = energy[starts + width] - energy[starts]
        cuts.append(int(starts[np.argmin(loudness)]) + width // 2)
    return list(zip(cuts, [*cuts[1:], len(samples)], strict=True))
