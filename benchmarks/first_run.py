"""The first minutes with each app, as a newcomer has them: how long, and what comes out right.

python benchmarks/first_run.py [--apps imdb_sentiment,...] [--write docs/first_run] [--keep FOLDER]

Runs the commands of each app's page on its embedded sample, on two cores, and the command that the
run names at its end. Printed are the seconds from the first command to the report, how many of 20
ordinary inputs are answered as was written down here by hand, and which are not. With `--write`
all that stood on the screen goes into APP.txt of that folder; with `--keep` the runs stay.
"""

import argparse
import csv
import importlib
import itertools
import json
import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import yaml

import keras_seq
from keras_seq import app as apps
from keras_seq.errors import InputError

OWN_FILE = r"\w\.(wav|txt|jsonl)\b"  # in a command: the reader's, or of the page's folder
#: What is asked of the apps, and what is right.
INPUTS = yaml.safe_load(Path(__file__).with_name("first_inputs.yaml").read_text(encoding="utf-8"))

Answered = Iterator[tuple[str, str, str, bool]]  # input, what is right, the answer, whether it is


def opinions(run: Any, folder: Path) -> Answered:
    """Ask for labels."""
    for (text, label), answer in zip(
        INPUTS["opinions"], run.predict(first(INPUTS["opinions"])), strict=True
    ):
        yield text, label, answer["label"], answer["label"] == label


def phrases(run: Any, folder: Path) -> Answered:
    """Ask for translations."""
    for (text, right), answer in zip(
        INPUTS["phrases"], run.predict(first(INPUTS["phrases"])), strict=True
    ):
        yield text, right, answer["translation"], answer["translation"] in right.split("|")


def starts(run: Any, folder: Path) -> Answered:
    """Ask for the likeliest ends of words."""
    answers = run.predict(first(INPUTS["starts"]), temperature=0.0, max_new_tokens=8)
    for (text, end), answer in zip(INPUTS["starts"], answers, strict=True):
        written = answer["text"][len(text) :]
        yield text, end, written, written.startswith(tuple(end.split("|")))


def moves(run: Any, folder: Path) -> Answered:
    """Ask for the tags of clips with a moving disc; what is shorter than 0.4 s is passed over."""
    from keras_seq.data.frames.video import write_video

    frame = importlib.import_module(f"{run.app.__package__}.sample").frame
    noise = np.random.default_rng(0)
    for number, words in enumerate(INPUTS["moves"]):
        tags = words.split()
        length = 13 if len(tags) > 1 else 20
        x, y = {"left": 27.0, "right": 5.0}.get(tags[0], 16.0), 16.0
        images = []
        for tag in tags:
            turn = {"clockwise": 0.45, "counterclockwise": -0.45}.get(tag, 0.0)
            heading = np.arctan2(16 - y, 16 - x) - np.copysign(np.pi / 2, turn)  # as the sample's
            if tag in ("left", "right") and tags[0] not in ("left", "right"):
                x = 16.0
            for step in range(length):
                x += {"left": -1, "right": 1}.get(tag, 0)
                if turn:
                    heading += turn
                    x, y = x + 2 * np.cos(heading), y + 2 * np.sin(heading)
                lit = tag != "blinking" or step % 4 < 2
                images.append(frame(x, y, 4.0, 170.0 * lit, noise))
        path = folder / f"{number}.mp4"
        write_video(path, images, 10)
        found = [
            one["label"] for one in run.predict([str(path)]) if one["end"] - one["start"] >= 0.4
        ]
        yield words, words, " ".join(found), found == tags


def months(run: Any, folder: Path) -> Answered:
    """Ask for the year after a table, and for the one after the sample."""
    frame = importlib.import_module(f"{run.app.__package__}.sample").passengers()
    path = folder / "until_1959.csv"
    frame[:-12].to_csv(path, index=False)
    forecasts = {one["time"][:7]: one["forecast"]
                 for one in (*run.predict([str(path)]), *run.predict())}  # fmt: skip
    for month, low, high in INPUTS["months"]:
        value = forecasts[month]
        yield month, f"{low} to {high}", f"{value:.0f}", low <= value <= high


