"""The command line. Each command is a few lines; heavy imports wait inside."""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from keras_seq import app as apps
from keras_seq import config, contract
from keras_seq.errors import InputError
from keras_seq.progress import say
from keras_seq.version import __version__

FORMATS = click.Choice(["text", "jsonl", "csv"])


class Value(click.ParamType):
    """The type of one field of an app's options."""

    def __init__(self, field: config.Option) -> None:
        self.field = field
        self.name = field.type.__name__

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Show the choices, or the kind of value."""
        kind = "|".join(self.field.choices) if self.field.choices else self.name.upper()
        return f"[{kind}|none]" if self.field.optional and self.field.default is not None else kind

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        """Check the value; `none` unsets an optional one."""
        if self.field.optional and value == "none":
            return None
        try:
            return self.field.parse(value)
        except ValueError as error:
            raise InputError(f"{self.field.flag} {error}") from None


def click_option(field: config.Option) -> click.Option:
    """Turn a field into an option. It has no default here: the dataclass alone has defaults."""
    default = str(field.default).lower() if field.type is bool else field.default
    shown = "" if field.default is None else f"  [default: {default}]"
    if field.type is bool:
        return click.Option([f"{field.flag}/--no-{field.flag[2:]}"], default=None,
                            help=field.help + shown)  # fmt: skip
    return click.Option([field.flag], type=Value(field), help=field.help + shown)


def typed(given: dict[str, Any], fields: Iterable[config.Option]) -> dict[str, Any]:
    """Return those of the fields that stand on the command line; the dataclass has the defaults."""
    context = click.get_current_context()
    source = click.core.ParameterSource.COMMANDLINE
    names = [one.name for one in fields]
    return {name: given[name] for name in names if context.get_parameter_source(name) == source}


class PerApp(click.Group):
    """A command whose first word is an app, and whose options are that app's."""

    def __init__(self, action: Callable[..., None], extra: list[click.Parameter], **rest: Any):
        super().__init__(subcommand_metavar="APP [OPTIONS]", **rest)
        self.action = action
        self.extra = extra

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the built-in apps."""
        return apps.names()

    def get_command(self, ctx: click.Context, name: str) -> click.Command:
        """Make the command of one app; a folder is an app too."""
        module = apps.load(name)
        fields = config.options(module.Config)
        settings = click.Option(
            ["--config", "config_file"],
            metavar="FILE",
            help="YAML file with any of these options, or the name of one of the app's recipes.",
        )

        def callback(config_file: str | None, **given: Any) -> None:
            values = read_config(config_file, name, module) | typed(given, fields)
            self.action(name, values, **{str(one.name): given[str(one.name)] for one in self.extra})

        return click.Command(
            name,
            callback=callback,
            params=[*self.extra, settings, *map(click_option, fields)],
            help=f"{apps.title(name)}",
            short_help=apps.title(name),
        )


def read_config(path: str | None, name: str, module: contract.App) -> dict[str, Any]:
    """Read `--config`: a path, or the name of a recipe that stands in the app's folder."""
    if path is None:
        return {}
    recipe = apps.find(name) / path
    return config.read_yaml(path if Path(path).exists() or not recipe.is_file() else recipe,
                            module.Config)  # fmt: skip


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="keras-seq")
def cli() -> None:
    """Sequence models that run at once: train, judge and use recurrent networks."""


@cli.command("list")
def list_apps() -> None:
    """List the apps."""
    for name in apps.names():
        click.echo(f"{name:18} {apps.title(name)}")


def run(
    app: str, values: dict[str, Any], output_dir: str | None, resume: bool, overwrite: bool
) -> None:
    """Train, judge, save and report."""
    from keras_seq.runs import closing as report
    from keras_seq.runs import runner, variants

    path = output_dir or runner.default_folder(app, resume)
    if resume and overwrite:
        raise InputError("--resume and --overwrite contradict each other; give one of them")
    try:
        finished = variants.run(app, values, path, resume=resume, overwrite=overwrite)
    except KeyboardInterrupt:
        if (Path(path) / "config.yaml").is_file():
            say(f"\ninterrupted; go on with: keras-seq run {app} --output-dir {path} --resume")
        raise
    click.echo(report.summary(finished.app, finished.metrics))
    click.echo(f"\nreport   {finished.path / 'report.html'}")
    click.echo(f"predict  keras-seq predict {finished.path}")


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


