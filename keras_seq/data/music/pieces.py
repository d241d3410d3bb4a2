"""Pieces of music: notes in time, and what is said of them."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from keras_seq.errors import InputError

PITCHES = range(21, 109)  # of a piano, A0 to C8, as MIDI counts them
_LETTERS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_NAMES = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
_NOTE = re.compile(r"([A-Ga-g])(#{0,2}|b{0,2})(-?\d)(?::(\d+(?:/\d+|\.\d+)?))?")


class Note(NamedTuple):
    """A note.

    Attributes:
        start: in quarter notes from the beginning of the piece.
        length: in quarter notes.
        pitch: as MIDI counts, 60 is C4.
    """

    start: float
    length: float
    pitch: int


class Piece(NamedTuple):
    """A piece of music.

    Attributes:
        notes: by start, then by pitch.
        length: of the whole, in quarter notes.
        genre: what kind of piece it is; "" where nobody says.
        metre: such as "6/8"; "" where nobody says.
        key: such as "D major"; "" where nobody says.
        pickup: quarter notes before the first bar line.
        tempo: quarter notes a minute.
        title: its name.
        source: where it stands.
    """

    notes: tuple[Note, ...]
    length: float
    genre: str = ""
    metre: str = ""
    key: str = ""
    pickup: float = 0.0
    tempo: float = 120.0
    title: str = ""
    source: str = ""


def ordered(notes: list[Note]) -> tuple[Note, ...]:
    """Sort notes by start and pitch."""
    return tuple(sorted(notes, key=lambda note: (note.start, note.pitch, note.length)))


def end_of(notes: tuple[Note, ...] | list[Note]) -> float:
    """Say when the last note ends, in quarter notes."""
    return max((note.start + note.length for note in notes), default=0.0)


def bar_of(metre: str) -> float:
    """Say how long a bar is, in quarter notes; 4 where the metre isn't known.

    >>> bar_of("6/8"), bar_of("2/2"), bar_of("")
    (3.0, 4.0, 4.0)
    """
    return float(4 * Fraction(metre)) if metre else 4.0


def checked_metre(text: str) -> str | None:
    """Return a metre as `6/8`; None if it is none.

    >>> checked_metre("C|"), checked_metre(" 3/4 "), checked_metre("fast")
    ('2/2', '3/4', None)
    """
    text = {"C": "4/4", "C|": "2/2"}.get(text.strip(), text.strip())
    parts = re.fullmatch(r"(\d{1,2})/(1|2|4|8|16|32)", text)
    return text if parts and int(parts[1]) else None


def pitch_name(pitch: int) -> str:
    """Name a pitch, 60 as `C4`."""
    return f"{_NAMES[pitch % 12]}{pitch // 12 - 1}"


def parse_notes(text: str, length: float) -> list[Note]:
    """Read notes that somebody has typed, one behind the other.

    Args:
        text: names with octaves and blanks between them; `+` between those that sound together,
            `r` for a rest, and a length in quarter notes behind a colon: `"G4 A4:1/2 C4+E4 r"`.
        length: of a note that has none, in quarter notes.

    Returns:
        The notes, from 0 on.

    Raises:
        InputError: for what is no note.

    >>> parse_notes("G4 C4+E4:2", 0.5)
    [Note(start=0.0, length=0.5, pitch=67), Note(start=0.5, length=2.0, pitch=60),
     Note(start=0.5, length=2.0, pitch=64)]
    """
    notes, at = [], 0.0
    for word in text.split():
        chord, _, said = word.partition(":")
        found = [_NOTE.fullmatch(name) for name in chord.split("+")]
        long = _length(said) if said else length
        if long is None or (chord not in ("r", "R") and not all(found)):
            raise InputError(f"{word[:40]!r} is no note; write a letter and an octave, such as G4, "
                             "F#5:1/2 or C4+E4, or r for a rest")  # fmt: skip
        for one in found:
            if one:
                pitch = 12 * (int(one[3]) + 1) + _LETTERS[one[1].upper()]
                pitch += one[2].count("#") - one[2].count("b")
                if pitch not in PITCHES:
                    raise InputError(f"{word[:40]!r} lies beyond a piano, A0 to C8")
                notes.append(Note(at, long, pitch))
        at += long
    return notes


def _length(text: str) -> float | None:
    try:
        length = float(Fraction(text))
    except (ValueError, ZeroDivisionError):
        return None
    return length if 0 < length <= 64 else None
