"""Running text: from files to one long row of tokens, which may be larger than memory."""

from __future__ import annotations

import itertools
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from keras_seq.data import folders, tables
from keras_seq.data.splits import PART_NAMES, Splits, listed, part_of, passed_over
from keras_seq.data.text.tokenizer import Tokenizer
from keras_seq.errors import InputError
from keras_seq.options import DataOptions

BLOCK = 1 << 20  # characters that are in memory at once
ENDINGS = (".txt", ".text", ".md", "")


class Passage(NamedTuple):
    """A stretch of a text file, which is read only when it is needed.

    Attributes:
        source: the file, plain or gzip.
        start: first character.
        end: the character behind the last.
        text: the text itself, where it doesn't come from a file.
    """

    source: str
    start: int
    end: int
    text: str | None = None

    def lines(self) -> Iterator[str]:
        """Read the passage, line by line, line ends kept."""
        if self.text is not None:
            yield self.text[self.start : self.end]
            return
        done = 0  # characters before the line
        for line in tables.read_lines(self.source):
            if done >= self.end:
                return
            if done + len(line) > self.start:
                yield line[max(0, self.start - done) : self.end - done]
            done += len(line)

    def blocks(self) -> Iterator[str]:
        """Read the passage in blocks of about a million characters that end with a line."""
        held: list[str] = []
        size = 0
        for line in self.lines():
            held.append(line)
            size += len(line)
            if size >= BLOCK:
                yield "".join(held)
                held, size = [], 0
        if held:
            yield "".join(held)


class RunningText(Splits[Passage]):
    """The three parts of running text; every character is an example."""

    def sizes(self) -> dict[str, int]:
        """Return the number of characters by part."""
        return {part: characters(getattr(self, part)) for part in super().sizes()}

    def limited(self, count: int, seed: int) -> RunningText:
        """Keep the first `count` characters to train on."""
        kept, _ = cut_tail(self.train, 1 - count / max(count, characters(self.train)))
        return RunningText(kept, self.validation, self.test)


def characters(passages: Iterable[Passage]) -> int:
    """Count the characters of passages."""
    return sum(passage.end - passage.start for passage in passages)


def load(options: DataOptions) -> RunningText:
    """Find the parts of running text; what isn't given is cut from the tail.

    Args:
        options: `data` is a text file, plain or gzip; or a folder of such files, and of folders of
            them. In their names `train`, `validation` (or val, valid, dev) and `test` say which
            part they are, as `ptb.train.txt` or `test/a.txt`; else they are one text, in the order
            of their names, chapter 2 before chapter 10. The fractions are shares of all characters.

    Returns:
        The three parts: test last, validation before it.

    Raises:
        InputError: naming the file that is empty, damaged or no text.

    >>> load(DataOptions(data="book.txt", test_fraction=0.05))  # doctest: +SKIP
    """
    files = text_files(Path(str(options.data)))
    given = {part: [whole(file) for file in files.get(part, [])] for part in PART_NAMES}
    made = complete(options, given["train"], given["validation"], given["test"])
    for part, size in made.sizes().items():
        if not size:
            raise InputError(f"{options.data}: too short; nothing is left for the {part} part")
    return made


def complete(
    options: DataOptions,
    train: Sequence[Passage],
    validation: Sequence[Passage] = (),
    test: Sequence[Passage] = (),
) -> RunningText:
    """Cut the parts that are not given from the tail of the training part."""
    share = options.validation_fraction
    if not test:
        train, test = cut_tail(train, options.test_fraction)
        share /= 1 - options.test_fraction
    if not validation:
        train, validation = cut_tail(train, share)
    return RunningText(list(train), list(validation), list(test))


def load_test(options: DataOptions, data: str) -> list[Passage]:
    """Take text to judge a trained model by: all of a file, the test part of a folder.

    Errors are those of `load`.
    """
    path = Path(data)
    files = text_files(path)
    if path.is_dir() and len(files) > 1 and "test" not in files:
        raise InputError(f"{data}: there is no test part in it; name the file itself")
    return [whole(file) for file in files.get("test", files["train"])]


def describe(options: DataOptions, text: RunningText) -> Iterator[str]:
    """Say in lines how long the parts are."""
    for part, size in text.sizes().items():
        yield f"{part:10} {size:13,} characters"


