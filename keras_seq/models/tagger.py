"""Tagging with a model of `many_to_many`: sequences in, tags and their chances out."""

from __future__ import annotations

import keras
import numpy as np

from keras_seq.data.batching import Batches
from keras_seq.data.labels import Labels, Tagged
from keras_seq.decoding import marginals, viterbi
from keras_seq.progress import track


def tags_of(
    model: keras.Model,
    batches: Batches,
    labels: Labels,
    head: str,
    allowed: np.ndarray | None = None,
    whole: Labels | None = None,
) -> list[Tagged]:
    """Tag sequences.

    Args:
        model: gives for each step a logit a tag, or log probabilities of a chain; perhaps logits
            of a label of the whole sequence too.
        batches: of the sequences, not shuffled.
        labels: the tags.
        head: "crf" for a chain, of which the likeliest is taken; else each step by itself.
        allowed: bool `(tags + 1, tags + 1)`, which tag may follow which; see `viterbi`. None: all.
        whole: the labels of whole sequences, where the model gives one.

    Returns:
        What the model says of each sequence.
    """
    order = batches.places()
    tagged = [Tagged([], np.empty(0))] * len(order)
    begin = 0
    for index in track(range(len(batches)), "tagging"):
        outputs = model.predict_on_batch(batches[index][0])
        marks: list[tuple[str, float]] = [("", 1.0)] * len(batches[index][0])
        if whole is not None:
            marks = _labels(outputs["label"], whole)
            outputs = outputs["tags"]
        rows = order[begin : begin + len(outputs)]
        begin += len(outputs)
        best, chances = _decoded(outputs, batches.lengths[rows], head, allowed)
        for row, tags, chance, mark in zip(rows, best, chances, marks, strict=True):
            tags = tags[: batches.lengths[row]]
            tagged[row] = Tagged(labels.decode(tags), chance[np.arange(len(tags)), tags], *mark)
    return tagged


def _labels(logits: np.ndarray, whole: Labels) -> list[tuple[str, float]]:
    """Choose the label of each sequence of a batch, and say how probable it is."""
    chances = keras.ops.convert_to_numpy(keras.ops.softmax(logits))
    best = chances.argmax(axis=1)
    return list(zip(whole.decode(best), chances.max(axis=1).tolist(), strict=True))


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
