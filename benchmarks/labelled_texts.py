"""Labels of four kinds of texts: the default recipe against a linear model of pairs of words.

python benchmarks/labelled_texts.py --data FOLDER [--only whole,opening,few,commands] [-- --seed 1]

FOLDER holds `imdb` (train.csv.gz, test.csv.gz: text, label) and `atis` (atis.zip). The sets are
- whole: reviews of IMDB as they are;
- opening: the first thirty words of each;
- few: 2,000 of the reviews to learn from, 5,000 of the test part;
- commands: ATIS, what somebody asks of an airline, one of some twenty intents.
Behind `--` stands what `keras-seq run imdb_sentiment` takes. Prints accuracies on the test part,
and the noise of so many examples: two standard errors of the difference, as a run says it.
"""

import argparse
import csv
import json
import math
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

from keras_seq.data.tables import read_rows

Texts = Iterable[tuple[str, str]]  # text and label


def whole(data: Path, part: str) -> Texts:
    """Read the reviews of a part of IMDB."""
    for row in read_rows(data / "imdb" / f"{part}.csv.gz"):
        yield row.values["text"], row.values["label"]


def opening(data: Path, part: str) -> Texts:
    """Cut them to their first thirty words."""
    for text, label in whole(data, part):
        yield " ".join(text.split()[:30]), label


def few(data: Path, part: str) -> Texts:
    """Keep 2,000 to learn from, and 5,000 of the test part, as many of each label."""
    step = {"train": 25, "test": 10}[part]  # neighbours of other labels: two of so many
    for number, example in enumerate(whole(data, part)):
        if number % step < 2:
            yield example


def commands(data: Path, part: str) -> Texts:
    """Read the commands of a part of ATIS."""
    with zipfile.ZipFile(data / "atis" / "atis.zip") as packed:
        for name in packed.namelist():
            if name.endswith(f"{part}/seq.in"):
                texts = packed.read(name).decode().splitlines()
                labels = packed.read(name.removesuffix("seq.in") + "label").decode().splitlines()
                yield from zip(texts, labels, strict=True)


SETS: dict[str, Callable[[Path, str], Texts]] = {
    "whole": whole, "opening": opening, "few": few, "commands": commands,
}  # fmt: skip


def run(name: str, data: Path, more: list[str]) -> list[str]:
    """Train and judge on a set; a row of the table."""
    with tempfile.TemporaryDirectory() as room:
        folder = Path(room, "data")
        folder.mkdir()
        known: set[str] = set()
        for part in ("train", "test"):
            rows = [row for row in SETS[name](data, part) if part == "train" or row[1] in known]
            known |= {label for _, label in rows}
            with (folder / f"{part}.csv").open("w", newline="", encoding="utf-8") as stream:
                csv.writer(stream).writerows([("text", "label"), *rows])
        subprocess.run(
            [sys.executable, "-m", "keras_seq", "run", "imdb_sentiment", "--data", str(folder),
             "--output-dir", str(Path(room, "run")), *more],
            check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        metrics = json.loads(Path(room, "run", "metrics.json").read_text(encoding="utf-8"))
    ours = metrics["test"]["accuracy"]
    theirs = metrics["baselines"]["bag_of_bigrams"]["accuracy"]
    count = metrics["examples"]["test"]
    noise = 2 * math.sqrt((ours * (1 - ours) + theirs * (1 - theirs)) / count)
    return [name, f"{count:,}", f"{ours:.3f}", f"{theirs:.3f}", f"{noise:.3f}",
            f"{metrics['seconds']:.0f} s"]  # fmt: skip


def main() -> None:
    """Read the command line, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--only", default=",".join(SETS), help="sets, with commas between")
    given, more = parser.parse_known_args()
    print("| set | test texts | accuracy | bag of bigrams | noise | time |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name in given.only.split(","):
        print(f"| {' | '.join(run(name, given.data, [one for one in more if one != '--']))} |",
              flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
