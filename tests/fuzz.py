"""Random damage to data, options, config files and run folders, given to every command.

python tests/fuzz.py --seconds 600      prints a table by app, and each fault with what made it

Everything that is typed or read must end as it should: an answer, or one line and exit status 2. A
training that would begin is stopped there: what it is given has been read by then.
"""

import argparse
import contextlib
import dataclasses
import gzip
import io
import json
import random
import runpy
import shutil
import signal
import sys
import tempfile
import time
import warnings
import zipfile
from collections import Counter
from pathlib import Path

import yaml

SMALL = {
    "imdb_sentiment": {"units": 4, "embedding_dim": 4},
    "text_generation": {"units": 4, "window": 10, "batch_size": 4},
    "frame_tagging": {"units": 4},
    "sequence_classification": {"units": 4, "sequence_column": "unit"},
    "entity_tagging": {"units": 4, "embedding_dim": 4, "letter_units": 4},
    "reading": {"units": 4},
    "speech_recognition": {"units": 4, "filters": 4},
    "dna_labelling": {"units": 4, "filters": 4, "window": 300, "overlap": 60, "gap": 50},
    "image_generation": {"units": 4, "embedding_dim": 4, "size": 4},
    "image_captioning": {"units": 4, "embedding_dim": 4, "size": 8, "filters": "4,4"},
    "music_generation": {"units": 4, "embedding_dim": 4, "transpose": 2},
    "time_series": {"units": 4, "horizon": 3, "lookback": 6, "segment": 3},
    "translation": {"units": 4, "embedding_dim": 4, "num_beams": 2},
    "summarization": {"units": 4, "embedding_dim": 4, "num_beams": 2},
}
FAULTS = ("traceback", "several lines", "a long line", "control characters", "slow")
KINDS = ("data", "options", "config", "tampering", "predict", "evaluate")
#: What option values are drawn from, beside the ones that the option itself suggests.
VALUES = (
    "", " ", "0", "1", "-1", "2", "0.5", "1e30", "1e-30", "1e308", "-1e308", "nan", "inf", "-inf",
    "x", "²", "٣", "9" * 400, "4294967296", "true", "no", "null", "a,b", ",", "1,2,3", "%", "%Q",
    "\x07", "\x1b[31m", "\udce9", "é", "a" * 300, "a" * 5000, "/dev/null", "/etc/*", "*", "..", "~",
    "[", "(", "{}", "{label}", "../x", "text", "label", "date", "sold", "unique_id", "de", "last",
)  # fmt: skip
CELLS = (
    "", " ", "nan", "NaN", "inf", "-inf", "1e308", "-1e308", "1e-320", "1e999", "-0", "0x1", "1_0",
    "²", "x", "=1+1", "true", "null", "\x00", "\x07", "\x1b]0;t\x07", "\ufffe", "\u202e", "🙂", '"',
    "'", ",", ";", "\t", "\r", "\n", "\\", "a" * 3000, "2024-13-45", "99999-01-01", "<s>", "<pad>",
)  # fmt: skip
SNIPPETS = (
    "x", "!!int x", "!!timestamp x", "2024-99-99", "[[[1]]]", "[" * 3000, "{a: b}", "&a [*a]",
    "9" * 5000, "\x07", "1e400", "~", "yes", '"a\\0b"', "!!python/name:os.system", "<<: [1]", "'",
    "!!binary aGk=", "? x", "- 1", "1:30", "0o17", "0x1f", ".inf", ".nan", "|\n    x", "*b",
)  # fmt: skip
RECORDED = (
    "frame_tagging",
    "sequence_classification",
    "speech_recognition",
)  # apps that are asked about files
FLAGS = (
    "--format", "--num-beams", "--temperature", "--max-new-tokens", "--top-p", "--at-once",
    "--seed", "--input", "--fps", "--length-penalty", "--label", "--num-return-sequences",
    "--no-repeat-ngram-size", "--output", "--keep", "--start", "--bars", "--metre",
    "--key", "--tempo",
    "--question", "--min-new-tokens", "--no-repeat-ngram-size", "--language-model",
    "--lm-weight", "--stream-rate",
)  # fmt: skip


valid_data = runpy.run_path(str(Path(__file__).with_name("fuzz_data.py")))["valid_data"]


class Reached(BaseException):
    """A training would begin now."""


