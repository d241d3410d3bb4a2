"""Sound in a report: players, and the notes that move along while they play."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

SECOND = 60  # units of the picture's width
NOTE = 5  # units of the picture's height for a half tone

#: Moves the notes under the line that stands for now; its hash lets the page run this and no more.
SCRIPT = """
for (const tune of document.querySelectorAll(".tune")) {
  const player = tune.querySelector("audio"), notes = tune.querySelector("g");
  const move = () => {
    notes.setAttribute("transform", `translate(${-SECOND * player.currentTime} 0)`);
    if (!player.paused) requestAnimationFrame(move);
  };
  for (const event of ["play", "seeked", "timeupdate"]) player.addEventListener(event, move);
}
""".replace("SECOND", str(SECOND))


@dataclass(frozen=True)
class Tune:
    """Something to hear.

    Attributes:
        caption: what it is.
        wav: a WAV file.
        notes: start and length in seconds, and pitch as MIDI counts, of each note.
    """

    caption: str
    wav: bytes
    notes: Sequence[tuple[float, float, int]]


def script_hash() -> str:
    """Return what the page's policy calls the script by."""
    return "sha256-" + base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()


def shown(tune: Tune) -> dict[str, Any]:
    """Lay a tune out: the player's source, and a rectangle for each note."""
    pitches = [pitch for _, _, pitch in tune.notes] or [60]
    top = max(pitches) + 2
    bars = [
        {"x": round(start * SECOND, 1), "y": (top - pitch) * NOTE,
         "width": round(max(1.0, length * SECOND - 1), 1), "height": NOTE - 1}
        for start, length, pitch in tune.notes
    ]  # fmt: skip
    return {
        "caption": tune.caption,
        "source": "data:audio/wav;base64," + base64.b64encode(tune.wav).decode(),
        "bars": bars,
        "height": (top - min(pitches) + 2) * NOTE,
        "said": f"{len(tune.notes)} notes; they move while the tune plays",
    }
