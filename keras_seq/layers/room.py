"""The room of a sequence in the compiled loops: filled up, so that many lengths share a program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import tensorflow as tf

#: Lengths and batch sizes that the compiled loops know; others are filled up to the next.
LENGTHS = [2**power for power in range(4, 31)]
BATCH = 16

#: Steps from which a few rows are filled up to the next power of two only: they take memory.
LONG = 4096


class Room:
    """The shape that the compiled loops see: that of a sequence, filled up where it may vary."""

    def __init__(self, sequence: tf.Tensor) -> None:
        import tensorflow as tf

        time, batch = sequence.shape[:2]
        shape = tf.shape(sequence)
        self.time = shape[0]
        self.batch = shape[1]
        self.steps = tf.where(self.batch > 0, self.time, 0)  # no rows, no steps
        more_time: Any = 0
        more_rows: Any = 0
        if time is None:
            sizes = tf.constant(LENGTHS)
            more_time = tf.reduce_min(tf.where(sizes >= self.time, sizes, LENGTHS[-1]))
            more_time -= self.time
        if batch is None:
            few = tf.constant([2**power for power in range(BATCH.bit_length())])
            few = tf.reduce_min(tf.where(few >= self.batch, few, BATCH))
            more_rows = -self.batch % tf.where(self.time > LONG, few, BATCH)
        self.more = (more_time, more_rows)
        self.fixed = time is not None and batch is not None

    def fill(self, sequence: tf.Tensor) -> tf.Tensor:
        """Fill `(time, batch, ...)` up with zeros."""
        import tensorflow as tf

        if self.fixed:
            return sequence
        time, rows = self.more
        width = sequence.shape[-1]
        filled = tf.cond(
            time + rows > 0,
            lambda: tf.pad(sequence, [[0, time], [0, rows], [0, 0]]),
            lambda: sequence,
        )
        return tf.ensure_shape(filled, [None, None, width])

    def rows(self, state: tf.Tensor) -> tf.Tensor:
        """Fill `(batch, ...)` up with zeros."""
        import tensorflow as tf

        return state if self.fixed else tf.pad(state, [[0, self.more[1]], [0, 0]])

    def cut(self, sequence: tf.Tensor) -> tf.Tensor:
        """Take what was filled up away from `(time, batch, ...)`."""
        import tensorflow as tf

        if self.fixed:
            return sequence
        width = sequence.shape[-1]
        time, rows = self.more
        whole = tf.cond(
            time + rows > 0, lambda: sequence[: self.time, : self.batch], lambda: sequence
        )
        return tf.ensure_shape(whole, [None, None, width])

    def cut_rows(self, state: tf.Tensor) -> tf.Tensor:
        """Take what was filled up away from `(batch, ...)`."""
        return state if self.fixed else state[: self.batch]
