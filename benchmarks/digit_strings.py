"""Strings of 3 to 7 spoken digits, made of single ones: CTC and attention side by side.

python benchmarks/digit_strings.py --data free_spoken_digits [--strings 200] [--runs CTC,ATTENTION]
    -- --epochs 30 ...

Trains each model for 15 epochs on strings of up to seven clips of the training part (behind `--`
stands what `keras-seq run speech_recognition` takes, too), unless finished runs are named; then
judges it on strings of clips of the test part, of one speaker each and with pauses of 0 to 0.3
seconds, the same for both. Prints words and strings that were heard right.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

import keras_seq
from keras_seq.data.audio.changes import joined_sound
from keras_seq.data.audio.records import Spoken


def strings(clips: list[Spoken], count: int, rate: int, seed: int) -> list[Spoken]:
    """Join clips of one speaker each."""
    draw = np.random.default_rng(seed)
    voices: dict[str, list[Spoken]] = {}
    for clip in clips:
        voices.setdefault(clip.speaker, []).append(clip)
    made = []
    for number in range(count):
        own = voices[str(draw.choice(sorted(voices)))]
        chosen = [own[place] for place in draw.integers(0, len(own), draw.integers(3, 8))]
        sound = joined_sound([clip.samples for clip in chosen], rate, draw)
        text = " ".join(clip.text for clip in chosen)
        made.append(Spoken(f"string {number}", sound, text, chosen[0].speaker, "made of clips"))
    return made


def main() -> None:
    """Read the command line, train, judge, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--strings", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0, help="decides the strings")
    parser.add_argument("--runs", help="finished runs, with commas; default: they are trained")
    parser.add_argument("more", nargs="*")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as room:
        runs = arguments.runs.split(",") if arguments.runs else []
        for model in ("ctc", "attention") if not runs else ():
            runs.append(str(Path(room, model)))
            subprocess.run(
                [sys.executable, "-m", "keras_seq", "run", "speech_recognition", "--data",
                 arguments.data, "--model", model, "--join", "7", "--epochs", "15",
                 "--output-dir", runs[-1], *arguments.more],
                check=True, capture_output=True, text=True,
            )  # fmt: skip
        print(f"{'':14}{'WER':>8}{'CER':>8}{'strings right':>16}")
        for folder in runs:
            run = keras_seq.load(folder)
            clips = list(run.app.load(run.config).test)
            made = strings(clips, arguments.strings, run.config.sample_rate, arguments.seed)
            judged = run.app.task.evaluate(run.trained, made).metrics
            print(f"{run.config.model:14}{judged['wer']:8.4f}{judged['cer']:8.4f}"
                  f"{judged['exact_match']:16.4f}", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
