"""Figures for translations."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from keras_seq.report.palette import BLUE, GREY
from keras_seq.report.plots import LETTER, WIDTH, blank, finished, style
from keras_seq.report.readable import readable_number, shortened

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def attention_map(weights: np.ndarray, source: Sequence[str], target: Sequence[str]) -> Figure:
    """Draw where the model looked while it wrote.

    Args:
        weights: float `(target, source)`, each row adding up to 1.
        source: the tokens that were read.
        target: those that were written.

    Returns:
        A figure: a row for each token written, dark where it looked.
    """
    cell = 0.27
    rows, columns = [[shortened(one, 12) for one in side] for side in (target, source)]
    left, top = (0.3 + LETTER * max(map(len, side)) for side in (rows, columns))
    with style():
        width, height = left + cell * len(columns) + 0.2, top + cell * len(rows) + 0.2
        figure, (axes,) = blank(max(WIDTH, width), height)
        axes.grid(False)
        axes.pcolormesh(weights, cmap="Blues", vmin=0, vmax=1, edgecolor="face")
        axes.set_xticks(np.arange(len(columns)) + 0.5, columns, rotation=90)
        axes.set_yticks(np.arange(len(rows)) + 0.5, rows)
        axes.xaxis.tick_top()
        axes.invert_yaxis()
        axes.set_aspect("equal")
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        pairs = [f"{row} at {columns[place]}" for row, place in
                 zip(rows, np.argmax(weights, axis=1), strict=True)]  # fmt: skip
        return finished(figure, "Where the model looked: " + ", ".join(pairs) + ".")


def score_by_length(lengths: Sequence[int], scores: Sequence[float]) -> Figure:
    """Draw the mean score of sentences by their length.

    Args:
        lengths: words of each sentence.
        scores: from 0 to 100.

    Returns:
        A figure: a bar for each fifth of the sentences, with their number.
    """
    borders = np.quantile(lengths, np.linspace(0, 1, 6)[:-1]).astype(int)
    edges = np.unique([*borders, max(lengths) + 1])
    values = np.asarray(scores, float)
    found = []
    for low, high in itertools.pairwise(edges.tolist()):
        inside = (np.asarray(lengths) >= low) & (np.asarray(lengths) < high)
        if inside.any():
            name = f"{low}" if high == low + 1 else f"{low} to {high - 1}"
            found.append((name, float(values[inside].mean()), int(inside.sum())))
    with style():
        figure, (axes,) = blank(WIDTH, 2.6)
        places = range(len(found))
        axes.bar(places, [mean for _, mean, _ in found], color=BLUE, width=0.66)
        for place, (_, mean, count) in enumerate(found):
            axes.text(place, mean + 1, f"{count:,}", ha="center", color=GREY, fontsize=8)
        axes.set_xticks(places, [name for name, _, _ in found])
        axes.set_ylim(0, 108)
        axes.set_xlabel("words of the source")
        axes.set_ylabel("mean BLEU")
        axes.grid(False, axis="x")
        said = ", ".join(f"{name} words: {readable_number(mean)}" for name, mean, _ in found)
        return finished(figure, f"Mean sentence BLEU by length. {said}.")
