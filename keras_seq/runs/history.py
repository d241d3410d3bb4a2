"""The figures of each epoch, as a run folder keeps them."""

from __future__ import annotations

import csv
from pathlib import Path

HISTORY = "history.csv"


def read_history(folder: Path) -> list[dict[str, float]]:
    """Read the `history.csv` of a run folder, a row for each epoch."""
    with (folder / HISTORY).open(encoding="utf-8", newline="") as stream:
        return [{k: float(v) for k, v in row.items()} for row in csv.DictReader(stream)]
