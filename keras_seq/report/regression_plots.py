"""Figures of predicted numbers, and of recordings: plain matplotlib `Figure` objects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from keras_seq.report.palette import BLUE, GREY, MUTED
from keras_seq.report.plots import WIDTH, blank, finished, style

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def against(expected: Sequence[float], predicted: Sequence[float]) -> Figure:
    """Draw predicted numbers over true ones.

    Args:
        expected: the true numbers.
        predicted: those of the model, as many.
    """
    ends = [min(*expected, *predicted), max(*expected, *predicted)]
    with style():
        figure, (axes,) = blank(WIDTH, WIDTH * 0.8)
        axes.plot(ends, ends, color=GREY, linewidth=1)
        axes.scatter(expected, predicted, s=12, color=BLUE, alpha=0.6, linewidths=0)
        axes.set_xlabel("true")
        axes.set_ylabel("predicted")
        return finished(figure, f"{len(expected)} predicted numbers over the true ones")


def errors(values: Sequence[float]) -> Figure:
    """Draw how errors are spread.

    Args:
        values: predicted minus true.
    """
    with style():
        figure, (axes,) = blank(WIDTH, WIDTH * 0.5)
        axes.hist(values, bins=min(30, max(5, len(values) // 5)), color=BLUE)
        axes.axvline(0, color=GREY, linewidth=1)
        axes.set_xlabel("predicted minus true")
        axes.set_ylabel("inputs")
        return finished(figure, f"Errors of {len(values)} predictions, from {min(values):.3g} "
                                f"to {max(values):.3g}")  # fmt: skip


def recordings(steps: Sequence[np.ndarray], names: Sequence[str]) -> Figure:
    """Draw the measurements of a few recordings over their steps, one below the other.

    Args:
        steps: float `(time, features)` each; eight features are drawn, at most.
        names: what stands above each.
    """
    with style():
        figure, panels = blank(WIDTH, 1.2 * len(steps), rows=len(steps))
        for axes, values, name in zip(panels, steps, names, strict=True):
            for column in range(min(8, values.shape[1])):
                axes.plot(values[:, column], linewidth=1)
            axes.set_title(name)
            axes.tick_params(labelsize=8)
        panels[-1].set_xlabel("step", color=MUTED)
        return finished(figure, f"Measurements of {len(steps)} recordings over their steps")
