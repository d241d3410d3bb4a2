"""Figures of pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from keras_seq.report.plots import WIDTH, blank, finished, style
from keras_seq.report.readable import shortened

if TYPE_CHECKING:
    from matplotlib.figure import Figure

GAP = 0.12  # between pictures, as a share of their size


def picture_rows(
    rows: Sequence[tuple[str, Sequence[np.ndarray]]], columns: Sequence[str] = ()
) -> Figure:
    """Draw rows of small pictures.

    Args:
        rows: what stands beside each row, and its pictures, uint8 `(height, width)` of one size.
        columns: what stands above each column.

    Returns:
        A figure.
    """
    height, width = rows[0][1][0].shape
    count = max(len(pictures) for _, pictures in rows)
    down, across = round(height * (1 + GAP)) or 1, round(width * (1 + GAP)) or 1
    sheet = np.full((down * len(rows), across * count), 255, np.uint8)
    for row, (_, pictures) in enumerate(rows):
        for column, picture in enumerate(pictures):
            top, left = row * down, column * across
            sheet[top : top + height, left : left + width] = picture
    with style():
        wide = WIDTH * 1.5
        figure, (axes,) = blank(wide, 0.4 + (wide - 1) * sheet.shape[0] / sheet.shape[1])
        axes.imshow(sheet, cmap="gray", vmin=0, vmax=255, interpolation="nearest")
        names = [shortened(name, 14) for name, _ in rows]
        axes.set_yticks([row * down + height / 2 for row in range(len(rows))], names)
        axes.set_xticks([column * across + width / 2 for column in range(len(columns))], columns)
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        axes.grid(False)
        axes.spines[:].set_visible(False)
        return finished(figure, f"{sum(len(each) for _, each in rows)} pictures in rows: "
                        + ", ".join(names))  # fmt: skip


ACROSS = 6  # pictures beside each other, of one at which a model looked again and again


def looking(picture: np.ndarray, words: Sequence[str], weights: np.ndarray) -> Figure:
    """Draw where a model looked in a picture at each word that it wrote.

    Args:
        picture: uint8 `(height, width, 3)`.
        words: what was written.
        weights: float `(words, rows, columns)`, each word's adding up to 1.

    Returns:
        A figure: the picture, and for each word the same, dark but where the model looked.
    """
    count = len(words) + 1
    across = min(ACROSS, count)
    down = -(-count // across)
    side = WIDTH * 1.5 / ACROSS
    with style():
        figure, axes = blank(side * across, (side + 0.25) * down, down, across, share=False)
        for place, one in enumerate(axes):
            one.set_axis_off()
            if place >= count:
                continue
            shown, title = picture, "the picture"
            if place:
                title, light = words[place - 1], enlarged(weights[place - 1], picture.shape[:2])
                # Not all black: one sees what was passed over.
                shown = (picture * (0.2 + 0.8 * light[..., None])).astype(np.uint8)
            one.imshow(shown, interpolation="nearest")
            one.set_title(shortened(title, 14), fontsize=9, pad=3)
        return finished(figure, "Where the model looked at each word of: " + " ".join(words[:-1]))


def enlarged(weights: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Spread the weights of a grid smoothly over a picture, the greatest one being 1.

    Args:
        weights: float `(rows, columns)`.
        shape: height and width of the picture.

    Returns:
        float `shape`, from 0 to 1.

    >>> enlarged(np.array([[0.5, 0.25]]), (2, 4)).round(2).tolist()
    [[1.0, 0.88, 0.62, 0.5], [1.0, 0.88, 0.62, 0.5]]
    """
    found = weights / max(float(weights.max()), 1e-12)
    for size in shape:  # rows, then columns
        middles = (np.arange(len(found)) + 0.5) / len(found)
        wanted = (np.arange(size) + 0.5) / size
        found = np.stack([np.interp(wanted, middles, line) for line in found.T])
    return found
