"""Options of apps on the command line: fields of dataclasses become flags."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click

from keras_seq import app as apps
from keras_seq import config
from keras_seq.contract import App
from keras_seq.errors import InputError

FORMATS = ("text", "jsonl", "csv")


class Value(click.ParamType):
    """The type of one field of an app's options."""

    def __init__(self, field: config.Option) -> None:
        self.field = field
        self.name = field.type.__name__

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Show the choices, or the kind of value."""
        kind = "|".join(self.field.choices) if self.field.choices else self.name.upper()
        kind += ",..." if self.field.many else ""
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
    default = field.default
    if field.many and default is not None:
        default = ",".join(map(str, default)) or "none"
    elif field.type is bool:
        default = str(default).lower()
    shown = "" if default is None else f"  [default: {default}]"
    if field.type is bool:
        return click.Option([f"{field.flag}/--no-{field.flag[2:]}"], default=None,
                            help=field.help + shown)  # fmt: skip
    return click.Option([field.flag], type=Value(field), help=field.help + shown)


def typed(given: dict[str, Any], fields: Iterable[config.Option]) -> dict[str, Any]:
    """Return those of the fields that stand on the command line; the dataclass has the defaults."""
    context = click.get_current_context()
    source = click.core.ParameterSource.COMMANDLINE
    names = [field.name for field in fields]
    return {name: given[name] for name in names if context.get_parameter_source(name) == source}


class Grouped(click.Command):
    """A command whose help lists the options of an app by group, its own first."""

    def __init__(self, name: str, fields: Iterable[config.Option], **rest: Any):
        super().__init__(name, **rest)
        self.group_of = {field.name: field.group for field in fields}

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write a section for each group."""
        sections: dict[str, list[tuple[str, str]]] = {}
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx)
            if record is not None:
                group = self.group_of.get(str(param.name), "Options")
                sections.setdefault(group, []).append(record)
        # Fields come in the order of inheritance: data first, the app's own last.
        data = next(iter(self.group_of.values()))
        for group in sorted(
            reversed(sections), key=lambda group: (group != "Options", group != data)
        ):
            with formatter.section(group):
                formatter.write_dl(sections[group])


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
            self.action(
                name, values, **{str(param.name): given[str(param.name)] for param in self.extra}
            )

        return Grouped(
            name,
            fields=fields,
            callback=callback,
            params=[*self.extra, settings, *map(click_option, fields)],
            help=f"{apps.title(name)}",
            short_help=apps.title(name),
        )


def read_config(path: str | None, name: str, module: App) -> dict[str, Any]:
    """Read `--config`: a path, or the name of a recipe that stands in the app's folder."""
    if path is None:
        return {}
    recipe = apps.find(name) / path
    return config.read_yaml(path if Path(path).exists() or not recipe.is_file() else recipe,
                            module.Config)  # fmt: skip


class Predict(click.Group):
    """`predict RUN`, whose options are those of the app that was trained in RUN."""

    def __init__(self, action: Callable[..., None], **rest: Any):
        super().__init__(**rest)
        self.action = action

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str, click.Command, list[str]]:
        """Take the first word for the run folder, and make the command for it."""
        name, *rest = args
        return name, self.command_for(name, first_value(rest, "--app")), rest

    def command_for(self, name: str, app: str | None) -> click.Command:
        """Make the command for one run folder; an app that is not built in must be named."""
        from keras_seq.runs import bundle

        task = bundle.load_app(Path(name), app).task
        fields, formats = config.options(task.options), (*FORMATS, *getattr(task, "formats", ()))
        common: list[click.Parameter] = [
            click.Argument(["inputs"], nargs=-1, metavar="[INPUT ...]"),
            click.Option(["path", "--input", "--data"], metavar="FILE",
                         help="Read the inputs from a file."),
            click.Option(["form", "--format"], type=click.Choice(formats),
                         default="text", show_default=True, help="How the answers are written."),
            click.Option(["app", "--app"], metavar="DIR", help="The folder of an app of your own."),
            click.Option(["others", "--with"], metavar="RUN", multiple=True,
                         help="Another run, to answer together by their mean; may be repeated."),
        ]  # fmt: skip
        own = [str(param.name) for param in common]

        def callback(**given: Any) -> None:
            self.action(name, typed(given, fields), **{param: given[param] for param in own})

        return Grouped(
            name, fields=fields, callback=callback,
            params=[*common, *map(click_option, fields)], help=self.help,
        )  # fmt: skip


def first_value(words: list[str], flag: str) -> str | None:
    """Find the value of an option among words that are not parsed yet; none behind `--`."""
    words = words[: words.index("--")] if "--" in words else words
    for word, following in itertools.zip_longest(words, words[1:]):
        if word == flag:
            return following
        if word.startswith(f"{flag}="):
            return word.removeprefix(f"{flag}=")
    return None
