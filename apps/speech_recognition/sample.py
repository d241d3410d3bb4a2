"""Embedded sample: numbers that are dialled with touch tones, as a telephone sounds.

Each key sounds two tones at once (ITU-T Q.23), which is the same on every telephone. How fast, loud
and noisy a number is dialled is drawn. Nothing was recorded.
"""

from __future__ import annotations

import numpy as np
from scipy.signal import istft, lfilter, stft

from keras_seq.data.audio.records import Spoken

LOW, HIGH = (697, 770, 852, 941), (1209, 1336, 1477, 1633)  # hertz
KEYS = ("123A", "456B", "789C", "*0#D")
TONES = {key: (low, high) for low, row in zip(LOW, KEYS, strict=True)
         for high, key in zip(HIGH, row, strict=True)}  # fmt: skip
OTHERS = 0.25  # share of the keys that are no digits
# Shares of slow numbers, of echoes, of what is cut off, and of what was compressed with losses.
SLOW, ROOM, LOUD, SMALL = 0.2, 0.25, 0.25, 0.25


def dialled(count: int, rate: int, seed: int) -> list[Spoken]:
    """Dial numbers of 3 to 10 keys.

    Args:
        count: how many.
        rate: samples a second.
        seed: decides the numbers and how they are dialled.

    Returns:
        The clips, of which none has a speaker; keys stand apart in their texts.
    """
    draw = np.random.default_rng(seed)
    clips = []
    for number in range(count):
        slow = draw.random() < SLOW  # and short, so that no clip takes long to learn
        keys = "".join(
            draw.choice(list("*#ABCD")) if draw.random() < OTHERS else str(draw.integers(10))
            for _ in range(draw.integers(3, 5 if slow else 11))
        )
        name = f"number {number}"
        clips.append(Spoken(name, _line(keys, slow, rate, draw), " ".join(keys), "", name))
    return clips


def _line(keys: str, slow: bool, rate: int, draw: np.random.Generator) -> np.ndarray:
    """Dial keys over a line with noise, hum or nothing on it."""
    tone, pause = (10 ** draw.uniform(-0.7, 0.2, 2) if slow  # 0.2 to 1.6 s
                   else 10 ** draw.uniform(-1.3, -0.5, 2))  # 0.05 to 0.3 s  # fmt: skip
    low_level, high_level = 10 ** (draw.uniform(-6, 0, 2) / 20)
    pieces = [np.zeros(int(draw.exponential(0.2) * rate) + rate // 50)]
    for key in keys:
        length = int(max(0.045, tone * draw.uniform(0.7, 1.4)) * rate)
        pieces.append(touch_tone(key, length, rate, draw, low_level, high_level))
        pieces.append(np.zeros(int(max(0.04, pause * draw.uniform(0.6, 1.5)) * rate)))
    pieces.append(np.zeros(int(draw.exponential(0.2) * rate)))
    sound = np.concatenate(pieces)
    if draw.random() < ROOM:  # faint echoes
        tail = np.exp(-np.arange(rate // 20) / (rate * draw.uniform(0.005, 0.015)))
        tail *= draw.normal(0, 10 ** (-draw.uniform(15, 40) / 20), len(tail))
        sound = sound + np.convolve(sound, tail)[: len(sound)]
    if draw.random() < LOUD:
        sound = np.clip(sound, -1, 1) * draw.uniform(0.5, 1)
    sound *= 0.5 * 10 ** (draw.uniform(-36, 6) / 20)
    sound = sound + _noise(sound, rate, draw)
    if draw.random() < SMALL:
        sound = _compressed(sound, draw)
    return sound.astype(np.float32)


def touch_tone(
    key: str,
    length: int,
    rate: int,
    draw: np.random.Generator,
    low_level: float = 1.0,
    high_level: float = 1.0,
) -> np.ndarray:
    """Sound a key: the standard allows tones to be 1.5 % off."""
    moments = np.arange(length) / rate
    low, high = (hertz * (1 + draw.uniform(-0.015, 0.015)) for hertz in TONES[key])
    phases = draw.uniform(0, 2 * np.pi, 2)
    sound = low_level * np.sin(2 * np.pi * low * moments + phases[0])
    sound = sound + high_level * np.sin(2 * np.pi * high * moments + phases[1])
    # A line's level wavers, and a long key is still one key.
    sound *= 1 - draw.uniform(0, 0.4) * np.sin(np.pi * draw.uniform(0.5, 8) * moments) ** 2
    edge = max(1, int(draw.uniform(0.0, 0.006) * rate))
    ramp = np.minimum(1, np.arange(1, length + 1) / edge)
    return sound * ramp * ramp[::-1]


def _compressed(sound: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    """Round a spectrum coarsely, piece by piece, which smears tones as MP3 and its kin do."""
    size = int(draw.choice([256, 512, 1024]))
    _, _, spectrum = stft(sound, nperseg=size)
    parts = np.stack([spectrum.real, spectrum.imag])
    step = np.abs(parts).max(axis=(0, 1)) * 10 ** (-draw.uniform(20, 40) / 20) + 1e-12
    rounded = np.round(parts / step) * step
    _, made = istft(rounded[0] + 1j * rounded[1], nperseg=size)
    return made[: len(sound)]


def _noise(sound: np.ndarray, rate: int, draw: np.random.Generator) -> np.ndarray:
    """Make what else is on a line, 10 to 50 dB below the sound; a quarter of lines are silent."""
    kind = draw.integers(4)
    level = np.sqrt(np.mean(sound**2)) * 10 ** (-draw.uniform(10, 50) / 20)
    if kind == 0:
        return np.zeros_like(sound)
    white = draw.normal(0, 1, len(sound))
    if kind == 1:
        return level * white
    if kind == 2:  # of a room: more of low frequencies than of high ones
        brown = lfilter([1], [1, -0.95], white)
        return level * brown / max(1e-9, brown.std())
    moments = np.arange(len(sound)) / rate
    mains = draw.choice([50, 60])
    hum = sum(np.sin(2 * np.pi * mains * k * moments) / k for k in (1, 2, 3, 5))
    return level * (hum + 0.1 * white)
