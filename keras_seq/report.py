"""From a run's outcome to `report.html` and to the lines on the terminal."""

from __future__ import annotations

from typing import Any

from keras_seq import app as apps


def summary(app: apps.App, metrics: dict[str, Any]) -> str:
    """Write model and baselines as a table of plain text, and who wins in one sentence."""
    from keras_seq.evaluation.baselines import verdict

    rows = {"model": metrics["test"], **metrics["baselines"]}
    names = list(metrics["test"])
    lines = [f"{'test part':24}" + "".join(f"{name:>12}" for name in names)]
    for row, values in rows.items():
        cells = (f"{values[name]:12.4f}" if name in values else " " * 12 for name in names)
        lines.append(f"{row.replace('_', ' '):24}" + "".join(cells))
    sentence = verdict(metrics["test"], metrics["baselines"], app.METRIC, app.HIGHER_IS_BETTER)
    return "\n".join([*lines, "", sentence])
