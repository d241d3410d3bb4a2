"""Batches of pairs: like lengths together, about as many tokens in each."""

from __future__ import annotations

from collections.abc import Sequence

import keras
import numpy as np

from keras_seq.data.feeding import padded_length
from keras_seq.data.padding import pad


class PairBatches(keras.utils.PyDataset):
    """Batches for a model of `encoder_decoder`.

    Pairs are sorted by the lengths of both sides and cut where a batch would hold more tokens than
    asked for, padding counted. Each epoch mixes pairs of the same lengths, and the batches, in an
    order that depends on `seed` and `epoch` alone.

    Args:
        sources: int32 `(time,)` each, or float `(time, features)`.
        targets: int32 `(time,)` each, without start and end.
        start: the token that stands before a target.
        end: the token behind it.
        batch_tokens: tokens of the longer side in a batch, at most.
        shuffle: whether each epoch has an order of its own.
        seed: decides the orders.

    Attributes:
        epoch: set it before an epoch to choose its order.
    """

    def __init__(
        self,
        sources: Sequence[np.ndarray],
        targets: Sequence[np.ndarray],
        *,
        start: int,
        end: int,
        batch_tokens: int,
        shuffle: bool = False,
        seed: int = 0,
    ) -> None:
        super().__init__()
        self.sources = list(sources)
        self.inputs = [np.concatenate([[start], one]).astype(np.int32) for one in targets]
        self.answers = [np.concatenate([one, [end]]).astype(np.int32) for one in targets]
        self.shuffle = shuffle
        self.seed = seed
        self.epoch = 0
        self.lengths = np.array([[len(a), len(b)] for a, b in
                                 zip(self.sources, self.inputs, strict=True)])  # fmt: skip
        ordered = self.lengths[np.lexsort(self.lengths.T)]
        self._cuts = [0]
        longest = 0
        for place, both in enumerate(ordered):
            longest = max(longest, padded_length(int(both.max())))
            if (place + 1 - self._cuts[-1]) * longest > batch_tokens and place > self._cuts[-1]:
                self._cuts.append(place)
                longest = padded_length(int(both.max()))
        self._cuts.append(len(ordered))
        self._order: tuple[int, np.ndarray, np.ndarray] | None = None

    def __len__(self) -> int:
        """Return the number of batches."""
        return len(self._cuts) - 1

    def __getitem__(self, index: int) -> tuple[tuple[np.ndarray, np.ndarray], np.ndarray]:
        """Return the batch at `index` in the order of `epoch`: source and target, and answers."""
        rows = self.rows(index)
        source, target = np.maximum(self.lengths[rows].max(axis=0), 1)
        if index == 1:  # Keras takes for fixed whatever dimension batches 0 and 1 share
            source, target = (source, target) + (
                self.lengths[self.rows(0)].max(axis=0) == (source, target)
            )
        source, target = padded_length(int(source)), padded_length(int(target))
        return (
            pad([self.sources[row] for row in rows], source),
            pad([self.inputs[row] for row in rows], target),
        ), pad([self.answers[row] for row in rows], target)

    def rows(self, index: int) -> np.ndarray:
        """List which pairs stand in a batch."""
        epoch = self.epoch if self.shuffle else 0
        if self._order is None or self._order[0] != epoch:
            draw = np.random.default_rng([self.seed, epoch])
            ties = draw.random(len(self.lengths)) if self.shuffle else np.arange(len(self.lengths))
            pairs = np.lexsort((ties, *self.lengths.T))
            batches = draw.permutation(len(self)) if self.shuffle else np.arange(len(self))
            self._order = (epoch, pairs, batches)
        _, pairs, batches = self._order
        place = batches[index]
        return pairs[self._cuts[place] : self._cuts[place + 1]]
