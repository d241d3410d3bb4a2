"""What users of such programs have reported as going wrong, tried command by command.

python tests/cases.py [FOLDER] [--only WORD]

FOLDER holds small files on which it went wrong (without it their cases are left out); the other
cases make their data. What must be said, and what must not, was found by hand.
"""

import argparse
import contextlib
import io
import os
import re
import runpy
import sys
import tempfile
import unicodedata
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from keras_seq import app as apps
from keras_seq import cli

STEPS = "--lookback 12 --segment 6 --horizon 3"
MOMENT = "--epochs 1 --units 4"
SERIES = f"{STEPS} {MOMENT}"


class Case(NamedTuple):
    """A command, and what it must say (patterns), must not say, and return."""

    name: str
    words: str
    says: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    status: int = 0
    before: tuple[str, ...] = ()  # commands; the last case's folders are there, too
    alike: bool = False  # says what the last command before it said
    stdin: str = ""


def of_files():
    """Cases on the files of the folder, which is called `cases` where they run."""
    series = "check-data time_series --data cases"
    yield Case(
        "each series has its own border",
        f"{series}/folder_panel {STEPS}",
        ("2 series, 96 steps", r"test +8 windows.* 2020-01-01 on, the last.* 2023-01-01"),
    )
    yield Case(
        "folds end with each series",
        "backtest uneq --folds 2 --output-dir folds",
        (
            r"fold 2 of 2(.|\n)*test +2 windows, .* from 2023-06-28 on, the last series from "
            "2023-07-17",
        ),
        before=(f"run time_series --data cases/uneq.csv {SERIES} --output-dir uneq",),
    )
    yield Case(
        "ids are text", f"{series}/na.csv --id-column country {STEPS}", ("3 series, 300 steps",)
    )
    yield Case(
        "a blank word is a category",
        f"{series}/hol.csv --future-columns holiday {STEPS}",
        ("100 steps of D",),
        ("fill",),
    )
    yield Case(
        "months without a sign",
        f"{series}/ym.csv {STEPS}",
        ("72 steps of MS, from 2018-01-01 to 2023-12-01",),
        ("fill",),
    )
    yield Case(
        "a word among numbers",
        f"{series}/past.csv --past-columns temp {STEPS}",
        (r"past\.csv, row 21: temp holds '\?'",),
        status=2,
    )
    yield Case(
        "a first row of values",
        f"{series}/nohead.csv {STEPS}",
        ("line 1: 2024-01-01, 0 look like values", "--column-names"),
        status=2,
    )
    judged = "evaluate columns --data cases/columns/new_"
    yield Case(
        "columns go by their names",
        f"{judged}yx.csv",
        ("edit",),
        alike=True,
        before=(
            "run frame_tagging --data cases/columns --epochs 3 --units 8 --output-dir columns",
            f"{judged}xy.csv",
        ),
    )
    yield Case(
        "a frame's own time decides",
        "check-data frame_tagging --data vfr --frame-size 16 --fps 2",
        (r"21 steps \(slow 19, quick 2\)",),
    )
    yield Case(
        "sound longer than the picture",
        "predict clips cases/audio_longer.mp4",
        (r"^0\.00\t(.|\n)*\t2\.00\t",),
        before=(
            "run frame_tagging --epochs 1 --units 4 --output-dir clips --max-train-samples 12",
        ),
    )
    yield Case(
        "a last frame of 3 seconds", "predict clips cases/last_frame_3s.gif", (r"\t3\.70\t",)
    )
    yield Case(
        "parts stand in names",
        "check-data text_generation --data cases/part_names",
        ("train +3,300 characters", "validation +2,700", "test +3,000"),
    )
    yield Case(
        "ids are no sentences",
        "check-data translation --data cases/tatoeba.tsv",
        ("--source 2 --target 4",),
        status=2,
    )
    yield Case(
        "four columns",
        "check-data translation --data cases/hf.tsv",
        ("--source 3 --target 4",),
        status=2,
    )
    yield Case(
        "quotes of a spreadsheet",
        "predict excel 'Er sagte \"0\" laut.' --format jsonl",
        (r'"source": "Er sagte \\"0\\" laut\."',),
        before=(f"run translation --data cases/excel.tsv {MOMENT} --output-dir excel",),
    )