def stories(run: Any, folder: Path) -> Answered:
    """Ask questions about stories."""
    for (text, right), answer in zip(
        INPUTS["stories"], run.predict(first(INPUTS["stories"])), strict=True
    ):
        yield text, right, answer["answer"], answer["answer"].lower() == right.lower()


def notes(run: Any, folder: Path) -> Answered:
    """Ask for headlines."""
    for (text, right), answer in zip(
        INPUTS["notes"], run.predict(first(INPUTS["notes"])), strict=True
    ):
        yield text, right, answer["summary"], answer["summary"] in right.split("|")


def entities(run: Any, folder: Path) -> Answered:
    """Ask for the entities of the first twenty sentences of the app's own file of such."""
    path = apps.find("entity_tagging") / "everyday.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()[:20]]
    for row, answer in zip(rows, run.predict([row["text"] for row in rows]), strict=True):
        found = [[one["start"], one["end"], one["label"]] for one in answer["entities"]]
        right, given = (", ".join(f"{row['text'][a:b]} {label}" for a, b, label in spans)
                        for spans in (row["spans"], found))  # fmt: skip
        yield row["text"], right, given, right == given


def tones(run: Any, folder: Path) -> Answered:
    """Ask for keys, played as files by other code than the sample's."""
    import soundfile

    made = runpy.run_path(str(Path(__file__).with_name("own_tones.py")))
    draw = np.random.default_rng(7)
    paths, right = [], []
    for number, (level, pace) in enumerate(itertools.product((-30, -12, -3, 0), made["PACES"][:5])):
        keys = "".join(draw.choice(list(made["TONES"]), draw.integers(3, 11)))
        rate = (8000, 16_000, 44_100)[number % 3]
        paths.append(str(folder / f"{number}.wav"))
        soundfile.write(paths[-1], made["record"](keys, rate, level, pace, draw), rate)
        right.append(" ".join(keys))
    for path, keys, answer in zip(paths, right, run.predict(paths), strict=True):
        yield Path(path).name, keys, answer["text"], answer["text"] == keys


def drawings(run: Any, folder: Path) -> Answered:
    """Ask what drawings show, made with Pillow as a paint program would."""
    from PIL import Image, ImageDraw

    paths = []
    for number, (wanted, _) in enumerate(INPUTS["drawings"]):
        image = Image.new("RGB", (400, 400), "white")
        pen = ImageDraw.Draw(image)
        groups = re.split(r" (?:left of|above) ", wanted)
        for at, group in enumerate(groups):
            count, size, colour, shape = group.split()
            middle = 200 if len(groups) == 1 else 100 + 200 * at
            for place in range(int(count)):
                along = 200 + (place - (int(count) - 1) / 2) * 5 * int(size)
                x, y = (middle, along) if " above " not in wanted else (along, middle)
                half = 2 * int(size)
                box = (x - half, y - half, x + half, y + half)
                if shape == "triangle":
                    pen.polygon([(x, y - half), (x - half, y + half), (x + half, y + half)],
                                fill=colour)  # fmt: skip
                else:
                    (pen.ellipse if shape == "circle" else pen.rectangle)(box, fill=colour)
        paths.append(str(folder / f"{number}.png"))
        image.save(paths[-1])
    for (wanted, right), answer in zip(INPUTS["drawings"], run.predict(paths), strict=True):
        yield wanted, right, answer["caption"], answer["caption"] in right.split("|")


