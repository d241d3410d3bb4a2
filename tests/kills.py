"""Kill a run with SIGKILL at random moments, resume it each time, and compare with an unbroken run.

python tests/kills.py [--kills 20] [--epochs 20] [--seed 0]
"""

import argparse
import csv
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

OPTIONS = """
    --units 8 --embedding-dim 8 --batch-size 16
    --schedule cosine --warmup 0.1 --patience 5 --dropout 0.3 --seed 3
"""


def reviews(path):
    """Write a table to train on: 600 texts, for which processes and epochs are short."""
    rows = [f"a film that is {('bad', 'good')[i % 2]} in scene {i},{i % 2}" for i in range(600)]
    path.write_text("\n".join(["text,label", *rows]) + "\n", encoding="utf-8")


def command(folder, epochs):
    data = ["--data", str(folder.parent / "reviews.csv")]
    words = ["run", "imdb_sentiment", *OPTIONS.split(), *data, "--epochs", str(epochs)]
    return [sys.executable, "-m", "keras_seq", *words, "--output-dir", str(folder), "--resume"]


def epochs_done(folder):
    path = folder / "history.csv"
    if not path.exists():
        return 0
    with path.open(encoding="utf-8") as stream:
        return len(list(csv.DictReader(stream)))


def killed_and_resumed(folder, epochs, kills, seed, longest):
    """Kill and resume until `kills` have happened or the run has come to its end.

    An epoch that was in the history must be there ever after.

    Args:
        folder: the run folder.
        epochs: of the whole run.
        kills: how many, at most.
        seed: decides the moments.
        longest: seconds to the latest moment, counted from each start.

    Returns:
        A line for each kill.
    """
    draw = random.Random(seed)
    kept, lines = 0, []
    while len(lines) < kills:
        process = subprocess.Popen(
            command(folder, epochs), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        wait = draw.uniform(0, longest)
        try:
            _, said = process.communicate(timeout=wait)
            assert process.returncode == 0, said
            break
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.communicate()
        done = epochs_done(folder)
        assert done >= kept, f"an epoch was lost: {kept} before, {done} now"
        kept = done
        lines.append(f"killed after {wait:4.1f} s; whole epochs: {done}")
        print(lines[-1], flush=True)
    subprocess.run(command(folder, epochs), check=True, capture_output=True)
    return lines


def weights(folder):
    import keras_seq

    return keras_seq.load(folder).model.get_weights()


def equal(one, other):
    """Whether two finished runs have the same weights to the last bit, and the same losses."""
    same = all(np.array_equal(a, b) for a, b in zip(weights(one), weights(other), strict=True))
    losses = []
    for folder in (one, other):
        with (folder / "history.csv").open(encoding="utf-8") as stream:
            losses.append([(row["loss"], row["val_loss"]) for row in csv.DictReader(stream)])
    return same and losses[0] == losses[1]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as room:
        whole, epochs = Path(room, "whole"), arguments.epochs
        reviews(Path(room, "reviews.csv"))
        started = time.perf_counter()
        subprocess.run(command(whole, epochs), check=True, capture_output=True)
        seconds = time.perf_counter() - started
        print(f"unbroken run: {seconds:.1f} s, {epochs_done(whole)} epochs")
        left, tries = arguments.kills, 0
        while left:
            broken = Path(room, f"broken_{tries}")
            lines = killed_and_resumed(broken, epochs, left, arguments.seed + tries, 0.8 * seconds)
            left -= len(lines)
            tries += 1
            same = equal(whole, broken)
            print(f"run {tries} at its end: weights equal bit for bit: {same}", flush=True)
            if not same:
                sys.exit(1)


if __name__ == "__main__":
    main()
