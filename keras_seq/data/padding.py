"""Padding: sequences of unequal length in one array, filled up on the right."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from keras_seq.constants import PADDING_VALUE


def pad(sequences: Sequence[np.ndarray], length: int | None = None) -> np.ndarray:
    """Stack sequences, padding the shorter ones on the right.

    Args:
        sequences: int arrays `(time,)` of tokens, or float arrays `(time, ...)` of features.
        length: steps of the result; None: those of the longest.

    Returns:
        int32 `(batch, length)`, padded with 0, or float32 `(batch, length, ...)`, padded with
        `PADDING_VALUE`, which no scaled feature takes, as 0 might be.
    """
    tokens = np.issubdtype(sequences[0].dtype, np.integer)
    longest = max(len(one) for one in sequences)
    shape = (len(sequences), length or longest, *sequences[0].shape[1:])
    batch = np.zeros(shape, "int32") if tokens else np.full(shape, PADDING_VALUE, "float32")
    for row, one in enumerate(sequences):
        batch[row, : len(one)] = one
    return batch
