"""The pages that try a run in a browser."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from keras_seq import config, contract
from keras_seq.report import Report
from keras_seq.runs import closing, examples
from keras_seq.runs.bundle import Bundle
from keras_seq.serving.requests import LARGEST, picture_option, takes_files, takes_pictures

HERE = Path(__file__).parent


def address(name: str) -> str:
    """Return the address that a run's questions are posted to."""
    return f"/runs/{quote(name)}/predict"


def example_files(run: Bundle) -> list[Path]:
    """List the files of the run folder that its closing words ask to try."""
    inputs, _ = examples.taken_apart(run.metrics.get("example", []), run.app.task)
    return [run.path / word for word in inputs if (run.path / word).is_file()]


def page(run: Bundle, nonce: str) -> str:
    """Write the page of a run: a box or files, options, the answer, and how good it is.

    Args:
        run: the finished run.
        nonce: lets the page's own script run, and no other.
    """
    metrics, task = run.metrics, run.app.task
    report = closing.page_of(run.app, run.config, metrics)
    report.results(
        metrics["test"], metrics["baselines"], contract.deciding(task, metrics),
        task.higher_is_better, metrics["examples"]["test"],
    )  # fmt: skip
    inputs, typed = examples.taken_apart(metrics.get("example", []), task)
    texts = [] if takes_files(run.app) else inputs
    return report.html(
        HERE / "page.html",
        nonce=nonce,
        files=takes_files(run.app),
        pictures=takes_pictures(run.app),
        needs_input=task.needs_input,
        example=" ".join(texts[:1]),
        has_example=bool(example_files(run) or typed),
        file_example=bool(example_files(run)),
        fields=[
            _field(field) | {"example": typed.get(field.name, "")}
            for field in config.options(task.options)
            if _asked(field)
        ],
        streams=not takes_files(run.app)
        and any(field.name == "stream" for field in config.options(task.options)),
        picture=picture_option(run.app) is not None,
    )


def _asked(field: config.Option) -> bool:
    return field.name not in ("at_once", "stream") and not (field.writes or field.reads)


def _field(field: config.Option) -> dict[str, Any]:
    """Describe an option as a field of a form."""
    kinds = {int: "number", float: "number", bool: "checkbox", str: "text"}
    default = field.default
    return {
        "name": field.name,
        "label": field.name.replace("_", " "),
        "help": field.help,
        "kind": kinds[field.type],
        "whole": field.type is int,
        "many": field.many,
        "choices": field.choices or (),
        "default": ",".join(map(str, default)) if field.many and default else default,
        "least": field.minimum,
        "most": LARGEST.get(field.name, field.maximum),
    }


def index(runs: Mapping[str, Bundle]) -> str:
    """Write the page that lists several runs."""
    report = Report("Runs")
    report.facts({name: closing.title(run.app) for name, run in runs.items()}, "What is served")
    return report.html(HERE / "runs.html", links={
        name: f"/runs/{quote(name)}" for name in runs
    })  # fmt: skip
