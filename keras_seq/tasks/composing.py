"""Composing: a genre, or first notes, in; a piece of music out (one to many)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from keras_seq.baselines.chords import keys_alone, last_step_again
from keras_seq.baselines.ngram import ngrams
from keras_seq.config import option
from keras_seq.contract import Result, Trained
from keras_seq.data.music import Piece, words
from keras_seq.data.music.abc_writer import abc_text
from keras_seq.data.music.keys import key_name, likely_key
from keras_seq.data.music.pieces import bar_of, checked_metre
from keras_seq.data.music.starts import start_of
from keras_seq.data.music.variants import varied
from keras_seq.data.music.writing import WRITERS
from keras_seq.errors import InputError
from keras_seq.tasks.generation import DrawingOptions, Generation


@dataclass(frozen=True)
class MusicOptions(DrawingOptions):
    """Composing; an input is a few notes, or a file whose beginning is gone on from."""

    temperature: float = 0.9
    top_p: float | None = 0.9  # what is left out is mostly notes of other keys
    start: str | None = option(
        None, "Notes to begin with, such as 'G4 A4:1/2 B4', or a file.", reads=True
    )
    bars: int | None = option(
        None, "Whole bars, those given with them; omitted: until the tune ends.", minimum=1,
        maximum=1000,
    )  # fmt: skip
    metre: str | None = option(None, "Such as 6/8; omitted: the commonest one of the genre.")
    key: str | None = option(
        None, "Such as D, Em or Ador; omitted: the commonest one of the genre."
    )
    tempo: float = option(120.0, "Quarter notes a minute.", minimum=10, maximum=1000)
    output: str | None = option(
        None, "A file for what is written: .mid, .abc, .wav or .json.", writes=tuple(WRITERS)
    )


def composing(
    batches: Callable[[Any, Any, Sequence[Any], bool], Any],
    shifts: Callable[[Any], Sequence[int]],
    figures: Sequence[Callable[[Generation, Result, Any], None]],
) -> Generation:
    """Make the task: pieces as `keras_seq.data.music.Words` write them, judged step by step.

    Args:
        batches: the app's own, of words and the same one word on; not in training, a row is a
            whole piece.
        shifts: by how many half tones pieces are transposed in training, from the config.
        figures: what the report shows.

    Returns:
        The task; its rivals count.
    """
    return Generation(
        start, written, lambda trained: words.END, batches, lambda records: (), counted(shifts),
        figures=figures,
        banned_tokens=(0, words.START),
        limit=limit,
        metrics=nats,
        metric="nats_per_step",
        never=never,
        more=whole,
        files={suffix: save_as(suffix) for suffix in WRITERS},
        words=first_words,
        options=MusicOptions,
    )  # fmt: skip


def first_words(result: Result) -> list[str]:
    """Ask for sixteen bars of the first genre, if there are genres."""
    genres = result.trained.preprocessing.tokenizer.genres
    return [*(["--label", genres[0]] if genres else []), "--bars", "16"]


def start(trained: Trained, prompt: str | None, options: MusicOptions) -> tuple[Any, None]:
    """Turn genre, metre, key and first notes into words.

    Raises:
        InputError: for a genre, metre or key that is none, or that training never showed.
    """
    reader = trained.preprocessing.tokenizer
    genre = options.label or ""
    if genre and genre not in reader.genres:
        raise InputError(f"label {genre!r} is unknown; training saw {', '.join(reader.genres)}"
                         if reader.genres else "--label is for models trained on genres: "
                         "sub-folders of MIDI files, or R: of ABC")  # fmt: skip
    usual = reader.usual.get(genre, ("", ""))
    metre, key = options.metre or usual[0], options.key or usual[1]
    if metre and checked_metre(metre) is None:
        raise InputError(f"--metre {metre}: must be such as 6/8")
    if key and key_name(key) is None:
        raise InputError(f"--key {key}: must be such as D, Em or Ador")
    for said, known in ((checked_metre(metre), reader.metres), (key_name(key), reader.keys)):
        if said and said not in known:
            raise InputError(f"{said}: never stood in training, which saw "
                             f"{', '.join(known) or 'none'}")  # fmt: skip
    begun = start_of(prompt or options.start, checked_metre(metre) or "")
    piece = begun._replace(
        genre=genre,
        metre=checked_metre(options.metre or begun.metre or usual[0]) or "",
        key=key_name(options.key or begun.key or usual[1]) or "",
    )
    tokens = reader.encode(piece, whole=False)
    return (tokens if piece.notes else tokens[: words.HEADER]), None


def limit(trained: Trained, options: MusicOptions, starts: Sequence[tuple[Any, Any]]) -> int:
    """Count the words that so many bars may take: of a tune that ends by itself at most 128."""
    reader = trained.preprocessing.tokenizer
    metre = options.metre or reader.usual.get(options.label or "", ("", ""))[0]
    steps = (options.bars or 128) * bar_of(checked_metre(metre) or "") * reader.resolution
    return int(steps * (reader.most_notes + 1.5)) + 64


def never(trained: Trained, options: MusicOptions) -> tuple[int, ...]:
    """Write no header in the middle of a piece, and no end where bars are asked for."""
    reader = trained.preprocessing.tokenizer
    ends = (words.END,) if options.bars else ()
    return (words.ANY, *range(words.FIRST_NAMED, reader.vocab_size), *ends)


def composed(trained: Trained, tokens: np.ndarray, options: MusicOptions) -> Piece:
    """Turn words into a piece."""
    piece = trained.preprocessing.tokenizer.piece(tokens, options.bars)
    key = piece.key or (likely_key(piece.notes) if piece.notes else "")
    return piece._replace(key=key, tempo=options.tempo)


def whole(trained: Trained, tokens: np.ndarray, options: MusicOptions) -> dict[str, Any]:
    """Answer with the piece in ABC, and with its notes: start, length, pitch."""
    piece = composed(trained, tokens, options)
    return {"text": abc_text([piece]), "metre": piece.metre, "key": piece.key,
            "notes": [list(note) for note in piece.notes]}  # fmt: skip


def nats(
    task: Generation, trained: Trained, logs: np.ndarray, records: Sequence[Piece]
) -> dict[str, float]:
    """Judge steps: all their notes jointly, each word given those before it.

    Header and end don't count.
    """
    rows = [trained.preprocessing.tokenizer.encode(piece)[1:] for piece in records]
    tokens = np.concatenate(rows)
    inside = np.concatenate([np.arange(len(row)) >= words.HEADER - 1 for row in rows])
    total = -float(np.sum(logs[inside & (tokens != words.END)], dtype=np.float64))
    struck = np.count_nonzero((tokens >= words.STRUCK) & (tokens < words.HELD))
    return {
        "nats_per_step": total / np.count_nonzero(tokens == words.STEP),
        "nats_per_note": total / struck,
    }


def counted(shifts: Callable[[Any], Sequence[int]]) -> Callable[..., Mapping[str, np.ndarray]]:
    """Make the rivals: the last chord again, each key alone, and n-grams.

    N-grams count the pieces as they are, and once more transposed as in training.
    """

    def count(trained: Trained, train: Any, test: Any) -> Mapping[str, np.ndarray]:
        reader = trained.preprocessing.tokenizer
        pieces, judged = (
            [np.append(row[:1], after)
             for row, after in zip(part.sequences, part.targets, strict=True)]
            for part in (train, test)
        )  # fmt: skip
        moved = varied(reader, pieces, shifts(trained.config))
        found = {
            f"{name}{added}": logs
            for rows, added in ((pieces, ""), (moved, "_transposed"))
            for name, logs in ngrams(
                np.concatenate(rows), np.concatenate(judged), (3, 6), reader.vocab_size
            ).items()
        }
        borders = np.cumsum([len(row) for row in judged])[:-1] - 1  # first words of pieces
        struck = range(words.STRUCK, words.HELD)
        return {
            "last_chord_again": last_step_again(
                pieces, judged, vocab_size=reader.vocab_size, step=words.STEP, pitches=struck,
                held_from=words.HELD,
            ),
            "keys_alone": keys_alone(
                pieces, judged, step=words.STEP, pitches=struck, held_from=words.HELD
            ),
            **{name: np.delete(logs, borders) for name, logs in found.items()},
        }  # fmt: skip

    return count


def written(trained: Trained, prompt: str | None, tokens: Sequence[int]) -> str:
    """Name words."""
    return trained.preprocessing.tokenizer.decode(tokens)


def save_as(suffix: str) -> Any:
    """Make a function that writes what was composed as a file of one kind."""

    def save(
        trained: Trained, path: Path, sequences: Sequence[np.ndarray], options: MusicOptions
    ) -> None:
        pieces = [composed(trained, tokens, options) for tokens in sequences]
        WRITERS[suffix](path, pieces, 1 / trained.config.resolution)

    return save
