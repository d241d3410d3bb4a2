"""Options: one frozen dataclass gives names, types, defaults, help, YAML keys and flags.

The dataclass is the only source of defaults. The order of precedence is: defaults, then a YAML
file, then the command line. A dataclass may inherit groups of options, each declared once beside
what it configures, and give a field another default: `units: int = 64`.
"""

from __future__ import annotations

import dataclasses
import difflib
import math
import reprlib
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from keras_seq import safe_yaml
from keras_seq.errors import InputError

C = TypeVar("C")

# How a wrong value is shown: a nested list may be of any size.
_short = reprlib.Repr()
_short.maxlevel, _short.maxlist, _short.maxdict, _short.maxstring, _short.maxother = 3, 9, 9, 80, 80


def option(
    default: Any,
    help: str,
    *,
    choices: tuple[str, ...] | None = None,
    minimum: float | None = None,
    above: float | None = None,
    maximum: float | None = None,
    below: float | None = None,
    writes: tuple[str, ...] = (),
    reads: bool = False,
) -> Any:
    """Declare one field of an options dataclass.

    Args:
        default: the value when nobody sets it.
        help: one line for the command line and the reader.
        choices: the only strings allowed.
        minimum: the smallest number allowed.
        above: a number that the value must exceed.
        maximum: the largest number allowed.
        below: a number that the value must stay under.
        writes: how the name of the file may end that is written; for an option that names one.
        reads: whether the value may name a file or folder that is read, other than data.

    Returns:
        A dataclass field.
    """
    metadata = {
        "help": help,
        "choices": choices,
        "minimum": minimum,
        "above": above,
        "maximum": maximum,
        "below": below,
        "writes": writes,
        "reads": reads,
    }
    return dataclasses.field(default=default, metadata=metadata)


class Options:
    """What groups of options have in common: no field, and one way to hand a group on."""

    def part(self, group: type) -> dict[str, Any]:
        """Return the options of one group, as keyword arguments for what the group configures."""
        return {field.name: getattr(self, field.name) for field in dataclasses.fields(group)}


@dataclasses.dataclass(frozen=True)
class Option:
    """One field of an options dataclass, resolved."""

    name: str
    type: type  # of a list, that of its items
    many: bool  # a list: commas between on the command line, a tuple in Python
    optional: bool
    group: str  # what the class that declares it is, in a line
    default: Any
    help: str
    choices: tuple[str, ...] | None
    minimum: float | None
    above: float | None
    maximum: float | None
    below: float | None
    writes: tuple[str, ...]
    reads: bool

    @property
    def flag(self) -> str:
        """The option as typed on the command line, such as `--batch-size`."""
        return "--" + self.name.replace("_", "-")

    def parse(self, value: Any) -> Any:
        """Return `value` in the field's own type.

        Raises:
            ValueError: with a message that says what the value must be.
        """
        if value is None and self.optional:
            return None
        if self.many:
            return tuple(map(self._checked, self._items(value)))
        return self._checked(value)

    def _items(self, value: Any) -> Iterable[Any]:
        if isinstance(value, list | tuple):
            return value
        if value is None or (isinstance(value, str) and value.strip() in ("", "none")):
            return ()
        return [item.strip() for item in str(value).split(",") if item.strip()]

    def _checked(self, value: Any) -> Any:
        value = self._converted(value)
        if self.choices and value not in self.choices:
            raise ValueError(f"must be one of {', '.join(self.choices)}, not {_short.repr(value)}")
        checks: list[tuple[float | None, Callable[[float, float], bool], str]] = [
            (self.minimum, lambda value, bound: value >= bound, "at least"),
            (self.above, lambda value, bound: value > bound, "more than"),
            (self.maximum, lambda value, bound: value <= bound, "at most"),
            (self.below, lambda value, bound: value < bound, "less than"),
        ]
        for bound, holds, words in checks:
            if bound is not None and not holds(value, bound):
                raise ValueError(f"must be {words} {bound:g}, not {_short.repr(value)}")
        return value

    def _converted(self, value: Any) -> Any:
        if self.type is bool and isinstance(value, bool):
            return value
        if self.type is str and isinstance(value, str | Path):
            if not str(value):
                raise ValueError("must not be empty")
            if "\0" in str(value):
                raise ValueError("must not hold a NUL character")
            return str(value)
        if self.type is str and isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)  # a column called 7, unquoted in YAML
        if self.type in (int, float) and not isinstance(value, bool):
            # YAML reads 1e-3 as a string, so numbers may come as text.
            try:
                number = float(value)
            except (TypeError, ValueError, OverflowError):
                number = math.nan
            if math.isfinite(number) and (self.type is float or number == int(number)):
                return self.type(number)
        kind = {bool: "true or false", str: "text", int: "a whole number", float: "a number"}
        between = ", with commas between" if self.many else ""
        raise ValueError(f"must be {kind[self.type]}{between}, not {_short.repr(value)}")


