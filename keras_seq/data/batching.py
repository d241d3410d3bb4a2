"""Batches: sequences of like length together, padded on the right.

Takes sequences of tokens or of feature vectors; knows nothing of where they came from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import keras
import numpy as np

from keras_seq.constants import MOST_STEPS, PADDING_VALUE
from keras_seq.data.feeding import padded_length
from keras_seq.data.padding import pad
from keras_seq.progress import track

POOL = 100  # batches that are sorted together
Targets: TypeAlias = np.ndarray | Sequence[np.ndarray]
Augment = Callable[[np.ndarray, np.random.Generator], np.ndarray]


class Batches(keras.utils.PyDataset):
    """Padded batches for `fit`, `evaluate` and `predict`, bucketed by length.

    A sequence of no steps is a row of padding alone.

    When shuffled, the records are permuted, sorted by length within pools of 100 batches, and the
    batches permuted. The order depends on `seed` and `epoch` alone, never on what came before, so
    that a resumed run sees what an unbroken one would have seen. Otherwise all are sorted by
    length, and `in_order` brings outputs back. Long sequences stand in smaller batches, in both
    cases: one of them would fill the memory with the padding of all the others.

    Args:
        sequences: int32 arrays `(time,)`, or float arrays `(time, features)`.
        targets: one for each sequence, or an array `(time,)` with one for each step; for a model of
            several outputs a dictionary of such; None for prediction.
        batch_size: sequences in a batch, at most.
        shuffle: whether each epoch has an order of its own.
        seed: decides the orders.
        max_length: cut each sequence to so many steps; None: never.
        contexts: what the model gets beside each sequence, first axis as long as the sequences.
        augment: changes a padded batch before training on it, as a function of the batch and a
            random generator that depends on `seed`, `epoch` and the batch's place.
        most_steps: steps in a batch, at most, padding counted; a longer sequence is alone.

    Attributes:
        epoch: set it before an epoch to choose its order.
    """

    def __init__(
        self,
        sequences: Sequence[np.ndarray],
        targets: Targets | Mapping[str, Targets] | None = None,
        *,
        batch_size: int,
        shuffle: bool = False,
        seed: int = 0,
        max_length: int | None = None,
        contexts: np.ndarray | None = None,
        augment: Augment | None = None,
        most_steps: int = MOST_STEPS,
    ) -> None:
        super().__init__()
        self.sequences = [one[:max_length] for one in sequences]
        self.lengths = np.array([len(one) for one in self.sequences])
        self.targets = targets
        self.batch_size = batch_size
        self.shuffle = shuffle
        self.seed = seed
        self.contexts = contexts
        self.augment = augment
        self.most_steps = most_steps
        self.epoch = 0
        self._ordered: tuple[int, list[np.ndarray]] | None = None

    def __len__(self) -> int:
        """Return the number of batches."""
        return len(self._order(self.epoch))

    def __getitem__(self, index: int) -> tuple[Any, ...]:
        """Return the batch at `index` in the order of `epoch`."""
        rows = self._order(self.epoch)[index]
        length = self._length(index)
        batch = pad([self.sequences[row] for row in rows], length)
        if self.augment:
            batch = self.augment(batch, np.random.default_rng([self.seed, self.epoch, index]))
        inputs = batch if self.contexts is None else (batch, self.contexts[rows])
        if self.targets is None:
            return (inputs,)
        if isinstance(self.targets, Mapping):
            targets = {name: _of(rows, each, length) for name, each in self.targets.items()}
            return inputs, targets
        return inputs, _of(rows, self.targets, length)

    def in_order(self, outputs: np.ndarray) -> np.ndarray:
        """Bring what `predict` gave for these batches back into the order of the sequences."""
        restored = np.empty_like(outputs)
        restored[self.places()] = outputs
        return restored

    def places(self) -> np.ndarray:
        """List which sequences the rows of all batches are, one batch after the other."""
        return np.concatenate([np.zeros(0, int), *self._order(self.epoch)])

    def padding_share(self) -> float:
        """Return the share of all steps of an epoch that is padding."""
        batches = self._order(self.epoch)
        steps = sum(int(self.lengths[rows].max()) * len(rows) for rows in batches)
        return 1 - int(self.lengths.sum()) / steps

    def _length(self, index: int) -> int:
        length = self._longest(index)
        if index == 1 and length == self._longest(0) and self.lengths.min() < self.lengths.max():
            # Keras takes for fixed whatever dimension batches 0 and 1 share.
            return padded_length(length + 1)
        return padded_length(length)

    def _longest(self, index: int) -> int:
        return max(1, int(self.lengths[self._order(self.epoch)[index]].max()))

    def _order(self, epoch: int) -> list[np.ndarray]:
        """List the rows of each batch."""
        if self._ordered is None or (self.shuffle and self._ordered[0] != epoch):
            self._ordered = (epoch, self._shuffled(epoch) if self.shuffle else self._sorted())
        return self._ordered[1]

    def _sorted(self) -> list[np.ndarray]:
        rows = np.argsort(self.lengths, kind="stable")
        # A step of many numbers, such as a frame, counts as many tokens: these have vectors of 256.
        weight = max(1, np.prod(self.sequences[0].shape[1:], dtype=int) // 256) if len(rows) else 1
        starts = [0]
        for place, length in enumerate(self.lengths[rows] * weight):
            count = place - starts[-1]
            if count == self.batch_size or (count and (count + 1) * length > self.most_steps):
                starts.append(place)
        return np.split(rows, starts[1:]) if len(rows) else []

    def _shuffled(self, epoch: int) -> list[np.ndarray]:
        draw = np.random.default_rng([self.seed, epoch])
        rows = draw.permutation(len(self.sequences))
        sizes = self._sizes()
        batches: list[np.ndarray] = []
        for size in np.unique(sizes)[::-1].tolist():
            alike = rows[sizes[rows] == size]
            for start in range(0, len(alike), POOL * size):
                pool = alike[start : start + POOL * size]
                pool = pool[np.argsort(self.lengths[pool], kind="stable")]
                batches += [pool[i : i + size] for i in range(0, len(pool), size)]
        return [batches[place] for place in draw.permutation(len(batches))]

    def _sizes(self) -> np.ndarray:
        """Say for each sequence in how large a batch it is trained on.

        Its length alone decides, so that every epoch has as many batches. Sizes below `batch_size`
        are powers of two: long sequences still meet others than in the epoch before.
        """
        room = np.maximum(1, self.most_steps // np.maximum(self.lengths, 1))
        halved = 1 << (np.frexp(room)[1] - 1)  # the power of two that is not above it
        return np.where(room < self.batch_size, halved, self.batch_size)


def _of(rows: np.ndarray, targets: Targets, length: int) -> np.ndarray:
    """Take the targets of a batch, those of steps cut and padded as the sequences are."""
    if isinstance(targets, np.ndarray):
        return targets[rows]
    return pad([targets[row][:length] for row in rows], length)


def noise(deviation: float) -> Augment:
    """Make an `augment` for features: noise on each step, and an offset on each sequence.

    Args:
        deviation: standard deviation of both; the features should have one of about 1.

    Returns:
        A function for `Batches`; padding stays padding.
    """

    def add(batch: np.ndarray, draw: np.random.Generator) -> np.ndarray:
        offset = draw.normal(0, deviation, (len(batch), 1, batch.shape[2]))
        noisy = batch + draw.normal(0, deviation, batch.shape) + offset
        return np.where(batch == PADDING_VALUE, batch, noisy).astype(batch.dtype)

    return add


def unknown_words(share: float) -> Augment:
    """Make an `augment` for tokens: some become unknown (word dropout; Iyyer et al., 2015).

    So a model learns to answer from the words it knows, and that `<unk>` says nothing.

    Args:
        share: of the tokens, drawn anew for each batch.

    Returns:
        A function for `Batches`; padding stays padding.
    """

    def replace(batch: np.ndarray, draw: np.random.Generator) -> np.ndarray:
        dropped = (draw.random(batch.shape) < share) & (batch > 0)
        return np.where(dropped, 1, batch).astype(batch.dtype)

    return replace


def predict(model: keras.Model, batches: Batches) -> np.ndarray:
    """Return a model's outputs in the order of the sequences.

    Args:
        model: takes what `batches` gives.
        batches: not shuffled.

    Returns:
        The outputs, first axis as long as the sequences.
    """
    outputs = [
        model.predict_on_batch(batches[index][0])
        for index in track(range(len(batches)), "predicting")
    ]
    if not outputs:
        return np.zeros((0, *(size or 0 for size in model.output_shape[1:])), np.float32)
    return batches.in_order(np.concatenate(outputs))


def predict_steps(model: keras.Model, batches: Batches) -> list[np.ndarray]:
    """Return a model's outputs for each step, in the order of the sequences, without padding.

    Args:
        model: takes what `batches` gives, and answers at each step.
        batches: not shuffled.

    Returns:
        An array `(time, ...)` for each sequence.
    """
    rows = [
        row
        for index in track(range(len(batches)), "predicting")
        for row in model.predict_on_batch(batches[index][0])
    ]
    outputs: list[np.ndarray] = [np.empty(0)] * len(rows)
    for place, row in zip(batches.places(), rows, strict=True):
        outputs[place] = row[: batches.lengths[place]]
    return outputs
