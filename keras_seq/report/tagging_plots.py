"""Figures for tags of steps."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from keras_seq.report.palette import BLUE, GREY
from keras_seq.report.plots import WIDTH, blank, finished, style
from keras_seq.report.readable import shortened

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


BAR, PICTURE = 0.26, 0.55  # inches
PICTURES = 8  # beside one another


def timelines(
    recordings: Sequence[tuple[str, Sequence[str] | None, Sequence[str]]],
    names: Sequence[str],
    pictures: Sequence[np.ndarray | None] = (),
) -> Figure:
    """Draw the tags of recordings as coloured bars over time.

    Args:
        recordings: name, expected tags (None: unknown) and predicted tags of each, a tag a step.
        names: of all tags, in the order of the legend.
        pictures: for each recording its frames, uint8 `(time, height, width, channels)`, of which
            a few are shown above the bars; None where it has none. Empty: no pictures at all.

    Returns:
        A figure: for each recording a bar of what is true above one of what is predicted.
    """
    import matplotlib
    from matplotlib.patches import Patch

    colours = matplotlib.colormaps["tab20" if len(names) > 10 else "tab10"]
    colour = {name: colours(index % colours.N) for index, name in enumerate(names)}
    frames = [*pictures, *[None] * (len(recordings) - len(pictures))]
    longest = max(len(predicted) for _, _, predicted in recordings)
    ticks: list[tuple[float, str]] = []
    with style():
        bars = sum(1 + (expected is not None) for _, expected, _ in recordings)
        height = BAR * bars + PICTURE * sum(one is not None for one in frames)
        legend_rows = -(-len(names) // 3)
        figure, (axes,) = blank(WIDTH * 1.5, 0.7 + height + 0.2 * legend_rows)
        y = 0.0
        for (name, expected, predicted), images in zip(recordings, frames, strict=True):
            if images is not None:
                _thumbnails(axes, images, y, longest)
                y += PICTURE
            for kind, tags in ((", true", expected), (", ours", predicted)):
                if tags is None:
                    continue
                borders = [0, *(i for i in range(1, len(tags)) if tags[i] != tags[i - 1])]
                for start, end in itertools.pairwise([*borders, len(tags)]):
                    axes.barh(y + BAR / 2, end - start, left=start, height=0.8 * BAR,
                              color=colour[tags[start]])  # fmt: skip
                ticks.append((y + BAR / 2, f"{shortened(name, 18)}{kind}"))
                y += BAR
        axes.set_yticks([place for place, _ in ticks], [label for _, label in ticks])
        axes.set_ylim(y, 0)
        axes.set_xlim(0, longest)
        axes.set_aspect("auto")
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


def _thumbnails(axes: Axes, images: np.ndarray, top: float, longest: int) -> None:
    """Draw a few frames of a recording where they stand in time, keeping their proportions."""
    high = 0.85 * PICTURE
    inch = longest / (WIDTH * 1.5 - 1.6)  # steps that an inch of the axis takes, about
    wide = high * images.shape[2] / images.shape[1] * inch
    count = int(max(1, min(PICTURES, len(images), len(images) / (1.1 * wide))))
    for index in np.linspace(0, len(images), count, endpoint=False).astype(int):
        axes.imshow(
            images[index], extent=(index, index + wide, top + high, top), cmap="gray", vmin=0,
            vmax=255, zorder=2,
        )  # fmt: skip


def frame_strip(frames: Sequence[tuple[np.ndarray, str]]) -> Figure:
    """Draw frames beside one another, each with a caption.

    Args:
        frames: uint8 `(height, width, channels)` and the caption of each, of few words a line.

    Returns:
        A figure of four frames a row.
    """
    columns = 4
    rows = -(-len(frames) // columns)
    first = frames[0][0]
    high = WIDTH * 1.5 / columns * first.shape[0] / first.shape[1]
    with style():
        figure, places = blank(WIDTH * 1.5, rows * (high + 0.75), rows=rows, columns=columns)
        for axes in places:
            axes.axis("off")
        for axes, (image, caption) in zip(places, frames, strict=False):
            axes.imshow(image, cmap="gray", vmin=0, vmax=255)
            axes.set_title(caption, fontsize=8)
        return finished(figure, "Frames: " + "; ".join(text for _, text in frames))


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