def text_files(path: Path) -> dict[str, list[Path]]:
    """Find the text files of each part; those that name none are for training.

    Raises:
        InputError: if there is none, or some files name a part and none names `train`.
    """
    if not path.exists():
        raise InputError(f"{path}: no such file or folder")
    if path.is_file():
        return {"train": [path]}
    inside = {file: file.relative_to(path).as_posix() for file in folders.below(path)
              if isinstance(file, Path) and file.is_file()}  # fmt: skip
    there = sorted(
        (file for file, name in inside.items()
         if not re.search(r"(^|/)\.", name) and not file.name.lower().startswith("readme")),
        key=lambda file: _natural(inside[file]),
    )  # fmt: skip
    files = [file for file in there if _ending(file) in ENDINGS]
    if not files and len({_ending(file) for file in there}) == 1:
        files = there  # of one kind, which is then that of the text
    if not files:
        raise InputError(f"{path}: there is no text file (.txt, or .txt.gz) in it")
    passed_over(set(there) - set(files), f"a text's name ends with {', '.join(ENDINGS[:-1])}")
    parts: dict[str, list[Path]] = {}
    for file in files:
        parts.setdefault(part_of(inside[file]) or "", []).append(file)
    if set(parts) == {""}:
        return {"train": files}
    if "train" not in parts:
        given = listed(sorted(file.name for files in parts.values() for file in files), most=5)
        raise InputError(f"{path}: there are parts in it, but none is called train ({given})")
    if "" in parts:
        raise InputError(f"{parts[''][0]}: neither train, validation nor test stands in its name, "
                         f"or two of them; in those of other files here one does")  # fmt: skip
    return parts


def _natural(name: str) -> tuple[list[tuple[str, int]], str]:
    """Make a key that sorts numbers in names by their size."""
    pieces = re.findall(r"(\D+)|(\d+)", name.lower())
    return [(word, int(number or 0)) for word, number in pieces], name


def _ending(file: Path) -> str:
    return Path(file.name.removesuffix(".gz")).suffix.lower()


def whole(path: Path) -> Passage:
    """Take all of a file, and make sure that it is text.

    Raises:
        InputError: for an empty file, or one that is no text.
    """
    size = sum(len(line) for line in tables.read_lines(path))
    if not size:
        raise InputError(f"{path}: the file is empty")
    return Passage(str(path), 0, size)


def cut_tail(passages: Sequence[Passage], fraction: float) -> tuple[list[Passage], list[Passage]]:
    """Cut the last share of all characters off."""
    border = round((1 - fraction) * characters(passages))
    head, tail = [], []
    for passage in passages:
        middle = min(max(border, 0), passage.end - passage.start) + passage.start
        if middle > passage.start:
            head.append(passage._replace(end=middle))
        if middle < passage.end:
            tail.append(passage._replace(start=middle))
        border -= passage.end - passage.start
    return head, tail


def blocks(passages: Iterable[Passage]) -> Iterator[str]:
    """Read passages one after the other, about a million characters at once."""
    return itertools.chain.from_iterable(passage.blocks() for passage in passages)


def head(texts: Iterable[str], count: int) -> Iterator[str]:
    """Take texts until they have so many characters together."""
    for text in texts:
        yield text
        count -= len(text)
        if count <= 0:
            return


def require_window(passages: Sequence[Passage], tokenizer: Tokenizer, window: int) -> None:
    """Make sure that there are more tokens than a window of training takes.

    Raises:
        InputError: if there aren't.
    """
    text = next(blocks(passages))
    count = len(tokenizer.encode([text])[0]) if len(text) < 20 * window else window + 1
    if count <= window:
        raise InputError(f"{passages[0].source}: {count} tokens to train on are less than a "
                         f"window of {window}; take a smaller --window")  # fmt: skip


def tokens_of(passages: Sequence[Passage], tokenizer: Tokenizer) -> np.ndarray:
    """Turn passages into one row of tokens, kept in a temporary file and not in memory.

    Returns:
        uint16 or uint32 `(time,)`, a memory map; its file goes with the process.
    """
    kind = np.dtype(np.uint16 if tokenizer.vocab_size < 1 << 16 else np.uint32)
    count = 0
    with tempfile.TemporaryFile() as room:
        for block in blocks(passages):
            # Some thousand characters at once: the library keeps much for each text.
            for (ids,) in (tokenizer.encode([piece]) for piece in _pieces(block)):
                room.write(ids.astype(kind).tobytes())
                count += len(ids)
        room.flush()
        return np.memmap(room, kind, "r", shape=(count,))


def _pieces(block: str, size: int = 20_000) -> Iterator[str]:
    """Cut a block behind line ends, so that no token is cut."""
    held = 0
    while held < len(block):
        end = block.rfind("\n", held, held + size) + 1
        if end <= held:
            end = block.find("\n", held + size) + 1 or len(block)
        yield block[held:end]
        held = end
