"""Stories with questions about them, and their answers: bAbI's tasks, tables, SQuAD's JSON."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from keras_seq.config import option
from keras_seq.data import folders, splits, tables
from keras_seq.data.file_names import names_a_file
from keras_seq.data.folders import File
from keras_seq.data.splits import Splits
from keras_seq.data.text import story_files
from keras_seq.data.text.story_files import Asked, Columns
from keras_seq.errors import InputError
from keras_seq.options import DataOptions
from keras_seq.progress import say, track

TASK = re.compile(r"qa(\d+)_.*_(train|valid|test)\.txt(?:\.gz)?$")  # as bAbI calls its files
SUFFIXES = (".txt", ".json", *tables.SUFFIXES)
MOST_ANSWERS = 5_000  # different ones: answers are classes, each with weights of its own


@dataclass(frozen=True)
class Stories(DataOptions):
    """Stories, questions and answers."""

    story_column: str = option(
        "story", "Column of a table that holds the story: a text, or a JSON list of sentences."
    )
    question_column: str = option("question", "Column that holds the question.")
    answer_column: str = option("answer", "Column that holds the answer.")
    task: tuple[int, ...] = option(
        (), "Of bAbI's tasks these alone, by number; omitted: all, by one network.", minimum=1
    )
    memory: int = option(250, "Sentences before a question that are read, at most.", minimum=1)

    @property
    def columns(self) -> Columns:
        """What the columns of a table are called."""
        return Columns(self.story_column, self.question_column, self.answer_column)


def load(options: Stories) -> Splits[Asked]:
    """Read stories, and cut the parts that are not given; no story stands in two of those.

    Args:
        options: `data` is a file (`.txt` as bAbI has it, `.jsonl`, `.csv`, `.tsv`, or `.json` as
            SQuAD has it); a folder with `train.*` and perhaps `validation.*` and `test.*`; or a
            folder, or zip, of bAbI's tasks, of which `task` may name some.

    Returns:
        Training, validation and test part.

    Raises:
        InputError: naming file, line and mend.
    """
    parts = _read_parts(str(options.data), options)
    made = complete(options, parts["train"], parts.get("validation"), parts.get("test"))
    answers = {record.answer for record in made.train}
    if len(answers) > MOST_ANSWERS:
        raise InputError(
            f"{options.data}: {len(answers):,} different answers in training; this app chooses "
            f"among answers that it has seen, {MOST_ANSWERS:,} at most, and cuts no spans out of "
            "texts"
        )
    if len(answers) < 2:
        raise InputError(f"{options.data}: each answer is {answers.pop()!r}; two are needed")
    return made


def complete(
    options: Stories,
    train: list[Asked],
    validation: list[Asked] | None = None,
    test: list[Asked] | None = None,
) -> Splits[Asked]:
    """Cut the parts that are not given from the training part, whole stories."""

    def grouped(records: list[Asked] | None) -> list[list[Asked]] | None:
        if records is None:
            return None
        groups: dict[str, list[Asked]] = defaultdict(list)
        for record in records:
            groups[record.group or record.source].append(record)
        return list(groups.values())

    made = splits.complete(
        grouped(train) or [], grouped(validation), grouped(test),
        class_of=lambda group: group[0].task,
        validation_fraction=options.validation_fraction, test_fraction=options.test_fraction,
        seed=options.seed, source=options.data or "the sample",
    )  # fmt: skip
    return Splits(*([one for group in part for one in group] for part in vars(made).values()))


def load_test(options: Stories, data: str) -> list[Asked]:
    """Read questions to judge a trained model by: all of a file, the test part of a folder.

    Errors are those of `load`.
    """
    parts = _read_parts(data, options)
    if len(parts) == 1:
        return parts["train"]
    if "test" not in parts:
        raise InputError(f"{data}: there is no test part in it; name the file itself")
    return parts["test"]


def read_inputs(options: Stories, path: str) -> Iterator[str]:
    """Read stories with questions for `predict`, a line of JSON each.

    Args:
        options: say what columns are called.
        path: a table; `.json` as SQuAD has it; else a text, numbered as bAbI's or not: a question
            is asked of all that stands before it, back to a blank line.
    """
    name = path.lower().removesuffix(".gz")
    if name.endswith(".json"):
        yield from story_files.squad_inputs(Path(path))
    elif name.endswith(tables.SUFFIXES):
        wanted = {"--story-column": options.story_column}
        for row in tables.read_rows(path):
            tables.require_columns(row, wanted)
            yield story_files.as_input(
                story_files.story_of(row.values[options.story_column]),
                row.values.get(options.question_column, ""),
            )
    else:
        yield from story_files.read_asked(tables.read_lines(path), path)


def read_word(options: Stories, word: str) -> Iterator[str]:
    """Take a word of the command line for a story, or for the name of a file of stories."""
    yield from read_inputs(options, word) if names_a_file(word, SUFFIXES) else [word]


def describe(options: Stories, made: Splits[Asked]) -> Iterator[str]:
    """Say in lines how many questions there are, of which answers, and about how long stories."""
    for part, count in made.sizes().items():
        records: Sequence[Asked] = getattr(made, part)
        answers = Counter(record.answer for record in records)
        shares = [f"{answer} {number:,}" for answer, number in answers.most_common(6)]
        if len(answers) > 6:
            shares.append(f"and {len(answers) - 6} answers more")
        lengths = [len(record.story) for record in records]
        yield (f"{part:10} {count:7,} questions ({', '.join(shares)}), stories of "
               f"{np.median(lengths):.0f} sentences, {max(lengths)} at most")  # fmt: skip
    tasks = Counter(record.task for record in made.train if record.task)
    if len(tasks) > 1:
        names = splits.listed(sorted(tasks, key=int))
        yield f"tasks      {names}, by one network; --task learns one"
    known = {record.answer for record in made.train}
    for part in ("validation", "test"):
        records = getattr(made, part)
        new = [one for one in records if one.answer not in known]
        if new:
            inside = sum(_stands_in(one) for one in new)
            yield (f"{len(new):,} answers of {part} never stand in training, such as "
                   f"{new[0].answer[:40]!r}; {inside:,} of them are a word of their story, and "
                   "can be right as a new name")  # fmt: skip


def _stands_in(record: Asked) -> bool:
    words = {word for sentence in record.story for word in re.findall(r"\w+", sentence.casefold())}
    return record.answer.casefold() in words


def _read_parts(data: str, options: Stories) -> dict[str, list[Asked]]:
    """Read each part that is given; a single file counts as the training part."""
    if data.startswith("tfds:"):
        raise InputError(f"{data}: stories are read from files; see the app's page")
    path: File = Path(data)
    if folders.is_zip(path):
        path = folders.opened_zip(path)
    elif not path.is_dir():
        numbered = TASK.search(path.name)
        return {"train": _read(path, options, numbered[1] if numbered else "")}
    tasks = _tasks(path)
    if not tasks:
        if options.task:
            raise InputError(f"{data}: no file of a bAbI task in it, such as qa1_..._train.txt")
        if not isinstance(path, Path):
            raise InputError(f"{data}: no file of a bAbI task in it; unpack other data")
        found = splits.find_parts(path, SUFFIXES)
        return {part: _read(file, options, "") for part, file in found.items()}
    missing = [str(one) for one in options.task if str(one) not in tasks]
    if missing:
        raise InputError(f"{data}: no task {', '.join(missing)} in it; there is "
                         f"{splits.listed(sorted(tasks, key=int))}")  # fmt: skip
    parts: dict[str, list[Asked]] = {}
    for task in sorted(tasks, key=int):
        if not options.task or int(task) in options.task:
            for part, file in tasks[task].items():
                parts.setdefault(part, []).extend(_read(file, options, task))
    if "train" not in parts:
        raise InputError(f"{data}: no training part of a bAbI task in it")
    return parts


def _tasks(path: File) -> dict[str, dict[str, File]]:
    """Find the files of bAbI's tasks, in a folder and the folders and zips in it.

    Raises:
        InputError: if a task stands there twice, as in English and Hindi.
    """
    found: dict[str, dict[str, File]] = defaultdict(dict)
    for file in _inside(path):
        match = TASK.search(file.name)
        if match is None:
            continue
        task, part = match[1], {"valid": "validation"}.get(match[2], match[2])
        if part in found[task]:
            raise InputError(f"{path}: {found[task][part]} and {file} are the same part of a task; "
                             "name one of their folders")  # fmt: skip
        found[task][part] = file
    return found


def _inside(path: File) -> Iterator[File]:
    for file in folders.below(path):
        if isinstance(file, Path) and folders.is_zip(file):
            yield from folders.below(folders.opened_zip(file))
        else:
            yield file


def _read(path: File, options: Stories, task: str) -> list[Asked]:
    records = list(track(story_files.read(path, options.columns), f"reading {path}"))
    if not records:
        raise InputError(f"{path}: there is no question in it")
    longest = max(len(record.story) for record in records)
    if longest > options.memory:
        say(f"{path}: stories of up to {longest:,} sentences; the last {options.memory:,} before a "
            "question are read (--memory)")  # fmt: skip
    return [_shortened(record, options.memory)._replace(task=task) for record in records]


def _shortened(record: Asked, most: int) -> Asked:
    """Leave the sentences out that stand too far before the question."""
    gone = max(0, len(record.story) - most)
    facts = tuple(fact - gone for fact in record.facts if fact >= gone)
    return record._replace(story=record.story[gone:], facts=facts)


def is_babi(data: str) -> bool:
    """Say whether `data` is a file of a bAbI task, or has such in it."""
    path: File = Path(data)
    try:
        if folders.is_zip(path):
            path = folders.opened_zip(path)
        return bool(_tasks(path) if path.is_dir() else TASK.search(path.name))
    except (InputError, OSError):
        return False  # `load` will say what is wrong
