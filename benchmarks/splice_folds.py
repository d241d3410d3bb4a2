"""Cross-validate labels of fixed windows, such as splice junctions; repeated sequences left out.

python benchmarks/splice_folds.py --data FILE [--folds 10] [--only 1,2] [--seed 0] -- --epochs 9 ...

FILE is a table of `sequence` and `label`. Each fold, stratified by label, is the test part once.
Behind `--` stands what `keras-seq run dna_labelling` takes. Prints model and baselines for each
fold, then mean and standard deviation over the folds.
"""

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from sklearn.model_selection import StratifiedKFold

from keras_seq.data.tables import read_rows


def distinct(path: str) -> list[tuple[str, str]]:
    """Read sequences and labels, each sequence once."""
    rows = (row.values for row in read_rows(path))
    pairs = [(row["sequence"].strip(), row["label"].strip()) for row in rows]
    return list({sequence: (sequence, label) for sequence, label in reversed(pairs)}.values())


def write(path: Path, rows: list[tuple[str, str]]) -> None:
    """Write a table."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([("sequence", "label"), *rows])


def run(
    train: list[tuple[str, str]], test: list[tuple[str, str]], more: list[str]
) -> dict[str, dict[str, float]]:
    """Train and judge on one fold; metrics by name of model or baseline."""
    with tempfile.TemporaryDirectory() as room:
        data, folder = Path(room, "data"), Path(room, "run")
        data.mkdir()
        write(data / "train.csv", train)
        write(data / "test.csv", test)
        subprocess.run(
            [sys.executable, "-m", "keras_seq", "run", "dna_labelling", "--data", str(data),
             "--output-dir", str(folder), *more],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        metrics = json.loads((folder / "metrics.json").read_text(encoding="utf-8"))
    return {"model": metrics["test"], **metrics["baselines"]}


def main() -> None:
    """Read the command line, run the folds, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--folds", type=int, default=10)
    parser.add_argument("--only", help="numbers of the folds to run, with commas; default: all")
    parser.add_argument("--seed", type=int, default=0, help="decides the folds")
    parser.add_argument("more", nargs="*")
    arguments = parser.parse_args()
    rows = distinct(arguments.data)
    split = StratifiedKFold(arguments.folds, shuffle=True, random_state=arguments.seed)
    wanted = set(map(int, arguments.only.split(","))) if arguments.only else None
    found: dict[str, list[dict[str, float]]] = {}
    parts = split.split(rows, [label for _, label in rows])
    for number, (train, test) in enumerate(parts, start=1):
        if wanted and number not in wanted:
            continue
        judged = run([rows[i] for i in train], [rows[i] for i in test], arguments.more)
        for name, metrics in judged.items():
            found.setdefault(name, []).append(metrics)
        shown = "  ".join(f"{name} {value['accuracy']:.4f}" for name, value in judged.items())
        print(f"fold {number}: {shown}", flush=True)
    print(f"\n{'accuracy':22}{'mean':>10}{'deviation':>12}")
    for name, folds in found.items():
        values = [metrics["accuracy"] for metrics in folds]
        print(f"{name.replace('_', ' '):22}{np.mean(values):10.4f}{np.std(values):12.4f}")


if __name__ == "__main__":
    main()
