import queue
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from keras_seq.errors import InputError
from keras_seq.serving.gathering import AskingThread, Question


class Doubling:
    """Stands for a run: doubles numbers, and remembers which came together."""

    def __init__(self):
        self.path, self.batches, self.go = Path("run"), [], threading.Event()
        self.go.set()

    def predict(self, inputs, **options):
        self.go.wait(10)
        self.batches.append(list(inputs))
        for number in inputs:
            if number < 0:
                raise InputError(f"{number} is below 0")
            for _ in range(options.get("num_return_sequences", 1)):
                yield {"double": 2 * number}


@pytest.fixture
def run():
    return Doubling()


@pytest.fixture
def asking():
    asking = AskingThread(wait=0.2, waiting=8)
    yield asking
    asking.stop()


def doubles(future):
    return [answer["double"] for answer in future.result(10)]


def test_what_comes_together_is_one_batch_and_each_gets_its_own(run, asking):
    futures = [asking.ask(Question(run, numbers, {})) for numbers in ([1, 2], [3], [4, 5])]
    assert [doubles(future) for future in futures] == [[2, 4], [6], [8, 10]]
    assert run.batches == [[1, 2, 3, 4, 5]]


def test_a_wrong_input_spoils_no_other(run, asking):
    good, bad = asking.ask(Question(run, [1], {})), asking.ask(Question(run, [-1], {}))
    assert doubles(good) == [2]
    with pytest.raises(InputError, match="-1 is below 0"):
        bad.result(10)


def test_other_options_or_several_answers_are_a_batch_of_their_own(run, asking):
    several = {"num_return_sequences": 2}
    futures = [
        asking.ask(Question(run, [number], options))
        for number, options in (
            (1, {}), (2, {"temperature": 1.0}), (3, several), (4, several), (5, {"quantiles": [1]})
        )
    ]  # fmt: skip
    assert [doubles(future) for future in futures] == [[2], [4], [6, 6], [8, 8], [10]]
    assert sorted(run.batches) == [[1], [2], [3], [4], [5]]


def test_more_than_may_wait_are_turned_away_and_the_end_answers_all(run, asking):
    run.go.clear()
    first = asking.ask(Question(run, list(range(1000)), {}))  # more than a batch: taken at once
    while asking._questions.qsize():
        pass
    waiting = [asking.ask(Question(run, [number], {})) for number in range(8)]
    with pytest.raises(queue.Full):
        asking.ask(Question(run, [9], {}))
    threading.Timer(0.1, run.go.set).start()
    assert doubles(first)[-1] == 1998
    asking.stop()
    assert [doubles(future) for future in waiting] == [[2 * number] for number in range(8)]
    asking._thread = SimpleNamespace(join=lambda: None)  # it has ended; the fixture ends it too


def test_pieces_come_one_by_one_until_nobody_waits(run, asking):
    pieces, question = [], Question(run, [1, 2, 3], {})

    def piece(answer):
        pieces.append(answer["double"])
        if len(pieces) == 2:
            question.gone.set()

    question.piece = piece
    asking.ask(question).result(10)
    assert pieces == [2, 4]
