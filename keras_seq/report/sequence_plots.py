"""Figures for labels along sequences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from keras_seq.metrics.stretches import stretches
from keras_seq.report.palette import BLUE, GREY
from keras_seq.report.plots import WIDTH, blank, finished, style
from keras_seq.report.readable import shortened

if TYPE_CHECKING:
    from matplotlib.figure import Figure

POINTS = 600  # of the line of probabilities


def tracks(
    expected: np.ndarray,
    predicted: np.ndarray,
    chances: np.ndarray,
    names: Sequence[str],
    *,
    start: int = 0,
    name: str = "",
) -> Figure:
    """Draw labels along a sequence: what is right, what is ours, and how sure we are.

    Args:
        expected: int `(time,)`, numbers of labels; beyond `names`: nobody knows.
        predicted: the same.
        chances: float `(time,)`, the probability of each predicted label.
        names: of the labels.
        start: where the stretch begins, from 0.
        name: of the sequence.

    Returns:
        A figure of two bars above a line.
    """
    import matplotlib
    from matplotlib.patches import Patch

    colours = matplotlib.colormaps["tab20" if len(names) > 10 else "tab10"]
    with style():
        figure, (bars, line) = blank(WIDTH * 1.5, 2.6, rows=2)
        for row, labels in enumerate((expected, predicted)):
            for first, last, label in stretches(labels):
                if label < len(names):
                    bars.barh(row, last - first, left=start + first + 1, height=0.8,
                              color=colours(label % colours.N))  # fmt: skip
        bars.set_yticks([0, 1], ["true", "ours"])
        bars.set_ylim(1.6, -0.6)
        step = max(1, len(chances) // POINTS)
        cut = len(chances) // step * step
        means = chances[:cut].reshape(-1, step).mean(1)
        line.plot(start + 1 + step * (np.arange(len(means)) + 0.5), means, color=BLUE, linewidth=1)
        line.axhline(1 / len(names), color=GREY, linewidth=0.8)
        line.set_ylim(0, 1.02)
        line.set_ylabel("probability")
        line.set_xlabel(f"letter of {shortened(name, 30)}, counted from 1")
        for axes in (bars, line):
            axes.set_xlim(start + 1, start + len(expected) + 1)
            axes.grid(False)
        handles = [Patch(color=colours(number % colours.N), label=shortened(label, 24))
                   for number, label in enumerate(names)]  # fmt: skip
        figure.legend(handles=handles, loc="outside upper left", ncols=4)
        judged = expected < len(names)
        share = float(np.mean(expected[judged] == predicted[judged])) if judged.any() else 0.0
        return finished(
            figure, f"{len(expected):,} letters of {shortened(name, 30)}, {share:.1%} labelled "
            "right; true labels above ours, and the probability of ours.",
        )  # fmt: skip