class Slow(BaseException):
    """A command takes too long; no `TimeoutError`, which the command line takes for the disk's."""


@dataclasses.dataclass
class Outcome:
    """What one command did: `kind` is "answered", "refused", or one of `FAULTS`."""

    kind: str
    said: str


def damaged(content, draw):
    """Return bytes of a file with one thing wrong."""
    lines = content.split(b"\n")
    row, at = draw.randrange(len(lines)), draw.randrange(len(content) + 1)
    cell = draw.choice(CELLS).encode()
    between = next((mark for mark in (b"\t", b",", b'":') if mark in lines[row]), b" ")
    fields = lines[row].split(between)

    def with_line(*replaced):
        return b"\n".join([*lines[:row], *replaced, *lines[row + 1 :]])

    def with_field(value):
        field = draw.randrange(len(fields))
        return with_line(between.join([*fields[:field], *value, *fields[field + 1 :]]))

    ways = {
        "cut": lambda: content[:at],
        "a byte changed": lambda: content[:at] + draw.randbytes(1) + content[at + 1 :],
        "bytes put in": lambda: content[:at] + draw.randbytes(draw.randrange(1, 9)) + content[at:],
        "a cell put in": lambda: content[:at] + cell + content[at:],
        "a cell changed": lambda: with_field([cell]),
        "a cell more": lambda: with_field([cell, cell]),
        "a cell less": lambda: with_field([]),
        "a line lost": lambda: with_line(),
        "a line twice": lambda: with_line(lines[row], lines[row]),
        "a line replaced": lambda: with_line(cell),
        "lines in another order": lambda: b"\n".join(draw.sample(lines, len(lines))),
        "the first line lost": lambda: b"\n".join(lines[1:]),
        "few lines": lambda: b"\n".join(lines[: draw.randrange(4)]) + b"\n",
        "UTF-16": lambda: content.decode("utf-8", "replace").encode("utf-16"),
        "old line ends": lambda: content.replace(b"\n", b"\r"),
        "a byte order mark": lambda: b"\xef\xbb\xbf" + content,
        "another separator": lambda: content.replace(between, draw.choice([b";", b"|", b"  "])),
        "gzip": lambda: gzip.compress(content)[: draw.choice([None, 20, -9])],
        "nothing": lambda: b"",
    }
    return draw.choice(list(ways.values()))()


