"""Tunes in ABC notation, written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from keras_seq.data.music.keys import likely_key, parts_of, sharps
from keras_seq.data.music.pieces import Piece, bar_of

_SHARPS = "FCGDAEB"
_UP = ("C", "^C", "D", "^D", "E", "F", "^F", "G", "^G", "A", "^A", "B")
_DOWN = ("C", "_D", "D", "_E", "E", "F", "_G", "G", "_A", "A", "_B", "B")
_MODES = {"major": "", "minor": "m"}
UNIT = Fraction(1, 2)  # an eighth, in quarter notes


def abc_text(pieces: Sequence[Piece]) -> str:
    """Write tunes, what sounds together as chords, what is held over a change with ties.

    >>> from keras_seq.data.music.pieces import Note
    >>> piece = Piece((Note(0, 1.5, 66), Note(1.5, 1.5, 60)), 3.0, metre="6/8", key="D major")
    >>> print(abc_text([piece]).splitlines()[-1])
    F3=C3|]
    """
    return "\n".join(_tune(piece, number) for number, piece in enumerate(pieces, start=1))


def _tune(piece: Piece, number: int) -> str:
    key = piece.key or likely_key(piece.notes)
    tonic, mode = key.split()
    head = {
        "X": str(number), "T": " ".join(piece.title.split()) or f"Tune {number}",
        "R": piece.genre, "M": piece.metre or "4/4", "L": "1/8",
        "Q": f"1/4={round(piece.tempo)}", "K": tonic + _MODES.get(mode, mode[:3]),
    }  # fmt: skip
    fields = [f"{name}:{value}" for name, value in head.items() if value]
    bars = ["".join(bar) for bar in _bars(piece, key)]
    rows = ["|".join(bars[at : at + 4]) for at in range(0, len(bars), 4)]
    return "\n".join([*fields, *(f"{row}|" for row in rows[:-1]), f"{rows[-1]}|]", ""])


def _bars(piece: Piece, key: str) -> Iterator[list[str]]:
    """Write bar after bar."""
    end = Fraction(piece.length).limit_denominator(96)
    bar = Fraction(bar_of(piece.metre)).limit_denominator(96)
    lines, at = [Fraction(0)], Fraction(piece.pickup).limit_denominator(96) or bar
    while at < end:
        lines.append(at)
        at += bar
    spans = [
        (Fraction(note.start).limit_denominator(96),
         Fraction(note.start + note.length).limit_denominator(96), note.pitch)
        for note in piece.notes
    ]  # fmt: skip
    edges = sorted({*lines, end, *(s for s, _, _ in spans), *(e for _, e, _ in spans)})
    signature = dict.fromkeys(_SHARPS[: sharps(key)], 1) if sharps(key) >= 0 else dict.fromkeys(
        _SHARPS[sharps(key) :], -1
    )  # fmt: skip
    written: list[str] = []
    seen: dict[tuple[str, int], int] = {}
    for begin, after in pairwise(edges):
        if begin in lines and begin:
            yield written
            written, seen = [], {}
        sounding = sorted({(pitch, e > after) for s, e, pitch in spans if s <= begin < e})
        names = [_name(pitch, key, signature, seen) + "-" * tied for pitch, tied in sounding]
        length = _length((after - begin) / UNIT)
        if not names:
            written.append(f"z{length}")
        elif len(names) == 1:
            bare = names[0].rstrip("-")
            written.append(bare + length + names[0][len(bare) :])
        else:
            written.append("".join(["[", *(_with_length(name, length) for name in names), "]"]))
    yield written


def _with_length(name: str, length: str) -> str:
    bare = name.rstrip("-")
    return bare + length + name[len(bare) :]


def _length(units: Fraction) -> str:
    if units.denominator == 1:
        return "" if units == 1 else str(units)
    return f"{'' if units.numerator == 1 else units.numerator}/{units.denominator}"


def _name(pitch: int, key: str, signature: dict[str, int], seen: dict[tuple[str, int], int]) -> str:
    """Name a pitch, with a sign where key and bar don't say it."""
    flat = sharps(key) < 0 or (sharps(key) == 0 and parts_of(key)[1] == "minor")
    spelled = (_DOWN if flat else _UP)[pitch % 12]
    scale = {(("CDEFGAB".index(letter), letter)): 0 for letter in "CDEFGAB"}
    for _, letter in scale:  # a letter that the signature turns into this pitch
        natural = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}[letter]
        if (natural + signature.get(letter, 0)) % 12 == pitch % 12:
            spelled = {1: "^", -1: "_"}.get(signature.get(letter, 0), "") + letter
    letter, shift = spelled[-1], {"^": 1, "_": -1}.get(spelled[0], 0)
    octave = (pitch - shift) // 12 - 5
    now = seen.get((letter, octave), signature.get(letter, 0))
    sign = "" if now == shift else {1: "^", -1: "_", 0: "="}[shift]
    seen[letter, octave] = shift
    if octave >= 1:
        return sign + letter.lower() + "'" * (octave - 1)
    return sign + letter + "," * -octave
