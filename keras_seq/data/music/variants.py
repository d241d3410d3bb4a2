"""More of the same music to learn from: other keys, less said, pieces of pieces."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from keras_seq.data.music.words import ANY, HEADER, Words


def varied(
    reader: Words,
    rows: Sequence[np.ndarray],
    shifts: Sequence[int],
    *,
    unsaid: float = 0.0,
    max_length: int | None = None,
    seed: int = 0,
) -> list[np.ndarray]:
    """Transpose pieces, leave now and then unsaid what they are, and cut long ones.

    Args:
        reader: what made the words.
        rows: pieces, int32 `(time,)` each.
        shifts: half tones; what would leave the piano is left out.
        unsaid: share of genres, metres and keys that become `ANY`, so that a model can do without.
        max_length: words of the pieces that long ones are cut into, each with its header; None:
            they stay whole.
        seed: decides what is unsaid.

    Returns:
        int32 `(time,)` each.
    """
    made: list[np.ndarray] = []
    for number, row in enumerate(rows):
        for shift in shifts:
            moved = reader.transposed(row, shift)
            if moved is None:
                continue
            draw = np.random.default_rng([seed, number, shift % 12])
            moved[np.flatnonzero(draw.random(HEADER - 1) < unsaid) + 1] = ANY
            head, music = np.split(moved, [HEADER])
            size = max_length or len(music)
            made += [np.concatenate([head, music[at : at + size]])
                     for at in range(0, len(music), size)]  # fmt: skip
    return made