class Fuzz:
    """Draws commands for one app and runs them, in this process."""

    def __init__(self, app, room, seed):
        from keras_seq import app as apps
        from keras_seq import config

        self.app, self.room, self.draw = app, room, random.Random(f"{app} {seed}")
        self.declared = config.options(apps.load(app).Config)
        self.valid = valid_data(app, room / "data")
        self.given = [word for name, value in SMALL[app].items()
                      for word in (f"--{name.replace('_', '-')}", str(value))]  # fmt: skip
        self.run, self.count = room / "run", 0

    def train(self):
        """Make the finished run that is tampered with and asked."""
        words = ["run", self.app, "--data", self.valid[0], *self.given, "--epochs", "1"]
        with contextlib.redirect_stderr(io.StringIO()) as said:
            outcome = command([*map(str, words), "--output-dir", str(self.run)])
        assert outcome.kind == "answered", outcome.said + said.getvalue()

    def case(self, kind):
        """Draw a command of a kind; returns its words and what is piped in."""
        self.count += 1
        folder = self.room / f"{self.count:05}"
        folder.mkdir()
        return getattr(self, kind)(folder)

    def damaged_data(self, folder):
        source = self.draw.choice(self.valid)
        copy = folder / source.name
        if source.is_dir():
            shutil.copytree(source, copy)
            path = self.draw.choice(sorted(path for path in copy.rglob("*") if path.is_file()))
            if self.draw.random() < 0.1:
                path.unlink()
                return copy
        else:
            path = Path(shutil.copy(source, copy))
        content = path.read_bytes()
        for _ in range(self.draw.choice((1, 1, 1, 2, 3))):
            content = damaged(content, self.draw)
        path.write_bytes(content)
        if self.draw.random() < 0.05:
            path = path.rename(path.with_name(path.name + self.draw.choice([".gz", ".zip", "x"])))
        return copy if source.is_dir() else path

    def training(self, folder, *words):
        return ["run", self.app, *map(str, words), "--output-dir", str(folder / "run")], ""

    def data(self, folder):
        path = self.damaged_data(folder)
        if self.draw.random() < 0.05:
            path = self.draw.choice(["/dev/null", "x" * 300, "a\0b", "/proc/self/mem", "/", ""])
        return self.training(folder, "--data", path, *self.given)

    def options(self, folder):
        words = []
        for option in self.draw.sample(self.declared, self.draw.choice((1, 1, 2, 4))):
            if option.type is bool:
                words.append(self.draw.choice([option.flag, option.flag.replace("--", "--no-", 1)]))
            else:
                words += [option.flag, self.draw.choice([*VALUES, *map(str, option.choices or ())])]
        return self.training(folder, "--data", self.draw.choice(self.valid), *self.given, *words)

    def config(self, folder):
        lines = []
        for option in self.draw.sample(self.declared, self.draw.choice((1, 1, 3))):
            name = self.draw.choice([option.name, option.name, option.name, "app", "no such one"])
            lines.append(f"{name}: {self.draw.choice((*SNIPPETS, *VALUES))}")
        content = "\n".join(lines).encode("utf-8", "surrogateescape")
        path = folder / "a.yaml"
        path.write_bytes(damaged(content, self.draw) if self.draw.random() < 0.3 else content)
        return self.training(folder, "--data", self.valid[0], *self.given, "--config", path)

    def tampering(self, folder):
        copy = folder / "run"
        shutil.copytree(self.run, copy)
        if self.draw.random() < 0.8:
            (copy / "manifest.json").unlink()  # as of an earlier version: nothing binds the parts
        parts = [copy / "config.yaml", copy / "config.yaml", copy / "model.keras",
                 *sorted((copy / "preprocessing").iterdir())]  # fmt: skip
        path = self.draw.choice(parts)
        content = path.read_bytes()
        if path.suffix == ".json" and self.draw.random() < 0.7:
            content = json.dumps(changed(json.loads(content), self.draw)).encode()
        elif path.suffix == ".keras" and self.draw.random() < 0.8:
            content = repacked(content, self.draw)
        elif path.suffix == ".yaml" and self.draw.random() < 0.7:
            content = yaml.safe_dump(changed(yaml.safe_load(content), self.draw)).encode()
        else:
            content = damaged(content, self.draw)
        path.write_bytes(content)
        judged = self.draw.random() < 0.2
        return (["evaluate", str(copy)] if judged else ["predict", str(copy), *self.inputs()]), ""

    def inputs(self):
        """Words after `predict RUN` that suit the app."""
        if self.app == "time_series":
            return ["--data", str(self.valid[0])]
        if self.app == "image_captioning":
            return [str(next(self.valid[0].rglob("*.png")))]
        if self.app == "image_generation":
            return [str(next(self.valid[0].rglob("*.png"))), "--label", "a"]
        if self.app == "music_generation":
            return ["G4 A4:1/2", "--bars", "2"]
        if self.app == "reading":
            return ["Mary left. Who left?"]
        return [str(self.valid[0])] if self.app in RECORDED else ["a good film"]

    def predict(self, folder):
        words = ["predict", str(self.run)]
        if self.draw.random() < 0.5:
            words += [self.draw.choice(FLAGS), self.draw.choice(("jsonl", "csv", *VALUES))]
        if self.app == "image_captioning" and self.draw.random() < 0.7:
            there = [path for path in self.damaged_data(folder).rglob("*") if path.is_file()]
            return [*words, str(self.draw.choice(there))], ""
        if self.app == "image_generation" and self.draw.random() < 0.7:
            there = [path for path in self.damaged_data(folder).rglob("*") if path.is_file()]
            return [*words, str(self.draw.choice(there)), "--label", "a"], ""
        if self.app == "music_generation" and self.draw.random() < 0.7:
            there = [path for path in self.valid if path.is_file()]
            copy = folder / self.draw.choice(there).name
            copy.write_bytes(damaged((self.room / "data" / copy.name).read_bytes(), self.draw))
            return [*words, str(copy), "--bars", "2"], ""
        if self.app in (*RECORDED, "time_series", "reading") and self.draw.random() < 0.7:
            return [*words, str(self.damaged_data(folder))], ""
        text = "".join(self.draw.choice([*CELLS, *VALUES, "a film", "\n"]) for _ in range(5))
        if self.draw.random() < 0.5:
            return words, text
        return [*words, *self.draw.choice([["--"], [], []]), text], ""

    def evaluate(self, folder):
        return ["evaluate", str(self.run), "--data", str(self.damaged_data(folder))], ""


