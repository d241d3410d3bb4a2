"""What a request asks, read and checked: JSON, or files that are kept in memory."""

from __future__ import annotations

import asyncio
import json
import re
import tempfile
from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from keras_seq import config
from keras_seq.contract import App
from keras_seq.errors import InputError
from keras_seq.runs.bundle import Bundle

if TYPE_CHECKING:
    from starlette.requests import Request

IN_MEMORY = Path("/dev/shm")  # where Linux has files that are on no disk
PICTURE = "answer.png"
#: What one request may ask of the one thread that answers all.
LARGEST = {"max_new_tokens": 2000, "num_beams": 32, "num_return_sequences": 32}


@dataclass(frozen=True)
class Limits:
    """How much a request may take.

    Attributes:
        megabytes: of its body.
        seconds: until its body is there.
        answer_seconds: until it is answered.
        inputs: of a request.
    """

    megabytes: float = 32
    seconds: float = 30
    answer_seconds: float = 120
    inputs: int = 1000


class RefusedError(Exception):
    """A request that is not answered, and the status that says why."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True)
class Asked:
    """The content of a request.

    Attributes:
        inputs: raw inputs; None: no input.
        files: content by name, of inputs that are files.
        options: fields of the options of the task's predict.
        format: one of the task's own forms; None: JSON.
        picture: whether a picture is wanted, of tasks that can draw one.
        stream: whether answers are sent as they come.
    """

    inputs: list[Any] | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    format: str | None = None
    picture: bool = False
    stream: bool = False


async def body(request: Request, limits: Limits) -> bytes:
    """Read the body of a request.

    Raises:
        RefusedError: if it is too large, or doesn't come.
    """
    most, content = int(limits.megabytes * 1e6), bytearray()

    async def read() -> None:
        async for piece in request.stream():
            content.extend(piece)
            if len(content) > most:
                raise RefusedError(413, f"more than {limits.megabytes:g} MB")

    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced[:20]) > most:
        raise RefusedError(413, f"more than {limits.megabytes:g} MB")
    try:
        await asyncio.wait_for(read(), limits.seconds)
    except TimeoutError:
        raise RefusedError(408, f"not all there after {limits.seconds:g} s") from None
    return bytes(content)


async def read(request: Request, limits: Limits) -> Asked:
    """Read what a request asks.

    Raises:
        RefusedError: if it is too large, or doesn't come.
        InputError: if it isn't what it should be.
    """
    content = await body(request, limits)
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        fields, uploads = await _form(request, content)
    else:
        fields, uploads = _json(content, "the body"), {}
        if isinstance(fields, dict) and "files" in fields:
            raise InputError("files are sent as multipart/form-data")
    if not isinstance(fields, dict):
        raise InputError('the body must be {"inputs": [...]}')
    unknown = sorted(set(fields) - {"inputs", "options", "format", "picture", "stream"})
    if unknown:
        raise InputError(f"{unknown[0][:40]!r} is none of inputs, options, format, picture, stream")
    inputs, options = fields.get("inputs"), fields.get("options", {})
    inputs = [inputs] if isinstance(inputs, str) else inputs
    if inputs is not None and not isinstance(inputs, list):
        raise InputError("inputs must be a list")
    if len(inputs or ()) + len(uploads) > limits.inputs:
        raise InputError(f"more than {limits.inputs} inputs; ask in several requests")
    if not isinstance(options, dict):
        raise InputError("options must be a mapping")
    return Asked(inputs, uploads, options, fields.get("format"),
                 bool(fields.get("picture")), bool(fields.get("stream")))  # fmt: skip


def _json(content: bytes | str, what: str) -> Any:
    try:
        return json.loads(content)
    except RecursionError:
        raise InputError(f"{what} is nested too deeply") from None
    except ValueError as error:
        raise InputError(f"{what} is not JSON: {error}") from None


async def _form(request: Request, content: bytes) -> tuple[dict[str, Any], dict[str, bytes]]:
    from starlette.datastructures import UploadFile
    from starlette.formparsers import MultiPartException, MultiPartParser

    async def pieces() -> AsyncGenerator[bytes, None]:
        yield content

    parser = MultiPartParser(request.headers, pieces(), max_files=1000, max_fields=20)
    parser.spool_max_size = len(content) + 1  # nothing is written to disk
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError, ValueError) as error:
        raise InputError(f"the form can't be read: {getattr(error, 'message', error)}") from None
    fields: dict[str, Any] = {}
    uploads: dict[str, bytes] = {}
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            uploads[_plain_name(value.filename or "file", len(uploads))] = await value.read()
        else:
            text = name in ("format",)
            fields[name] = value if text else _json(value, f"the field {name[:40]}")
    return fields, uploads


def _plain_name(name: str, number: int) -> str:
    r"""Keep of a file's name what leads nowhere.

    >>> _plain_name("../../etc/pass wd.csv", 0)
    'pass_wd.csv'
    """
    plain = re.sub(r"[^\w.-]", "_", re.split(r"[/\\]", name)[-1]).lstrip(".-")[-80:]
    return plain or f"file{number}"


def takes_files(app: App) -> bool:
    """Whether an app's predict answers files, not texts."""
    return getattr(app, "INPUTS", "texts") in ("files", "pictures")


