"""Music: MIDI, ABC and chorales in and out, as words for a model, and as sound."""

from keras_seq.data.music.pieces import Note, Piece
from keras_seq.data.music.reading import Pieces
from keras_seq.data.music.words import Words

__all__ = ["Note", "Piece", "Pieces", "Words"]