def repacked(content, draw):
    """Return a `.keras` file with another description of its layers."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as parts, zipfile.ZipFile(packed, "w") as copy:
        for name in parts.namelist():
            part = parts.read(name)
            if name == "config.json":
                part = json.dumps(changed(json.loads(part), draw))
            copy.writestr(name, part)
    return packed.getvalue()


def changed(content, draw):
    """Return JSON with one value, somewhere, replaced."""
    if isinstance(content, dict) and content and draw.random() < 0.85:
        key = draw.choice(list(content))
        if draw.random() < 0.05:
            return {name: value for name, value in content.items() if name != key}
        return {**content, key: changed(content[key], draw)}
    if isinstance(content, list) and content and draw.random() < 0.85:
        at = draw.randrange(len(content))
        return [*content[:at], changed(content[at], draw), *content[at + 1 :]]
    return draw.choice([None, 7, -1, 0.5, 1e300, "", "x", "é" * 400, [], {}, [1, 2], {"a": 1}, True,
                        [[[[]]]], "\x07", 10**9, 10**30, [content, content]])  # fmt: skip


def command(words, piped="", seconds=60):
    """Run one command in this process, and judge how it ended."""
    from keras_seq import cli

    def too_long(*_):
        raise Slow

    stdin, status = sys.stdin, None
    sys.stdin = io.TextIOWrapper(io.BytesIO(piped.encode("utf-8", "surrogateescape")))
    signal.signal(signal.SIGALRM, too_long)
    signal.alarm(seconds)
    out, err = io.StringIO(), io.StringIO()
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            cli.main(words)
    except SystemExit as stopped:
        status = stopped.code or 0
    except Reached:
        status = 0
    except Slow:
        err.write(f"\nmore than {seconds} seconds")
        status = None
    finally:
        signal.alarm(0)
        sys.stdin = stdin
    said = err.getvalue()
    last = said.strip("\n").rpartition("\n")[2]
    if status not in (0, 2):
        kind = "slow" if status is None else "traceback"
    elif set(said) & {chr(code) for code in (*range(9), *range(11, 32), 127)}:
        kind = "control characters"
    elif status == 0:
        kind = "answered"
    elif not last.startswith("keras-seq: ") or "Traceback" in said:
        kind = "several lines"
    else:
        kind = "a long line" if len(last) > 600 else "refused"
    return Outcome(kind, said)


def fuzz(seconds, seed, names, show=print):
    """Run drawn commands for so many seconds, the apps in turn; returns counts by app."""
    from keras_seq.runs import runner

    def stop(*_):
        raise Reached

    counts = {name: Counter() for name in names}
    with tempfile.TemporaryDirectory() as room, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fuzzes = [Fuzz(name, Path(room, name), seed) for name in names]
        for each in fuzzes:
            each.train()
        learn, runner.learn = runner.learn, stop
        deadline, number = time.monotonic() + seconds, 0
        try:
            while time.monotonic() < deadline:
                each = fuzzes[number % len(fuzzes)]
                words, piped = each.case(KINDS[number // len(fuzzes) % len(KINDS)])
                outcome = command(words, piped)
                counts[each.app][outcome.kind] += 1
                if outcome.kind in FAULTS:
                    show(f"{each.app}, {outcome.kind}: {words!r} {piped!r}\n{outcome.said[-2000:]}")
                shutil.rmtree(each.room / f"{each.count:05}", ignore_errors=True)
                number += 1
        finally:
            runner.learn = learn
    return counts


def main():
    from keras_seq import app as apps

    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--apps", nargs="*", default=apps.names())
    arguments = parser.parse_args()
    counts = fuzz(arguments.seconds, arguments.seed, arguments.apps)
    columns = ("answered", "refused", *FAULTS)
    print("| app |", " | ".join(columns), "|\n|", "--- | " * (len(columns) + 1))
    for app, count in counts.items():
        print(f"| {app} |", " | ".join(str(count[column]) for column in columns), "|")
    sys.exit(int(any(count[fault] for count in counts.values() for fault in FAULTS)))


if __name__ == "__main__":
    main()
