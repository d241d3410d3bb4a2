"""The colours of plots and reports, once for a light page and once for a dark one.

Plots are drawn in the light colours; a report replaces each by the CSS variable of its name, so
that a picture follows the page. Blue and orange stay apart for all common kinds of colour-blind
eyes; text has a contrast of at least 4.5 on `paper` and `panel`.
"""

from __future__ import annotations

PALETTE = {
    # name: (on light, on dark)
    "paper": ("#ffffff", "#14171b"),
    "panel": ("#f5f7f9", "#1b2026"),
    "line": ("#d9dee4", "#353d46"),
    "ink": ("#1b1f24", "#e9ecf0"),
    "muted": ("#57606b", "#a5afba"),
    "grey": ("#919ba7", "#737e8b"),
    "blue": ("#1f6fb2", "#4f9fe3"),
    "orange": ("#c4580a", "#ee8d43"),
}

INK, MUTED, LINE, GREY, BLUE, ORANGE, PAPER = (
    PALETTE[name][0] for name in ("ink", "muted", "line", "grey", "blue", "orange", "paper")
)
