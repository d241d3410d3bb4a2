"""Whether probabilities hold, drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keras_seq.report.palette import BLUE, GREY
from keras_seq.report.plots import WIDTH, blank, finished, style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from keras_seq.metrics.calibration import Reliability


def reliability_diagram(found: Reliability) -> Figure:
    """Draw the share of right answers over the probability that they were given.

    Args:
        found: what `keras_seq.metrics.calibration.reliability` gives.

    Returns:
        A figure: a point for each range, its area by the number of answers, beside the diagonal on
        which probabilities hold.
    """
    most = found.counts.max()
    with style():
        figure, (axes,) = blank(WIDTH, 3.2)
        axes.plot([0, 1], [0, 1], color=GREY, linewidth=1, linestyle="--", label="where they hold")
        axes.plot(found.given, found.right, color=BLUE, linewidth=1)
        axes.scatter(found.given, found.right, s=12 + 120 * found.counts / most, color=BLUE,
                     label="answers, area by their number", zorder=3)  # fmt: skip
        axes.set_xlim(0, 1.02)
        axes.set_ylim(-0.02, 1.05)
        axes.set_xlabel("probability given")
        axes.set_ylabel("share that was right")
        figure.legend(loc="outside upper right", ncols=2)
        pairs = ", ".join(f"{a:.2f}: {b:.2f} of {n:,}" for a, b, n in
                          zip(found.given, found.right, found.counts, strict=True))  # fmt: skip
        return finished(figure, f"Probability given and share of right answers: {pairs}.")
