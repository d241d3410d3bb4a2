"""Figures of sound: its spectrum over time, and the words in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from keras_seq.report.palette import BLUE, INK
from keras_seq.report.plots import blank, finished, style

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def spectrogram(
    features: np.ndarray,
    seconds: float,
    words: Sequence[tuple[str, float, float]] = (),
    chances: np.ndarray | None = None,
) -> Figure:
    """Draw the bands of a sound over time, words above, and where a CTC model is sure.

    Args:
        features: log-mel features, float `(time, bands)`.
        seconds: from a frame to the next.
        words: each with start and end in seconds.
        chances: float `(steps,)`, the probability of the likeliest token that is no blank, at each
            step of the model; None: it has no such steps.

    Returns:
        The figure.
    """
    length = len(features) * seconds
    with style():
        figure, panels = blank(7.0, 2.6 if chances is None else 3.4,
                               rows=1 if chances is None else 2)  # fmt: skip
        axes = panels[0]
        axes.grid(False)
        axes.imshow(
            features.T, origin="lower", aspect="auto", cmap="Greys", interpolation="nearest",
            extent=(0, length, 0, features.shape[1]),
        )  # fmt: skip
        axes.set_ylabel("band")
        for word, start, end in words:
            axes.axvline(start, color=BLUE, linewidth=0.8)
            axes.text((start + end) / 2, features.shape[1] * 1.02, word, ha="center", va="bottom",
                      color=INK, fontsize=8, clip_on=False)  # fmt: skip
        axes.set_xlim(0, length)
        if chances is not None:
            panels[1].plot((np.arange(len(chances)) + 0.5) * length / len(chances), chances,
                           color=BLUE)  # fmt: skip
            panels[1].set_ylim(0, 1.05)
            panels[1].set_xlim(0, length)
            panels[1].set_ylabel("chance")
        panels[-1].set_xlabel("seconds")
        said = ", ".join(f"{word} at {start:.2f} s" for word, start, _ in words) or "no word"
        return finished(figure, f"Spectrum of {length:.2f} seconds of sound, with {said}.")
