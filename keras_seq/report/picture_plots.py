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
