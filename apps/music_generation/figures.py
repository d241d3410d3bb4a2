"""What the report shows: tunes to hear, how much of them is new, and whether keys are kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from keras_seq.contract import Result
from keras_seq.data.music import Piece
from keras_seq.data.music.keys import in_scale, likely_key
from keras_seq.data.music.sound import sound_of, wav_bytes
from keras_seq.metrics.copies import copied_share
from keras_seq.progress import say

if TYPE_CHECKING:
    from keras_seq.report import Report
    from keras_seq.tasks import Generation

RATE = 11_025  # numbers a second of the sound in the page
HEARD, BARS = 3, 16  # genres that are heard, and bars of each
WRITTEN = 16  # pieces that are looked through
LONG = 8  # notes in a row from which a copy is worth counting


def heard(task: Generation, result: Result, page: Report) -> None:
    """Let a piece of each genre be heard, and one of the test part."""
    from keras_seq.report.sounds import Tune

    genres: Sequence[str] = result.trained.preprocessing.tokenizer.genres[:HEARD] or ("",)
    shown = [(f"composed: {genre}".rstrip(": "), compose(task, result, genre, 1, BARS)[0])
             for genre in genres]  # fmt: skip
    real, options = result.splits.test[0], task.options()
    shown.append((f"real, of the test part: {real.title}", beginning(real, 32.0)))
    page.sounds(
        "To hear", [Tune(caption, wav_bytes(sound_of(piece, RATE), RATE), seconds(piece))
                    for caption, piece in shown if piece.notes],
        f"{BARS} bars each, temperature {options.temperature}, top p {options.top_p}, seed 0; "
        "nothing was chosen.",
    )  # fmt: skip


def how_much_is_new(task: Generation, result: Result, page: Report) -> None:
    """Say how many notes repeat training, and how many lie in the key, beside real pieces."""
    made = [
        piece
        for genre in result.trained.preprocessing.tokenizer.genres or ("",)
        for piece in compose(task, result, genre, WRITTEN, BARS)
    ]
    training = "\n".join(melody(piece) for piece in result.splits.train)
    rows = []
    for name, pieces in (("composed", made), ("real, test part", result.splits.test)):
        shares = [copied_share(melody(piece), training, LONG)[0] for piece in pieces]
        inside = [in_scale(piece.notes, piece.key or likely_key(piece.notes))
                  for piece in pieces if piece.notes]  # fmt: skip
        rows.append([name, len(pieces), float(np.mean(shares)), float(np.mean(inside))])
    page.table(
        "How much is new", ["", "pieces", "repeated from training", "notes in the key"], rows,
        f"Repeated are notes in stretches of {LONG} or more whose steps and lengths stand in a "
        "piece of the training part, in whatever key. The key is the written one, or the likeliest "
        "(Krumhansl and Schmuckler).",
    )  # fmt: skip
    say("; ".join(f"{name}: {copied:.0%} of the notes repeated from training, {inside:.0%} in the "
                  "key" for name, _, copied, inside in rows))  # fmt: skip


def compose(task: Generation, result: Result, genre: str, number: int, bars: int) -> list[Piece]:
    """Compose pieces of a genre, as `predict` does."""
    from keras_seq.data.music import Note

    options = task.options(label=genre or None, bars=bars, num_return_sequences=number)  # type: ignore[call-arg]
    return [
        Piece(
            tuple(Note(*note) for note in answer["notes"]),
            max((note[0] + note[1] for note in answer["notes"]), default=0.0),
            genre, answer["metre"], answer["key"],
        )
        for answer in task.predict(result.trained, [None], options)
    ]  # fmt: skip


def beginning(piece: Piece, quarters: float) -> Piece:
    """Take the first quarter notes of a piece."""
    notes = tuple(note for note in piece.notes if note.start + note.length <= quarters)
    return piece._replace(notes=notes, length=min(piece.length, quarters))


def seconds(piece: Piece) -> list[tuple[float, float, int]]:
    """Say when each note sounds, in seconds."""
    quarter = 60 / piece.tempo
    return [(note.start * quarter, note.length * quarter, note.pitch) for note in piece.notes]


def melody(piece: Piece) -> str:
    """Write a piece as a letter for each note: its step from the last one, and its length."""
    notes: Iterable[tuple[int, float]] = [(note.pitch, note.length) for note in piece.notes]
    letters, last = [], None
    for pitch, length in notes:
        step = 0 if last is None else pitch - last
        letters.append(chr(0x4E00 + (step + 88) * 64 + min(63, round(length * 4))))
        last = pitch
    return "".join(letters)
