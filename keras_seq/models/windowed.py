"""Labels for sequences of any length: windows that overlap, of which the middles are kept.

A model that reads in both directions needs the whole sequence before its first answer. What is far
away matters little, so that a window with some steps more on both sides says the same, and memory
doesn't grow with the sequence.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

import keras
import numpy as np

from keras_seq.constants import MOST_STEPS
from keras_seq.data.feeding import padded_length
from keras_seq.data.padding import pad
from keras_seq.decoding import marginals
from keras_seq.decoding.steady import steady_labels


class Window(NamedTuple):
    """Some steps of a sequence.

    Attributes:
        key: names the sequence.
        steps: int `(time,)`.
        first: the first step that is kept.
        last: behind the last one.
    """

    key: Any
    steps: np.ndarray
    first: int
    last: int


class Labelled(NamedTuple):
    """What is kept of a window.

    Attributes:
        key: names the sequence.
        steps: int `(time,)`.
        labels: uint8 `(time,)`, the best.
        chances: float32 `(time, labels)`, of all.
    """

    key: Any
    steps: np.ndarray
    labels: np.ndarray
    chances: np.ndarray

    @property
    def score(self) -> np.ndarray:
        """The chances of the best: float32 `(time,)`."""
        return self.chances[np.arange(len(self.labels)), self.labels]


def windows(
    key: Any, pieces: Iterable[np.ndarray], size: int, overlap: int, stride: int = 1
) -> Iterator[Window]:
    """Cut a sequence into windows whose kept middles follow on one another.

    Args:
        key: names the sequence.
        pieces: its steps, in arrays of any length.
        size: of a window.
        overlap: steps on each side that are read and not kept.
        stride: windows begin at multiples of it, so that steps are grouped as in the whole.

    Yields:
        The windows; a short sequence is one.

    Raises:
        ValueError: if nothing would be kept.

    >>> [(w.first, w.last, len(w.steps)) for w in windows("a", [np.zeros(9), np.zeros(3)], 6, 1)]
    [(0, 5, 6), (1, 5, 6), (1, 4, 4)]
    """
    step = (size - 2 * overlap) // stride * stride
    if step < 1:
        raise ValueError(f"size must exceed twice the overlap by {stride} at least, got {size} and "
                         f"{overlap}")  # fmt: skip
    held, begun = np.zeros(0, np.uint8), False
    for piece in pieces:
        held = np.concatenate([held, piece]) if len(held) else piece
        while len(held) > size:
            yield Window(key, held[:size], overlap if begun else 0, overlap + step)
            held, begun = held[step:], True
    first = overlap if begun else 0
    if first < len(held):
        yield Window(key, held, first, len(held))


def window_labels(
    model: keras.Model,
    found: Iterable[Window],
    head: str,
    *,
    batch_size: int = 16,
    switch_cost: float = 0.0,
    other_strand: Callable[[np.ndarray], np.ndarray] | None = None,
    other_labels: np.ndarray | None = None,
) -> Iterator[Labelled]:
    """Label windows, in order.

    Args:
        model: of `many_to_many`, from tokens to logits, or to links of a chain.
        found: windows of one sequence or of many.
        head: "crf" for a chain: its marginals are given; else "softmax".
        batch_size: windows that are read together.
        switch_cost: what a change of label costs; see `steady_labels`.
        other_strand: reads steps from the other side, as `Alphabet.reverse_complement` does;
            answers are the mean over both. None: they are of the sequence as it stands.
        other_labels: which label each becomes there, int `(labels,)`.

    Yields:
        For each window what is kept.
    """
    stream = iter(found)
    while batch := list(itertools.islice(stream, batch_size)):
        # A long one among short ones would fill the memory with padding.
        longest = max(len(window.steps) for window in batch)
        several = max(1, MOST_STEPS // max(longest, 1))
        for at in range(0, len(batch), several):
            yield from _labelled(
                model, batch[at : at + several], head, switch_cost, other_strand, other_labels
            )


def _labelled(
    model: keras.Model,
    batch: list[Window],
    head: str,
    switch_cost: float,
    other_strand: Callable[[np.ndarray], np.ndarray] | None,
    other_labels: np.ndarray | None,
) -> Iterator[Labelled]:
    steps = [window.steps for window in batch]
    chances = _chances(model, steps, head)
    if other_strand is not None:
        turned = _chances(model, [other_strand(one) for one in steps], head)
        chances = [(one + two[::-1, other_labels]) / 2
                   for one, two in zip(chances, turned, strict=True)]  # fmt: skip
    labels = steady_labels(chances, switch_cost)
    for window, best, each in zip(batch, labels, chances, strict=True):
        kept = slice(window.first, window.last)
        yield Labelled(window.key, window.steps[kept], best[kept], each[kept])


def _chances(model: keras.Model, steps: list[np.ndarray], head: str) -> list[np.ndarray]:
    outputs = model.predict_on_batch(pad(steps, padded_length(max(map(len, steps)))))
    chances = marginals(outputs) if head == "crf" else keras.ops.softmax(outputs)
    rows = keras.ops.convert_to_numpy(chances)
    return [row[: len(one)] for row, one in zip(rows, steps, strict=True)]
