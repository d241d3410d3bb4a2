"""A question about a story in, an answer out, and the sentences that decided."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from keras_seq.baselines.stories import commonest_answer, last_shared_sentence
from keras_seq.config import option
from keras_seq.contract import Evaluation, Result, Trained, chunks
from keras_seq.data.text.story_files import Asked, asked_in, read_asked
from keras_seq.data.text.story_words import Encoded, words_of
from keras_seq.errors import InputError
from keras_seq.options import PredictOptions
from keras_seq.progress import say
from keras_seq.tasks.unseen import Unseen

if TYPE_CHECKING:
    from keras_seq.data.splits import Splits
    from keras_seq.report import Report

LIKELY = 3  # answers that are named beside the best
RIVALS: Mapping[str, Callable[..., list[str]]] = {
    "commonest_answer": commonest_answer,
    "last_shared_sentence": last_shared_sentence,
}


@dataclass(frozen=True)
class ReadingOptions(PredictOptions):
    """Questions; an input is a story, with its question at the end, or a file of such."""

    question: str | None = option(None, "What is asked of each story that brings no question.")


class Answered(NamedTuple):
    """What a model makes of a story and a question.

    Attributes:
        names: answers, the likeliest first.
        chances: their probabilities.
        shares: float `(hops, sentences)`, what each sentence has to do with it.
        encoded: what was read.
    """

    names: list[str]
    chances: list[float]
    shares: np.ndarray
    encoded: Encoded


@dataclass(frozen=True)
class Reading:
    """The task of answering questions about stories.

    Records are `keras_seq.data.text.story_files.Asked`; the preprocessing has `words`, a
    `StoryWords`, and `answers`, `Labels`.

    Attributes:
        read: asks the model about encoded stories: for each the probability of each class, answers
            of training and then places of new names, and the shares of sentences.
        starts: how many runs with other first weights are tried, from the config.
        figures: what the report shows.
        metric: the one that decides.
        options: of `predict`.
    """

    read: Callable[[Trained, Sequence[Encoded]], Sequence[tuple[np.ndarray, np.ndarray]]]
    starts: Callable[[Any], int] = lambda config: 1
    figures: Sequence[Callable[[Result, Report], None]] = ()
    metric: str = "accuracy"
    higher_is_better: bool = True
    needs_input: bool = True
    options: type[PredictOptions] = ReadingOptions

    def variants(self, config: Any) -> dict[str, dict[str, Any]]:
        """Name the runs that are tried, if there are several."""
        count = self.starts(config)
        return (
            {f"start_{n}": {"restarts": 1, "start": n} for n in range(count)} if count > 1 else {}
        )

    def answer(self, trained: Trained, records: Sequence[Asked]) -> list[Answered]:
        """Answer records."""
        fitted = trained.preprocessing
        encoded = [fitted.words.encode(record) for record in records]
        answered = []
        for one, (chances, shares) in zip(encoded, self.read(trained, encoded), strict=True):
            names = [*fitted.answers.names, *one.new]  # places that nobody has are no answer
            chances = chances[: len(names)] / max(float(chances[: len(names)].sum()), 1e-30)
            order = np.argsort(-chances, kind="stable")[: LIKELY + 1]
            answered.append(Answered([names[at] for at in order], chances[order].tolist(),
                                     shares, one))  # fmt: skip
        return answered

    def evaluate(self, trained: Trained, records: Sequence[Asked]) -> Evaluation:
        """Judge the model on questions with answers; `details` are what it said of each."""
        answered = self.answer(trained, records)
        rows = []
        for record, ours in zip(records, answered, strict=True):
            rows.append({
                "input": " ".join([*record.story, record.question]),
                "expected": record.answer, "predicted": ours.names[0], "score": ours.chances[0],
                "most_attended": " | ".join(record.story[at] for at in ours.shares.argmax(axis=1)),
                "facts": " | ".join(record.story[at] for at in record.facts), "task": record.task,
            })  # fmt: skip
        figures = {"accuracy": accuracy(records, [ours.names[0] for ours in answered])}
        with_facts = [(record, ours) for record, ours in zip(records, answered, strict=True)
                      if record.facts]  # fmt: skip
        if with_facts:
            figures["attended_facts"] = float(np.mean([
                [at in record.facts for at in ours.shares.argmax(axis=1)]
                for record, ours in with_facts
            ]))  # fmt: skip
        return Evaluation(figures, rows, answered)

    def baselines(self, trained: Trained, splits: Splits[Asked]) -> dict[str, Evaluation]:
        """Judge simple answers on the same split."""
        answers = [record.answer for record in splits.train]
        stories = [[words_of(one.lower()) for one in record.story] for record in splits.test]
        questions = [words_of(record.question.lower()) for record in splits.test]
        return {
            name: Evaluation({
                "accuracy": accuracy(splits.test, rival(answers, stories, questions))
            })
            for name, rival in RIVALS.items()
        }  # fmt: skip

    def report(self, result: Result, page: Report) -> None:
        """Add the figures."""
        for figure in self.figures:
            figure(result, page)

    def example(self, result: Result, folder: Path) -> list[str]:
        """Take a story of the test part that was answered right, of four sentences or more."""
        rows = zip(result.splits.test, result.evaluation.predictions, strict=True)
        right = [record for record, row in rows if same(row["expected"], row["predicted"])]
        if not right:
            return []
        best = min(right, key=lambda record: (len(record.story) < 4, len(record.story)))
        return [" ".join([*best.story, best.question])]

    def takes_bytes(self, options: Mapping[str, Any]) -> bool:
        """A pipe may bring a story a sentence a line, so that lines are joined here."""
        return not sys.stdin.isatty()

    def predict(
        self, trained: Trained, inputs: Iterable[str | bytes], options: ReadingOptions
    ) -> Iterator[dict[str, Any]]:
        """Answer raw inputs, in order."""
        memory = trained.config.memory
        new = Unseen("words", "new to this model, and read as new names")
        unknown = Unseen("words", "not in this model's vocabulary, and not read")
        for number, batch in enumerate(chunks(lines_of(inputs), options.at_once)):
            records = [asked(text, options.question, number * options.at_once + at)
                       for at, text in enumerate(batch, start=1)]  # fmt: skip
            records = [one._replace(story=one.story[-memory:]) for one in records]
            for record, ours in zip(records, self.answer(trained, records), strict=True):
                yield said(record, ours, new, unknown)
            if options.at_once == 1:  # somebody waits for each answer
                new.say()
                unknown.say()
        new.say()
        unknown.say()

    def as_text(self, answer: dict[str, Any]) -> str:
        """Write an answer on one line: what, how sure, and because of which sentences."""
        because = " / ".join(dict.fromkeys(answer["because"]))
        return (
            f"{answer['answer']} ({answer['score']:.2f})  {answer['question']}  because: {because}"
        )


def accuracy(records: Sequence[Asked], answers: Sequence[str]) -> float:
    """Return the share of right answers."""
    right = [same(record.answer, ours) for record, ours in zip(records, answers, strict=True)]
    return float(np.mean(right))


def same(expected: str, ours: str) -> bool:
    """Whether two answers are the same but for upper and lower case."""
    return expected.casefold() == ours.casefold()


def lines_of(inputs: Iterable[str | bytes]) -> Iterator[str]:
    """Pass texts on; make inputs of the bytes of a pipe, whose lines may belong together."""

    def lines(first: bytes, rest: Iterator[str | bytes]) -> Iterator[str]:
        kept = first
        for piece in rest:
            *whole, kept = (kept + (piece if isinstance(piece, bytes) else b"")).split(b"\n")
            yield from map(decoded, whole)
        yield from map(decoded, kept.split(b"\n"))

    stream = iter(inputs)
    for one in stream:
        if isinstance(one, bytes):
            yield from read_asked(lines(one, stream), "stdin")
        else:
            yield one


def decoded(line: bytes) -> str:
    """Read a line of a pipe.

    Raises:
        InputError: if it isn't UTF-8.
    """
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"stdin: not UTF-8 text ({error.reason})") from None


def asked(text: str, question: str | None, number: int) -> Asked:
    """Read an input, and ask it `question` where it brings none.

    Raises:
        InputError: if nothing is asked.
    """
    record = asked_in(text, f"input {number}")
    if record.question:
        return record
    if not question or not question.strip():
        raise InputError(f"input {number}: nothing is asked; end the story with a question, or "
                         "give --question")  # fmt: skip
    return record._replace(question=question.strip())


def said(record: Asked, ours: Answered, new: Unseen, unknown: Unseen) -> dict[str, Any]:
    """Make an answer: what, how sure, what else it may be, and because of which sentences."""
    if ours.encoded.cut:
        say(f"{ours.encoded.cut} sentences are longer than the {ours.encoded.story.shape[1]} words "
            "that are read; their ends are left out")  # fmt: skip
    places = {word.lower() for word in ours.encoded.new}
    words = ours.encoded.words
    new.of((word, word.lower() not in places) for word, _ in words)
    unknown.of((word, known or word.lower() in places) for word, known in words)
    named = dict.fromkeys(word for word, known in words if not known)
    return {
        "question": record.question, "answer": ours.names[0], "score": ours.chances[0],
        "others": [list(pair) for pair in zip(ours.names[1:], ours.chances[1:], strict=True)],
        "because": [record.story[at] for at in ours.shares.argmax(axis=1)],
        "attention": [[round(float(one), 4) for one in hop] for hop in ours.shares],
        "story": list(record.story), "unknown": list(named), "new_names": list(ours.encoded.new),
    }  # fmt: skip
