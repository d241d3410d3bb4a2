"""Figures for stories that were read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from keras_seq.report.plots import LETTER, WIDTH, blank, finished, style
from keras_seq.report.readable import shortened

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def attended_sentences(
    shares: np.ndarray, sentences: Sequence[str], facts: Sequence[int] = ()
) -> Figure:
    """Draw how much each sentence decided, hop by hop.

    Args:
        shares: float `(hops, sentences)`, each hop adding up to 1.
        sentences: of the story.
        facts: numbers of those that the answer follows from, counted from 0; they get a dot.

    Returns:
        A figure: a row for each sentence, dark where it decided.
    """
    cell = 0.27
    rows = [("• " if at in facts else "") + shortened(one, 48) for at, one in enumerate(sentences)]
    left = 0.3 + LETTER * max(map(len, rows))
    with style():
        figure, (axes,) = blank(max(WIDTH, left + 3 * cell * len(shares)), 0.6 + cell * len(rows))
        axes.grid(False)
        axes.pcolormesh(shares.T, cmap="Blues", vmin=0, vmax=1, edgecolor="face")
        axes.set_yticks(np.arange(len(rows)) + 0.5, rows)
        axes.set_xticks(
            np.arange(len(shares)) + 0.5, [f"hop {hop}" for hop in range(1, len(shares) + 1)]
        )
        axes.xaxis.tick_top()
        axes.invert_yaxis()
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        for hop, share in enumerate(shares):
            for at in np.flatnonzero(share >= 0.05):
                axes.text(hop + 0.5, at + 0.5, f"{share[at]:.2f}", ha="center", va="center",
                          fontsize=8, color="white" if share[at] > 0.5 else "black")  # fmt: skip
        most = [f"hop {hop} looks most at “{sentences[int(share.argmax())]}”"
                for hop, share in enumerate(shares, start=1)]  # fmt: skip
        return finished(figure, "; ".join(most) + ".")
