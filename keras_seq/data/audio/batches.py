"""Batches of sound for training: changed anew in each epoch, joined to strings if wished."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import keras
import numpy as np

from keras_seq.data.feeding import padded_length
from keras_seq.data.padding import pad

POOL = 50  # batches that are sorted together
#: From the numbers of clips, and a random generator or None, to the features of their string.
Features: TypeAlias = Callable[[Sequence[int], np.random.Generator | None], np.ndarray]


class SoundBatches(keras.utils.PyDataset):
    """Padded batches of features and tokens, made when they are asked for.

    The order and all changes depend on `seed` and `epoch` alone.

    Args:
        features: makes what the model reads, float `(time, size)`.
        lengths: int `(clips,)`, how long each clip is, in any unit: like ones stand together.
        targets: int32 `(time,)` for each clip.
        batch_size: clips, or strings of them, in a batch.
        start_end: tokens before and behind a target, for a model that writes; the batch then is
            `((features, start and target), target and end)`; None: `(features, target)`.
        training: whether clips are changed and each epoch has an order of its own.
        join: the most clips in a string.
        between: tokens between two clips of a string, as that of a blank.
        seed: decides all that is drawn.

    Attributes:
        epoch: set it before an epoch to choose its order.
    """

    def __init__(
        self,
        features: Features,
        lengths: Sequence[int],
        targets: Sequence[np.ndarray],
        *,
        batch_size: int,
        start_end: tuple[int, int] | None = None,
        training: bool = False,
        join: int = 1,
        between: Sequence[int] | np.ndarray = (),
        seed: int = 0,
    ) -> None:
        super().__init__()
        self.features = features
        self.lengths = np.asarray(lengths)
        self.targets = list(targets)
        self.batch_size = batch_size
        self.start_end = start_end
        self.training = training
        self.join = join
        self.between = np.asarray(between, np.int32)
        self.seed = seed
        self.epoch = 0
        self._ordered: tuple[int, list[np.ndarray], list[list[int]]] | None = None

    def __len__(self) -> int:
        """Return the number of batches."""
        return -(-len(self.targets) // self.batch_size)

    def __getitem__(self, index: int) -> tuple[Any, np.ndarray]:
        """Return the batch at `index` in the order of `epoch`."""
        batches, strings = self._order()
        draws = [
            np.random.default_rng([self.seed, self.epoch, 1, int(row)]) if self.training else None
            for row in batches[index]
        ]
        rows = [strings[row] for row in batches[index]]
        features = [self.features(row, draw) for row, draw in zip(rows, draws, strict=True)]
        targets = [self._target(row) for row in rows]
        read = pad(features, _length(features, index))
        if self.start_end is None:
            return read, pad(targets, _length(targets, index))
        start, end = self.start_end
        before = [np.append(start, target).astype(np.int32) for target in targets]
        behind = [np.append(target, end).astype(np.int32) for target in targets]
        length = _length(before, index)
        return (read, pad(before, length)), pad(behind, length)

    def _target(self, row: Sequence[int]) -> np.ndarray:
        pieces = [self.targets[row[0]]]
        for number in row[1:]:
            pieces += [self.between, self.targets[number]]
        return np.concatenate(pieces).astype(np.int32)

    def _order(self) -> tuple[list[np.ndarray], list[list[int]]]:
        """List the rows of each batch, and the clips of each row."""
        epoch = self.epoch if self.training else 0
        if self._ordered is None or self._ordered[0] != epoch:
            self._ordered = (epoch, *self._shuffled(epoch))
        return self._ordered[1:]

    def _shuffled(self, epoch: int) -> tuple[list[np.ndarray], list[list[int]]]:
        count, size = len(self.targets), self.batch_size
        strings = [[row] for row in range(count)]
        draw = np.random.default_rng([self.seed, epoch])
        order = draw.permutation(count) if self.training else np.arange(count)
        if self.training and self.join > 1:
            strings = [
                [row, *draw.integers(0, count, int(draw.integers(0, self.join))).tolist()]
                for row in range(count)
            ]
        elif self.join > 1:  # as training sees it, and always the same
            strings = [[row, *((row + 1 + step) * 7919 % count for step in range(row % self.join))]
                       for row in range(count)]  # fmt: skip
        lengths = np.array([self.lengths[string].sum() for string in strings])
        pools = [order[at : at + POOL * size] for at in range(0, count, POOL * size)]
        order = np.concatenate([pool[np.argsort(lengths[pool], kind="stable")] for pool in pools])
        batches = [order[at : at + size] for at in range(0, count, size)]
        if self.training:
            batches = [batches[place] for place in draw.permutation(len(batches))]
        return batches, strings


def _length(sequences: Sequence[np.ndarray], index: int) -> int:
    """Say how long a batch is; the first is even, the second is odd.

    Keras takes for fixed whatever dimension these two share.
    """
    length = max(map(len, sequences))
    return padded_length(length + (length + index) % 2 if index < 2 else length)
