"""The table of results in `docs/results.md`: run each command, read what came out.

python benchmarks/results.py --data FOLDER [--only NAME ...] [--write docs/results.md]

FOLDER holds the data sets as each row below names them. A row whose run folder is finished is not
run again, and one whose data is missing is left out, so the table can be filled bit by bit.
`--write` sets it between the two marks in a file; else it goes to stdout.
"""

import argparse
import json
import os
import platform
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from keras_seq import files

BEGIN, END = "<!-- results: benchmarks/results.py -->", "<!-- end of results -->"


class Row(NamedTuple):
    """One line of the table; `{data}` in the command is the folder of all data."""

    name: str
    data: str
    command: str
    metric: str
    unit: str
    higher: bool = True


ROWS = [
    Row("imdb_sample", "embedded sample, synthetic", "imdb_sentiment", "accuracy", "accuracy"),
    Row("imdb", "IMDB", "imdb_sentiment --data {data}/imdb", "accuracy", "accuracy"),
    Row("tagging_sample", "embedded sample, synthetic", "frame_tagging", "frame_accuracy",
        "frame accuracy"),
    Row("recordings_sample", "embedded sample, synthetic", "sequence_classification", "accuracy",
        "accuracy"),
    Row("entity_sample", "embedded sample, synthetic", "entity_tagging", "entity_f1", "entity F1"),
    Row("conll", "CoNLL-2003, English", "entity_tagging --data {data}/conll2003", "entity_f1",
        "entity F1"),
    Row("atis", "ATIS, slots", "entity_tagging --data {data}/atis", "entity_f1", "entity F1"),
    Row("stories_sample", "embedded sample, synthetic", "reading", "accuracy", "accuracy"),
    Row("babi_2", "bAbI's task 2, a thousand questions", "reading --data {data}/babi --task 2",
        "accuracy", "accuracy"),
    Row("text_sample", "embedded sample: pages of Python's help()", "text_generation",
        "bits_per_character", "bits per character", higher=False),
    Row("shakespeare", "tinyshakespeare, last tenth",
        "text_generation --data {data}/tinyshakespeare/input.txt --level char",
        "nats_per_token", "nats per character", higher=False),
    Row("shakespeare_long", "tinyshakespeare, last tenth, longer recipe",
        "text_generation --data {data}/tinyshakespeare/input.txt --config long.yaml",
        "nats_per_token", "nats per character", higher=False),
    Row("ptb", "Penn Treebank, by word", "text_generation --data {data}/ptb --level word",
        "perplexity", "perplexity", higher=False),
    Row("ptb_long", "Penn Treebank, by word, longer recipe",
        "text_generation --data {data}/ptb --config long_word.yaml", "perplexity", "perplexity",
        higher=False),
    Row("digits_sample", "embedded sample: scikit-learn's digits", "image_generation",
        "bits_per_point", "bits per point", higher=False),
    Row("scenes_sample", "embedded sample, synthetic", "image_captioning", "exact_match",
        "exact match"),
    Row("flickr", "Flickr8k, 700 of its pictures",
        "image_captioning --data {data}/flickr8k_subset", "bleu_4", "BLEU-4"),
    Row("tunes_sample", "embedded sample: tunes that belong to nobody", "music_generation",
        "nats_per_step", "nats per step", higher=False),
    Row("chorales", "JSB chorales, quarter notes",
        "music_generation --data {data}/jsb_chorales", "nats_per_step", "nats per step",
        higher=False),
    Row("series_sample", "embedded sample: airline passengers, 12 months ahead", "time_series",
        "rmse", "RMSE", higher=False),
    Row("passengers", "airline passengers, 36 months ahead",
        "time_series --config three_years.yaml", "rmse", "RMSE", higher=False),
    Row("etth1", "ETTh1, 7 variables, 96 hours ahead",
        "time_series --data {data}/ett/ETTh1.csv.gz --config ett.yaml", "scaled_mse", "MSE",
        higher=False),
    Row("m4_hourly", "M4, 414 hourly series, 48 hours ahead",
        "time_series --data {data}/m4_hourly --config m4_hourly.yaml", "mase", "MASE",
        higher=False),
    Row("notes_sample", "embedded sample, synthetic", "summarization", "exact_match",
        "exact match"),
    Row("notes_sample_no_copy", "embedded sample, synthetic, nothing copied",
        "summarization --no-copy", "exact_match", "exact match"),
    Row("docstrings", "docstrings and their first lines", "summarization --data {data}/docstrings",
        "rouge_l", "ROUGE-L"),
    Row("translation_sample", "embedded sample, synthetic", "translation", "exact_match",
        "exact match"),
    Row("multi30k", "Multi30k, German to English, test_2016_flickr",
        "translation --data {data}/multi30k_de_en --source de --target en", "bleu", "BLEU, cased"),
    Row("multi30k_long", "Multi30k, German to English, longer recipe",
        "translation --data {data}/multi30k_de_en --source de --target en --config long.yaml",
        "bleu", "BLEU, cased"),
]  # fmt: skip


