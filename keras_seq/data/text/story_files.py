"""Stories with questions in files: bAbI's numbered lines, tables, SQuAD's JSON, plain text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from keras_seq.data import tables
from keras_seq.data.folders import File
from keras_seq.errors import InputError

#: A sentence ends behind these signs where blanks follow, unless they belong to a title.
_TITLES = "".join(rf"(?<!\b{title}\.)" for title in ("Mr", "Mrs", "Ms", "Dr", "St"))
_QUOTES = "\"'\u201d\u2019)"  # what may stand behind a full stop
_END = re.compile(rf"{_TITLES}(?:(?<=[.!?…])|(?<=[.!?…][{_QUOTES}]))\s+")
_NUMBERED = re.compile(r"\s*(\d+)\s+(.*)", re.DOTALL)
NO_ANSWER = "unanswerable"  # what SQuAD 2 marks so


class Asked(NamedTuple):
    """A question about a story.

    Attributes:
        story: its sentences.
        question: as written; "" where there is none.
        answer: the right one; "" where nobody knows.
        source: where it stands, as "qa1_train.txt, line 3".
        group: what questions about one story have in common.
        facts: numbers of the sentences that the answer follows from, counted from 0; where the
            file has them.
        task: the number of a bAbI task; else "".
    """

    story: tuple[str, ...]
    question: str
    answer: str
    source: str
    group: str = ""
    facts: tuple[int, ...] = ()
    task: str = ""


class Columns(NamedTuple):
    """What the columns of a table are called."""

    story: str = "story"
    question: str = "question"
    answer: str = "answer"


def sentences(text: str) -> list[str]:
    """Split a text into sentences: at line ends, and behind full stops and their kin.

    >>> sentences("Mr. Li took the milk. He left!  Where is it?")
    ['Mr. Li took the milk.', 'He left!', 'Where is it?']
    """
    return [one.strip() for line in text.splitlines() for one in _END.split(line) if one.strip()]


def read(path: File, columns: Columns) -> Iterator[Asked]:
    """Read a file of stories with questions and answers.

    Args:
        path: `.txt` as bAbI has it; `.jsonl`, `.csv` or `.tsv` with a story, a question and an
            answer a row; `.json` as SQuAD has it. `.gz` may follow.
        columns: of tables.

    Raises:
        InputError: naming file, line and mend.
    """
    name = path.name.lower().removesuffix(".gz")
    if name.endswith(".json"):
        yield from _squad(path)
    elif name.endswith(tables.SUFFIXES):
        yield from _rows(path, columns)
    else:
        yield from read_babi(tables.read_lines(path), str(path))


def read_babi(lines: Iterable[str], name: str) -> Iterator[Asked]:
    r"""Read bAbI's lines: a number and a sentence, or a number, a question, answer and facts.

    Args:
        lines: a story begins with number 1; tabs stand behind a question, and before its facts.
        name: of the file, for messages.

    Raises:
        InputError: naming the line.

    >>> lines = ["1 Mary took the milk.", "2 Mary left.", "3 Who left? \tMary\t2"]
    >>> [(one.question, one.answer, one.facts) for one in read_babi(lines, "a")]
    [('Who left?', 'Mary', (1,))]
    """
    story: list[str] = []
    places: dict[str, int] = {}  # of the numbers of sentences
    group = name
    for at, line in enumerate(lines, start=1):
        where = f"{name}, line {at}"
        if not line.strip():
            continue
        found = _NUMBERED.match(line.rstrip("\r\n"))
        if found is None:
            raise InputError(f"{where}: no number in front; bAbI numbers its lines from 1, anew "
                             "for each story")  # fmt: skip
        number, text = found[1], found[2]
        if int(number[:9]) == 1:
            story, places, group = [], {}, where
        question, *rest = (part.strip() for part in text.split("\t"))
        if not rest:
            places[number] = len(story)
            story.append(_not_empty(text.strip(), "sentence", where))
            continue
        facts = rest[1].split() if len(rest) > 1 else []
        strange = next((one for one in facts if one not in places), None)
        if strange is not None:
            raise InputError(f"{where}: fact {strange[:20]} is no sentence of the story so far")
        _need_story(story, where)
        yield Asked(
            tuple(story), _not_empty(question, "question", where),
            _not_empty(rest[0], "answer", where), where, group,
            tuple(places[one] for one in facts),
        )  # fmt: skip


def story_of(cell: str) -> list[str]:
    """Read a story: a JSON list of sentences, or a text.

    >>> story_of('["It rains.", "Mary left."]'), story_of("It rains. Mary left.")
    (['It rains.', 'Mary left.'], ['It rains.', 'Mary left.'])
    """
    if cell.lstrip().startswith("["):
        try:
            found = json.loads(cell)
        except (ValueError, RecursionError):
            return sentences(cell)
        if isinstance(found, list) and all(isinstance(one, str) for one in found):
            return [one.strip() for one in found if one.strip()]
    return sentences(cell)


def _rows(path: File, columns: Columns) -> Iterator[Asked]:
    wanted = {f"--{name}-column": column for name, column in columns._asdict().items()}
    for row in tables.read_rows(path):
        tables.require_columns(row, wanted)
        cell = row.values[columns.story]
        story = story_of(cell)
        _need_story(story, row.source)
        question = _not_empty(row.values[columns.question].strip(), "question", row.source)
        answer = _not_empty(row.values[columns.answer].strip(), "answer", row.source)
        yield Asked(tuple(story), question, answer, row.source, " ".join(story))


def _squad(path: File) -> Iterator[Asked]:
    """Read articles of paragraphs of questions; the first answer of each counts."""
    text = "".join(tables.read_lines(path))
    try:
        articles = json.loads(text)["data"]
        for one in articles:
            for paragraph in one["paragraphs"]:
                story = tuple(sentences(paragraph["context"]))
                for number, asked in enumerate(paragraph["qas"], start=1):
                    where = f"{path}, {one.get('title', 'an article')!r}, question {number}"
                    answers = asked.get("answers") or [{"text": NO_ANSWER}]
                    _need_story(list(story), where)
                    yield Asked(
                        story, _not_empty(asked["question"].strip(), "question", where),
                        _not_empty(answers[0]["text"].strip(), "answer", where), where,
                        paragraph["context"],
                    )  # fmt: skip
    except json.JSONDecodeError as error:
        raise InputError(f"{path}, line {error.lineno}: not valid JSON: {error.msg}") from None
    except (KeyError, TypeError, AttributeError, IndexError, RecursionError, ValueError):
        raise InputError(f'{path}: not as SQuAD has it: {{"data": [{{"paragraphs": [{{"context": '
                         '..., "qas": [{"question": ..., "answers": [{"text": ...}]}]}]}]}; a row '
                         "a line is a .jsonl") from None  # fmt: skip


def _not_empty(text: str, what: str, where: str) -> str:
    if not text:
        raise InputError(f"{where}: the {what} is empty; fill it or drop the line")
    return text


def _need_story(story: list[str], where: str) -> None:
    if not story:
        raise InputError(f"{where}: there is no story before the question")


def asked_in(text: str, where: str = "the input") -> Asked:
    """Read what a person asks: a story with its question at the end, or an object of JSON.

    Args:
        text: sentences, of which the last one may be a question; or
            `{"story": [...], "question": ...}`.
        where: what to call it in messages.

    Returns:
        The story and its question, "" where there is none.

    Raises:
        InputError: if it has no sentence.

    >>> asked_in("Mary left. Where is she?").question
    'Where is she?'
    """
    if text.lstrip().startswith("{"):
        try:
            found = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise InputError(f"{where}: not valid JSON: {str(error)[:80]}") from None
        story, question = found.get("story", ""), found.get("question") or ""
        story = story_of(tables.as_text(where, "story", story))
        question = tables.as_text(where, "question", question).strip()
    else:
        story = sentences(text)
        question = story.pop() if story and is_question(story[-1]) else ""
    if not story:
        raise InputError(f"{where}: there is no story in it; write its sentences before the "
                         "question")  # fmt: skip
    return Asked(tuple(story), question, "", where)


def as_input(story: Sequence[str], question: str) -> str:
    """Write a story and a question as one line of JSON, which `asked_in` reads."""
    return json.dumps({"story": list(story), "question": question}, ensure_ascii=False)


def is_question(sentence: str) -> bool:
    """Whether a sentence is a question: by its last sign.

    >>> is_question('Where is Mary?"'), is_question("Mary left.")
    (True, False)
    """
    return sentence.rstrip(f"{_QUOTES} ").endswith(("?", "\uff1f", "\u061f"))


def read_asked(lines: Iterable[str], name: str) -> Iterator[str]:
    """Make inputs of the lines of a text: each question with the story before it.

    A blank line, or a line of bAbI's with number 1, ends a story; what stands there without a
    question is an input, too, to be asked by an option. Lines of JSON are inputs by themselves.

    Args:
        lines: of a file or a pipe.
        name: of it, for messages.

    Yields:
        A line of JSON each, with `story` and `question`.

    >>> for one in read_asked(["Mary left.", "Who left? When?"], "a"): print(one)
    {"story": ["Mary left."], "question": "Who left?"}
    {"story": ["Mary left."], "question": "When?"}
    """
    story: list[str] = []
    asked = True  # whether something was asked of the story as it stands
    last = 0  # the number of the last line, where lines have numbers

    for line in lines:
        text = line.rstrip("\r\n")
        numbered = _NUMBERED.match(text)
        number = int(numbered[1][:9]) if numbered else 0
        if numbered and number in (1, last + 1):
            last, text = number, numbered[2].split("\t")[0]
        if not text.strip() or text.lstrip().startswith("{") or number == 1:
            if not asked:
                yield as_input(story, "")
            story, asked = [], True
            last = 0 if not text.strip() else last
        if text.lstrip().startswith("{"):
            yield text
            continue
        for sentence in sentences(text):
            if is_question(sentence):
                if not story:
                    raise InputError(f"{name}: no story stands before {sentence[:80]!r}")
                yield as_input(story, sentence)
                asked = True
            else:
                story.append(sentence)
                asked = False
    if not asked:
        yield as_input(story, "")


def squad_inputs(path: File) -> Iterator[str]:
    """Make inputs of a file as SQuAD has it."""
    for one in _squad(path):
        yield as_input(one.story, one.question)