def of_their_own():
    """Cases whose data are made by `make`."""
    series = "check-data time_series --data"
    yield Case(
        "weeks for a model of days",
        "predict days --input weeks.csv",
        ("steps of W-MON, where the model learned from steps of D",),
        before=(f"run time_series --data days.csv {SERIES} --output-dir days",),
    )
    yield Case(
        "judged on what it learned from",
        "evaluate days --data days.csv",
        ("trained on it; judged is the run's own test part",),
    )
    yield Case(
        "BLEU of Chinese",
        f"run translation --data chinese.tsv {MOMENT} --output-dir zh",
        ("tok:zh", r"nearest source +1\d\.\d\d"),
    )
    yield Case(
        "comparisons are no tags",
        "predict stars 'q<r, not s> t' --format jsonl",
        (r'"unknown": \[\]',),
        before=(f"run imdb_sentiment --data stars.csv {MOMENT} --output-dir stars",),
    )
    yield Case(
        "composed and decomposed letters",
        f"predict stars {DECOMPOSED} --format jsonl",
        (r'"unknown": \["ein"\]',),
    )
    yield Case("texts with a line end", "predict stars 'good\nfilm'", (r"^[^\n]*\tgood\\nfilm\n$",))
    yield Case(
        "one long text among many",
        "predict stars --input long.txt --format csv",
        (r"^(?:.*\n){42}$",),
    )
    yield Case(
        "few texts a label",
        "check-data imdb_sentiment --data hundred.csv --test-fraction 0.1",
        ("test +30 texts",),
    )
    yield Case(
        "folders of texts",
        "check-data imdb_sentiment --data folders",
        ("train +40 texts", "validation +8 texts", "test +12 texts"),
    )
    yield Case(
        "chapters by number",
        "check-data text_generation --data chapters",
        ("test +310 characters",),
    )
    yield Case(
        "unknown words of a small text",
        "run text_generation --data book.txt --level word "
        f"{MOMENT} --window 20 --batch-size 4 --output-dir words",
        ("perplexity",),
    )
    yield Case(
        "a form of times that is none",
        f"{series} days.csv --time-format %s {STEPS}",
        ("%s",),
        status=2,
    )
    yield Case(
        "columns without a role",
        "check-data frame_tagging --data frames.csv --sequence-column clip",
        ("features +3 columns: frame_no, time, x",),
    )
    yield Case("a step by name", f"{series} jitter.csv --freq D {STEPS}", ("60 steps of D",))
    yield Case("jitter", f"{series} jitter.csv {STEPS}", ("--freq",), status=2)
    yield Case(
        "another separator and decimal",
        f"{series} german.csv --separator ; --decimal , {STEPS}",
        ("60 steps of D",),
    )
    yield Case(
        "a separator that was forgotten", f"{series} german.csv {STEPS}", ("--separator",), status=2
    )
    yield Case(
        "date and time in two columns",
        f"{series} two.csv --time-column day,hour {STEPS}",
        ("72 steps of h",),
    )
    yield Case(
        "several columns of ids", f"{series} shops.csv --id-column shop,item {STEPS}", ("4 series",)
    )
    yield Case(
        "a short series is left out",
        f"{series} short.csv --id-column shop {STEPS}",
        ("left out: 1 of 2 series, b",),
    )
    yield Case("months on the 15th", f"{series} fifteenth.csv {STEPS}", ("60 steps",))
    yield Case(
        "days with sales only",
        f"{series} sold.csv --freq D --fill zero {STEPS}",
        ("190 steps of D", "filled: 130 values"),
    )
    yield Case(
        "seconds since 1970", f"{series} seconds.csv --time-column t {STEPS}", ("60 steps of h",)
    )
    yield Case(
        "a typing error of an option of training",
        "evaluate stars --data other.csv",
        ("no column 'text'; its columns are body, stars",),
        status=2,
    )
    yield Case(
        "many columns", f"{series} wide.csv {STEPS}", (r"^forecast: c0, .{,300}\(900 columns\)$",)
    )
    yield Case(
        "a group that isn't there",
        "check-data frame_tagging --data frames.csv "
        "--sequence-column clip --group-column clip --test-groups S1",
        ("no group S1; there are u, v, w, x, y, z",),
        status=2,
    )
    yield Case(
        "a folder of tunes",
        "check-data text_generation --data tunes",
        (r"train +1,\d\d\d characters",),
    )
    yield Case(
        "line ends of old Macs", "check-data imdb_sentiment --data mac.csv", ("train +64 texts",)
    )
    yield Case(
        "a loop's lines are its own",
        "predict stars 'a good film'",
        (r"^.*a good film\n$",),
        ("next line",),
        stdin="the loop's next line\n",
    )
    yield Case(
        "files of labels",
        "check-data imdb_sentiment --data polarity",
        (r"train +64 texts \(neg 32, pos 32\)",),
    )
    yield Case(
        "a wide table without times", f"{series} m4.csv {STEPS}", ("3 series, 180 steps of 1",)
    )
    yield Case(
        "numbers without a header", f"{series} rates.csv {STEPS}", ("--column-names",), status=2
    )
    yield Case(
        "arrays that were trained on",
        "predict arrays frames.npz",
        ("frames.npz, features/v5",),
        before=(f"run frame_tagging --data frames.npz {MOMENT} --output-dir arrays",),
    )


DECOMPOSED = unicodedata.normalize("NFD", "'ein schöner Film'")


def run(words, stdin=""):
    """A command of this process: its status and all it said."""
    import shlex

    out, err = io.StringIO(), io.StringIO()
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin.encode()))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            cli.main(shlex.split(words))
        except SystemExit as stopped:
            return stopped.code or 0, out.getvalue() + err.getvalue()
    return 0, out.getvalue() + err.getvalue()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as room:
        room = Path(room)
        cases = [*of_their_own()]
        if options.folder:
            cases = [*of_files(), *cases]
            (room / "cases").symlink_to(options.folder.resolve())
            (room / "vfr").mkdir()
            for name in "abc":
                for ending in ("mkv", "txt"):
                    (room / "vfr" / f"{name}.{ending}").symlink_to(room / "cases" / f"vfr.{ending}")
        runpy.run_path(str(Path(__file__).with_name("cases_data.py")))["make"](room)
        os.chdir(room)
        vars(apps.load("frame_tagging"))["CLIPS"] = 20
        wrong = 0
        for case in (case for case in cases if options.only in case.name):
            *_, first = [(0, ""), *(run(words) for words in case.before)]
            status, said = run(case.words, case.stdin)
            faults = [f"returned {status}"] * (status != case.status)
            faults += [f"lacks {one}" for one in case.says if not re.search(one, said, re.M)]
            faults += [f"has {one}" for one in case.silent if re.search(one, said)]
            faults += ["says otherwise"] * (case.alike and said != first[1])
            wrong += bool(faults)
            print(f"{'FAILED' if faults else 'right':8}{case.name}", flush=True)
            for fault in faults:
                print(f"    {fault}\n    {case.words}\n    {said[-600:]}")
    print(f"{wrong} of {len(cases)} wrong")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
