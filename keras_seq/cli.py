"""The command line. Each command is a few lines; heavy imports wait inside."""

from __future__ import annotations

import contextlib
import itertools
import os
import shlex
import sys
import traceback
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from keras_seq import app as apps
from keras_seq import config, contract
from keras_seq.cli_answers import (
    as_json,
    as_word,
    one_line,
    piped,
    piped_bytes,
    prompted,
    write_answers,
)
from keras_seq.cli_finished import compare, export, serve
from keras_seq.cli_options import PerApp, Predict
from keras_seq.errors import InputError
from keras_seq.progress import say, show
from keras_seq.version import __version__

LONGEST = 500  # characters of a line that says what is wrong


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="keras-seq")
def cli() -> None:
    """Sequence models that run at once: train, judge and use recurrent networks."""


@cli.command("list")
def list_apps() -> None:
    """List the apps."""
    names = apps.names()
    width = max(map(len, names))
    for name in names:
        show(f"{name:{width}} {apps.title(name)}")


def run(
    app: str, values: dict[str, Any], output_dir: str | None, resume: bool, overwrite: bool
) -> None:
    """Train, judge, save and report."""
    from keras_seq.runs import closing, examples, runner, variants

    if resume and overwrite:
        raise InputError("--resume and --overwrite contradict each other; give one of them")
    with runner.run_folder(app, output_dir, resume) as path:
        words = f"run {shlex.quote(app)} --output-dir {shlex.quote(str(path))}"
        with resumable(path / "config.yaml", words):
            finished = variants.run(app, values, path, resume=resume, overwrite=overwrite)
    show(closing.summary(finished.app, finished.metrics))
    show(f"\nreport   {finished.path / 'report.html'}")
    own = None if finished.metrics["app"] in apps.names() else app
    example = finished.metrics.get("example", [])
    show(f"predict  {examples.command(finished.path, example, own)}")


@contextlib.contextmanager
def resumable(begun: Path, words: str) -> Iterator[None]:
    """Say how to go on where a command stops for a reason that may pass.

    Args:
        begun: the file that says that something is there to go on from.
        words: of the command.
    """
    try:
        yield
    except (KeyboardInterrupt, OSError) as stop:
        with contextlib.suppress(OSError):
            if begun.is_file():
                why = "interrupted" if isinstance(stop, KeyboardInterrupt) else "stopped"
                say(f"\n{why}; go on with: keras-seq {words} --resume")
        raise


cli.add_command(
    PerApp(
        run,
        [
            click.Option(["--output-dir"], metavar="DIR",
                         help="The run folder.  [default: runs/APP-<date>-<time>]"),
            click.Option(["--resume"], is_flag=True, help="Go on with an interrupted run."),
            click.Option(["--overwrite"], is_flag=True, help="Replace a run folder."),
        ],
        name="run",
        help="Train an app from its data to its report.\n\n"
        "APP is a name from `keras-seq list`, or a folder such as ./my_app.",
        short_help="Train an app.",
    )
)  # fmt: skip


def search(
    app: str,
    values: dict[str, Any],
    over: str,
    trials: int,
    workers: int,
    storage: str | None,
    output_dir: str | None,
    resume: bool,
) -> None:
    """Try options, and train the best ones."""
    from keras_seq.runs import bundle, closing, search, search_report

    folder = Path(output_dir or f"search-{app.strip('./').replace('/', '-')}")
    words = f"search {shlex.quote(app)} --over {shlex.quote(over)}"
    words += f" --output-dir {shlex.quote(str(folder))} and the same options"
    with resumable(folder / search.PLAN, words):
        study = search.search(
            app, values, over, folder, trials=trials, workers=workers, storage=storage,
            resume=resume,
        )  # fmt: skip
        best = bundle.load(folder / search.BEST, app)
        search_report.write(study, best, folder)
    show(closing.summary(best.app, best.metrics))
    show(f"\nreport   {folder / search_report.PAGE}")
    show(f"run      {best.path}")


