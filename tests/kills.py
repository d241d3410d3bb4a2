"""Kill runs with SIGKILL at random moments, resume them, and compare with unbroken ones.

python tests/kills.py [--kills 20] [--epochs 20] [--seed 0] [--apps imdb_sentiment backtest ...]

All apps, `--strategy all` and `backtest` take their turns, with so many kills each.
"""

import argparse
import csv
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
import wave
from pathlib import Path

import numpy as np

SCHEDULE = "--schedule cosine --warmup 0.1 --patience 5 --dropout 0.3 --seed 3"
SERIES = "--units 8 --lookback 12 --horizon 4 --segment 4"


def reviews(path):
    rows = [f"a film that is {('bad', 'good')[i % 2]} in scene {i},{i % 2}" for i in range(600)]
    path.write_text("\n".join(["text,label", *rows]) + "\n", encoding="utf-8")


def book(path):
    path.write_text("the cat sat on the mat, and the rat sat on the cat\n" * 80, encoding="utf-8")


def recordings(path):
    path.mkdir()
    draw = random.Random(0)
    for name in "abcdefgh":
        rows = [f"{draw.random():.3f},{draw.random():.3f},{'rw'[i % 9 > 4]}" for i in range(60)]
        (path / f"{name}.csv").write_text("\n".join(["x,y,label", *rows]) + "\n")


def genome(path):
    draw = random.Random(0)
    text = "".join(draw.choice("ACGT") for _ in range(4000))
    path.write_text(f">chr1\n{text}\n")
    rows = [f"chr1\t{at}\t{at + 90}\tgene\t0\t+" for at in range(50, 3900, 200)]
    path.with_suffix(".bed").write_text("\n".join(rows) + "\n")


def sales(path):
    rows = [f"{2000 + i // 12}-{1 + i % 12:02}-01,{i % 12 + i}" for i in range(240)]
    path.write_text("\n".join(["date,sold", *rows]) + "\n")


def pairs(path):
    rows = [f"a {a} b {b}\tx {a} y {b}" for a in range(20) for b in range(20)]
    path.write_text("\n".join(rows) + "\n")


def articles(path):
    rows = [f"Town{a} has a fire on street{b} tonight\tFire in Town{a}"
            for a in range(20) for b in range(20)]  # fmt: skip
    path.write_text("\n".join(rows) + "\n")


def steps(path):
    draw = random.Random(0)
    rows = [f"u{i // 9},{draw.random():.3f},{'ab'[i // 9 % 2]}" for i in range(900)]
    path.write_text("\n".join(["unit,x,label", *rows]) + "\n")


def tagged(path):
    texts = [f"{name} saw town{i}" for i in range(100) for name in ("Sam", "Tom")]
    spans = [[0, 3, "PERSON"]]
    rows = [json.dumps({"text": text, "spans": spans}) for text in texts]
    path.write_text("\n".join(rows) + "\n")


def stories(path):
    draw = random.Random(0)
    rows = []
    for _ in range(300):
        name, room = draw.choice(["Mary", "Tom", "Sam"]), draw.choice(["hall", "shop"])
        rows.append({"story": [f"{name} went to the {room}.", "It rains."],
                     "question": f"Where is {name}?", "answer": room})  # fmt: skip
    path.write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")


def pictures(path):
    from PIL import Image

    draw = random.Random(0)
    for number in range(120):
        name = path / "ab"[number % 2] / f"{number}.png"
        name.parent.mkdir(parents=True, exist_ok=True)
        Image.frombytes("L", (5, 5), draw.randbytes(25)).save(name)


def tunes(path):
    head = "T:t\nR:jig\nM:6/8\nL:1/8\nK:D"
    rows = [f"X:{n}\n{head}\n|:DED {'ABcdef'[n % 6]}2A|FGA d3:|\n" for n in range(60)]
    path.write_text("\n".join(rows))


def spoken(path):
    draw = random.Random(0)
    for word in ("yes", "no"):
        (path / word).mkdir(parents=True)
        for number in range(30):
            with wave.open(str(path / word / f"{number}.wav"), "wb") as file:
                file.setnchannels(1)
                file.setsampwidth(2)
                file.setframerate(8000)
                file.writeframes(draw.randbytes(4000))


def captioned(path):
    from PIL import Image

    path.mkdir()
    rows = ["image,caption"]
    for number in range(40):
        Image.new("RGB", (9, 9), (number * 6, 99, 9)).save(path / f"{number}.png")
        rows += [f"{number}.png,a shade of {'red' if number > 20 else 'green'} {number % 7}",
                 f"{number}.png,number {number}"]  # fmt: skip
    (path / "captions.csv").write_text("\n".join(rows) + "\n")


