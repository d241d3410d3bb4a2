"""Touch tones as somebody might record them, read by the model of the sample.

python benchmarks/own_tones.py --run runs/tones [--count 252]

They are made here by other code than the sample's, as files: WAV, FLAC, OGG and MP3 of 8 to 96 kHz,
mono and stereo, from 45 dB below full scale to so loud that they are cut off, keys of 0.05 to 1
second, pauses of 0.05 to 1.5, silence before and behind, white noise on a third of them. A run that
isn't there is trained first; behind `--` stands what `keras-seq run speech_recognition` takes, too.
Prints what was misread, and how much was read right, by kind of file.
"""

import argparse
import itertools
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np
import soundfile

import keras_seq

RATES = (8000, 11_025, 16_000, 22_050, 44_100, 48_000, 96_000)
LEVELS = (-45, -30, -12, -3, 0, 6)  # dB
PACES = ((0.05, 0.05), (0.1, 0.1), (0.2, 0.05), (0.3, 0.6), (1.0, 0.3), (0.08, 1.5))  # seconds
TONES = {key: (low, high)
         for low, row in zip((697, 770, 852, 941), ("123A", "456B", "789C", "*0#D"), strict=True)
         for high, key in zip((1209, 1336, 1477, 1633), row, strict=True)}  # fmt: skip


def record(keys: str, rate: int, level: float, pace: tuple[float, float],
           draw: np.random.Generator) -> np.ndarray:  # fmt: skip
    """Play keys, one channel or two."""
    before, behind = draw.choice([0, 0.02, 0.5, 3.0], 2)
    pieces = [np.zeros(int(before * rate))]
    for key in keys:
        moments = np.arange(int(pace[0] * rate)) / rate
        pieces.append(0.5 * sum(np.sin(2 * np.pi * hertz * moments) for hertz in TONES[key]))
        pieces.append(np.zeros(int(pace[1] * rate)))
    pieces.append(np.zeros(int(behind * rate)))
    sound = np.concatenate(pieces) * 10 ** (level / 20)
    if draw.random() < 1 / 3:
        faint = 0.5 * 10 ** ((min(level, 0) - draw.uniform(20, 40)) / 20)
        sound = sound + draw.normal(0, faint, len(sound))
    sound = np.clip(sound, -1, 1)
    if draw.random() < 0.5:
        return sound
    return np.stack([sound, sound * draw.choice([0, 0.3, 1])], axis=1)


def main() -> None:
    """Read the command line, make the files, print what was read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", required=True)
    parser.add_argument("--count", type=int, default=252)
    parser.add_argument("more", nargs="*")
    arguments = parser.parse_args()
    if not Path(arguments.run).is_dir():
        subprocess.run(
            [sys.executable, "-m", "keras_seq", "run", "speech_recognition", "--output-dir",
             arguments.run, *arguments.more],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
    run, draw = keras_seq.load(arguments.run), np.random.default_rng(5)
    with tempfile.TemporaryDirectory() as room:
        files, right = [], []
        kinds = itertools.product(RATES, LEVELS, PACES)
        for number, (rate, level, pace) in enumerate(itertools.islice(kinds, arguments.count)):
            keys = "".join(draw.choice(list(TONES), draw.integers(3, 11)))
            ending = str(draw.choice(["wav", "flac", *(["ogg", "mp3"] if rate <= 48_000 else [])]))
            files.append(str(Path(room, f"{number}_{rate}_{level}_dB_{pace[0]}_s.{ending}")))
            soundfile.write(files[-1], record(keys, rate, level, pace, draw), rate)
            right.append(" ".join(keys))
        all_of, good = Counter(), Counter()
        for file, keys, answer in zip(files, right, run.predict(files), strict=True):
            ending = Path(file).suffix
            all_of[ending] += 1
            good[ending] += answer["text"] == keys
            if answer["text"] != keys:
                print(f"{Path(file).name}: {keys} was read as {answer['text']}")
    kinds_read = ", ".join(f"{end[1:]} {good[end]} of {count}" for end, count in all_of.items())
    print(f"read right: {sum(good.values())} of {len(files)} ({kinds_read})")


if __name__ == "__main__":
    main()
