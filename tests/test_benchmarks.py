"""Each `python ...` line of the READMEs and of `docs/` runs, with sizes that take a moment."""

import gzip
import io
import json
import re
import runpy
import shlex
import shutil
import subprocess
import sys
import zipfile
from contextlib import redirect_stdout
from pathlib import Path

import numpy as np
import pytest

from keras_seq import app as apps
from keras_seq import cli
from keras_seq.data.audio.sound import wav_bytes
from keras_seq.runs import closing as report

CHECKOUT = Path(__file__).resolve().parents[1]
PAGES = [
    CHECKOUT / "README.md",
    CHECKOUT / "benchmarks" / "README.md",
    *sorted((CHECKOUT / "docs").glob("*.md")),
    *sorted(apps.built_in_folder().glob("*/README.md")),
]
TINY = "--epochs 1 --units 2 --num-layers 1 --cell simple_rnn"
#: For each script what makes a line of it small, and a word that its answer must hold.
SMALLER = {
    "results.py": ("", "| this app |"),
    "text_pipeline.py": ("--vocab-size 50", "padding, bucketed"),
    "repeats.py": (f"{TINY}", "mean ± sd"),
    "labelled_texts.py": (f"--only opening,commands -- {TINY}", "| commands | 30 |"),
    "tagged_texts.py": ("--texts 20 --units 4", "texts/s"),
    "babi.py": ("--tasks 1 --epochs 1 --units 2 --restarts 1", "| mean of 1 |"),
    "splice_folds.py": (f"--folds 2 --only 1 -- {TINY} --filters 4", "bayes by position"),
    "sequence_memory.py": ("--megabases 0.0012 -- --epochs 1 --units 2 --filters 4", "1,200"),
    "digit_strings.py": (
        "--strings 2 -- --epochs 1 --units 2 --filters 2 --stride 8 --longest 1",
        "attention",
    ),
    "own_tones.py": ("--count 3 -- --epochs 1 --units 2 --filters 2 --stride 9", "read right"),
    "exports.py": (
        "--apps sequence_classification --cells gru",
        "| sequence_classification | gru |",
    ),
    "video.py": ("--size 32", "again, from the cache"),
    "shots.py": (f"{TINY} --frame-size 16", ""),
    "recurrent.py": ("--rounds 1 --cases masked --sides ours", "floor"),
    "epochs.py": ("--max-train-samples 10 --side ours", "."),
    "generation.py": ("--streams 2 --tokens 4 --units 4 --repeats 1", "x slower"),
    "serving.py": (
        f"--clients 2 --seconds 0.2 --minutes 0.005 --sides ours -- {TINY} --max-train-samples 60",
        "requests/s",
    ),
    "corpus_memory.py": ("--megabytes 1", "1 MB"),
    "windows.py": ("--steps 20000 --batches 3", "times the raw series"),
    "translation.py": ("--sentences 2 --units 4", "sentences/s"),
    "docstrings.py": ("--files 80", "train: "),
    "everyday.py": ("--max-train-samples 60", "everyday opinions"),
    "typed_phrases.py": (f"{TINY} --max-train-samples 60", "dates: "),
    "first_run.py": ("--epochs 1 --apps time_series", "seconds to the report"),
    "kills.py": ("--kills 1 --epochs 4 --apps imdb_sentiment", "equal bit for bit: True"),
    "backends.py": ("--apps", "| trained on |"),  # `test_backends.py` trains some
    "cases.py": ("--only 'few texts'", "right   few texts a label"),
    "fuzz.py": ("--seconds 2 --apps imdb_sentiment", "| imdb_sentiment |"),
}
#: Scripts that hand what stands behind `--` on to the runs that they start.
HANDS_ON = {"repeats.py", "shots.py", "typed_phrases.py"}
#: Scripts that train so little that tracing a step takes longer than taking all of them.
UNTRACED = (
    "labelled_texts.py",
    "repeats.py",
    "shots.py",
    "first_run.py",
    "babi.py",
    "digit_strings.py",
    "own_tones.py",
)


