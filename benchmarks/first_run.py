"""The first minutes with each app, as a newcomer has them: how long, and what comes out right.

python benchmarks/first_run.py [--apps imdb_sentiment,...] [--write docs/first_run]

Runs the commands of each app's page on its embedded sample, on two cores, and the command that the
run names at its end. Printed are the seconds from the first command to the report, how many of 20
ordinary inputs are answered as was written down here by hand, and which are not. With `--write`
all that stood on the screen goes into APP.txt of that folder.
"""

import argparse
import csv
import importlib
import os
import re
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

import keras_seq
from keras_seq import app as apps

#: A text, and its label.
OPINIONS = [
    ("a brilliant film", "positive"),
    ("I loved every minute of it", "positive"),
    ("awful", "negative"),
    ("not bad at all", "positive"),
    ("I want my money back", "negative"),
    ("the food was cold and the service was slow", "negative"),
    ("the best book I have read this year", "positive"),
    ("don't waste your time", "negative"),
    ("it works perfectly", "positive"),
    ("it broke after a week", "negative"),
    ("I would not recommend it", "negative"),
    ("highly recommended", "positive"),
    ("boring from start to end", "negative"),
    ("not as good as I had hoped", "negative"),
    ("the staff were friendly and helpful", "positive"),
    ("terrible acting, but I enjoyed it", "positive"),
    ("I expected a great film, but it was dull", "negative"),
    ("delicious!", "positive"),
    ("never again", "negative"),
    ("a waste of money", "negative"),
]
#: English, and what is right in French: any of the answers with | between.
PHRASES = [
    ("March 3, 2021", "3 mars 2021"),
    ("Wednesday", "mercredi"),
    ("Saturday, June 12", "samedi 12 juin"),
    ("January 2022", "janvier 2022"),
    ("May 1, 2030", "1 mai 2030|1er mai 2030"),
    ("7:45 AM", "07:45|7:45"),
    ("8 PM", "20:00"),
    ("4 hours ago", "il y a 4 heures"),
    ("5 minutes ago", "il y a 5 minutes"),
    ("in 3 weeks", "dans 3 semaines"),
    ("10 days", "10 jours"),
    ("25 kilometers", "25 kilomètres"),
    ("2.5 kg", "2,5 kg"),
    ("300 grams", "300 grammes"),
    ("$40", "40 $US|40 $"),
    ("50 euros", "50 euros"),
    ("8%", "8 %"),
    ("12,000", "12 000"),
    ("Germany", "Allemagne"),
    ("Italian", "italien"),
]
#: Half a word at the end of what is typed, and what must come next: one of those with | between.
STARTS = [
    ("The import statem", "ent"),
    ("A class defin", "ition"),
    ("a list of expres", "sion"),
    ("the name of the func", "tion"),
    ("raises an except", "ion"),
    ("an integ", "er"),
    ("in the follow", "ing"),
    ("a keyword argum", "ent"),
    ("a gener", "ator|ic|al"),
    ("the name of the modu", "le"),
    ("the keys of a dict", "ionary"),
    ("the return val", "ue"),
    ("an attrib", "ute"),
    ("the meth", "od"),
    ("the expression is evalu", "ated"),
    ("an assign", "ment"),
    ("for examp", "le"),
    ("it is called bef", "ore"),
    ("the current obj", "ect"),
    ("a sequ", "ence"),
]
#: How the disc of a clip moves, one way after the other: these are the tags, too.
MOVES = [
    "left", "right", "clockwise", "counterclockwise", "blinking",
    "left right", "right left", "left clockwise", "right clockwise", "left counterclockwise",
    "right counterclockwise", "left blinking", "right blinking", "blinking left", "blinking right",
    "blinking clockwise", "blinking counterclockwise", "clockwise blinking",
    "counterclockwise blinking", "clockwise counterclockwise",
]  # fmt: skip
#: A month, and thousands of passengers between which its forecast must lie. Of 1960, forecast from
#: the end of 1959, a tenth off what was counted; of 1961 as far off what growth suggests.
MONTHS = [
    ("1960-01", 375, 459), ("1960-02", 352, 430), ("1960-03", 377, 461), ("1960-04", 415, 507),
    ("1960-05", 425, 519), ("1960-06", 481, 589), ("1960-07", 560, 684), ("1960-08", 545, 667),
    ("1960-09", 457, 559), ("1960-10", 415, 507), ("1960-11", 351, 429), ("1960-12", 389, 475),
    ("1961-01", 410, 490), ("1961-02", 385, 465), ("1961-03", 410, 500), ("1961-04", 450, 550),
    ("1961-07", 620, 740), ("1961-08", 605, 730), ("1961-11", 385, 470), ("1961-12", 425, 515),
]  # fmt: skip

