"""Memory that reading a text takes, for files from 10 MB to 1 GB.

python benchmarks/corpus_memory.py [--megabytes 10,100,1000] [--level char]

Makes files of random words, and for each, in a process of its own, finds the parts, learns the
vocabulary, turns all into tokens and goes through 2,000 batches. Printed is the peak of the
process's own memory (`RssAnon`); pages of the token file that the system keeps in memory while
there is room are not the process's. Linux only.
"""

import argparse
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np

WORDS = 20_000


def write(path: Path, megabytes: int) -> None:
    """Write lines of random words."""
    draw = np.random.default_rng(0)
    letters = np.array(list("abcdefghijklmnopqrstuvwxyz"))
    words = np.array(["".join(draw.choice(letters, draw.integers(2, 10))) for _ in range(WORDS)])
    size = 0
    with path.open("w") as stream:
        while size < megabytes * 1_000_000:
            chosen = words[(WORDS * draw.random(200_000) ** 3).astype(int)].reshape(-1, 10)
            text = "\n".join(map(" ".join, chosen)) + "\n"
            size += stream.write(text)


def read(path: str, level: str) -> None:
    """Read a file as the app does, watching the memory; print peak and seconds."""
    peak = 0

    def watch() -> None:
        nonlocal peak
        while True:
            status = Path("/proc/self/status").read_text()
            line = next(line for line in status.splitlines() if line.startswith("RssAnon"))
            peak = max(peak, int(line.split()[1]))
            time.sleep(0.02)

    from keras_seq import app as apps
    from keras_seq import config

    module = apps.load("text_generation")
    settings = config.make(module.Config, {"data": path, "level": level})
    threading.Thread(target=watch, daemon=True).start()
    started = time.perf_counter()
    splits = module.load(settings)
    preprocessing = module.prepare(settings, splits.train)
    batches = module.batches(settings, preprocessing, splits.train, training=True)
    prepared = time.perf_counter() - started
    for index in range(min(2000, len(batches))):
        batches[index]
    print(f"{peak / 1024:.0f} {prepared:.1f} {len(batches.tokens)}")


def main() -> None:
    """Read the command line, measure each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", default="10,100,1000")
    parser.add_argument("--level", default="char")
    parser.add_argument("--read", help="for the process of its own")
    arguments = parser.parse_args()
    if arguments.read:
        read(arguments.read, arguments.level)
        return
    print(f"{'file':>10}{'peak memory':>14}{'prepared in':>14}{'tokens':>16}")
    for megabytes in map(int, arguments.megabytes.split(",")):
        with tempfile.TemporaryDirectory() as room:
            path = Path(room, "text.txt")
            write(path, megabytes)
            command = [sys.executable, __file__, "--read", str(path), "--level", arguments.level]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
        peak, seconds, tokens = done.stdout.split()
        print(f"{megabytes:7} MB{peak:>11} MB{seconds:>12} s{int(tokens):16,}", flush=True)


if __name__ == "__main__":
    main()
