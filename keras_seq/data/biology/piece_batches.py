"""Batches of pieces of long sequences, from another place in each epoch, on either strand."""

from __future__ import annotations

from collections.abc import Sequence

import keras
import numpy as np

from keras_seq.data.biology.alphabets import Alphabet
from keras_seq.data.biology.records import UNJUDGED
from keras_seq.data.feeding import padded_length

POOL = 100  # batches that are sorted together


class PieceBatches(keras.utils.PyDataset):
    """Pieces of sequences and the labels of their letters, for `fit`.

    In training each epoch cuts a sequence at other places, and, with `other_strand`, reads half of
    the pieces from the other strand. Short sequences are pieces of their own, those of like length
    together. All depends on `seed` and `epoch` alone.

    Args:
        letters: uint8 `(time,)` for each sequence.
        targets: uint8 `(time,)`, numbers of labels; `UNJUDGED` ones don't count.
        alphabet: of the letters.
        window: letters of a piece, at most.
        batch_size: pieces in a batch.
        training: whether epochs differ.
        seed: decides places, strands and order.
        importance: what each label counts, float `(labels,)`; None: all alike.
        other_strand: which label each becomes when the other strand is read; None: it never is.

    Attributes:
        epoch: set it before an epoch to choose its order.
    """

    def __init__(
        self,
        letters: Sequence[np.ndarray],
        targets: Sequence[np.ndarray],
        *,
        alphabet: Alphabet,
        window: int,
        batch_size: int,
        training: bool,
        seed: int = 0,
        importance: np.ndarray | None = None,
        other_strand: np.ndarray | None = None,
    ) -> None:
        super().__init__()
        self.letters = letters
        self.targets = targets
        self.alphabet = alphabet
        self.window = window
        self.batch_size = batch_size
        self.training = training
        self.seed = seed
        self.epoch = 0
        self.table = None
        if other_strand is not None:
            self.table = np.full(256, UNJUDGED, np.uint8)
            self.table[: len(other_strand)] = other_strand
        self.importance = np.ones(256, np.float32)
        if importance is not None:
            self.importance[: len(importance)] = importance
        self.importance[UNJUDGED] = 0
        self.lengths = np.array([len(one) for one in letters])
        whole = np.maximum(self.lengths // window, 1)
        counts = whole if training else -(-self.lengths // window)
        self.owners = np.repeat(np.arange(len(letters)), counts)
        self.places = np.concatenate([np.arange(count) for count in counts]) * window
        unjudged = any(bool((one == UNJUDGED).any()) for one in targets)
        self.weighted = unjudged or importance is not None
        self._ordered: tuple[int, list[np.ndarray], np.ndarray] | None = None

    def __len__(self) -> int:
        """Return the number of batches."""
        return -(-len(self.owners) // self.batch_size)

    def __getitem__(self, index: int) -> tuple[np.ndarray, ...]:
        """Return tokens and targets, int32 `(batch, time)`, and weights where not all count."""
        batches, starts = self._order()
        rows = batches[index]
        spans = [(self.owners[row], int(starts[row])) for row in rows]
        sizes = [min(self.window, int(self.lengths[owner]) - start) for owner, start in spans]
        time = max(sizes)
        if index == 1 and time == self._longest(batches[0], starts) and time < self.window:
            time += 1  # Keras takes for fixed whatever dimension batches 0 and 1 share
        time = min(padded_length(time), self.window)
        tokens, targets = np.zeros((2, len(rows), time), np.int32)
        weights = np.zeros((len(rows), time), np.float32)
        draw = np.random.default_rng([self.seed, self.epoch, index])
        other = draw.random(len(rows)) < 0.5
        for row, ((owner, start), size) in enumerate(zip(spans, sizes, strict=True)):
            letters = self.letters[owner][start : start + size]
            labels = self.targets[owner][start : start + size]
            if self.training and self.table is not None and other[row]:
                letters = self.alphabet.reverse_complement(letters)
                labels = self.table[labels[::-1]]
            tokens[row, :size] = letters
            targets[row, :size] = np.where(labels == UNJUDGED, 0, labels)
            weights[row, :size] = self.importance[labels]
        return (tokens, targets, weights) if self.weighted else (tokens, targets)

    def _longest(self, rows: np.ndarray, starts: np.ndarray) -> int:
        return int(np.minimum(self.window, self.lengths[self.owners[rows]] - starts[rows]).max())

    def _order(self) -> tuple[list[np.ndarray], np.ndarray]:
        """List the pieces of each batch, and where all pieces begin."""
        if self._ordered is None or self._ordered[0] != self.epoch:
            self._ordered = (self.epoch, *self._shuffled())
        return self._ordered[1:]

    def _shuffled(self) -> tuple[list[np.ndarray], np.ndarray]:
        count, size = len(self.owners), self.batch_size
        starts, order = self.places, np.arange(count)
        draw = np.random.default_rng([self.seed, self.epoch])
        if self.training:
            spare = np.maximum(self.lengths - self.window, 0)
            spare = np.minimum(spare, self.lengths % self.window)
            starts = starts + draw.integers(0, spare + 1)[self.owners]
            order = draw.permutation(count)
        pools = [order[at : at + POOL * size] for at in range(0, count, POOL * size)]
        lengths = np.minimum(self.window, self.lengths[self.owners] - starts)
        pools = [pool[np.argsort(lengths[pool], kind="stable")] for pool in pools]
        order = np.concatenate(pools)
        batches = [order[at : at + size] for at in range(0, count, size)]
        if self.training:
            batches = [batches[place] for place in draw.permutation(len(batches))]
        return batches, starts