def takes_pictures(app: App) -> bool:
    """Whether these are pictures, which may be drawn."""
    return getattr(app, "INPUTS", "texts") == "pictures"


def checked_options(app: App, asked: Asked) -> dict[str, Any]:
    """Check the options that a request gives.

    Raises:
        InputError: if there is none of that name, its value is wrong, or it is not for requests.
    """
    fields = {field.name: field for field in config.options(app.task.options)}
    options = dict(asked.options)
    streams = "stream" in fields and not takes_files(app)  # of files it would be steps, or samples
    if asked.stream and streams:
        options["stream"] = True
    for name, value in options.items():
        field = fields.get(name)
        if (
            name == "at_once"
            or (name == "stream" and not streams)
            or (field and (field.writes or field.reads))
        ):
            raise InputError(f"{name}: not for a request")
        largest = LARGEST.get(name)
        if largest and isinstance(value, int) and value > largest:
            raise InputError(f"{name} must be at most {largest} in a request, not {value}")
    config.make(app.task.options, options)
    return options


def picture_option(app: App) -> str | None:
    """Name the option of a task's predict that writes a picture, if there is one."""
    writing = (field.name for field in config.options(app.task.options) if ".png" in field.writes)
    return next(writing, None)


@contextmanager
def room() -> Iterator[Path]:
    """Make a folder for the files of one request; in memory, where the system has such."""
    with tempfile.TemporaryDirectory(dir=IN_MEMORY if IN_MEMORY.is_dir() else None) as folder:
        yield Path(folder)


def inputs_of(run: Bundle, asked: Asked, folder: Path) -> list[Any] | None:
    """Return raw inputs as the app's predict takes them.

    Args:
        run: the run that is asked.
        asked: the content of the request.
        folder: where its files are put, for readers that want a path.

    Raises:
        InputError: if an input is of another kind. A text is never taken for the name of a file.
    """
    paths = []
    for name, content in asked.files.items():
        (folder / name).write_bytes(content)
        paths.append(str(folder / name))
    if takes_files(run.app):
        if asked.inputs:
            raise InputError("this run answers files: send them as multipart/form-data")
        inputs: list[Any] | None = list(paths) or None
    else:
        if not all(isinstance(text, str) for text in asked.inputs or ()):
            raise InputError("inputs must be texts")
        inputs = asked.inputs
        if paths:
            inputs = [text for path in paths for text in run.app.read_inputs(run.config, path)]
    if inputs is None and run.app.task.needs_input:
        raise InputError("no input to predict from; give one")
    return inputs
