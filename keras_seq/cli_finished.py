"""Commands that take finished runs further: beside each other, to another runtime, behind HTTP."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from keras_seq.progress import show


@click.command()
@click.argument("run_dirs", metavar="RUN...", nargs=-1, required=True)
@click.option("--output", metavar="FILE", help="Write a page as well, .html.")
@click.option("--app", metavar="DIR", help="The folder of an app of your own.")
def compare(run_dirs: tuple[str, ...], output: str | None, app: str | None) -> None:
    """Set finished runs of one app beside each other, the best first."""
    from keras_seq import files
    from keras_seq.runs import comparison

    page = files.check_new(output, "--output", (".html",)) if output else None
    compared = comparison.compare(run_dirs, app)
    for line in comparison.lines(compared):
        show(line)
    if page:
        comparison.write(compared, page)


@click.command()
@click.argument("run_dir", metavar="RUN")
@click.option("--format", "form", required=True, help="What the other runtime reads.",
              type=click.Choice(["saved_model", "onnx", "litert"]))  # fmt: skip
@click.option("--output", metavar="DIR", help="[default: RUN-FORMAT]")
@click.option("--steps", type=click.IntRange(1), help="Of the one sequence that litert takes.")
@click.option("--app", metavar="DIR", help="The folder of an app of your own.")
def export(run_dir: str, form: str, output: str | None, steps: int | None, app: str | None) -> None:
    """Write a run's model for another runtime, proved there to answer alike."""
    from keras_seq.exporting import export
    from keras_seq.runs import bundle

    folder = Path(output or f"{run_dir.rstrip('/')}-{form}")
    show(export.shown(export.export(bundle.load(run_dir, app), form, folder, steps)))
    show(f"exported {folder}")


@click.command()
@click.argument("run_dirs", metavar="RUN...", nargs=-1, required=True)
@click.option("--port", default=8000, show_default=True, help="0: one that is free.",
              type=click.IntRange(0, 65535))  # fmt: skip
@click.option("--host", default="127.0.0.1", show_default=True,
              help="Another one than this machine's own needs --token.")  # fmt: skip
@click.option("--token", envvar="KERAS_SEQ_TOKEN", show_envvar=True,
              help="What requests must bring as Authorization: Bearer TOKEN.")  # fmt: skip
@click.option("--max-megabytes", default=32.0, show_default=True, help="Of a request.",
              type=click.FloatRange(0, min_open=True))  # fmt: skip
@click.option("--app", metavar="DIR", help="The folder of an app of your own.")
def serve(run_dirs: tuple[str, ...], app: str | None, **options: Any) -> None:
    """Answer over HTTP: a page to try trained runs, and an API."""
    from keras_seq import backend
    from keras_seq.runs import bundle
    from keras_seq.serving import server

    backend.start(lean=True)
    server.serve([bundle.load(run_dir, app) for run_dir in run_dirs], **options)
