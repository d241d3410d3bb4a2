"""What a piece is begun with: notes that somebody types, or a file."""

from __future__ import annotations

from pathlib import Path

from keras_seq.data.music.pieces import Piece, bar_of, end_of, ordered, parse_notes
from keras_seq.data.music.reading import SUFFIXES, read_piece

BARS = 4  # of a file


def start_of(text: str | None, metre: str) -> Piece:
    """Read a beginning.

    Args:
        text: notes, as `parse_notes` takes them, an eighth each where the metre counts eighths,
            else a quarter; or the name of a file, of which the first bars are taken; None: nothing.
        metre: of the piece, "" where it isn't known.

    Returns:
        A piece, perhaps without notes.

    Raises:
        InputError: for what is neither.

    >>> start_of("G4 A4", "6/8").length
    1.0
    """
    if not text:
        return Piece((), 0.0)
    if text.lower().endswith(SUFFIXES):
        piece = read_piece(Path(text))
        end = piece.pickup + BARS * bar_of(piece.metre or metre)
        notes = [note._replace(length=min(note.length, end - note.start))
                 for note in piece.notes if note.start < end]  # fmt: skip
        return piece._replace(notes=ordered(notes), length=min(piece.length, end), genre="")
    notes = parse_notes(text, 0.5 if metre.endswith("/8") else 1.0)
    return Piece(ordered(notes), end_of(notes))
