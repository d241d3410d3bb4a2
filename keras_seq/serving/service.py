"""The routes: a page to try a run, its answers as JSON, and whether all is well."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hmac
import json
import queue
import secrets
import traceback
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from keras_seq import files
from keras_seq.errors import InputError
from keras_seq.runs.bundle import Bundle
from keras_seq.serving import pages, requests
from keras_seq.serving.gathering import AskingThread, Question
from keras_seq.serving.requests import Asked, Limits, RefusedError
from keras_seq.version import __version__

HERE = ("127.0.0.1", "localhost", "::1")


def application(
    runs: Mapping[str, Bundle],
    *,
    token: str | None = None,
    limits: Limits | None = None,
    hosts: tuple[str, ...] = HERE,
    asking: AskingThread | None = None,
) -> Starlette:
    """Make the application that answers for finished runs.

    Args:
        runs: run by the name that it has in addresses.
        token: what a request must bring as `Authorization: Bearer TOKEN`, or a page as `?token=`.
        limits: how much a request may take.
        hosts: names that the server is known by; a page of another site can't use them.
        asking: the thread that asks the models.

    Returns:
        An ASGI application.
    """
    limits, asking = limits or Limits(), asking or AskingThread()

    def run_of(request: Request) -> Bundle:
        name = request.path_params.get("run", next(iter(runs)))
        if name not in runs:
            raise RefusedError(404, f"no run is called {name[:80]}")
        if "run" not in request.path_params and len(runs) > 1 and request.method == "POST":
            raise RefusedError(
                404, f"which run? POST to {', '.join(pages.address(n) for n in runs)}"
            )
        return runs[name]

    async def page(request: Request) -> Response:
        if len(runs) > 1 and "run" not in request.path_params:
            return HTMLResponse(pages.index(runs))
        nonce = secrets.token_urlsafe(12)
        return HTMLResponse(pages.page(run_of(request), nonce))

    async def predict(request: Request) -> Response:
        run = run_of(request)
        asked = await requests.read(request, limits)
        with contextlib.ExitStack() as kept:
            folder = kept.enter_context(requests.room()) if asked.files or asked.picture else Path()
            try:
                return await _answered(run, asked, folder, asking, limits, kept)
            except InputError as error:
                raise InputError(_as_sent(str(error), folder)) from None

    async def example(request: Request) -> Response:
        run = run_of(request)
        paths = pages.example_files(run)
        if not paths:
            raise RefusedError(404, "this run has no file to try")
        return Response(paths[0].read_bytes(), media_type="application/octet-stream",
                        headers={"X-Name": paths[0].name})  # fmt: skip

    async def health(request: Request) -> Response:
        return JSONResponse({"status": "ok", "runs": list(runs), "version": __version__})

    def guarded(handler: Any) -> Any:
        async def guard(request: Request) -> Response:
            try:
                if token is not None and not _allowed(request, token):
                    raise RefusedError(401, "wrong or missing token")
                response = await handler(request)
            except RefusedError as error:
                response = _error(error.status, str(error))
            except InputError as error:
                response = _error(422, str(error))
            except ClientDisconnect:
                response = _error(400, "gone")
            except Exception as error:  # a fault of ours; the next request is answered all the same
                response = _error(500, _said(error))
            response.headers["X-Content-Type-Options"] = "nosniff"
            response.headers["Cache-Control"] = "no-store"
            return response

        return guard

    @contextlib.asynccontextmanager
    async def life(app: Starlette) -> AsyncIterator[None]:
        yield
        await asyncio.to_thread(asking.stop)

    routes = [Route("/health", health)]
    for prefix in ("", "/runs/{run}"):
        routes += [
            Route(prefix or "/", guarded(page)),
            Route(f"{prefix}/predict", guarded(predict), methods=["POST"]),
            Route(f"{prefix}/example", guarded(example)),
        ]
    known = [Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts))] if token is None else []
    return Starlette(routes=routes, middleware=known, lifespan=life)


def _allowed(request: Request, token: str) -> bool:
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    if request.method == "GET":
        given = given or request.query_params.get("token", "")
    return hmac.compare_digest(given.encode(), token.encode())


def _error(status: int, message: str) -> Response:
    return JSONResponse({"error": " ".join(message.split())[:500]}, status)


async def _answered(
    run: Bundle, asked: Asked, folder: Path, asking: AskingThread, limits: Limits,
    kept: contextlib.ExitStack,
) -> Response:  # fmt: skip
    """Ask, and wait for what comes.

    Args:
        run: the run that is asked.
        asked: the content of the request.
        folder: of the request's files.
        asking: the thread that asks.
        limits: how long it may take.
        kept: closes the folder; taken over where answers go on coming.
    """
    task = run.app.task
    lines_of = getattr(task, "formats", {}).get(asked.format)
    if asked.format is not None and lines_of is None:
        known = ", ".join(getattr(task, "formats", {})) or "none but JSON"
        raise InputError(f"no format is called {str(asked.format)[:40]}; there is {known}")
    options = requests.checked_options(run.app, asked)
    picture = asked.picture and requests.picture_option(run.app)
    if picture:
        options[picture] = str(folder / requests.PICTURE)
    # Reading may take as long as answering, so it doesn't hold up other requests either.
    inputs = await asyncio.to_thread(requests.inputs_of, run, asked, folder)
    question = Question(run, inputs, options)
    try:
        if asked.stream:
            lines = _pieces(question, asking.ask, folder, kept.pop_all())
            return StreamingResponse(lines, media_type="application/x-ndjson")
        future = asyncio.wrap_future(asking.ask(question))
        answers = await asyncio.wait_for(future, limits.answer_seconds)
    except queue.Full:
        raise RefusedError(503, "too many requests wait; ask again later") from None
    except TimeoutError:
        question.gone.set()
        raise RefusedError(503, f"no answer within {limits.answer_seconds:g} s") from None
    if lines_of is not None:
        return Response("".join(f"{line}\n" for line in lines_of(iter(answers))),
                        media_type="text/plain; charset=utf-8")  # fmt: skip
    content: dict[str, Any] = {
        "answers": answers, "texts": [task.as_text(answer) for answer in answers]
    }  # fmt: skip
    if picture and (folder / requests.PICTURE).is_file():
        drawn = base64.b64encode((folder / requests.PICTURE).read_bytes()).decode()
        content["picture"] = f"data:image/png;base64,{drawn}"
    return Response(_line(content, folder), media_type="application/json")


def _line(content: Any, folder: Path) -> str:
    return _as_sent(json.dumps(files.json_value(content), ensure_ascii=False), folder)


def _as_sent(text: str, folder: Path) -> str:
    """Call the files of a request by the names that they came with."""
    return text if folder == Path() else text.replace(f"{folder}/", "")


def _pieces(
    question: Question,
    ask: Callable[[Question], Future[Any]],
    folder: Path,
    kept: contextlib.ExitStack,
) -> AsyncIterator[str]:
    """Ask, and yield a line of JSON for each piece of an answer as it comes.

    Args:
        question: what is asked.
        ask: queues it.
        folder: of the request's files.
        kept: closes that folder.
    """
    loop, pieces = asyncio.get_running_loop(), asyncio.Queue[Any]()
    as_text = question.run.app.task.as_text

    def put(piece: Any) -> None:
        loop.call_soon_threadsafe(pieces.put_nowait, piece)

    async def lines() -> AsyncIterator[str]:
        try:
            while isinstance(piece := await pieces.get(), dict):
                yield _line({"answer": piece, "text": as_text(piece)}, folder) + "\n"
            if error := piece.exception():
                yield _line({"error": _said(error)}, folder) + "\n"
        finally:
            question.gone.set()
            kept.close()

    question.piece = put
    with contextlib.ExitStack() as failed:
        failed.push(kept)
        ask(question).add_done_callback(put)
        failed.pop_all()
    return lines()


def _said(error: BaseException) -> str:
    if isinstance(error, InputError):
        return str(error)
    traceback.print_exception(error, limit=-12)
    return "a fault of keras_seq; its log says more"