Answered = Iterator[tuple[str, str, str, bool]]  # input, what is right, the answer, whether it is


def opinions(run: Any, folder: Path) -> Answered:
    """Ask for labels."""
    for (text, label), answer in zip(OPINIONS, run.predict(first(OPINIONS)), strict=True):
        yield text, label, answer["label"], answer["label"] == label


def phrases(run: Any, folder: Path) -> Answered:
    """Ask for translations."""
    for (text, right), answer in zip(PHRASES, run.predict(first(PHRASES)), strict=True):
        yield text, right, answer["translation"], answer["translation"] in right.split("|")


def starts(run: Any, folder: Path) -> Answered:
    """Ask for the likeliest ends of words."""
    answers = run.predict(first(STARTS), temperature=0.0, max_new_tokens=8)
    for (text, end), answer in zip(STARTS, answers, strict=True):
        written = answer["text"][len(text) :]
        yield text, end, written, written.startswith(tuple(end.split("|")))


def moves(run: Any, folder: Path) -> Answered:
    """Ask for the tags of clips with a moving disc; what is shorter than 0.4 s is passed over."""
    from keras_seq.data.frames.video import write_video

    frame = importlib.import_module(f"{run.app.__package__}.sample").frame
    noise = np.random.default_rng(0)
    for number, words in enumerate(MOVES):
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
    for month, low, high in MONTHS:
        value = forecasts[month]
        yield month, f"{low} to {high}", f"{value:.0f}", low <= value <= high


ASKED: dict[str, Callable[[Any, Path], Answered]] = {
    "imdb_sentiment": opinions, "frame_tagging": moves, "text_generation": starts,
    "time_series": months, "translation": phrases,
}  # fmt: skip


def first(rows: Iterable[tuple[str, str]]) -> list[str]:
    """Take the inputs."""
    return [row[0] for row in rows]


def commands(app: str) -> Iterator[str]:
    """Take the first run on the page of an app, and what is asked of it."""
    page = (apps.find(app) / "README.md").read_text(encoding="utf-8")
    runs = 0
    for line in re.findall(
        r"^keras-seq .*$", page.partition("\n## Your own data")[0], re.MULTILINE
    ):
        runs += line.startswith("keras-seq run ")
        if runs == 1:
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
    parser.add_argument("--apps", default=",".join(ASKED), help="with commas between")
    parser.add_argument("--write", metavar="FOLDER", type=Path, help="for what stood on the screen")
    parser.add_argument("--epochs", type=int, help="fewer, to try this script")
    given = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:2])
    texts = given.write.resolve() if given.write else None
    rows = []
    for app in given.apps.split(","):
        with tempfile.TemporaryDirectory() as name:
            here = Path.cwd()
            os.chdir(name)
            try:
                folder, seconds, screen = newcomer(app, Path(name), given.epochs)
                answered = list(ASKED[app](keras_seq.load(folder), Path(name)))
            finally:
                os.chdir(here)
        right = sum(one[3] for one in answered)
        rows.append([app, f"{seconds:.0f}", f"{right} of {len(answered)}"])
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
