"""The script behind the table of results in `docs/results.md`."""

import importlib.util
import json
import re
import shlex
from pathlib import Path

import click
import pytest

from keras_seq import app as apps
from keras_seq import cli

CHECKOUT = Path(__file__).resolve().parents[1]
spec = importlib.util.spec_from_file_location("results", CHECKOUT / "benchmarks" / "results.py")
results = importlib.util.module_from_spec(spec)
spec.loader.exec_module(results)

METRICS = {
    "test": {"rmse": 2.0, "accuracy": 0.5}, "seconds": 61.4, "seed": 3, "versions": {"keras": "3"},
    "baselines": {"last_value": {"rmse": 3.0, "accuracy": 0.25}, "linear": {"rmse": 1.5}},
}  # fmt: skip


def test_the_better_side_is_bold():
    row = results.Row("a", "sales", "time_series --data {data}/s.csv", "rmse", "RMSE", higher=False)
    assert results.line(row, METRICS) == (
        "| sales | RMSE | 2 | **1.5** (linear) | 1 min 01 s | 3 | "
        "`keras-seq run time_series --data s.csv` |"
    )
    row = results.Row("a", "sales", "time_series", "accuracy", "accuracy")
    assert "| **0.5** | 0.25 (last value) |" in results.line(row, METRICS)


def test_each_recipe_is_there():
    for row in results.ROWS:
        app, *words = shlex.split(row.command)
        if "--config" in words:
            assert (apps.find(app) / words[words.index("--config") + 1]).is_file(), row.name


def test_finished_runs_are_read_and_missing_data_left_out(tmp_path):
    with_data = next(row for row in results.ROWS if "{data}" in row.command)
    assert results.run(with_data, None, tmp_path) is None
    assert results.run(with_data, tmp_path / "nowhere", tmp_path) is None
    (tmp_path / with_data.name).mkdir()
    (tmp_path / with_data.name / "metrics.json").write_text(json.dumps(METRICS))
    assert results.run(with_data, None, tmp_path) == METRICS


@pytest.mark.parametrize("row", results.ROWS, ids=[row.name for row in results.ROWS])
def test_each_command_parses(row):
    name, *words = shlex.split(row.command)
    run = cli.cli.commands["run"]
    run.get_command(click.Context(run), name).make_context(name, words)


def test_the_table_in_the_docs_is_the_script_s():
    text = (CHECKOUT / "docs" / "results.md").read_text(encoding="utf-8")
    table = text[text.index(results.BEGIN) : text.index(results.END)]
    shown = re.findall(r"\| `keras-seq run (.*?)` \|", table)
    known = [row.command.replace("{data}/", "") for row in results.ROWS]
    assert shown and [one for one in known if one in shown] == shown
    assert "cores" in table
