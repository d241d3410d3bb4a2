"""Memory and speed of labelling sequences of 2 to 100 million bases.

python benchmarks/sequence_memory.py [--megabases 2,20,100] [--data FILE] -- --units 16 ...

Trains `dna_labelling` on the embedded sample, or on FILE, with what stands behind `--`; makes files
of one sequence of random bases, and labels each in a process of its own, as `keras-seq predict RUN
genome.fa --format gff3` does. Printed is the peak of the process's memory. Linux only.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np


def write(path: Path, letters: int) -> None:
    """Write one sequence in lines of 60 letters."""
    draw = np.random.default_rng(0)
    with path.open("wb") as stream:
        stream.write(b">made\n")
        for start in range(0, letters, 600_000):
            count = min(600_000, letters - start)
            rows = np.frombuffer(b"ACGT", np.uint8)[draw.integers(0, 4, count // 60 * 60)]
            lines = np.hstack([rows.reshape(-1, 60), np.full((count // 60, 1), 10, np.uint8)])
            stream.write(lines.tobytes())


def labelled(run: Path, genome: Path, out: Path) -> tuple[float, float, int]:
    """Label a file; megabytes at the peak, seconds, and features."""
    words = [sys.executable, "-m", "keras_seq", "predict", str(run), str(genome)]
    started = time.perf_counter()
    with out.open("wb") as stream:
        process = subprocess.Popen([*words, "--format", "gff3"], stdout=stream,
                                   stderr=subprocess.DEVNULL)  # fmt: skip
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    with out.open("rb") as stream:
        features = sum(1 for _ in stream) - 1
    return usage.ru_maxrss / 1024, time.perf_counter() - started, features


def main() -> None:
    """Read the command line, measure each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabases", default="2,20,100")
    parser.add_argument("--data")
    parser.add_argument("more", nargs="*")
    arguments = parser.parse_args()
    data = ["--data", arguments.data] if arguments.data else []
    with tempfile.TemporaryDirectory() as room:
        run, genome, out = (Path(room, name) for name in ("run", "made.fa", "found.gff3"))
        words = [sys.executable, "-m", "keras_seq", "run", "dna_labelling", *data]
        subprocess.run([*words, "--output-dir", str(run), *arguments.more],
                       check=True, capture_output=True, text=True)  # fmt: skip
        print(f"{'bases':>14}{'peak memory':>14}{'seconds':>10}{'features':>12}")
        for megabases in map(float, arguments.megabases.split(",")):
            letters = int(1_000_000 * megabases) // 60 * 60
            write(genome, letters)
            peak, seconds, features = labelled(run, genome, out)
            print(f"{letters:14,}{peak:11.0f} MB{seconds:10.1f}{features:12,}", flush=True)


if __name__ == "__main__":
    main()