def options(config_class: type) -> list[Option]:
    """List the fields of an options dataclass with their types resolved.

    Args:
        config_class: a dataclass whose fields are declared by `option`, here or in a class that it
            inherits, each of type `bool`, `int`, `float` or `str`, or a `tuple` of these
            (`tuple[str, ...]`), or one of all these `| None`.

    Raises:
        TypeError: for a field of another type, or one without help.
    """
    hints = typing.get_type_hints(config_class)
    resolved = []
    for field in dataclasses.fields(config_class):
        hint = hints[field.name]
        members = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
        kinds = [member for member in members if member is not type(None)]
        many = len(kinds) == 1 and typing.get_origin(kinds[0]) is tuple
        kind = typing.get_args(kinds[0])[0] if many else kinds[0]
        where = f"{config_class.__name__}.{field.name}"
        if len(kinds) != 1 or kind not in (bool, int, float, str):
            raise TypeError(f"{where}: the type must be bool, int, float or str, or one | None")
        owner = _declaring(config_class, field.name)
        if owner is None:
            raise TypeError(f"{where}: declare it with keras_seq.option(default, help)")
        resolved.append(
            Option(
                name=field.name,
                type=kind,
                many=many,
                optional=len(members) > 1,
                group=(owner.__doc__ or "").split("\n")[0].rstrip("."),
                default=field.default,
                **vars(owner)["__dataclass_fields__"][field.name].metadata,
            )
        )
    return resolved


def _declaring(config_class: type, name: str) -> type | None:
    """Find the class that says what a field is: a class may just give it another default."""
    for owner in config_class.__mro__:
        field = vars(owner).get("__dataclass_fields__", {}).get(name)
        own = name in vars(owner).get("__annotations__", {})
        if own and field is not None and "help" in field.metadata:
            return owner
    return None


def nearest(name: str, known: Iterable[str]) -> str:
    """Say which of the `known` names is meant by `name`: ` (did you mean X?)`, or nothing."""
    names = list(known)
    begun = [one for one in names if len(name) > 1 and one.startswith(name)]
    close = begun or difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    return f"; did you mean {close[0]}?" if close else ""


def make(config_class: type[C], values: Mapping[str, Any], source: str = "") -> C:
    """Build an options dataclass from a mapping, every value checked.

    Args:
        config_class: the dataclass.
        values: field names with values; omitted ones take their defaults.
        source: stands before each message, such as a file's name.

    Raises:
        InputError: for an unknown name (the nearest known one is named) or a wrong value.
    """
    known = {one.name: one for one in options(config_class)}
    checked = {}
    for name, value in values.items():
        if name not in known:
            raise InputError(f"{source}unknown option {name}{nearest(name, known)}")
        try:
            checked[name] = known[name].parse(value)
        except ValueError as error:
            raise InputError(f"{source}{known[name].flag} {error}") from None
    return config_class(**checked)


def read_yaml(path: str | Path, config_class: type) -> dict[str, Any]:
    """Read option values from a YAML file, every one checked.

    Args:
        path: a mapping of option names to values, or the `config.yaml` of a run folder.
        config_class: the dataclass that the names belong to.

    Returns:
        The values by field name; dashes in names are accepted.

    Raises:
        InputError: naming the file, the line and the mend.
    """
    mapping, lines = _load_mapping(Path(path))
    if isinstance(mapping.get("options"), dict):  # the config.yaml of a run
        mapping = mapping["options"]
    values = {}
    for key, value in mapping.items():
        name = str(key).replace("-", "_")
        where = f"{path}, line {lines[key]}: " if key in lines else f"{path}: "
        make(config_class, {name: value}, source=where)
        values[name] = value
    return values


def _load_mapping(path: Path) -> tuple[dict[Any, Any], dict[Any, int]]:
    """Load a YAML mapping and the line of each of its top-level keys."""
    try:
        content, lines = safe_yaml.parse(path.read_bytes())
    except safe_yaml.BadYAMLError as error:
        where = f"{path}, line {error.line}" if error.line else str(path)
        raise InputError(f"{where}: {error}") from None
    except OSError as error:
        raise InputError(f"{path}: can't be read: {error.strerror}") from None
    if content is None:
        return {}, {}
    if not isinstance(content, dict):
        raise InputError(f"{path}: must hold lines of the form  option: value")
    return content, lines


def to_dict(config: Any) -> dict[str, Any]:
    """Return an options dataclass as a plain mapping, in the order of its fields."""
    values = {field.name: getattr(config, field.name) for field in dataclasses.fields(config)}
    return {name: list(value) if isinstance(value, tuple) else value
            for name, value in values.items()}  # fmt: skip
