"""Figures for forecasts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from keras_seq.report.palette import BLUE, GREY, INK, ORANGE
from keras_seq.report.plots import WIDTH, blank, finished, style
from keras_seq.report.readable import readable_name, readable_number, shortened

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DASHES = ("-", "--", ":", "-.")


class Fan(NamedTuple):
    """One forecast, to be drawn.

    Attributes:
        title: above the panel.
        times: of what is drawn, look-back first.
        history: float `(lookback,)`.
        expected: float `(horizon,)`, NaN where nothing is known.
        forecast: float `(horizon,)`.
        quantiles: float `(horizon, levels)`, rising.
    """

    title: str
    times: Any
    history: np.ndarray
    expected: np.ndarray
    forecast: np.ndarray
    quantiles: np.ndarray


def fans(shown: Sequence[Fan], levels: Sequence[float]) -> Figure:
    """Draw forecasts behind what came before, with their intervals as bands.

    Args:
        shown: the forecasts, a panel each.
        levels: of the quantiles; the outermost two and the innermost two make a band each.

    Returns:
        A figure.
    """
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    with style():
        figure, panels = blank(WIDTH * 1.5, 0.5 + 1.75 * len(shown), rows=len(shown), share=False)
        for axes, one in zip(panels, shown, strict=True):
            before, behind = one.times[: len(one.history)], one.times[len(one.history) :]
            axes.plot(before, one.history, color=GREY, label="before")
            for low in range(len(levels) // 2):
                high = len(levels) - 1 - low
                axes.fill_between(
                    behind, one.quantiles[:, low], one.quantiles[:, high], color=BLUE,
                    alpha=0.16 + 0.14 * (low > 0), linewidth=0,
                    label=f"{levels[high] - levels[low]:.0%} interval",
                )  # fmt: skip
            if np.isfinite(one.expected).any():
                axes.plot(behind, one.expected, color=INK, label="what came")
            axes.plot(behind, one.forecast, "--", color=ORANGE, label="forecast")
            axes.set_title(shortened(one.title, 60))
            if getattr(one.times, "dtype", np.dtype(float)).kind not in "if":
                # With fewer at most, no interval fits 31 months, 61 hours or 151 minutes.
                locator = AutoDateLocator(minticks=3, maxticks=7)
                axes.xaxis.set_major_locator(locator)
                axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))
        figure.legend(
            *panels[0].get_legend_handles_labels(), loc="outside upper left", ncols=3,
            columnspacing=1.2, handlelength=1.8,
        )  # fmt: skip
        said = "; ".join(
            f"{one.title}: the last forecast value is {readable_number(float(one.forecast[-1]))}, "
            f"between {readable_number(float(one.quantiles[-1, 0]))} and "
            f"{readable_number(float(one.quantiles[-1, -1]))}"
            for one in shown
        )
        return finished(figure, f"Forecasts with intervals. {said}.")


def error_by_step(errors: Mapping[str, np.ndarray], ours: Sequence[str] = ("model",)) -> Figure:
    """Draw the mean absolute error of each step of the horizon.

    Args:
        errors: float `(horizon,)` by name.
        ours: names of networks; the others are drawn in grey.

    Returns:
        A figure.
    """
    from matplotlib.ticker import MaxNLocator

    colours = [BLUE, ORANGE, "#5a8f3c", "#8a5aa8"]
    with style():
        figure, (axes,) = blank(WIDTH, 3.0)
        rivals = 0
        for name, values in errors.items():
            steps = np.arange(1, len(values) + 1)
            mark = "o" if len(values) < 16 else ""
            if name in ours:
                colour = colours[list(ours).index(name) % len(colours)]
                axes.plot(steps, values, color=colour, marker=mark, label=readable_name(name))
            else:
                axes.plot(
                    steps, values, DASHES[rivals % len(DASHES)], color=GREY, marker=mark,
                    markersize=2, label=readable_name(name),
                )  # fmt: skip
                rivals += 1
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
        axes.set_xlabel("step of the horizon")
        axes.set_ylabel("mean absolute error")
        axes.set_ylim(0)
        figure.legend(loc="outside upper left", ncols=3, columnspacing=1.2, handlelength=1.8)
        said = ", ".join(
            f"{readable_name(name)} from {readable_number(float(values[0]))} to "
            f"{readable_number(float(values[-1]))}"
            for name, values in errors.items()
        )
        return finished(figure, f"Mean absolute error from the first step to the last: {said}.")


def residuals(errors: np.ndarray, unit: str = "") -> Figure:
    """Draw how errors are spread.

    Args:
        errors: float `(values,)`, what came less what was forecast.
        unit: what they are counted in.

    Returns:
        A figure; the outermost thousandths are left out.
    """
    errors = errors[np.isfinite(errors)]
    with style():
        figure, (axes,) = blank(WIDTH, 2.6)
        low, high = np.quantile(errors, (0.001, 0.999)) if len(errors) else (-1.0, 1.0)
        edges = np.linspace(low, max(high, low + 1e-9), 40).tolist()
        axes.hist(np.clip(errors, low, high), edges, color=BLUE, alpha=0.75)
        axes.axvline(0, color=INK, linewidth=0.9)
        mean = float(errors.mean()) if len(errors) else 0.0
        axes.axvline(mean, color=ORANGE, linestyle="--", label=f"mean {readable_number(mean)}")
        axes.set_xlabel(f"what came less the forecast{f', {unit}' if unit else ''}")
        axes.set_ylabel("values")
        figure.legend(loc="outside upper right")
        return finished(
            figure, f"Histogram of {len(errors):,} errors, mean {readable_number(mean)}."
        )


def coverage(levels: Sequence[float], measured: np.ndarray) -> Figure:
    """Draw which share of values lay at or under each quantile, against the share promised.

    Args:
        levels: of the quantiles.
        measured: float `(levels,)`.

    Returns:
        A figure; on the dotted line all is as promised.
    """
    with style():
        figure, (axes,) = blank(WIDTH, 3.0)
        axes.plot([0, 1], [0, 1], ":", color=GREY, label="as promised")
        axes.plot(levels, measured, color=BLUE, marker="o", label="measured")
        axes.set_xlim(0, 1)
        axes.set_ylim(0, 1)
        axes.set_xlabel("level of the quantile")
        axes.set_ylabel("share of values under it")
        figure.legend(loc="outside upper right", ncols=2)
        said = ", ".join(f"{a:.0%}: {b:.1%}" for a, b in zip(levels, measured, strict=True))
        return finished(figure, f"Share of values at or under each quantile: {said}.")
