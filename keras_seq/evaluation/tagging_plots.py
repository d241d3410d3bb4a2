"""Figures for tags of steps."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from keras_seq.evaluation.palette import BLUE, GREY
from keras_seq.evaluation.plots import WIDTH, blank, finished, style
from keras_seq.evaluation.readable import shortened

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def timelines(
    recordings: Sequence[tuple[str, Sequence[str] | None, Sequence[str]]], names: Sequence[str]
) -> Figure:
    """Draw the tags of recordings as coloured bars over time.

    Args:
        recordings: name, expected tags (None: unknown) and predicted tags of each, a tag a step.
        names: of all tags, in the order of the legend.

    Returns:
        A figure: for each recording a bar of what is true above one of what is predicted.
    """
    import matplotlib
    from matplotlib.patches import Patch

    colours = matplotlib.colormaps["tab20" if len(names) > 10 else "tab10"]
    colour = {name: colours(index % colours.N) for index, name in enumerate(names)}
    bars = [
        (f"{shortened(name, 18)}{kind}", tags)
        for name, expected, predicted in recordings
        for kind, tags in ((", true", expected), (", ours", predicted))
        if tags is not None
    ]
    legend_rows = -(-len(names) // 3)
    with style():
        figure, (axes,) = blank(WIDTH * 1.5, 0.7 + 0.26 * len(bars) + 0.2 * legend_rows)
        for row, (_, tags) in enumerate(bars):
            borders = [0, *(i for i in range(1, len(tags)) if tags[i] != tags[i - 1]), len(tags)]
            for start, end in itertools.pairwise(borders):
                axes.barh(row, end - start, left=start, height=0.8, color=colour[tags[start]])
        axes.set_yticks(range(len(bars)), [label for label, _ in bars])
        axes.invert_yaxis()
        axes.set_xlim(0, max(len(tags) for _, tags in bars))
        axes.set_xlabel("step")
        axes.grid(False)
        axes.tick_params(axis="y", length=0)
        handles = [Patch(color=colour[name], label=shortened(name, 24)) for name in names]
        figure.legend(handles=handles, loc="outside upper left", ncols=3)
        shares = [
            f"{shortened(name, 18)}: {np.mean(np.array(expected) == np.array(predicted)):.1%} right"
            for name, expected, predicted in recordings
            if expected is not None
        ]
        return finished(figure, "Tags over time. " + "; ".join(shares))


def length_histogram(expected: Sequence[float], predicted: Sequence[float]) -> Figure:
    """Draw how long true and predicted segments are.

    Args:
        expected: steps of each true segment.
        predicted: the same of the predicted ones.

    Returns:
        A figure with outlines over one another, on a logarithmic axis.
    """
    longest = max([*expected, *predicted, 2])
    edges = np.geomspace(1, longest + 1, 16).tolist()
    with style():
        figure, (axes,) = blank(WIDTH, 2.6)
        axes.hist(expected, edges, histtype="step", color=GREY, linewidth=1.7, label="true")
        axes.hist(predicted, edges, histtype="step", color=BLUE, linewidth=1.7, label="predicted")
        axes.set_xscale("log")
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
        axes.set_xlabel("steps of a segment")
        axes.set_ylabel("segments")
        figure.legend(loc="outside upper right", ncols=2)
        return finished(
            figure,
            f"{len(expected):,} true segments with a median of {np.median(expected):g} steps, "
            f"{len(predicted):,} predicted ones with a median of {np.median(predicted):g}.",
        )
