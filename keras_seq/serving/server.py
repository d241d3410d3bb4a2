"""The server: one process, one thread that asks the models, until it is told to stop."""

from __future__ import annotations

import contextlib
import io
import itertools
import signal
import socket
from collections.abc import Sequence
from typing import Any

from keras_seq import config
from keras_seq.errors import InputError
from keras_seq.progress import show
from keras_seq.runs import examples
from keras_seq.runs.bundle import Bundle
from keras_seq.serving.requests import takes_files

DRAIN = 30  # seconds that requests under way have when the server is told to stop
WARM = (1, 2, 8, 32, 128)  # inputs of the batches that are answered before it listens


def serve(
    runs: Sequence[Bundle],
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    token: str | None = None,
    max_megabytes: float = 32,
) -> None:
    """Answer over HTTP until SIGTERM or SIGINT; what is under way then is answered first.

    Args:
        runs: finished runs.
        host: the address to listen on.
        port: 0: one that is free.
        token: what requests must bring; needed where others can reach the server.
        max_megabytes: of a request.

    Raises:
        InputError: if two runs share a name, the address is taken, or `[serve]` isn't installed.
    """
    try:
        import uvicorn

        from keras_seq.serving.requests import Limits
        from keras_seq.serving.service import HERE, application
    except ImportError as error:
        raise InputError(f"serve needs {error.name}: pip install 'keras_seq[serve]'") from None

    if host not in HERE and not token:
        raise InputError(f"--host {host}: others can reach it, so it needs --token")
    named = {run.path.resolve().name: run for run in runs}
    if len(named) < len(runs):
        raise InputError("two runs are called alike; rename a folder")
    for run in runs:
        warm(run)
    try:
        listening = socket.create_server(
            (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET
        )
    except OSError as error:
        raise InputError(f"--host {host} --port {port}: {error.strerror or error}") from None
    # Else the second part of an answer waits 40 ms for the first one to be acknowledged.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    app = application(named, token=token, limits=Limits(megabytes=max_megabytes))
    server = uvicorn.Server(
        uvicorn.Config(app, log_level="warning", access_log=False, server_header=False,
                       timeout_graceful_shutdown=DRAIN, lifespan="on")
    )  # fmt: skip
    shown = f"[{host}]" if ":" in host else host
    show(f"http://{shown}:{listening.getsockname()[1]}  (Ctrl-C ends)")
    for number in (signal.SIGTERM, signal.SIGINT):  # the server's own handlers come on top
        signal.signal(number, lambda *_: None)
    server.run(sockets=[listening])


def warm(run: Bundle) -> None:
    """Answer once what a run can be tried with, in batches of a few sizes, for nothing."""
    task, files = run.app.task, takes_files(run.app)
    inputs, typed = examples.taken_apart(run.metrics.get("example", []), task)
    fields = {field.name: field for field in config.options(task.options)}
    options = {name: value == "true" if fields[name].type is bool else value
               for name, value in typed.items()}  # fmt: skip
    tried: list[Any] = [str(run.path / word) if files else word for word in inputs[:1]]
    for count in WARM if tried and not files else WARM[:1]:
        asked = [*itertools.islice(itertools.cycle(tried), count)] if tried else None
        if asked or not task.needs_input:
            with contextlib.redirect_stderr(io.StringIO()):  # nobody has asked it
                list(run.predict(asked, **options))