cli.add_command(
    PerApp(
        search,
        [
            click.Option(["--over"], required=True, metavar="OPTIONS",
                         help="What is tried: units=32..256,cell=lstm|gru,dropout=0..0.6"),
            click.Option(["--trials"], type=click.IntRange(1), default=20, show_default=True,
                         help="How many, those before --resume counted in."),
            click.Option(["--workers"], type=click.IntRange(1, 64), default=1, show_default=True,
                         help="Processes that try side by side."),
            click.Option(["--storage"], metavar="URL",
                         help="Where trials are kept, shared by several machines.  "
                         "[default: a file in the folder]"),
            click.Option(["--output-dir"], metavar="DIR", help="[default: search-APP]"),
            click.Option(["--resume"], is_flag=True, help="Go on with an interrupted search."),
        ],
        name="search",
        help="Search for the options of an app that are best on the validation part.\n\n"
        "The best ones are trained again, and judged on the test part once.",
        short_help="Search for good options.",
    )
)  # fmt: skip


def check_data(app: str, values: dict[str, Any]) -> None:
    """Read the data as `run` would, and say what is in it."""
    module = apps.load(app)
    settings = config.make(module.Config, values)
    splits = contract.read_splits(module, settings)
    for line in module.describe(settings, splits):
        show(one_line(line))


cli.add_command(
    PerApp(
        check_data,
        [],
        name="check-data",
        help="Read the data as `run` would, and say what is in it or what is wrong.",
        short_help="Look at an app's data.",
    )
)


