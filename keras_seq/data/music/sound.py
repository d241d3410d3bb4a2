"""Music to hear: notes as sound, by adding sines."""

from __future__ import annotations

import io
import wave
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from keras_seq import files
from keras_seq.data.music.pieces import Piece

RATE = 22_050  # numbers a second
OVERTONES = (1.0, 0.5, 0.25, 0.15, 0.08, 0.05)  # strength of each; the first is the tone itself
ATTACK, RELEASE = 0.01, 0.12  # seconds
FADING = 1.6  # how often a tone falls by e in a second; overtones fade faster


def sound_of(piece: Piece, rate: int = RATE) -> np.ndarray:
    """Play a piece: each note is a sum of sines that fade.

    Args:
        piece: at its own tempo.
        rate: numbers a second.

    Returns:
        float32 `(time,)` between -1 and 1.
    """
    quarter = 60 / piece.tempo
    out = np.zeros(int((piece.length * quarter + 0.5) * rate) + 1, np.float64)
    for note in piece.notes:
        tone = _tone(note.pitch, note.length * quarter, rate)
        at = int(note.start * quarter * rate)
        tone = tone[: len(out) - at]
        out[at : at + len(tone)] += tone
    loudest = np.abs(out).max(initial=0.0)
    return (out * (0.9 / loudest) if loudest else out).astype(np.float32)


def _tone(pitch: int, seconds: float, rate: int) -> np.ndarray:
    time = np.arange(int((seconds + RELEASE) * rate)) / rate
    frequency = 440 * 2 ** ((pitch - 69) / 12)
    tone = np.zeros(len(time))
    for number, strength in enumerate(OVERTONES, start=1):
        if number * frequency < rate / 2:  # what is higher would come back as another tone
            fading = np.exp(-FADING * (0.6 + 0.4 * number) * time)
            tone += strength * fading * np.sin(2 * np.pi * number * frequency * time)
    tone *= np.minimum(1, time / ATTACK)
    return tone * np.clip((seconds + RELEASE - time) / RELEASE, 0, 1)


def wav_bytes(sound: np.ndarray, rate: int = RATE) -> bytes:
    """Return a WAV file of 16 bits and one channel."""
    stream = io.BytesIO()
    with wave.open(stream, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
    return stream.getvalue()


def write_wav(path: Path, pieces: Sequence[Piece]) -> None:
    """Write pieces one behind the other as a WAV file, whole or not at all."""
    files.write_bytes(path, wav_bytes(np.concatenate([sound_of(piece) for piece in pieces])))
