"""JSON of pitches that sound together at each step, as the JSB chorales are handed around."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from keras_seq import files
from keras_seq.data.folders import File
from keras_seq.data.music.pieces import PITCHES, Note, Piece, ordered
from keras_seq.errors import InputError


def read_chorales(path: File) -> dict[str, list[Piece]]:
    """Read pieces, each a list of steps, each a list of pitches; -1 is a rest.

    Such a file doesn't say how long a step is: a sixteenth where `16th` stands in its name, else a
    quarter note. Nor does it say what is held: sixteenths that stay are held, quarters are struck
    again.

    Args:
        path: `.json` or `.json.gz`: parts with pieces, or pieces.

    Returns:
        Pieces by part; under "" where there are no parts.

    Raises:
        InputError: for anything else.
    """
    try:
        content = path.read_bytes()
        content = gzip.decompress(content) if path.name.endswith(".gz") else content
        parsed = json.loads(content)
    except (OSError, EOFError, ValueError, RecursionError) as error:
        why = getattr(error, "strerror", None) or str(error)[:80]
        raise InputError(f"{path}: not JSON of pitches, or damaged ({why})") from None
    parts = parsed if isinstance(parsed, dict) else {"": parsed}
    step = 0.25 if "16th" in path.name else 1.0
    return {
        str(part): [_piece(piece, step, f"{path}, {part or 'piece'} {number}")
                    for number, piece in enumerate(_listed(pieces, str(path)), start=1)]
        for part, pieces in parts.items()
    }  # fmt: skip


def _listed(value: Any, source: str) -> list[Any]:
    if not isinstance(value, list):
        raise InputError(f"{source}: a list is needed: pieces of steps of pitches, such as "
                         "[[[60, 64], [62]]]")  # fmt: skip
    return value


def _piece(steps: Any, step: float, source: str) -> Piece:
    rows = []
    for number, row in enumerate(_listed(steps, source), start=1):
        pitches = _listed(row, f"{source}, step {number}")
        if not all(type(one) is int and (one == -1 or one in PITCHES) for one in pitches):
            raise InputError(f"{source}, step {number}: pitches must be {PITCHES[0]} to "
                             f"{PITCHES[-1]}, those of a piano, or -1 for a rest")  # fmt: skip
        rows.append(set(pitches) - {-1})
    if not any(rows):
        raise InputError(f"{source}: no notes")
    notes = []
    for at, row in enumerate(rows):
        for pitch in row:
            if step < 1 and at and pitch in rows[at - 1]:
                continue  # held
            end = at + 1
            while step < 1 and end < len(rows) and pitch in rows[end]:
                end += 1
            notes.append(Note(at * step, (end - at) * step, pitch))
    return Piece(ordered(notes), len(rows) * step, title=source.rpartition(", ")[2], source=source)


def write_chorales(path: Path, pieces: Sequence[Piece], step: float) -> None:
    """Write what sounds at each step of pieces, high notes first, whole or not at all."""
    made = []
    for piece in pieces:
        rows: list[set[int]] = [set() for _ in range(round(piece.length / step))]
        for note in piece.notes:
            for at in range(round(note.start / step), round((note.start + note.length) / step)):
                rows[at].add(note.pitch)
        made.append([sorted(row, reverse=True) for row in rows])
    files.write_text(path, json.dumps(made) + "\n")
