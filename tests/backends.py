"""Train, resume, judge and ask every app on each backend, and ask its runs on the other one.

python tests/backends.py [--apps imdb_sentiment ...] [--backends tensorflow jax] [--epochs 2]

Each app learns from data of `kills.py`, once unbroken and once stopped after its first epoch and
resumed: both must end with the same weights, bit for bit. It is judged again from its folder, which
must give the figures of the run, and asked in all ways of `ASKED`. Then the other backend judges
and asks the same run. Printed is a table: how far numbers lie apart, divided by their size where
that is above 1; `inf` where words differ.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import re
import runpy
import shlex
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[1]
NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?|-?\d+(?:e-?\d+)?")
KILLS = runpy.run_path(str(Path(__file__).with_name("kills.py")))
#: What each app learns beside what `kills.py` lets it: `--stream` asks for one direction.
LEARNED = {"frame_tagging": "--no-bidirectional", "speech_recognition": "--no-bidirectional"}
STEPS = "[0.1, 0.2]\n[0.3, -0.4]\n"
#: By app what is asked: the words behind RUN, and what is piped in. All of them are asked what
#: their run proposes, too.
ASKED = {
    "imdb_sentiment": [("'a good film' 'a film nobody knows' ''", "")],
    "text_generation": [
        ("'the cat' --temperature 0 --max-new-tokens 70", ""),
        ("'the cat' --top-p 0.9 --num-return-sequences 2 --max-new-tokens 20", ""),
        ("'the cat' --num-beams 3 --num-return-sequences 2 --max-new-tokens 9", ""),
        ("'the cat' --stream --max-new-tokens 9", ""),
    ],
    "frame_tagging": [("data/a.csv data/b.csv", ""), ("data/a.csv --find r", ""),
                      ("--stream", STEPS)],
    "sequence_classification": [],
    "entity_tagging": [("'Sam saw town3' 'Zoe saw nobody'", "")],
    "reading": [("'Mary went to the hall. Where is Mary?'", "")],
    "dna_labelling": [("data.fa --min-length 3", "")],
    "image_generation": [
        ("--label a --temperature 0", ""),
        ("--label a data/a/0.png --keep 0.5 --num-return-sequences 2", ""),
    ],
    "image_captioning": [
        ("data/1.png data/2.png --num-beams 3 --num-return-sequences 2", ""),
        ("data/1.png --temperature 0.7 --num-return-sequences 2 --seed 1", ""),
    ],
    "music_generation": [("--label jig --bars 2", ""), ("--start 'G4 A4' --bars 2", "")],
    "speech_recognition": [("data/yes/0.wav data/no/1.wav", ""),
                           ("data/yes/0.wav --num-beams 4", ""),
                           ("--stream", "samples " * 4000)],
    "time_series": [("", ""), ("--data data.csv", "")],
    "translation": [("'a 1 b 2' 'a 7 c 8' --num-beams 3 --num-return-sequences 2", ""),
                    ("'a 1 b 2' --num-beams 1", "")],
    "summarization": [("'Town3 has a fire on street5 tonight' 'Ulm has a zoo' --num-beams 3", ""),
                      ("'Town3 has a fire' --num-beams 1 --min-new-tokens 3", "")],
}  # fmt: skip


def commanded(words: str, stdin: str = "", status: int = 0) -> str:
    """Run a command of `keras-seq` here; returns its stdout."""
    from keras_seq import cli

    out, err = io.StringIO(), io.StringIO()
    found: Any = 0  # where it just returns
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin.encode()))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            cli.main(shlex.split(words))
        except SystemExit as stopped:
            found = stopped.code or 0
    if found != status:
        raise AssertionError(f"keras-seq {words}: status {found}: {err.getvalue()[-900:]}")
    return out.getvalue()


@contextlib.contextmanager
def replaced(owner: Any, name: str, value: Any) -> Iterator[None]:
    """Replace an attribute for a while."""
    before = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, before)


def interrupted(*_: Any) -> None:
    """Stop as Ctrl-C does."""
    raise KeyboardInterrupt


def trained(
    app: str, room: str, folder: str, epochs: int, more: str = "", brief: bool = False
) -> dict[str, Any]:
    """Train an app, stopped and resumed, and unbroken; say whether that is the same.

    Args:
        app: of `kills.py`, which makes data and says with which options.
        room: where data and runs stand.
        folder: of the run, within it.
        epochs: of one nothing is stopped.
        more: options, before those of others.
        brief: leave out the unbroken run, the page, and judging again.
    """
    import numpy as np

    import keras_seq
    from keras_seq.runs import closing, training

    os.chdir(room)
    _, make, options = KILLS["KILLED"][app]
    data = Path(f"data{KILLS['SUFFIXES'].get(make, '')}")
    if not data.exists():
        make(data)
    words = f"run {app} --data {data} {options} {LEARNED.get(app, '')} {more} --epochs {epochs}"
    if epochs > 1:
        with replaced(training.Words, "on_epoch_end", interrupted):
            commanded(f"{words} --output-dir {folder}", status=130)
    no_page = replaced(closing, "write", lambda *_: None)
    with no_page if brief else contextlib.nullcontext():
        commanded(f"{words} --output-dir {folder} --resume")
    if brief:
        return {}
    with replaced(closing, "write", lambda *_: None):
        commanded(f"{words} --output-dir {folder}_unbroken")
    runs = [keras_seq.load(one) for one in (folder, f"{folder}_unbroken")]
    weights = zip(*(run.model.get_weights() for run in runs), strict=True)
    metrics = [json.dumps(run.metrics["test"]) for run in runs]
    return {
        "resumed": metrics[0] == metrics[1] and all(np.array_equal(*pair) for pair in weights),
        "judged": apart(commanded(f"evaluate {folder} --format json").strip(), metrics[0]),
    }


def answered(app: str, room: str, folder: str, path: str, brief: bool = False) -> list[str]:
    """Write down what a model gives for a batch of its test part; return what a run answers.

    Args:
        app: whose run it is.
        room: as for `trained`.
        folder: the same.
        path: of the arrays that are written.
        brief: ask in one way only.
    """
    import keras
    import numpy as np

    import keras_seq
    from keras_seq import contract

    os.chdir(room)
    run = keras_seq.load(folder)
    test = contract.read_splits(run.app, run.config).test
    batch = run.app.batches(run.config, run.preprocessing, test, training=False)[0]
    np.savez(path, *keras.tree.flatten(run.model.predict_on_batch(batch[0])))
    example = [str(Path(folder, word)) if Path(folder, word).is_file() else word
               for word in run.metrics["example"]]  # fmt: skip
    asked = [(shlex.join(example), ""), *ASKED[app]]
    asked = asked[-1:] if brief else asked
    told = [commanded(f"predict {folder} {words} --format jsonl", stdin) for words, stdin in asked]
    return [*told, commanded(f"evaluate {folder} --format json")]


def outputs(room: str, name: str) -> None:
    """Write down what a saved model gives: from `.keras` and `.npy` to `_there.npz`."""
    import keras
    import numpy as np

    import keras_seq.layers  # noqa: F401  registers them

    model = keras.saving.load_model(Path(room, f"{name}.keras"), compile=False)
    found = model.predict_on_batch(np.load(Path(room, f"{name}.npy")))
    np.savez(Path(room, f"{name}_there.npz"), found)


def apart(one: str, other: str) -> float:
    """Return how far apart numbers of two texts lie at most, beside 1; infinity: other words.

    >>> apart('{"yes": 0.25}', '{"yes": 0.5}'), apart("1 yes", "1 no")
    (0.25, inf)
    """
    if NUMBER.split(one) != NUMBER.split(other):
        return float("inf")
    numbers = [map(float, NUMBER.findall(text)) for text in (one, other)]
    return max((abs(a - b) / max(1, abs(a)) for a, b in zip(*numbers, strict=True)), default=0.0)


class Worker:
    """A process with a backend of its own.

    Args:
        backend: its name.
        room: a folder for what it compiles, so that of two models that are alike one is compiled.
    """

    def __init__(self, backend: str, room: Path) -> None:
        self.backend = backend
        paths = [str(CHECKOUT), os.environ.get("PYTHONPATH", "")]
        more = {
            "KERAS_BACKEND": backend,
            "PYTHONPATH": os.pathsep.join(filter(None, paths)),
            "JAX_COMPILATION_CACHE_DIR": str(room),
            "JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS": "0",
            "XLA_FLAGS": "--xla_backend_optimization_level=0",  # most is run a few times
        }
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", __file__, "--work"], env={**os.environ, **more},
            text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def __call__(self, job: str, *arguments: Any) -> Any:
        """Let it do one thing: call a function of this file.

        Raises:
            RuntimeError: if that raises.
        """
        print(json.dumps([job, *arguments]), file=self.process.stdin, flush=True)
        found = json.loads(self.process.stdout.readline() or '["it ended", null]')
        if found[0]:
            raise RuntimeError(f"{self.backend}, {job} {arguments}: {found[0]}")
        return found[1]

    def end(self) -> None:
        """Let it end."""
        self.process.communicate()


def work() -> None:
    """Do what comes as lines of JSON; answer a line of a fault, or none, and what came out."""
    answers, jobs = sys.stdout, sys.stdin
    for line in jobs:
        name, *arguments = json.loads(line)
        try:
            found = [None, globals()[name](*arguments)]
        except Exception:
            found = [traceback.format_exc()[-3000:], None]
        print(json.dumps(found), file=answers, flush=True)


def rows(app: str, workers: Mapping[str, Any], room: str, *how: Any) -> Iterator[list[str]]:
    """Let each backend train an app, and all of them ask each of these runs; a row for each run.

    Args:
        app: as for `trained`.
        workers: by backend what does jobs on it.
        room: as for `trained`.
        how: the rest of what `trained` takes.
    """
    done = {name: worker("trained", app, room, name, *how) for name, worker in workers.items()}
    for name, one in done.items():
        told = {
            asked: worker("answered", app, room, name, f"{name}_by_{asked}.npz")
            for asked, worker in workers.items()
        }
        same = "bit for bit" if one["resumed"] else "otherwise"
        for other in (other for other in workers if other != name):
            files = [Path(room, f"{name}_by_{asked}.npz") for asked in (name, other)]
            answers = [apart(*both) for both in zip(told[name], told[other], strict=True)]
            figures = (one["judged"], outputs_apart(*files), max(answers))
            judged, outputs, most = (f"{figure:.0e}" for figure in figures)
            yield [app, name, same, judged, other, outputs, f"{most} of {len(answers)}"]


def outputs_apart(one: Path, other: Path) -> float:
    """Return how far apart arrays of two files lie at most, beside 1.

    Of unequal lengths, since backends pad to others, what both have is compared.
    """
    import numpy as np

    most = 0.0
    with np.load(one) as a, np.load(other) as b:
        for x, y in ((a[name], b[name]) for name in a.files):
            both = tuple(slice(min(sizes)) for sizes in zip(x.shape, y.shape, strict=True))
            x, y = x[both], y[both]
            most = max(most, float((np.abs(x - y) / np.maximum(1, np.abs(x))).max()))
    return most


def main() -> None:
    """Read the command line, fill the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--backends", nargs="+", default=["tensorflow", "jax"])
    parser.add_argument("--apps", nargs="*", default=list(ASKED), choices=list(ASKED))
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.work:
        work()
        return
    heads = ["app", "trained on", "resumed", "judged again", "asked on", "outputs", "answers"]
    print(f"| {' | '.join(heads)} |\n|{' --- |' * len(heads)}", flush=True)
    with tempfile.TemporaryDirectory() as room:
        workers = {name: Worker(name, Path(room, "compiled")) for name in given.backends}
        for app in given.apps:
            Path(room, app).mkdir()
            for cells in rows(app, workers, str(Path(room, app)), given.epochs):
                print(f"| {' | '.join(cells)} |", flush=True)
        for worker in workers.values():
            worker.end()


if __name__ == "__main__":
    main()