SUFFIXES = {
    reviews: ".csv",
    tagged: ".jsonl",
    stories: ".jsonl",
    steps: ".csv",
    articles: ".tsv",
    book: ".txt",
    sales: ".csv",
    pairs: ".tsv",
    genome: ".fa",
    tunes: ".abc",
}  # fmt: skip; recordings, pictures, captioned, spoken: folders
#: What is killed: the app, its data, and options that exercise what a checkpoint must hold.
KILLED = {
    "imdb_sentiment": (
        "imdb_sentiment", reviews, f"--units 8 --embedding-dim 8 --batch-size 16 {SCHEDULE}"
    ),
    "text_generation": (
        "text_generation", book,
        f"--units 8 --window 20 --batch-size 4 --average-epochs 3 {SCHEDULE}",
    ),
    "frame_tagging": (
        "frame_tagging", recordings, f"--units 8 --batch-size 2 --noise 0.1 {SCHEDULE}"
    ),
    "sequence_classification": (
        "sequence_classification", steps,
        f"--sequence-column unit --units 8 --batch-size 4 {SCHEDULE}",
    ),
    "entity_tagging": (
        "entity_tagging", tagged, f"--units 8 --letter-units 4 --letter-dropout 0.2 {SCHEDULE}"
    ),
    "reading": ("reading", stories, f"--units 8 --batch-size 8 --restarts 2 {SCHEDULE}"),
    "dna_labelling": (
        "dna_labelling", genome,
        f"--units 4 --filters 4 --window 200 --overlap 30 --gap 50 {SCHEDULE}",
    ),
    "image_generation": (
        "image_generation", pictures, f"--units 8 --size 4 --levels 4 --batch-size 8 {SCHEDULE}"
    ),
    "image_captioning": (
        "image_captioning", captioned,
        f"--units 8 --size 16 --filters 4,4,4 --min-frequency 1 --average-epochs 3 {SCHEDULE}",
    ),
    "music_generation": (
        "music_generation", tunes,
        f"--units 8 --embedding-dim 8 --resolution 2 --transpose 3 {SCHEDULE}",
    ),
    "speech_recognition": (
        "speech_recognition", spoken, f"--units 8 --filters 4 --batch-size 4 --join 2 {SCHEDULE}"
    ),
    "time_series": ("time_series", sales, f"{SERIES} --average-epochs 2 {SCHEDULE}"),
    "translation": (
        "translation", pairs,
        f"--units 8 --embedding-dim 8 --teacher-forcing 0.5 --num-beams 2 {SCHEDULE}",
    ),
    "summarization": (
        "summarization", articles,
        f"--units 8 --embedding-dim 8 --coverage --num-beams 2 {SCHEDULE}",
    ),
    "strategies": ("time_series", sales, f"{SERIES} --strategy all {SCHEDULE}"),
    "backtest": ("time_series", sales, f"{SERIES} {SCHEDULE}"),
}  # fmt: skip


def command(name, folder, epochs):
    """The words that begin, or go on with, what is killed, in `folder`."""
    app, data, options = KILLED[name]
    start = [sys.executable, "-m", "keras_seq"]
    path = folder.parent / f"data{SUFFIXES.get(data, '')}"
    if not path.exists():
        data(path)
    if name != "backtest":
        words = ["run", app, *options.split(), "--data", str(path), "--epochs", str(epochs)]
        return [*start, *words, "--output-dir", str(folder), "--resume"]
    run = folder.parent / "run"
    if not run.exists():
        words = ["run", app, *options.split(), "--data", str(path), "--epochs", str(epochs)]
        subprocess.run([*start, *words, "--output-dir", str(run)], check=True, capture_output=True)
    resume = ["--resume"] if (folder / "plan.json").exists() else []
    return [*start, "backtest", str(run), "--folds", "3", "--output-dir", str(folder), *resume]


def epochs_done(folder):
    """Whole epochs in all histories of a folder."""
    count = 0
    for path in folder.rglob("history.csv"):
        with path.open(encoding="utf-8") as stream:
            count += len(list(csv.DictReader(stream)))
    return count


def killed_and_resumed(name, folder, epochs, kills, seed, longest):
    """Kill and resume until `kills` have happened or the run has come to its end.

    An epoch that was in the history must be there ever after.

    Args:
        name: of `KILLED`.
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
            command(name, folder, epochs), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            text=True,
        )  # fmt: skip
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
    else:
        subprocess.run(command(name, folder, epochs), check=True, capture_output=True)
    return lines


def equal(whole, broken):
    """Whether two finished folders hold the same: weights to the last bit, losses, figures."""
    import keras_seq

    models = sorted(path.relative_to(whole) for path in whole.rglob("model.keras"))
    same = bool(models) and models == sorted(
        path.relative_to(broken) for path in broken.rglob("model.keras")
    )
    for model in models:
        runs = [keras_seq.load((folder / model).parent) for folder in (whole, broken)]
        weights = [run.model.get_weights() for run in runs]
        same &= all(np.array_equal(a, b) for a, b in zip(*weights, strict=True))
        same &= runs[0].metrics["test"] == runs[1].metrics["test"]
    losses = []
    for folder in (whole, broken):
        losses.append([])
        for path in sorted(folder.rglob("history.csv")):
            with path.open(encoding="utf-8") as stream:
                losses[-1] += [(row["loss"], row["val_loss"]) for row in csv.DictReader(stream)]
    results = [json.loads(path.read_text())["mean"] for folder in (whole, broken)
               for path in folder.glob("backtest.json")]  # fmt: skip
    return same and losses[0] == losses[1] and results[:1] == results[1:]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--kills", type=int, default=20, help="of each")
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--apps", nargs="*", default=list(KILLED), choices=list(KILLED))
    arguments = parser.parse_args()
    for name in arguments.apps:
        with tempfile.TemporaryDirectory() as room:
            whole, epochs = Path(room, "whole"), arguments.epochs
            words = command(name, whole, epochs)
            started = time.perf_counter()
            subprocess.run(words, check=True, capture_output=True)
            seconds = time.perf_counter() - started
            print(f"{name}, unbroken: {seconds:.1f} s, {epochs_done(whole)} epochs", flush=True)
            left, tries = arguments.kills, 0
            while left:
                broken = Path(room, f"broken_{tries}")
                lines = killed_and_resumed(
                    name, broken, epochs, left, arguments.seed + tries, 0.8 * seconds
                )
                left -= len(lines)
                tries += 1
                same = equal(whole, broken)
                print(f"{name} {tries} at its end: equal bit for bit: {same}", flush=True)
                if not same:
                    sys.exit(1)


if __name__ == "__main__":
    main()
