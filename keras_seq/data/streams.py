"""Next-token batches from one long row of tokens."""

from __future__ import annotations

import keras
import numpy as np


class StreamBatches(keras.utils.PyDataset):
    """Inputs, and the same one token on, from one long row.

    Either the row is cut into `batch_size` streams that are read on from batch to batch, for
    training with the state carried on (`StreamModel`), each epoch from another place; or each
    batch holds windows drawn at random. Both depend on `seed` and `epoch` alone.

    Args:
        tokens: `(time,)`, an array or memory map.
        batch_size: streams, or windows, in a batch.
        window: tokens in each.
        shuffle: draw windows at random.
        moving: begin each epoch elsewhere.
        seed: decides draws and beginnings.

    Attributes:
        epoch: set it before an epoch to choose its order.
    """

    def __init__(
        self,
        tokens: np.ndarray,
        *,
        batch_size: int,
        window: int,
        shuffle: bool = False,
        moving: bool = False,
        seed: int = 0,
    ) -> None:
        super().__init__()
        self.tokens = tokens
        self.batch_size = batch_size
        self.shuffle = shuffle
        self.moving = moving
        self.seed = seed
        self.epoch = 0
        count = len(tokens) - 1
        # A text too short for all streams fills fewer; the others repeat them and don't count.
        self.streams = max(1, min(batch_size, count // 2))
        self.window = max(1, min(window, count // self.streams))
        spare = self.window - 1 if moving and count // self.streams >= 3 * self.window else 0
        self.length = (count - spare) // self.streams

    def __len__(self) -> int:
        """Return the number of batches."""
        return max(1, self.length // self.window)

    def __getitem__(self, index: int) -> tuple[np.ndarray, ...]:
        """Return inputs and targets, int32 `(batch_size, window)`, and if need be weights."""
        rows = np.arange(self.batch_size)
        if self.shuffle:
            draw = np.random.default_rng([self.seed, self.epoch, index])
            starts = draw.integers(0, len(self.tokens) - self.window, self.batch_size)
        else:
            draw = np.random.default_rng([self.seed, self.epoch])
            spare = len(self.tokens) - 1 - self.length * self.streams
            first = int(draw.integers(0, spare + 1)) if self.moving else 0
            starts = first + (rows % self.streams) * self.length + index * self.window
        places = starts[:, None] + np.arange(self.window + 1)
        taken = np.asarray(self.tokens[places]).astype(np.int32)
        if self.shuffle or self.streams == self.batch_size:
            return taken[:, :-1], taken[:, 1:]
        weights = np.repeat((rows < self.streams)[:, None], self.window, axis=1)
        return taken[:, :-1], taken[:, 1:], weights.astype(np.float32)
