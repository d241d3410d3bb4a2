"""Batches of stories and questions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np

from keras_seq.data.batching import Batches
from keras_seq.data.text.story_words import Encoded, Renaming

PAIRS = 1 << 20  # of sentences, in a batch: hops compare each with each


class StoryBatches(keras.utils.PyDataset):
    """Padded batches of stories with their questions, stories of like length together.

    Args:
        encoded: what `StoryWords.encode` made.
        targets: class of each answer; None for prediction.
        batch_size: stories in a batch, at most.
        shuffle: whether each epoch has an order of its own.
        seed: decides the orders, and new names.
        renaming: gives names of training new names; None: nothing is renamed.

    Attributes:
        inner: the batches before names are changed.
    """

    def __init__(
        self,
        encoded: Sequence[Encoded],
        targets: np.ndarray | None = None,
        *,
        batch_size: int,
        shuffle: bool = False,
        seed: int = 0,
        renaming: Renaming | None = None,
    ) -> None:
        super().__init__()
        longest = max((len(one.story) for one in encoded), default=1)
        self.renaming = renaming
        self.inner = Batches(
            [one.story for one in encoded], targets,
            contexts=np.array([one.question for one in encoded]).reshape(len(encoded), -1),
            batch_size=min(batch_size, max(1, PAIRS // longest**2)), shuffle=shuffle, seed=seed,
        )  # fmt: skip

    @property
    def epoch(self) -> int:
        """What decides order and names."""
        return self.inner.epoch

    @epoch.setter
    def epoch(self, epoch: int) -> None:
        self.inner.epoch = epoch

    def __len__(self) -> int:
        """Return the number of batches."""
        return len(self.inner)

    def __getitem__(self, index: int) -> tuple[Any, ...]:
        """Return a batch: story and question, and what is the answer."""
        batch = self.inner[index]
        if self.renaming is None or len(batch) == 1:
            return batch
        (story, question), targets = batch
        draw = np.random.default_rng([self.inner.seed, self.epoch, index])
        story, question, targets = self.renaming(story, question, targets, draw)
        return (story, question), targets
