"""A piece of music as words: a header, and for each step what sounds, one note behind the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from keras_seq import files
from keras_seq.data.music.keys import key_name, transposed
from keras_seq.data.music.pieces import (
    PITCHES,
    Note,
    Piece,
    bar_of,
    checked_metre,
    end_of,
    ordered,
    pitch_name,
)

START, END, STEP, BAR, ANY = 1, 2, 3, 4, 5  # 0 is padding
STRUCK, HELD = 6, 6 + len(PITCHES)  # the words of the lowest pitch
FIRST_NAMED = HELD + len(PITCHES)  # from here on: genres, metres, keys
HEADER = 4  # words before the music: the start, genre, metre, key
LONGEST = 100_000  # steps of a piece


@dataclass(frozen=True)
class Words:
    """From pieces to tokens and back.

    A piece is `START`, genre, metre and key, each perhaps `ANY`; then for each step the notes that
    are struck or held there, from high to low, and `STEP`; before a bar's first step stands `BAR`,
    where the metre is known; at last `END`. So the notes of a step are modelled jointly: each
    given those above it.

    Attributes:
        resolution: steps of a quarter note.
        genres: that training showed.
        metres: the same.
        keys: the same, all transpositions with them.
        most_notes: that sound together in training.
        usual: the commonest metre and key of each genre, "" where nobody says.

    >>> words = Words(1, ("jig",), ("6/8",), ("D major",), most_notes=2)
    >>> piece = Piece((Note(0, 2, 66), Note(1, 1, 62)), 2.0, "jig", "", "D major")
    >>> words.encode(piece).tolist()  # F#4; D4 below it, and F#4 held
    [1, 182, 5, 184, 51, 3, 139, 47, 3, 2]
    """

    resolution: int
    genres: tuple[str, ...]
    metres: tuple[str, ...]
    keys: tuple[str, ...]
    most_notes: int
    usual: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    level = "word"

    @classmethod
    def fit(cls, pieces: Iterable[Piece], resolution: int, shifts: Sequence[int]) -> Words:
        """Learn what is said of pieces from the training part."""
        genres, metres, keys, most = set[str](), set[str](), set[str](), 1
        together: dict[str, tuple[Counter[str], Counter[str]]] = {}
        for piece in pieces:
            metre_of, key_of = together.setdefault(piece.genre, (Counter(), Counter()))
            metre_of[piece.metre] += 1
            key_of[piece.key] += 1
            genres.add(piece.genre)
            metres.add(piece.metre)
            keys |= {transposed(piece.key, shift) for shift in (0, *shifts) if piece.key}
            most = max(most, *map(len, steps_of(piece, resolution)))
        one, two, three = (tuple(sorted(names - {""})) for names in (genres, metres, keys))
        usual = {
            genre: (metre_of.most_common(1)[0][0], key_of.most_common(1)[0][0])
            for genre, (metre_of, key_of) in together.items()
        }
        return cls(resolution, one, two, three, min(most, 100), usual)

    @property
    def names(self) -> tuple[str, ...]:
        """All that may stand in a header."""
        return (*self.genres, *self.metres, *self.keys)

    @property
    def vocab_size(self) -> int:
        """How many tokens there are."""
        return FIRST_NAMED + len(self.names)

    def header(self, genre: str = "", metre: str = "", key: str = "") -> np.ndarray:
        """Return the first words of a piece; what training never showed is `ANY`."""
        number = {name: FIRST_NAMED + at for at, name in enumerate(self.names)}
        return np.array([START, *(number.get(name, ANY) for name in (genre, metre, key))], np.int32)

    def encode(self, piece: Piece, whole: bool = True) -> np.ndarray:
        """Turn a piece into int32 `(time,)`; without `END` unless it is `whole`."""
        rows = steps_of(piece, self.resolution)
        made: list[int] = []
        bar = bar_of(piece.metre) * self.resolution
        first = round(piece.pickup * self.resolution)
        for at, row in enumerate(rows):
            if piece.metre and bar == int(bar) and (at - first) % int(bar) == 0:
                made.append(BAR)
            for pitch in sorted(row, reverse=True):
                made.append((STRUCK if row[pitch] else HELD) + pitch - PITCHES[0])
            made.append(STEP)
        header = self.header(piece.genre, piece.metre, piece.key)
        return np.array([*header, *made, *[END] * whole], np.int32)

    def piece(self, tokens: Sequence[int] | np.ndarray, bars: int | None = None) -> Piece:
        """Turn tokens back into a piece, of so many whole bars at most, a first short one apart."""
        said: dict[str, str] = {}
        notes: list[Note] = []
        sounding: dict[int, int] = {}  # where each began
        row: dict[int, bool] = {}
        at, pickup = 0, None
        for token in [*map(int, tokens), END]:
            if token == END:
                break
            if token == BAR:
                pickup = at if pickup is None else pickup
            elif token == STEP:
                for pitch in [p for p in sounding if row.get(p, True)]:  # over, or struck anew
                    notes.append(self._note(sounding.pop(pitch), at, pitch))
                for pitch in row:
                    sounding.setdefault(pitch, at)
                row, at = {}, at + 1
            elif STRUCK <= token < HELD:
                row[token - STRUCK + PITCHES[0]] = True
            elif HELD <= token < FIRST_NAMED:
                row.setdefault(token - HELD + PITCHES[0], False)
            elif token >= FIRST_NAMED:
                name = self.names[token - FIRST_NAMED]
                said["genre" if name in self.genres else
                     "metre" if name in self.metres else "key"] = name  # fmt: skip
        length = at / self.resolution
        bar = bar_of(said.get("metre", ""))
        before = (pickup or 0) / self.resolution % bar
        if bars is not None:
            length = min(length, before + bars * bar)
        notes += [self._note(begun, at, pitch) for pitch, begun in sounding.items()]
        notes = [note._replace(length=min(note.length, length - note.start))
                 for note in notes if note.start < length]  # fmt: skip
        return Piece(
            ordered(notes), max(length, end_of(notes)), said.get("genre", ""),
            said.get("metre", ""), said.get("key", ""), before,
        )  # fmt: skip

    def _note(self, begun: int, end: int, pitch: int) -> Note:
        return Note(begun / self.resolution, (end - begun) / self.resolution, pitch)

    def transposed(self, tokens: np.ndarray, shift: int) -> np.ndarray | None:
        """Move tokens by half tones; None where a note would leave the piano."""
        moved = tokens.copy()
        for low in (STRUCK, HELD):
            here = (tokens >= low) & (tokens < low + len(PITCHES))
            moved[here] += shift
            if ((moved[here] < low) | (moved[here] >= low + len(PITCHES))).any():
                return None
        key = tokens[HEADER - 1]
        if key != ANY:
            moved[HEADER - 1] = self.header(
                key=transposed(self.names[key - FIRST_NAMED], shift)
            )[-1]  # fmt: skip
        return moved

    def decode(self, tokens: Sequence[int] | np.ndarray) -> str:
        """Name tokens: `C4` is struck, `-C4` is held."""
        return " ".join(map(self._word, tokens))

    def _word(self, token: int) -> str:
        marks = {0: "", START: "<start>", END: "<end>", STEP: ".", BAR: "|", ANY: "any"}
        if token in marks:
            return marks[token]
        if token >= FIRST_NAMED:
            return self.names[token - FIRST_NAMED]
        held = bool(token >= HELD)
        return "-" * held + pitch_name(token - (HELD if held else STRUCK) + PITCHES[0])

    def save(self, path: Path) -> None:
        """Write what was learned to a JSON file."""
        content = {name: getattr(self, name) for name in self.__dataclass_fields__}
        files.write_json(path, content)

    @classmethod
    def load(cls, path: Path) -> Words:
        """Read what `save` wrote.

        Raises:
            InputError: if the file is damaged.
        """

        def checked(content: dict[str, Any]) -> Words:
            numbers = content["resolution"], content["most_notes"]
            if not all(type(one) is int and 1 <= one <= 100 for one in numbers):
                raise ValueError("numbers of steps and notes must be 1 to 100")
            named = [tuple(content[name]) for name in ("genres", "metres", "keys")]
            if not all(isinstance(one, str) for names in named for one in names):
                raise TypeError("names must be text")
            usual = {str(genre): (metre, key) for genre, (metre, key) in content["usual"].items()}
            for metre in (*named[1], *(metre for metre, _ in usual.values() if metre)):
                if checked_metre(metre) is None:
                    raise ValueError(f"{metre!r} is no metre")
            for key in (*named[2], *(key for _, key in usual.values() if key)):
                if key_name(key) != key:
                    raise ValueError(f"{key!r} is no key")
            return cls(numbers[0], named[0], named[1], named[2], numbers[1], usual)

        return files.read_json(path, checked)


def steps_of(piece: Piece, resolution: int) -> list[dict[int, bool]]:
    """Say what sounds at each step: pitches, and whether they are struck there.

    A note begins and ends at the nearest step, and lasts one at least.
    """
    end = round(piece.length * resolution)
    rows: list[dict[int, bool]] = [{} for _ in range(min(max(1, end), LONGEST))]
    for note in piece.notes:
        begun = round(note.start * resolution)
        after = max(begun + 1, round((note.start + note.length) * resolution))
        if begun >= len(rows):
            continue
        rows[begun][note.pitch] = True
        for at in range(begun + 1, min(after, len(rows))):
            rows[at].setdefault(note.pitch, False)
    return rows