def lines():
    """The command lines, in code blocks and in sentences, each script and its options once."""
    found = {}
    for page in PAGES:
        text = re.sub(r"\\\n\s*", "", page.read_text(encoding="utf-8"))
        for line in re.findall(r"\bpython ((?:benchmarks|tests)/[^\n`]*)", text):
            found.setdefault(re.split(r"\s{2,}", line)[0])  # what comes after is a remark
    return list(found)


def named_data(folder):
    """Data under the names that the lines use, in the forms that their scripts read."""
    rows = "".join(f"a {('bad', 'good')[i % 2]} film {i},{i % 2}\n" for i in range(60))
    (folder / "FOLDER").mkdir()
    for part in ("train", "test"):
        (folder / "FOLDER" / f"{part}.csv").write_text("text,label\n" + rows)
    (folder / "FOLDER" / "imdb").mkdir()
    for part in ("train", "test"):
        packed = gzip.compress(("text,label\n" + rows).encode())
        (folder / "FOLDER" / "imdb" / f"{part}.csv.gz").write_bytes(packed)
    (folder / "FOLDER" / "atis").mkdir()
    with zipfile.ZipFile(folder / "FOLDER" / "atis" / "atis.zip", "w") as packed:
        for part in ("train", "test"):
            packed.writestr(f"atis/{part}/seq.in", "fly to rome\nwhat is ap57\n" * 15)
            packed.writestr(f"atis/{part}/label", "flight\nabbreviation\n" * 15)
    draw, ids = np.random.default_rng(0), [f"video{i}" for i in range(10)]
    arrays = {"video_ids": ids, "video_split": [str(i // 2 + 1) for i in range(10)]}
    for name in ids:
        arrays[f"features/{name}"] = draw.normal(size=(20, 3)).astype("float32")
        arrays[f"labels/{name}"] = arrays[f"svm_pred/{name}"] = np.arange(20) // 5
    np.savez(folder / "salads50_mid_svm.npz", **arrays)
    (folder / "gesture_phase").mkdir()
    for name in ("a1", "a2", "a3", "b1", "b3"):
        rows = "".join(f"{draw.normal():.3f},{'RSH'[i // 7]}\n" for i in range(21))
        (folder / "gesture_phase" / f"{name}_va3.csv").write_text("x,Phase\n" + rows)
    (folder / "babi").mkdir()
    for part in ("train", "test"):
        story = "1 Mary left.\n2 Who left? \tMary\t1\n1 Tom left.\n2 Who left? \tTom\t1\n"
        (folder / "babi" / f"qa1_facts_{part}.txt").write_text(story * 10)
    (folder / "conll2003").mkdir()
    for part in ("train", "testa", "testb"):
        (folder / "conll2003" / f"eng.{part}").write_text("Sam B-PER\nleft O\n\n" * 20)
    (folder / "indoor_movement").mkdir()
    for number in range(1, 13):
        steps = "#a, b\n" + "1, 2\n" * number
        (folder / "indoor_movement" / f"rss_{number}.csv").write_text(steps)
    for name in ("target", "group"):
        rows = [f"{i}, {i % 2 if name == 'target' else i // 5 + 1}" for i in range(1, 13)]
        table = "\n".join(["#id, value", *rows])
        (folder / "indoor_movement" / f"{name}.csv").write_text(table)
    (folder / "multi30k_de_en").mkdir()
    text = "ein Hund läuft\n" * 6
    (folder / "multi30k_de_en" / "test_2016_flickr.de").write_text(text, encoding="utf-8")
    rows = [f"{'ab'[i % 2]},{''.join(draw.choice(list('ACGT'), 20))}" for i in range(60)]
    table = "label,sequence\n" + "\n".join(rows) + "\n"
    (folder / "free_spoken_digits").mkdir()
    names = ("george", "jackson", "theo")
    for number in range(30):
        sound = wav_bytes(draw.normal(0, 0.1, 3000), 8000)
        (
            folder / "free_spoken_digits" / f"{number % 2}_{names[number % 3]}_{number}.wav"
        ).write_bytes(sound)
    (folder / "splice.csv.gz").write_bytes(gzip.compress(table.encode()))
    (folder / "bikes_scene_starts.csv").write_text("first_frame\n0\n14\n")


def clips(folder):
    pytest.importorskip("av")
    from keras_seq.data.frames import video

    for name in ("bikes.mp4", "bigbuckbunny.mp4"):
        images = [np.full((136, 320, 3), 40 + 120 * (i >= 14), np.uint8) for i in range(28)]
        video.write_video(folder / name, images, 25)


def finished(folder):
    """Finished runs of every row of the table, for `results.py` to read."""
    table = runpy.run_path(str(CHECKOUT / "benchmarks" / "results.py"))
    for row in table["ROWS"]:
        (folder / row.name).mkdir(parents=True)
        metrics = {"test": {row.metric: 1.0}, "baselines": {"none": {row.metric: 2.0}},
                   "seconds": 1, "seed": 0, "versions": {}}  # fmt: skip
        (folder / row.name / "metrics.json").write_text(json.dumps(metrics))


def without_a_process(start):
    """Let `python -m keras_seq` run here; it would start TensorFlow anew each time."""

    def run(words, *args, **kwargs):
        if words[:3] != [sys.executable, "-m", "keras_seq"]:
            return start(words, *args, **kwargs)
        with redirect_stdout(io.StringIO()) as said, pytest.raises(SystemExit) as stopped:
            cli.main(words[3:])
        assert stopped.value.code == 0, words
        return subprocess.CompletedProcess(words, 0, said.getvalue(), "")

    return run


@pytest.mark.usefixtures("one_batch")
@pytest.mark.parametrize("line", lines())
def test_the_line_runs(line, tmp_path, monkeypatch, capsys, request):
    script, *words = shlex.split(line)
    more, expected = SMALLER[Path(script).name]
    if Path(script).name in UNTRACED:
        request.getfixturevalue("step_by_step")
    monkeypatch.chdir(tmp_path)
    named_data(tmp_path)
    if "clip" in line:
        clips(tmp_path)
    if "results.py" in line:
        finished(tmp_path / "runs" / "results")
        (tmp_path / "docs").mkdir()
        shutil.copy(CHECKOUT / "docs" / "results.md", tmp_path / "docs")
    if "exports.py" in line:
        (tmp_path / "docs").mkdir()
        shutil.copy(CHECKOUT / "docs" / "exporting.md", tmp_path / "docs")
    if Path(script).name != "kills.py":  # which is about processes
        monkeypatch.setattr(subprocess, "run", without_a_process(subprocess.run))
    monkeypatch.setattr(report, "write", lambda *_: None)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
    file = "bigbuckbunny.mp4" if "clip" in line else "salads50_mid_svm.npz"
    names = {"FILE": file, "CSV": "bikes_scene_starts.csv"}
    words = [names.get(word, word) for word in words]
    if Path(script).name == "repeats.py":  # twice is as good as five times
        words = [re.sub(r"^(\w+,\w+),[\w,]+$", r"\1", word) for word in words]
    if Path(script).name in HANDS_ON and "--" not in words:
        words.append("--")
    monkeypatch.setattr(sys, "argv", [script, *words, *shlex.split(more)])
    try:
        runpy.run_path(str(CHECKOUT / script), run_name="__main__")
    except SystemExit as stopped:
        assert not stopped.code, stopped.code
    said = capsys.readouterr().out
    if "--write" in words:
        said = Path(words[words.index("--write") + 1]).read_text(encoding="utf-8")
    assert expected in said


def test_every_script_is_on_a_page():
    shown = {Path(line.split()[0]).name for line in lines()}
    assert shown == {path.name for path in (CHECKOUT / "benchmarks").glob("*.py")} | {
        "kills.py", "fuzz.py", "cases.py", "backends.py",
    }  # fmt: skip
