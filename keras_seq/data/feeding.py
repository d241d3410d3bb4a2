"""Giving batches to Keras in the form that its backend takes best."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np


def feed(batches: keras.utils.PyDataset) -> Any:
    """Make what `fit` and `evaluate` take of batches.

    On TensorFlow that is a `tf.data.Dataset` which tunes nothing. The one that Keras makes has a
    thread that tunes its buffers; when an epoch ends, this thread may miss that it is to stop, and
    the epoch waits until it wakes up by itself, which takes up to a minute. On other backends it
    is the batches themselves.

    Args:
        batches: what they hold may change from epoch to epoch, their number may not. A dimension
            that is the same in the first two of them must be so in all, but for the first one.

    Returns:
        The batches, in their order.

    Raises:
        ValueError: if there is no batch.

    >>> from keras_seq.data.streams import StreamBatches
    >>> feed(StreamBatches(np.arange(9), batch_size=2, window=2)).cardinality().numpy()
    np.int64(2)
    """
    if not len(batches):
        raise ValueError("no batch to feed: there are 0 rows; give one sequence at least")
    if keras.backend.backend() != "tensorflow":
        return batches
    import tensorflow as tf

    count = len(batches)
    data = tf.data.Dataset.from_generator(
        lambda: (batches[index] for index in range(count)),
        output_signature=keras.tree.map_structure(_spec, batches[0], batches[min(1, count - 1)]),
    )
    options = tf.data.Options()
    options.autotune.enabled = False
    data = data.apply(tf.data.experimental.assert_cardinality(count))
    return data.prefetch(2).with_options(options)


def padded_length(longest: int) -> int:
    """Say to how many steps a batch is padded.

    JAX compiles a step of training, or an answer, for each shape, which takes longer than many
    batches: there it is the next of few lengths, 16, 32, 64, 96, 128, 192, 256, and so on.

    Args:
        longest: steps of the longest sequence.

    Returns:
        So many on other backends.

    >>> padded_length(37)
    37
    """
    if keras.backend.backend() != "jax":
        return longest
    power = 1 << (max(longest, 16) - 1).bit_length()
    between = power * 3 // 4
    return between if power > 64 and longest <= between else power


def _spec(one: np.ndarray, other: np.ndarray) -> Any:
    """Say which shape and type arrays of one place have in common."""
    import tensorflow as tf

    sizes = zip(one.shape[1:], other.shape[1:], strict=True)
    shape = [None, *(size if size == another else None for size, another in sizes)]
    return tf.TensorSpec(shape, keras.config.floatx() if one.dtype.kind == "f" else one.dtype)
