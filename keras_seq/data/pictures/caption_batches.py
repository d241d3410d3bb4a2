"""Batches of pictures and captions: in training each picture with one of its captions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import keras
import numpy as np

from keras_seq.data.feeding import padded_length
from keras_seq.data.padding import pad

POOL = 20  # batches that are sorted together
#: Changes a picture before training on it: from it, the number of its caption among those of the
#: picture, and a random generator to the picture, perhaps another one, of the same shape.
Change: TypeAlias = Callable[[int, int, np.random.Generator], np.ndarray]


class CaptionBatches(keras.utils.PyDataset):
    """Batches for a model of `one_to_many` with a picture as its context.

    In training an epoch shows each picture once, with one of its captions, drawn anew; else each
    picture stands there with all of its captions. Captions of like length stand together. Orders
    and draws depend on `seed` and `epoch` alone.

    Args:
        pictures: what the model sees of each, all of one shape.
        captions: of each picture its captions, int32 `(time,)`, without start and end.
        start: the token that stands before a caption.
        end: the token behind it.
        batch_size: pictures in a batch.
        training: whether captions are drawn and each epoch has an order of its own.
        change: see `Change`; in training alone. Its first argument is the number of the picture.
        seed: decides all that is drawn.

    Attributes:
        epoch: set it before an epoch to choose its order.
    """

    def __init__(
        self,
        pictures: Sequence[np.ndarray],
        captions: Sequence[Sequence[np.ndarray]],
        *,
        start: int,
        end: int,
        batch_size: int,
        training: bool = False,
        change: Change | None = None,
        seed: int = 0,
    ) -> None:
        super().__init__()
        self.pictures = pictures
        self.captions = captions
        self.start = start
        self.end = end
        self.batch_size = batch_size
        self.training = training
        self.change = change if training else None
        self.seed = seed
        self.epoch = 0
        self._ordered: tuple[int, list[np.ndarray]] | None = None

    def __len__(self) -> int:
        """Return the number of batches."""
        rows = len(self.captions) if self.training else sum(map(len, self.captions))
        return -(-rows // self.batch_size)

    def __getitem__(self, index: int) -> tuple[tuple[np.ndarray, np.ndarray], np.ndarray]:
        """Return the batch at `index` in the order of `epoch`: captions, pictures, and answers."""
        rows = self.rows(index)
        chosen = [self.captions[picture][number] for picture, number in rows]
        inputs = [np.append(self.start, one).astype(np.int32) for one in chosen]
        answers = [np.append(one, self.end).astype(np.int32) for one in chosen]
        length = max(map(len, inputs))
        if index < 2:  # Keras takes for fixed whatever dimension batches 0 and 1 share
            length += (length + index) % 2
        length = padded_length(length)
        images = [self._picture(picture, number) for picture, number in rows]
        return (pad(inputs, length), np.stack(images).astype(np.float32)), pad(answers, length)

    def _picture(self, picture: int, number: int) -> np.ndarray:
        if self.change is None:
            return self.pictures[picture]
        draw = np.random.default_rng([self.seed, self.epoch, 1, picture])
        return self.change(picture, number, draw)

    def rows(self, index: int) -> np.ndarray:
        """List what stands in a batch: `(rows, 2)`, numbers of pictures and of their captions."""
        epoch = self.epoch if self.training else 0
        if self._ordered is None or self._ordered[0] != epoch:
            self._ordered = (epoch, self._order(epoch))
        return self._ordered[1][index]

    def _order(self, epoch: int) -> list[np.ndarray]:
        size, draw = self.batch_size, np.random.default_rng([self.seed, epoch])
        counts = np.array(list(map(len, self.captions)))
        if self.training:
            chosen = (draw.random(len(counts)) * counts).astype(int)
            rows = np.stack([np.arange(len(counts)), chosen], axis=1)[draw.permutation(len(counts))]
        else:
            pictures = np.repeat(np.arange(len(counts)), counts)
            numbers = np.concatenate([np.arange(count) for count in counts])
            rows = np.stack([pictures, numbers], axis=1)
        lengths = np.array([len(self.captions[picture][number]) for picture, number in rows])
        pool = POOL * size if self.training else len(rows)
        order = np.concatenate(
            [at + np.argsort(lengths[at : at + pool], kind="stable")
             for at in range(0, len(rows), pool)]
        )  # fmt: skip
        batches = [rows[order[at : at + size]] for at in range(0, len(rows), size)]
        if self.training:
            batches = [batches[place] for place in draw.permutation(len(batches))]
        return batches