def written(row: Row, folder: Path) -> Path:
    """Name the file that is there when a row's run is finished."""
    return folder / row.name / "metrics.json"


def run(row: Row, data: Path | None, folder: Path) -> dict | None:
    """Return the metrics of a row's run; run it first if need be. None: its data is missing."""
    metrics = written(row, folder)
    if not metrics.is_file():
        if "{data}" in row.command and data is None:
            return None
        words = [word.replace("{data}", str(data)) for word in shlex.split(row.command)]
        paths = [word for word in words if data and word.startswith(str(data))]
        if not all(Path(path).exists() for path in paths):
            return None
        command = [sys.executable, "-m", "keras_seq", "run", *words, "--output-dir",
                   str(folder / row.name), "--overwrite"]  # fmt: skip
        print(" ".join(command[2:]), file=sys.stderr)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return json.loads(metrics.read_text())


def line(row: Row, metrics: dict) -> str:
    """Write a row, the better side in bold."""
    ours = metrics["test"][row.metric]
    rivals = {name: one[row.metric] for name, one in metrics["baselines"].items()
              if row.metric in one}  # fmt: skip
    best = (max if row.higher else min)(rivals, key=lambda name: rivals[name])
    wins = ours > rivals[best] if row.higher else ours < rivals[best]
    figures = [f"{value:.4g}" for value in (ours, rivals[best])]
    figures[not wins] = f"**{figures[not wins]}**"
    minutes, seconds = divmod(round(metrics["seconds"]), 60)
    command = row.command.replace("{data}/", "")
    return (f"| {row.data} | {row.unit} | {figures[0]} | {figures[1]} ({best.replace('_', ' ')}) | "
            f"{minutes} min {seconds:02} s | {metrics['seed']} | `keras-seq run {command}` |"
            )  # fmt: skip


def machine(metrics: dict) -> str:
    """Say what the figures were measured on."""
    kind = platform.processor() or platform.machine()
    if Path("/proc/cpuinfo").is_file():
        found = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
        kind = found[1] if found else kind
    versions = ", ".join(f"{name} {one}" for name, one in metrics["versions"].items())
    return f"Measured on {os.cpu_count()} cores ({kind}); {versions}."


def table(rows: list[tuple[Row, dict]]) -> str:
    """Write the table, and below it the machine."""
    head = ["| data | metric | this app | best baseline | time | seed | command |",
            "| --- | --- | --- | --- | --- | --- | --- |"]  # fmt: skip
    return "\n".join([*head, *(line(*one) for one in rows), "", machine(rows[-1][1])])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path)
    parser.add_argument("--runs", type=Path, default=Path("runs/results"))
    parser.add_argument("--only", nargs="+", choices=[row.name for row in ROWS])
    parser.add_argument("--write", type=Path)
    given = parser.parse_args()
    found = []
    for row in ROWS:
        if given.only and row.name not in given.only and not written(row, given.runs).is_file():
            continue
        metrics = run(row, given.data, given.runs)
        if metrics is not None:
            found.append((row, metrics))
    if not found:
        sys.exit("no result; say where the data is with --data")
    text = table(found)
    if given.write is None:
        print(text)
        return
    page = given.write.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    if not rest or END not in page:
        sys.exit(f"{given.write}: no {BEGIN} and {END} in it")
    files.write_text(given.write, f"{before}{BEGIN}\n{text}\n{END}{after}")


if __name__ == "__main__":
    main()