def gestures(run: Any, folder: Path) -> Answered:
    """Ask which gestures recordings are, made by other code than the sample's."""
    draw = np.random.default_rng(3)
    names = ("clockwise", "counterclockwise", "left and back", "right and back", "shake")
    paths = []
    for number in range(20):
        name = names[number % len(names)]
        phase = np.linspace(0, 1, (24, 30, 38, 20)[number // 5])
        if name.endswith("clockwise"):
            turns = 2j * np.pi * (phase * 1.2 + draw.random())
            turned = np.exp(-turns if name == "clockwise" else turns)
            moved = np.stack([turned.real, turned.imag], axis=1)
        else:
            waves = np.sin(2 * np.pi * phase * (4 if name == "shake" else 1))
            moved = np.stack([-waves if name == "left and back" else waves, 0 * phase], axis=1)
        still = np.zeros((12, 2))
        steps = np.concatenate([still, moved * (0.8, 1.0, 1.3, 1.5)[number // 5], still])
        paths.append(str(folder / f"{number}.csv"))
        noise = draw.normal(0, 0.1, steps.shape)
        np.savetxt(paths[-1], steps + noise, "%.4f", ",", header="x,y", comments="")
    for number, answer in enumerate(run.predict(paths)):
        name = names[number % len(names)]
        yield f"gesture {number}", name, answer["label"], answer["label"] == name


def genes(run: Any, folder: Path) -> Answered:
    """Ask what stands in letters drawn evenly: an open frame behind a start, a real tRNA, nothing.

    Right is one feature that overlaps by half, or none.
    """
    from keras_seq.data.biology.coordinates import on_other_strand

    draw = np.random.default_rng(5)
    letters = [*"ACGT"]
    codons = ["".join(codon) for codon in itertools.product("ACGT", repeat=3)
              if "".join(codon) not in ("TAA", "TAG", "TGA")]  # fmt: skip
    for number in range(20):
        kind, reverse = ("CDS", "tRNA", "CDS", "nothing")[number % 4], number % 3 == 1
        inside = {
            "CDS": "AGGAGGACAGCT" + "ATG" + "".join(draw.choice(codons, 150)) + "TAA",
            "tRNA": INPUTS["trna"][number // 4],
            "nothing": "".join(draw.choice(letters, 200)),
        }[kind]
        before, behind = ("".join(draw.choice(letters, count)) for count in (150, 170))
        text = before + inside + behind
        start, end = 150, 150 + len(inside)
        if reverse:
            text = text[::-1].translate(str.maketrans("ACGT", "TGCA"))
            start, end = on_other_strand(start, end, len(text))
        path = folder / f"{number}.fa"
        path.write_text(f">made\n{text}\n")
        found = [(one["label"], one["start"], one["end"]) for one in run.predict([str(path)])]
        right = [] if kind == "nothing" else [kind]
        over = all(2 * (min(end, b) - max(start, a)) >= max(end, b) - min(start, a)
                   for _, a, b in found)  # fmt: skip
        yield (f"{kind} at {start} to {end}", " ".join(right) or "nothing", f"{found}",
               [label for label, _, _ in found] == right and over)  # fmt: skip


def digits(run: Any, folder: Path) -> Answered:
    """Ask for two drawings of each digit, which a classifier of real ones must read as it."""
    from sklearn.datasets import load_digits
    from sklearn.svm import SVC

    real = load_digits()
    reader = SVC().fit(real.data, real.target)
    for digit in range(10):
        for drawn in run.predict(label=str(digit), num_return_sequences=2):
            points = (255 - np.array(drawn["picture"], float)) * 16 / 255
            read = str(reader.predict(points.reshape(1, -1))[0])
            yield f"draw {digit}", str(digit), read, read == str(digit)


def tunes(run: Any, folder: Path) -> Answered:
    """Ask for tunes of a genre, a key and a length; nine of ten notes must lie in that key.

    An upbeat may stand before the bars. A key that is refused counts as wrong.
    """
    from keras_seq.data.music.keys import in_scale, key_name
    from keras_seq.data.music.pieces import Note

    for genre, quarters in (("jig", 3), ("reel", 4), ("waltz", 3), ("song", 4)):
        for number, key in enumerate(("G", "D", "A", "Em", "C")):
            bars = (8, 16)[number % 2]
            wish, right = f"{bars} bars of a {genre} in {key}", "nine of ten notes in the key"
            try:
                (tune,) = run.predict(label=genre, key=key, bars=bars)
            except InputError as error:
                yield wish, right, str(error), False
                continue
            notes = [Note(*note) for note in tune["notes"]]
            inside = in_scale(notes, key_name(key))
            last = max(note.start + note.length for note in notes)
            yield (wish, right, f"{inside:.2f}, to quarter note {last:g}",
                   inside >= 0.9 and last < (bars + 1) * quarters)  # fmt: skip


ASKED: dict[str, Callable[[Any, Path], Answered]] = {
    "imdb_sentiment": opinions, "frame_tagging": moves, "text_generation": starts,
    "time_series": months, "translation": phrases, "reading": stories, "summarization": notes,
    "entity_tagging": entities, "speech_recognition": tones, "image_captioning": drawings,
    "sequence_classification": gestures, "dna_labelling": genes, "image_generation": digits,
    "music_generation": tunes,
}  # fmt: skip


def first(rows: Iterable[tuple[str, str]]) -> list[str]:
    """Take the inputs."""
    return [row[0] for row in rows]


def commands(app: str) -> Iterator[str]:
    """Take the first run on the page of an app, and what is asked of it without a file."""
    page = (apps.find(app) / "README.md").read_text(encoding="utf-8")
    runs = 0
    for line in re.findall(
        r"^keras-seq .*$", page.partition("\n## Your own data")[0], re.MULTILINE
    ):
        runs += line.startswith("keras-seq run ")
        if runs == 1 and not re.search(OWN_FILE, line):
            yield re.split(r"\s{2,}", line)[0]


def newcomer(app: str, room: Path, epochs: int | None) -> tuple[Path, float, str]:
    """Run the commands of an app's page, and the one that its run names at the end.

    Returns:
        The run folder, seconds from the first command to the report, and what stood on the screen.
    """
    screen, seconds, folder = "", 0.0, room
    todo = list(commands(app))
    while todo:
        line = todo.pop(0).replace("runs/NAME", str(folder))
        words = shlex.split(line)[1:]
        if words[0] == "run" and epochs:
            words += ["--epochs", str(epochs)]
        started = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "keras_seq", *words], text=True, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        took = time.perf_counter() - started
        # On a terminal each epoch writes over the one before.
        said = re.sub(r"(?:^epoch .*\n)+(?=epoch )", "", done.stdout, flags=re.MULTILINE)
        screen += f"$ {line}\n{said}\n"
        if done.returncode:
            raise SystemExit(f"{line}: ended with {done.returncode}\n{done.stdout}")
        if words[0] == "run":
            seconds = took
            folder = Path(re.findall(r"^report\s+(.*)/report.html$", done.stdout, re.MULTILINE)[0])
            todo += re.findall(r"^predict\s+(keras-seq .*)$", done.stdout, re.MULTILINE)
    return folder, seconds, screen


def main() -> None:
    """Read the command line, run each app, print and write what came out."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--apps", default=",".join(apps.names()), help="with commas between")
    parser.add_argument("--write", metavar="FOLDER", type=Path, help="for what stood on the screen")
    parser.add_argument("--keep", metavar="FOLDER", type=Path, help="for the runs")
    parser.add_argument("--epochs", type=int, help="fewer, to try this script")
    given = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:2])
    texts, keep = (path and path.resolve() for path in (given.write, given.keep))
    rows = []
    for app in given.apps.split(","):
        with tempfile.TemporaryDirectory() as name:
            here = Path.cwd()
            os.chdir(name)
            try:
                folder, seconds, screen = newcomer(app, Path(name), given.epochs)
                ask = ASKED.get(app)
                answered = list(ask(keras_seq.load(folder), Path(name))) if ask else []
                if keep:  # while the folder's name, which may be relative, still leads to it
                    shutil.copytree(folder, keep / app)
            finally:
                os.chdir(here)
        right = sum(one[3] for one in answered)
        rows.append([app, f"{seconds:.0f}", f"{right} of {len(answered)}" if ask else "not asked"])
        for asked, expected, answer, is_right in answered:
            if not is_right:
                print(f"{app}: {asked!r} gives {answer!r}, where {expected!r} is right")
        if texts:
            texts.mkdir(parents=True, exist_ok=True)
            (texts / f"{app}.txt").write_text(screen, encoding="utf-8")
    print()
    table = csv.writer(sys.stdout, delimiter="\t", lineterminator="\n")
    table.writerows([["app", "seconds to the report", "right"], *rows])


if __name__ == "__main__":
    main()