def check_data(app: str, values: dict[str, Any]) -> None:
    """Read the data as `run` would, and say what is in it."""
    module = apps.load(app)
    settings = config.make(module.Config, values)
    splits = contract.read_splits(module, settings)
    for line in module.describe(settings, splits):
        click.echo(line)


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
@click.argument("run_dir", metavar="RUN")
@click.option("--data", metavar="PATH", help="File, folder or tfds:NAME.  [default: the run's own]")
@click.option("--app", metavar="DIR", help="The app's folder, where it has moved.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def evaluate(run_dir: str, data: str | None, app: str | None, form: str) -> None:
    """Judge a trained model on labelled data."""
    import json

    from keras_seq.runs import bundle

    metrics = bundle.load(run_dir, app).evaluate(data)
    if form == "json":
        click.echo(json.dumps(metrics))
    else:
        for name, value in metrics.items():
            click.echo(f"{name:16} {value:.4f}")


@cli.command()
@click.argument("run_dir", metavar="RUN")
@click.option("--data", metavar="PATH", help="File or folder.  [default: the run's own]")
@click.option("--folds", type=click.IntRange(1), default=5, show_default=True,
              help="Test parts, one horizon each, up to the end.")  # fmt: skip
@click.option("--output-dir", metavar="DIR", help="[default: RUN-backtest]")
@click.option("--overwrite", is_flag=True, help="Replace an earlier backtest.")
def backtest(
    run_dir: str, data: str | None, folds: int, output_dir: str | None, overwrite: bool
) -> None:
    """Train a run's recipe anew for test parts that move through time."""
    from keras_seq.runs.backtest import backtest

    folder = Path(output_dir or f"{run_dir.rstrip('/')}-backtest")
    result = backtest(Path(run_dir), folder, data=data, count=folds, overwrite=overwrite)
    names, metric = list(result["mean"]), result["metric"]
    width = max(map(len, names)) + 2
    click.echo(f"{metric:{width}}" + "".join(f"{f'fold {n}':>12}" for n in range(1, folds + 1))
               + f"{'mean':>12}{'deviation':>12}")  # fmt: skip
    for name in names:
        cells = [*(row[name][metric] for row in result["folds"]), result["mean"][name],
                 result["deviation"][name]]  # fmt: skip
        click.echo(f"{name.replace('_', ' '):{width}}" + "".join(f"{one:12.4f}" for one in cells))


class Predict(click.Group):
    """`predict RUN`, whose options are those of the app that was trained in RUN."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str, click.Command, list[str]]:
        """Take the first word for the run folder, and make the command for it."""
        name, *rest = args
        return name, self.command_for(name, first_value(rest, "--app")), rest

    def command_for(self, name: str, moved: str | None) -> click.Command:
        """Make the command for one run folder; its app may have moved."""
        from keras_seq.runs import bundle

        description = bundle.read_description(Path(name))
        fields = config.options(apps.load(moved or description["app"]).PredictOptions)

        def callback(**given: Any) -> None:
            predict(name, typed(given, fields), **{one: given[one] for one in own})

        common: list[click.Parameter] = [
            click.Argument(["inputs"], nargs=-1, metavar="[INPUT ...]"),
            click.Option(["path", "--input", "--data"], metavar="FILE",
                         help="Read the inputs from a file."),
            click.Option(["form", "--format"], type=FORMATS, default="text", show_default=True,
                         help="How the answers are written."),
            click.Option(["app", "--app"], metavar="DIR",
                         help="The app's folder, where it has moved."),
        ]  # fmt: skip
        own = [str(one.name) for one in common]
        return click.Command(
            name, callback=callback, params=[*common, *map(click_option, fields)], help=self.help
        )


cli.add_command(
    Predict(
        name="predict",
        subcommand_metavar="RUN [INPUT ...] [OPTIONS]",
        help="Answer raw inputs: from the words after RUN, a file, a pipe, or a prompt on a "
        "terminal.\n\n`keras-seq predict RUN --help` lists the options of the app trained in RUN.",
        short_help="Answer raw inputs.",
    )
)


def first_value(words: list[str], flag: str) -> str | None:
    """Find the value of an option among words that are not parsed yet."""
    for word, following in itertools.zip_longest(words, words[1:]):
        if word == flag:
            return following
        if word.startswith(f"{flag}="):
            return word.removeprefix(f"{flag}=")
    return None


def predict(
    run_dir: str,
    values: dict[str, Any],
    inputs: tuple[str, ...],
    path: str | None,
    form: str,
    app: str | None,
) -> None:
    """Answer raw inputs and write the answers to stdout."""
    from keras_seq.runs import bundle

    if inputs and path:
        raise InputError("give inputs either as words or with --input, not both")
    loaded = bundle.load(run_dir, app)
    source: Iterable[Any] | None
    if inputs:
        source = inputs
    elif path:
        source = loaded.app.read_inputs(loaded.config, path)
    elif loaded.app.NEEDS_INPUT and sys.stdin.isatty():
        source, values = prompted(), {"at_once": 1, **values}
    elif loaded.app.NEEDS_INPUT:
        source = piped()
    else:
        lines = iter(()) if sys.stdin.isatty() else piped()
        first = next(lines, None)
        source = None if first is None else itertools.chain([first], lines)
    write_answers(loaded.predict(source, **values), form, loaded.app.as_text)


def piped() -> Iterator[str]:
    """Read lines from a pipe, as they come."""
    for number, line in enumerate(sys.stdin.buffer, start=1):
        try:
            yield line.decode("utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise InputError(f"stdin, line {number}: not UTF-8 text ({error.reason})") from None


def prompted() -> Iterator[str]:
    """Ask a person for one input after the other, until an empty line."""
    say("an input a line; an empty line ends")
    while True:
        click.echo("> ", err=True, nl=False)
        line = sys.stdin.readline().strip()
        if not line:
            return
        yield line


def write_answers(
    answers: Iterator[dict[str, Any]], form: str, as_text: Callable[[dict[str, Any]], str]
) -> None:
    """Write each answer to stdout as soon as it is there.

    As text, an answer with `more` is a piece that the next one goes on from on the same line.
    """
    import csv
    import json

    writer = None
    for answer in answers:
        if form == "text":
            click.echo(as_text(answer), nl=not answer.get("more"))
        elif form == "jsonl":
            click.echo(json.dumps(answer, ensure_ascii=False))
        else:
            row = flat(answer)
            if writer is None:
                writer = csv.DictWriter(sys.stdout, list(row), lineterminator="\n")
                writer.writeheader()
            writer.writerow(row)
        sys.stdout.flush()


def flat(answer: dict[str, Any]) -> dict[str, Any]:
    """Turn a nested answer into columns: {"p": {"a": 1}} becomes {"p.a": 1}."""
    row = {}
    for key, value in answer.items():
        if isinstance(value, dict):
            row.update({f"{key}.{inner}": one for inner, one in flat(value).items()})
        else:
            row[key] = value
    return row


@cli.command()
@click.argument("folder", metavar="DIR")
@click.option("--from", "app", required=True, metavar="APP", help="The app to start from.")
def new(folder: str, app: str) -> None:
    """Copy an app into a folder of your own, to adapt it."""
    from keras_seq import scaffold

    scaffold.copy_app(app, Path(folder))
    click.echo(f"{folder}/app.py is yours to change; then")
    click.echo(f"  keras-seq run {folder if os.path.isabs(folder) else f'./{folder}'}")
    click.echo(f"  pytest {folder}")


def main(args: list[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 2 wrong usage or data, 130 interrupted, 1 a fault."""
    try:
        cli.main(args, prog_name="keras-seq", standalone_mode=False)
    except InputError as error:
        fail(str(error))
    except click.UsageError as error:
        words = error.ctx.command_path if error.ctx else "keras-seq"
        fail(f"{error.format_message()} (see {words} --help)")
    except click.ClickException as error:
        fail(error.format_message())
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BrokenPipeError:
        # Whoever read our output has enough, as `head` does.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(0)


def fail(message: str) -> None:
    """Say one line on stderr and exit with status 2."""
    line = " ".join(message.split())
    say("keras-seq: " + line.encode("utf-8", "backslashreplace").decode("utf-8"))
    sys.exit(2)
