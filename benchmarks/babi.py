"""bAbI's tasks 1 to 10, English, a thousand questions each to train on: a run for each task.

python benchmarks/babi.py --data FOLDER [--tasks 1,2] [--runs runs/babi] [options of the app ...]

Runs `keras-seq run reading --data FOLDER --task N` for one task after the other, with the app's
recipe for bAbI, and prints the accuracy on the test part beside published ones. A run that is
finished is not made again. Published errors: LSTM (Weston et al., 2015), MemN2N (Sukhbaatar et
al., 2015) and QDREN (Madotto and Attardi, 2017), as the README of QDREN lists them.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

#: Errors in percent on tasks 1 to 10, of models trained on a thousand questions of one task.
PUBLISHED = {
    "LSTM": (50, 80, 80, 39, 30, 52, 51, 55, 36, 56),
    "MemN2N": (0.0, 8.3, 40.3, 2.8, 13.1, 7.6, 17.3, 10.0, 13.2, 15.1),
    "QDREN": (0.0, 67.6, 60.8, 0.0, 2.0, 29.0, 0.7, 2.5, 4.8, 3.8),
}


def run(task: int, data: str, folder: Path, more: list[str]) -> dict:
    """Return the metrics of a task's run; run it first if need be."""
    path = folder / f"task_{task}"
    if not (path / "metrics.json").is_file():
        words = ["run", "reading", "--data", data, "--task", str(task), "--output-dir", str(path),
                 "--overwrite", *more]  # fmt: skip
        print("keras-seq", *words, file=sys.stderr)
        subprocess.run([sys.executable, "-m", "keras_seq", *words], check=True,
                       stdout=subprocess.DEVNULL)  # fmt: skip
    return json.loads((path / "metrics.json").read_text())


def table(found: dict[int, dict]) -> str:
    """Write accuracies by task, and their means over the tasks that were run."""
    names = ["last shared sentence", *PUBLISHED]
    lines = [f"| task | this app | {' | '.join(names)} | facts attended | time |",
             "| --- | " + "--- | " * (len(names) + 3)]  # fmt: skip
    sums = [0.0] * (len(names) + 1)
    for task, metrics in found.items():
        row = [metrics["test"]["accuracy"],
               metrics["baselines"]["last_shared_sentence"]["accuracy"],
               *(1 - errors[task - 1] / 100 for errors in PUBLISHED.values())]  # fmt: skip
        sums = [a + b for a, b in zip(sums, row, strict=True)]
        minutes, seconds = divmod(round(metrics["seconds"]), 60)
        lines.append(f"| {task} | **{row[0]:.3f}** | "
                     + " | ".join(f"{one:.3f}" for one in row[1:])
                     + f" | {metrics['test'].get('attended_facts', float('nan')):.2f}"
                     + f" | {minutes} min {seconds:02} s |")  # fmt: skip
    means = [one / len(found) for one in sums]
    lines.append(f"| mean | **{means[0]:.3f}** | "
                 + " | ".join(f"{one:.3f}" for one in means[1:]) + " | | |")  # fmt: skip
    return "\n".join(lines)


def main() -> None:
    """Read the command line, run what is missing, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True)
    parser.add_argument("--tasks", default=",".join(map(str, range(1, 11))))
    parser.add_argument("--runs", type=Path, default=Path("runs/babi"))
    given, more = parser.parse_known_args()
    tasks = map(int, given.tasks.split(","))
    print(table({task: run(task, given.data, given.runs, more) for task in tasks}))


if __name__ == "__main__":
    main()
