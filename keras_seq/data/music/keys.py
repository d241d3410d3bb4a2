"""Keys: their names, scales and signatures, and which of them a piece is in."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

from keras_seq.data.music.pieces import Note

MODES = {
    "major": (0, 2, 4, 5, 7, 9, 11), "minor": (0, 2, 3, 5, 7, 8, 10),
    "dorian": (0, 2, 3, 5, 7, 9, 10), "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "phrygian": (0, 1, 3, 5, 7, 8, 10), "lydian": (0, 2, 4, 6, 7, 9, 11),
    "locrian": (0, 1, 3, 5, 6, 8, 10),
}  # fmt: skip
#: Half tones from the tonic down to that of the major key with the same notes.
_TO_MAJOR = {"major": 0, "minor": 9, "dorian": 2, "mixolydian": 7, "phrygian": 4, "lydian": 5,
             "locrian": 11}  # fmt: skip
_TONICS = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
_LETTERS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
# How well each half tone above the tonic fits (Krumhansl and Kessler, 1982).
_FIT = {
    "major": (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88),
    "minor": (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17),
}


def key_name(text: str) -> str | None:
    """Return a key as `E dorian`; None if it is none.

    >>> key_name("Edor"), key_name("F#m"), key_name("Bb"), key_name("HP")
    ('E dorian', 'F# minor', 'Bb major', None)
    """
    found = re.match(r"\s*([A-Ga-g])(#|b)?\s*([A-Za-z]*)", text)
    if not found:
        return None
    said = found[3].lower()
    mode = {"": "major", "m": "minor", "aeolian": "minor", "ionian": "major", "aeo": "minor",
            "ion": "major"}.get(said)  # fmt: skip
    if mode is None:
        mode = next((name for name in MODES if len(said) >= 3 and name.startswith(said)), None)
    if mode is None:
        return None
    tonic = _LETTERS[found[1].upper()] + {"#": 1, "b": -1}.get(found[2] or "", 0)
    return f"{_TONICS[tonic % 12]} {mode}"


def parts_of(key: str) -> tuple[int, str]:
    """Return the half tone of the tonic, C is 0, and the mode."""
    tonic, mode = key.split()
    return _TONICS.index(tonic), mode


def transposed(key: str, steps: int) -> str:
    """Name the key so many half tones higher.

    >>> transposed("D major", -3)
    'B major'
    """
    tonic, mode = parts_of(key)
    return f"{_TONICS[(tonic + steps) % 12]} {mode}"


def sharps(key: str) -> int:
    """Count the sharps of the signature; flats count down from 0.

    >>> sharps("E dorian"), sharps("F major")
    (2, -1)
    """
    tonic, mode = parts_of(key)
    count = (tonic - _TO_MAJOR[mode]) * 7 % 12
    return count - 12 if count > 6 else count


def scale(key: str) -> set[int]:
    """Return the half tones of the scale, C is 0."""
    tonic, mode = parts_of(key)
    return {(tonic + step) % 12 for step in MODES[mode]}


def in_scale(notes: Iterable[Note], key: str) -> float:
    """Return the share of notes that the scale has; NaN without notes."""
    inside = [note.pitch % 12 in scale(key) for note in notes]
    return float(np.mean(inside)) if inside else float("nan")


def likely_key(notes: Iterable[Note]) -> str:
    """Find the major or minor key whose profile the lengths of the notes follow best.

    Krumhansl and Schmuckler's way (Krumhansl, 1990, "Cognitive foundations of musical pitch").

    >>> likely_key([Note(0, 1, pitch) for pitch in (62, 64, 66, 67, 69, 71, 73, 74, 69, 62)])
    'D major'
    """
    lengths = np.zeros(12)
    for note in notes:
        lengths[note.pitch % 12] += note.length
    if not lengths.std():
        return "C major"
    fits = {
        f"{_TONICS[tonic]} {mode}": float(np.corrcoef(np.roll(fit, tonic), lengths)[0, 1])
        for mode, fit in _FIT.items()
        for tonic in range(12)
    }
    return max(fits, key=lambda key: fits[key])
