"""The sentence that says whether a model beats the simple ones."""

from __future__ import annotations

import math
from collections.abc import Mapping

from keras_seq.report.readable import (
    decimals,
    fixed,
    has_direction,
    lower_is_better,
    readable_name,
)


def verdict(
    model_metrics: Mapping[str, float],
    baselines: Mapping[str, Mapping[str, float]],
    metric: str,
    higher_is_better: bool,
    examples: int | None = None,
) -> str:
    """Say in one plain sentence whether the model beats the best baseline, and by how much.

    For accuracy on a known number of examples a difference within the noise is a tie: below two
    binomial standard errors of a difference, sqrt(p(1-p)/n + q(1-q)/n). Judged on the same
    examples two models differ by less chance than that, so it errs towards doubt. Where other
    metrics say the contrary of the one that decides, a second sentence names them.

    Args:
        model_metrics: the model's metrics by name.
        baselines: the metrics of each baseline by name.
        metric: the one that decides.
        higher_is_better: its direction.
        examples: how many test examples the metrics stand on.

    Returns:
        The sentence or two, which begin with "The model wins", "The model loses" or "The model
        ties", or say that there is nothing to compare.

    Example:
    >>> verdict({"mae": 0.25}, {"naive": {"mae": 0.5}}, "mae", higher_is_better=False)
    'The model wins: MAE 0.250 against 0.500 of naive, 0.250 better.'
    """
    name = readable_name(metric)
    ours = model_metrics.get(metric, math.nan)
    rivals = {
        rival: values[metric]
        for rival, values in baselines.items()
        if math.isfinite(values.get(metric, math.nan))
    }
    if not math.isfinite(ours):
        return f"Nothing to compare: {name} is undefined for the model on this test part."
    if not rivals:
        return (
            f"Nothing to compare: {name} {fixed(ours, decimals(ours))}, and no baseline to hold "
            "it against."
        )
    rival = (max if higher_is_better else min)(rivals, key=lambda one: rivals[one])
    theirs = rivals[rival]
    if ours == theirs:
        return (
            f"The model ties: {name} {fixed(ours, decimals(ours))}, the same as "
            f"{readable_name(rival)}; it is no better than this baseline."
        )
    wins = (ours > theirs) == higher_is_better
    word = "wins" if wins else "loses"
    noise = 0.0
    if examples and metric == "accuracy":
        noise = 2 * math.sqrt((ours * (1 - ours) + theirs * (1 - theirs)) / examples)
    ties = abs(ours - theirs) < noise
    places = decimals(ours, theirs, difference=ours - theirs)
    apart = abs(round(ours, places) - round(theirs, places))
    sentence = (
        f"The model {'ties' if ties else word}: {name} {fixed(ours, places)} against "
        f"{fixed(theirs, places)} of {readable_name(rival)}, {fixed(apart, places)} "
        f"{'better' if wins else 'worse'}"
    )
    if noise:
        relation = "but within" if ties else "more than"
        sentence += f", {relation} the noise of {examples:,} test examples (±{noise:.{places}f})"
    return f"{sentence}." + ("" if ties else _contrary(model_metrics, baselines, metric, wins))


def _contrary(
    model_metrics: Mapping[str, float],
    baselines: Mapping[str, Mapping[str, float]],
    metric: str,
    wins: bool,
) -> str:
    """Name the metrics by which it is the other way round, and whose they are."""
    better: dict[str, list[str]] = {}
    for name, ours in model_metrics.items():
        rivals = {rival: values.get(name, math.nan) for rival, values in baselines.items()}
        rivals = {rival: value for rival, value in rivals.items() if math.isfinite(value)}
        if name == metric or not has_direction(name) or not rivals or not math.isfinite(ours):
            continue
        sign = -1 if lower_is_better(name) else 1
        rival = max(rivals, key=lambda one: sign * rivals[one])
        if ours != rivals[rival] and (sign * ours > sign * rivals[rival]) != wins:
            better.setdefault(rival if wins else "the model", []).append(readable_name(name))
    return "".join(
        f" By {' and '.join(filter(None, [', '.join(names[:-1]), names[-1]]))} "
        f"{readable_name(rival)} is better."
        for rival, names in better.items()
    )
