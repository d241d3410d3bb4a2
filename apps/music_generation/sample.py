"""The embedded sample: jigs, reels, waltzes and songs that belong to nobody."""

from __future__ import annotations

from pathlib import Path

from keras_seq.data.music import Piece
from keras_seq.data.music.abc_reader import read_abc

COUNT = 51  # all of them


def tunes() -> list[Piece]:
    """Read the tunes that stand beside this file."""
    path = Path(__file__).with_name("tunes.abc")
    return [piece._replace(source=f"sample, {piece.title}") for piece in read_abc(path)[:COUNT]]