@cli.command()
@click.argument("run_dirs", metavar="RUN...", nargs=-1, required=True)
@click.option("--data", metavar="PATH", help="File, folder or tfds:NAME.  [default: the run's own]")
@click.option("--app", metavar="DIR", help="The folder of an app of your own.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def evaluate(run_dirs: tuple[str, ...], data: str | None, app: str | None, form: str) -> None:
    """Judge a trained model on labelled data; several answer together, by their mean."""
    from keras_seq.runs import ensemble

    metrics = ensemble.load(run_dirs, app).evaluate(data)
    if form == "json":
        show(as_json(metrics))
    else:
        for name, value in metrics.items():
            show(f"{name:16} {value:.5g}")


@cli.command()
@click.argument("run_dir", metavar="RUN")
@click.option("--data", metavar="PATH", help="File or folder.  [default: the run's own]")
@click.option("--folds", type=click.IntRange(1),
              help="Test parts, one horizon each, up to the end.  [default: 5]")  # fmt: skip
@click.option("--output-dir", metavar="DIR", help="[default: RUN-backtest]")
@click.option("--resume", is_flag=True, help="Go on with an interrupted backtest.")
@click.option("--overwrite", is_flag=True, help="Replace an earlier backtest.")
@click.option("--app", metavar="DIR", help="The folder of an app of your own.")
def backtest(
    run_dir: str,
    data: str | None,
    folds: int | None,
    output_dir: str | None,
    resume: bool,
    overwrite: bool,
    app: str | None,
) -> None:
    """Train a run's recipe anew for test parts that move through time."""
    from keras_seq.runs.backtest import PLAN, backtest

    if resume and overwrite:
        raise InputError("--resume and --overwrite contradict each other; give one of them")
    folder = Path(output_dir or f"{run_dir.rstrip('/')}-backtest")
    words = f"backtest {shlex.quote(run_dir)} --output-dir {shlex.quote(str(folder))}"
    with resumable(folder / PLAN, words):
        result = backtest(
            Path(run_dir), folder, data=data, count=folds, resume=resume, overwrite=overwrite,
            app=app,
        )  # fmt: skip
    names, metric = list(result["mean"]), result["metric"]
    width = max(map(len, names)) + 2
    numbers = range(1, len(result["folds"]) + 1)
    show(f"{metric:{width}}" + "".join(f"{f'fold {n}':>12}" for n in numbers)
         + f"{'mean':>12}{'deviation':>12}")  # fmt: skip
    for name in names:
        cells = [*(row[name][metric] for row in result["folds"]), result["mean"][name],
                 result["deviation"][name]]  # fmt: skip
        show(f"{name.replace('_', ' '):{width}}" + "".join(f"{cell:12.4f}" for cell in cells))


def predict(
    run_dir: str,
    values: dict[str, Any],
    inputs: tuple[str, ...],
    path: str | None,
    form: str,
    app: str | None,
    others: tuple[str, ...],
) -> None:
    """Answer raw inputs and write the answers to stdout."""
    from keras_seq import backend
    from keras_seq.runs import ensemble

    backend.start(lean=True)

    if inputs and path:
        raise InputError("give inputs either as words or with --input, not both")
    loaded = ensemble.load([run_dir, *others], app)
    task = loaded.app.task
    source: Iterable[Any] | None
    if inputs:
        words = map(as_word, inputs)
        read = getattr(loaded.app, "read_word", lambda config, word: [word])
        source = (one for word in words for one in read(loaded.config, word))
    elif path:
        source = loaded.app.read_inputs(loaded.config, path)
    elif hasattr(task, "takes_bytes") and task.takes_bytes(values):
        source = piped_bytes()
    elif task.needs_input and sys.stdin.isatty():
        source, values = prompted(), {"at_once": 1, **values}
    elif task.needs_input:
        source = piped()
    else:
        lines = iter(()) if sys.stdin.isatty() else piped()
        first = next(lines, None)
        source = None if first is None else itertools.chain([first], lines)
    write_answers(
        loaded.predict(source, **values), form, task.as_text,
        lines_of=getattr(task, "formats", {}).get(form),
        many_lines=getattr(task, "many_lines", False),
    )  # fmt: skip


cli.add_command(
    Predict(
        predict,
        name="predict",
        subcommand_metavar="RUN [INPUT ...] [OPTIONS]",
        help="Answer raw inputs: from the words after RUN, a file, a pipe, or a prompt on a "
        "terminal.\n\n`keras-seq predict RUN --help` lists the options of the app trained in RUN.",
        short_help="Answer raw inputs.",
    )
)


for command in (compare, export, serve):
    cli.add_command(command)


@cli.command()
@click.argument("folder", metavar="DIR")
@click.option("--from", "app", required=True, metavar="APP", help="The app to start from.")
def new(folder: str, app: str) -> None:
    """Copy an app into a folder of your own, to adapt it."""
    from keras_seq import scaffold

    scaffold.copy_app(app, Path(folder))
    show(f"{folder}/app.py is yours to change; then")
    show(f"  keras-seq run {folder if os.path.isabs(folder) else f'./{folder}'}")
    show(f"  pytest {folder}")


def main(args: list[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 2 wrong usage or data, 130 interrupted, 1 a fault."""
    open_streams()
    warnings.showwarning = lambda message, *where: say(
        f"keras-seq: {' '.join(str(message).split())}"
    )
    try:
        cli.main(args, prog_name="keras-seq", standalone_mode=False)
        sys.stdout.flush()
    except InputError as error:
        fail(str(error))
    except click.UsageError as error:
        words = error.ctx.command_path if error.ctx else "keras-seq"
        fail(f"{error.format_message()} (see {words} --help)")
    except click.ClickException as error:
        fail(error.format_message())
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except SystemExit:
        if not hasattr(sys.stdout, "wrapped"):
            raise
        _drop_output()  # click has met a broken pipe: who read our output has enough, like `head`
    except BrokenPipeError:
        _drop_output()
    except OSError as error:
        _drop_output()
        what = f"{error.filename}: " if error.filename is not None else ""
        fail(what + (error.strerror or str(error)))
    except MemoryError:
        fail("more memory is needed than there is; take smaller sizes, or fewer data")
    except Exception:
        traceback.print_exc(limit=-12)
        say("keras-seq: that is a fault of keras_seq, or of an app of your own; please report it "
            "with the lines above, and keras-seq --version")  # fmt: skip
        sys.exit(1)
    sys.exit(0)


def open_streams() -> None:
    """Give each standard stream that is closed a place to go: nowhere.

    Else the next file that is opened takes its number, and gets what is written to the stream.
    """
    for name, mode in (("stdin", "r"), ("stderr", "w"), ("stdout", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115
            if name == "stdout":
                say("keras-seq: stdout is closed; what is written there is lost")


def _drop_output() -> None:
    """Let nothing more be written to stdout, or Python complains at its end."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        stdout = getattr(sys.stdout, "wrapped", sys.stdout)
        os.dup2(os.open(os.devnull, os.O_WRONLY), stdout.fileno())


def fail(message: str) -> None:
    """Say one line on stderr and exit with status 2."""
    line = " ".join(message.split())
    say("keras-seq: " + (line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"))
    sys.exit(2)
