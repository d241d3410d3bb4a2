"""Tagging with a model of `many_to_many`: sequences in, tags and their chances out."""

from __future__ import annotations

import keras
import numpy as np

from keras_seq.data.batching import Batches
from keras_seq.data.labels import Labels
from keras_seq.decoding import marginals, viterbi
from keras_seq.progress import track


def tags_of(
    model: keras.Model,
    batches: Batches,
    labels: Labels,
    head: str,
    allowed: np.ndarray | None = None,
) -> list[tuple[list[str], np.ndarray]]:
    """Tag sequences.

    Args:
        model: gives for each step a logit a tag, or log probabilities of a chain.
        batches: of the sequences, not shuffled.
        labels: the tags.
        head: "crf" for a chain, of which the likeliest is taken; else each step by itself.
        allowed: bool `(tags + 1, tags + 1)`, which tag may follow which; see `viterbi`. None: all.

    Returns:
        For each sequence its tags, and the probability of each.
    """
    order = batches.places()
    tagged: list[tuple[list[str], np.ndarray]] = [([], np.empty(0))] * len(order)
    begin = 0
    for index in track(range(len(batches)), "tagging"):
        outputs = model.predict_on_batch(batches[index][0])
        rows = order[begin : begin + len(outputs)]
        begin += len(outputs)
        best, chances = _decoded(outputs, batches.lengths[rows], head, allowed)
        for row, tags, chance in zip(rows, best, chances, strict=True):
            tags = tags[: batches.lengths[row]]
            tagged[row] = labels.decode(tags), chance[np.arange(len(tags)), tags]
    return tagged


def _decoded(
    outputs: np.ndarray, lengths: np.ndarray, head: str, allowed: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray]:
    """Find the best tags of a batch, `(batch, time)`, and the chances of all."""
    if head == "crf":
        best, chances = viterbi(outputs, allowed, lengths), marginals(outputs)
    else:
        logs = keras.ops.log_softmax(outputs)
        chances, best = keras.ops.exp(logs), keras.ops.argmax(logs, axis=-1)
        if allowed is not None:  # a chain whose links say the same whatever came before
            links = keras.ops.repeat(keras.ops.expand_dims(logs, 2), outputs.shape[-1], axis=2)
            best = viterbi(links, allowed, lengths)
    return keras.ops.convert_to_numpy(best), keras.ops.convert_to_numpy(chances)
