"""How probable a long text is to a model that writes."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np

from keras_seq.decoding.generation import traced
from keras_seq.models.stepping import chunk_model, start_model
from keras_seq.progress import track


def next_token_log_probs(
    model: keras.Model,
    tokens: np.ndarray,
    *,
    streams: int = 16,
    piece: int = 128,
    warmup: int = 256,
) -> tuple[np.ndarray, np.ndarray]:
    """Ask a model for the log probability of each token of a text, given all that stand before.

    The text is read as several streams side by side, for speed. Each stream but the first begins
    `warmup` tokens early, so that its state knows what goes before.

    Args:
        model: of `one_to_many`, without context.
        tokens: int `(time,)`, an array or a memory map.
        streams: how many.
        piece: tokens that are read at once, in each stream.
        warmup: see above.

    Returns:
        float32 `(time - 1,)`, the log probabilities of `tokens[1:]`; and int32 of the same shape,
        the token that was likeliest in each place.
    """
    ops = keras.ops
    count = len(tokens) - 1
    streams = max(1, min(streams, count // max(1, warmup)))
    length = -(-count // streams)  # tokens that a stream judges
    warmup = min(warmup, length) if streams > 1 else 0
    starts = np.minimum(np.arange(streams) * length, max(0, count - length))
    starts[1:] -= warmup
    chunk, start = chunk_model(model, padded=False), start_model(model)

    def read(inputs: Any, targets: Any, *states: Any) -> list[Any]:
        logits, *after = chunk([inputs, *states])
        logs = ops.log_softmax(logits, axis=-1)
        found = ops.squeeze(ops.take_along_axis(logs, targets[..., None], axis=-1), -1)
        return [found, ops.argmax(logits, axis=-1), *after]

    read = traced(read)
    logs = np.empty(count, np.float32)
    best = np.empty(count, np.int32)
    states = start(ops.zeros((streams, 1), "int32"))
    for place in track(range(0, length + warmup, piece), "judging"):
        size = min(piece, length + warmup - place)
        # The last stream may run past the end: it then reads the last token again and again.
        at = np.minimum(starts[:, None] + np.arange(place, place + size), count - 1)
        inputs, targets = (np.asarray(tokens[one]).astype(np.int32) for one in (at, at + 1))
        found, likeliest, *states = read(
            *(ops.convert_to_tensor(one) for one in (inputs, targets)), *states
        )
        found, likeliest = (ops.convert_to_numpy(one) for one in (found, likeliest))
        for row in range(streams):
            first = 0 if row == 0 else warmup
            new = (np.arange(place, place + size) >= first) & (
                starts[row] + np.arange(place, place + size) < count
            )
            logs[at[row][new]] = found[row][new]
            best[at[row][new]] = likeliest[row][new]
    return logs, best


def document_log_probs(model: keras.Model, batches: Any) -> list[np.ndarray]:
    """Ask a model for the log probability of each token of some texts.

    Args:
        model: of `one_to_many`.
        batches: `keras_seq.data.batching.Batches` of inputs and next tokens.

    Returns:
        float32 `(time,)` for each text, in the order in which they were given.
    """
    ops = keras.ops
    found: list[np.ndarray] = [np.empty(0)] * len(batches.lengths)
    rows = iter(batches.places())
    for index in track(range(len(batches)), "judging"):
        inputs, targets, *_ = batches[index]
        logs = ops.log_softmax(ops.convert_to_tensor(model.predict_on_batch(inputs)), axis=-1)
        places = ops.convert_to_tensor(targets)[..., None]
        taken = ops.convert_to_numpy(ops.take_along_axis(logs, places, axis=-1))[..., 0]
        for line in taken:
            row = next(rows)
            found[row] = line[: batches.lengths[row]]
    return found
