"""Figures for reports: plain matplotlib `Figure` objects, with no global state behind them.

Each carries its own text alternative as the figure's label (`figure.get_label()`). They are drawn
small, so that on a phone they need not shrink, and in the colours of `palette`.
"""

from __future__ import annotations

import contextlib
import functools
import math
import warnings
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from keras_seq.report.palette import BLUE, GREY, INK, LINE, MUTED, ORANGE, PAPER
from keras_seq.report.readable import (
    DASH,
    lower_is_better,
    readable_name,
    readable_number,
    shortened,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 4.6  # inches; 442 CSS pixels
FONT = 10.5  # points
LETTER = 0.09  # inches that a letter takes in the mean
_STYLE: dict[Any, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": FONT,
    "text.color": INK,
    "text.parse_math": False,  # a class may be called "$5"
    "axes.edgecolor": GREY,
    "axes.labelcolor": MUTED,
    "axes.titlecolor": INK,
    "axes.titlesize": FONT,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": True,
    "grid.color": LINE,
    "grid.linewidth": 0.7,
    "xtick.color": GREY,
    "ytick.color": GREY,
    "xtick.labelcolor": MUTED,
    "ytick.labelcolor": MUTED,
    "legend.frameon": False,
    "legend.labelcolor": INK,
    "lines.linewidth": 1.7,
    "lines.markersize": 4.5,
    "hatch.linewidth": 0.8,
    "hatch.color": PAPER,
}

_FONTS = (  # of Chinese, Japanese, Korean, Thai and Indian scripts, on Linux, macOS and Windows
    "Noto Sans CJK JP", "Noto Sans CJK SC", "Noto Sans JP", "IPAexGothic", "WenQuanYi Micro Hei",
    "Hiragino Sans", "PingFang SC", "Apple SD Gothic Neo", "Thonburi", "Kohinoor Devanagari",
    "Yu Gothic", "Microsoft YaHei", "Malgun Gothic", "Leelawadee UI", "Nirmala UI",
    "Noto Sans Thai", "Noto Sans Devanagari",
)  # fmt: skip


@contextlib.contextmanager
def style() -> Iterator[None]:
    """Draw in the manner of these plots inside the block; for an app's own figures too."""
    import matplotlib

    fonts: dict[Any, Any] = {"font.family": [_STYLE["font.family"], *_other_scripts()]}
    with matplotlib.rc_context({**_STYLE, **fonts}), warnings.catch_warnings():
        # A class name in a script that matplotlib's font lacks shows well in the report's SVG.
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        yield


@functools.cache
def _other_scripts() -> list[str]:
    """List those fonts of the machine that have letters which DejaVu lacks."""
    from matplotlib import font_manager

    there = {font.name for font in font_manager.fontManager.ttflist}
    return [name for name in _FONTS if name in there]


def learning_curves(history: Sequence[Mapping[str, float]], metric: str | None = None) -> Figure:
    """Draw training and validation loss, and a metric, by epoch.

    Args:
        history: a row for each epoch: `loss`, `val_loss`, metrics and their `val_` twins, and
            `epoch` (else rows are counted from 1).
        metric: the one to draw below the loss; default the first that has a `val_` twin.

    Returns:
        A figure with the epoch of the least validation loss marked.

    Raises:
        ValueError: if `history` is empty.
    """
    from matplotlib.ticker import MaxNLocator

    if not history:
        raise ValueError("history: must hold a row for each epoch; received none")
    names = list(history[0])
    twins = [name for name in names if f"val_{name}" in names and name != "loss"]
    shown = ["loss", *([metric] if metric else twins[:1])]
    epochs = [row.get("epoch", number) for number, row in enumerate(history, start=1)]
    judged = [row.get("val_loss", math.nan) for row in history]
    best = int(np.nanargmin(judged)) if np.isfinite(judged).any() else None

    with style():
        figure, panels = blank(WIDTH, 0.7 + 1.75 * len(shown), rows=len(shown))
        for axes, name in zip(panels, shown, strict=True):
            for key, colour, dash, label in (
                (name, GREY, "--", "training"), (f"val_{name}", BLUE, "-", "validation"),
            ):  # fmt: skip
                values = [row.get(key, math.nan) for row in history]
                if np.isfinite(values).any():
                    axes.plot(epochs, values, dash, color=colour, marker="o", label=label)
            if best is not None:
                axes.axvline(
                    epochs[best], color=ORANGE, linestyle=":", zorder=1.5, label="best epoch"
                )
            axes.set_title(readable_name(name))
            axes.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
            axes.tick_params(labelbottom=axes is panels[-1])
            if len(history) == 1:
                axes.set_xticks(epochs)
        panels[-1].set_xlabel("epoch")
        figure.legend(
            *panels[0].get_legend_handles_labels(), loc="outside upper right", ncols=3,
            columnspacing=1.2, handlelength=1.8,
        )  # fmt: skip
        said = f"{len(history)} epoch{'s' if len(history) > 1 else ''}."
        if best is not None:
            said += f" Least validation loss {readable_number(judged[best])}"
            said += f" in epoch {epochs[best]:.0f} (dotted line)."
            for name in shown[1:]:
                value = history[best].get(f"val_{name}", math.nan)
                said += f" Validation {readable_name(name)} there {readable_number(value)}."
        return finished(figure, f"Training and validation curves over {said}")


def validation_curves(histories: Mapping[str, Sequence[Mapping[str, float]]]) -> Figure:
    """Draw the validation loss of several runs by epoch.

    Args:
        histories: the rows of each run by its name, as for `learning_curves`, the best run first.

    Returns:
        A figure: the first run is blue, the second one orange, others are grey.
    """
    from matplotlib.ticker import MaxNLocator

    looks = [(BLUE, "-"), (ORANGE, "--"), *((GREY, dash) for dash in ("-.", ":", "-", "--"))]
    with style():
        figure, (axes,) = blank(2 * WIDTH, 3.2)
        for number, (name, rows) in enumerate(histories.items()):
            colour, dash = looks[min(number, len(looks) - 1)]
            values = [row.get("val_loss", math.nan) for row in rows]
            axes.plot(range(1, len(values) + 1), values, dash, color=colour, marker="o",
                      label=shortened(name, 30))  # fmt: skip
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
        axes.set_xlabel("epoch")
        figure.legend(loc="outside upper left", ncols=2)
        return finished(figure, f"Validation loss of {len(histories)} runs by epoch.")


def trials(values: Sequence[float | None], name: str, higher_is_better: bool) -> Figure:
    """Draw the figure of each trial of a search, and the best so far.

    Args:
        values: in the order of the trials; None: it didn't come to an end.
        name: of the figure.
        higher_is_better: its direction.
    """
    from matplotlib.ticker import MaxNLocator

    numbers = [number for number, value in enumerate(values, start=1) if value is not None]
    known = np.array([value for value in values if value is not None], float)
    best = (np.maximum if higher_is_better else np.minimum).accumulate(known)
    with style():
        figure, (axes,) = blank(2 * WIDTH, 3.2)
        axes.plot(numbers, known, "o", color=GREY, label="trial")
        axes.step(numbers, best, "-", where="post", color=BLUE, label="best so far")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
        axes.set_xlabel("trial")
        axes.set_title(name)
        figure.legend(loc="outside upper right", ncols=2)
        return finished(figure, f"{name} of {len(known)} trials; the best is {best[-1]:.4g}.")


def confusion_matrix(counts: npt.ArrayLike, names: Sequence[str]) -> Figure:
    """Draw how often each class was taken for each.

    Args:
        counts: int `(classes, classes)`, a row for each expected class, a column for each
            predicted one.
        names: of the classes, in order.

    Returns:
        A figure: shades say the share of the row, numbers the counts.

    Raises:
        ValueError: if `counts` and `names` don't fit each other, or there is no class.
    """
    table = np.asarray(counts)
    size = len(names)
    if not size:
        raise ValueError("names: must name at least one class; received none")
    if table.shape != (size, size):
        raise ValueError(f"counts: must have shape ({size}, {size}) for {size} names; "
                         f"received {table.shape}")  # fmt: skip
    shares = table / np.maximum(table.sum(axis=1, keepdims=True), 1)
    labels = [shortened(name, 18) for name in names]
    longest = max(map(len, labels))
    cell = 0.4 if size > 6 else 0.6 if size > 3 else 1.1
    margin = 0.6 + LETTER * longest
    side = max(size * cell, 1.7)
    steep = size > 6 or longest * LETTER > side / size
    with style():
        figure, (axes,) = blank(max(WIDTH, side + margin + 0.2), side + (margin if steep else 0.7))
        axes.grid(False)
        for row, column in np.ndindex(table.shape):
            # Shades end at 0.62, so that the text keeps its contrast on light pages and dark.
            axes.add_patch(_square(column, row, 0.62 * shares[row, column]))
            if table[row, column] or size <= 6:
                text = f"{table[row, column]:,}"
                if size <= 4:
                    text += f"\n{shares[row, column]:.1%}"
                axes.text(
                    column, row, text, ha="center", va="center",
                    fontsize=FONT if size <= 6 else 7.5 if len(text) < 5 else 6,
                )  # fmt: skip
        axes.set_xlim(-0.5, size - 0.5)
        axes.set_ylim(size - 0.5, -0.5)
        axes.set_aspect("equal")
        axes.set_xticks(range(size), labels, rotation=90 if steep else 0)
        axes.set_yticks(range(size), labels)
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        axes.set_xlabel("predicted")
        axes.set_ylabel("expected")
        said = [
            f"{label}: {table[index, index]:,} of {table[index].sum():,} right"
            for index, label in enumerate(labels)
        ]
        return finished(figure, "Expected against predicted classes. " + "; ".join(said) + ".")


def score_histogram(
    scores: npt.ArrayLike,
    right: npt.ArrayLike,
    *,
    label: str = "probability given to the right class",
    bins: int = 20,
) -> Figure:
    """Draw how probabilities are spread, right answers and wrong ones apart.

    Args:
        scores: float `(examples,)`, probabilities: of the right class, or of the positive one.
        right: bool `(examples,)`, whether the answer was right.
        label: what the scores are.
        bins: how many bars.

    Returns:
        A figure: wrong answers stand on top of right ones.
    """
    from matplotlib.ticker import MaxNLocator

    # In float32 a sum of probabilities may pass 1 by a hair, and would fall off the axis.
    values, good = np.clip(np.asarray(scores, dtype=float), 0, 1), np.asarray(right, dtype=bool)
    edges = np.linspace(0, 1, bins + 1)
    below = np.histogram(values[good], edges)[0]
    above = np.histogram(values[~good], edges)[0]
    with style():
        figure, (axes,) = blank(WIDTH, 2.9)
        common: dict[str, Any] = {"width": np.diff(edges), "align": "edge", "edgecolor": PAPER}
        axes.bar(edges[:-1], below, color=BLUE, linewidth=0.8, label="right", **common)
        axes.bar(
            edges[:-1], above, bottom=below, color=ORANGE, linewidth=0.8, hatch="////",
            label="wrong", **common,
        )  # fmt: skip
        axes.set_xlim(0, 1)
        axes.set_xlabel(label)
        axes.set_ylabel("examples")
        axes.grid(False, axis="x")
        axes.yaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
        figure.legend(loc="outside upper right", ncols=2)
        return finished(
            figure,
            f"Histogram of the {label}: {good.sum():,} right answers with a median of "
            f"{_median(values[good])}, {(~good).sum():,} wrong ones with a median of "
            f"{_median(values[~good])}.",
        )


def metric_bars(
    model_metrics: Mapping[str, float],
    baselines: Mapping[str, Mapping[str, float]],
    metrics: Sequence[str] | None = None,
) -> Figure:
    """Draw the model beside its baselines, a panel for each metric, each bar from 0.

    Args:
        model_metrics: the model's metrics by name.
        baselines: the metrics of each baseline by name.
        metrics: which to draw; default all of the model's.

    Returns:
        A figure.

    Raises:
        ValueError: if there is no metric to draw.
    """
    shown = list(metrics if metrics is not None else model_metrics)
    if not shown:
        raise ValueError("metrics: must name at least one metric of the model; received none")
    rows = {"model": model_metrics, **baselines}
    labels = [shortened(readable_name(name), 24) for name in rows]
    places = range(len(rows))  # not by label: two long names may be shortened to the same one
    with style():
        height = 0.38 + 0.25 * len(rows)
        figure, panels = blank(WIDTH, 0.2 + height * len(shown), rows=len(shown), share=False)
        said = []
        for axes, name in zip(panels, shown, strict=True):
            values = [row.get(name, math.nan) for row in rows.values()]
            # A bar without a finite length would upset the layout, and so would axes beyond 1e99.
            lengths = np.clip(np.where(np.isfinite(values), values, 0), -1e99, 1e99)
            axes.barh(places, lengths, color=[BLUE] + [GREY] * len(baselines), height=0.68)
            for index, value in enumerate(values):
                text = DASH if math.isnan(value) else readable_number(value)
                axes.annotate(
                    text, (max(lengths[index], 0), index), (4, 0), va="center_baseline",
                    textcoords="offset points", annotation_clip=False,
                )  # fmt: skip
            falling = " (lower is better)" if lower_is_better(name) else ""
            axes.set_title(readable_name(name) + falling)
            axes.set_yticks(places, labels)
            axes.invert_yaxis()
            axes.set_xlim(min(0, *lengths), max(1e-9, *lengths) * 1.16)
            axes.xaxis.set_visible(False)
            axes.grid(False)
            axes.tick_params(axis="y", length=0, labelcolor=INK)
            axes.spines["bottom"].set_visible(False)
            pairs = zip(labels, values, strict=True)
            said.append(
                f"{readable_name(name)}: "
                + ", ".join(f"{a} {readable_number(b)}" for a, b in pairs)
            )
        return finished(figure, "; ".join(said) + ".")


def blank(
    width: float, height: float, rows: int = 1, columns: int = 1, share: bool = True
) -> tuple[Figure, list[Axes]]:
    """Make a figure of so many inches, with panels row by row."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained", facecolor=PAPER)
    panels = figure.subplots(rows, columns, sharex=share, squeeze=False)
    return figure, list(panels.flat)


def finished(figure: Figure, said: str) -> Figure:
    """Give the figure its text alternative, and fix what matplotlib leaves until drawing."""
    figure.set_label(said)
    figure.draw_without_rendering()
    figure.set_layout_engine("none")  # laid out once, drawn as PNG and as SVG
    return figure


def _square(column: int, row: int, opacity: float) -> Any:
    from matplotlib.patches import Rectangle

    return Rectangle(
        (column - 0.48, row - 0.48), 0.96, 0.96, facecolor=BLUE, alpha=0.04 + opacity, linewidth=0
    )


def _median(values: npt.NDArray[np.float64]) -> str:
    return f"{np.median(values):.3f}" if len(values) else "none"
