"""One thread asks the models; what comes while it is busy is answered as one batch."""

from __future__ import annotations

import json
import queue
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from keras_seq.runs.bundle import Bundle

Answers = list[dict[str, Any]]

MOST = 128  # inputs of a batch
WAITING = 256  # requests that may wait; more are turned away


@dataclass
class Question:
    """What a request asks.

    Attributes:
        run: the run that is asked.
        inputs: raw inputs; None: no input.
        options: of the task's predict, checked by it.
        piece: called with each answer as it comes; None: all are returned together.
        answers: where they are returned, or what is wrong.
        gone: set when nobody waits for them any more.
    """

    run: Bundle
    inputs: list[Any] | None
    options: dict[str, Any]
    piece: Callable[[dict[str, Any]], None] | None = None
    answers: Future[Answers] = field(default_factory=Future)
    gone: threading.Event = field(default_factory=threading.Event)

    @property
    def key(self) -> Any:
        """What questions have in common that can be one batch; itself for one that can't."""
        if self.inputs is None or self.piece or self.options.get("num_return_sequences", 1) != 1:
            return id(self)
        return self.run.path, json.dumps(self.options, sort_keys=True)


class AskingThread:
    """The thread that all questions go through: models of Keras are asked by one at a time.

    Args:
        wait: seconds that a question waits for others like it. They gather while the batch before
            is answered, so to wait longer gains nothing, measured with 1 and 64 clients.
        most: inputs of a batch, unless a single question has more.
        waiting: questions that may wait.
    """

    def __init__(self, wait: float = 0.0, most: int = MOST, waiting: int = WAITING) -> None:
        self.wait = wait
        self.most = most
        self._questions: queue.Queue[Question | None] = queue.Queue(waiting)
        self._thread = threading.Thread(target=self._work, name="asking", daemon=True)
        self._thread.start()

    def ask(self, question: Question) -> Future[Answers]:
        """Queue a question.

        Raises:
            queue.Full: if too many wait already.
        """
        self._questions.put_nowait(question)
        return question.answers

    def stop(self) -> None:
        """Answer what waits, and end."""
        self._questions.put(None)
        self._thread.join()

    def _work(self) -> None:
        while (first := self._questions.get()) is not None:
            gathered, ended = self._gather(first)
            groups: dict[Any, list[Question]] = {}
            for question in gathered:
                if question.answers.set_running_or_notify_cancel():
                    groups.setdefault(question.key, []).append(question)
            for group in groups.values():
                answer(group)
            if ended:
                return

    def _gather(self, first: Question) -> tuple[list[Question], bool]:
        """Take what comes while a question waits; whether the end came too."""
        gathered, until = [first], time.monotonic() + self.wait
        while sum(len(one.inputs or ()) for one in gathered) < self.most:
            try:
                question = self._questions.get(timeout=max(0.0, until - time.monotonic()))
            except queue.Empty:
                break
            if question is None:
                return gathered, True
            gathered.append(question)
        return gathered, False


def answer(group: list[Question]) -> None:
    """Answer questions of one run and the same options, together where that can be."""
    if len(group) > 1:
        inputs = [text for question in group for text in question.inputs or ()]
        try:
            answers = list(group[0].run.predict(inputs, **group[0].options))
        except Exception:  # of one of them, so each is asked by itself
            answers = []
        if len(answers) == len(inputs):
            parts = iter(answers)
            for question in group:
                question.answers.set_result([next(parts) for _ in question.inputs or ()])
            return
    for question in group:
        try:
            question.answers.set_result(list(_pieces(question)))
        except Exception as error:
            question.answers.set_exception(error)


def _pieces(question: Question) -> Iterator[dict[str, Any]]:
    for piece in question.run.predict(question.inputs, **question.options):
        if question.gone.is_set():
            return
        if question.piece:
            question.piece(piece)
        yield piece
