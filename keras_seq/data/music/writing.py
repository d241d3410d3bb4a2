"""Files of music, written in the form that their ending names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from keras_seq import files
from keras_seq.data.music.abc_writer import abc_text
from keras_seq.data.music.chorales import write_chorales
from keras_seq.data.music.midi import write_midi
from keras_seq.data.music.pieces import Piece
from keras_seq.data.music.sound import write_wav


def numbered(path: Path, pieces: Sequence[Piece], write: Callable[[Path, Piece], None]) -> None:
    """Write a piece to a file; of several each to its own, `tune-1.mid`, `tune-2.mid` and so on."""
    for number, piece in enumerate(pieces, start=1):
        write(path.with_stem(f"{path.stem}-{number}") if len(pieces) > 1 else path, piece)


#: By ending: writes pieces to a path, given the length of a step in quarter notes.
WRITERS: dict[str, Callable[[Path, Sequence[Piece], float], None]] = {
    ".mid": lambda path, pieces, step: numbered(path, pieces, write_midi),
    ".abc": lambda path, pieces, step: files.write_text(path, abc_text(pieces)),
    ".wav": lambda path, pieces, step: write_wav(path, pieces),
    ".json": write_chorales,
}
