"""Running text: from files to one long row of tokens, which may be larger than memory."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from keras_seq.data import tables
from keras_seq.data.splits import PART_NAMES, Splits
from keras_seq.data.text.tokenizer import Tokenizer
from keras_seq.errors import InputError

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
        place = 0
        for line in tables.read_lines(self.source):
            if place >= self.end:
                return
            if place + len(line) > self.start:
                yield line[max(0, self.start - place) : self.end - place]
            place += len(line)

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
    return sum(one.end - one.start for one in passages)


def load_corpus(data: str, *, validation_fraction: float, test_fraction: float) -> RunningText:
    """Find the parts of running text; what isn't given is cut from the tail.

    Args:
        data: a text file, plain or gzip; or a folder of such files, in which `train`,
            `validation` (or val, valid, dev) and `test` in the names say which part they are,
            as `ptb.train.txt`; else they are one text, in the order of their names.
        validation_fraction: share of all characters, where no part is given.
        test_fraction: the same.

    Returns:
        The three parts: test last, validation before it.

    Raises:
        InputError: naming the file that is empty, damaged or no text.
    """
    path = Path(data)
    if not path.exists():
        raise InputError(f"{data}: no such file or folder")
    found = text_files(path)
    parts = {part: [whole(file) for file in found.get(part, [])] for part in PART_NAMES}
    share = validation_fraction
    if not parts["test"]:
        parts["train"], parts["test"] = cut_tail(parts["train"], test_fraction)
        share = validation_fraction / (1 - test_fraction)
    if not parts["validation"]:
        parts["train"], parts["validation"] = cut_tail(parts["train"], share)
    for part, passages in parts.items():
        if not characters(passages):
            raise InputError(f"{data}: too short; nothing is left for the {part} part")
    return RunningText(parts["train"], parts["validation"], parts["test"])


def test_part(data: str) -> list[Passage]:
    """Take text to judge a trained model by: all of a file, the test part of a folder.

    Raises:
        InputError: as `load_corpus`.
    """
    path = Path(data)
    if not path.exists():
        raise InputError(f"{data}: no such file or folder")
    found = text_files(path)
    if path.is_dir() and len(found) > 1 and "test" not in found:
        raise InputError(f"{data}: there is no test part in it; name the file itself")
    return [whole(file) for file in found.get("test", found["train"])]


def text_files(path: Path) -> dict[str, list[Path]]:
    """Find the text files of each part; those that name none are for training.

    Raises:
        InputError: if there is none, or some files name a part and none names `train`.
    """
    if path.is_file():
        return {"train": [path]}
    files = sorted(
        one for one in path.iterdir()
        if one.is_file() and Path(one.name.removesuffix(".gz")).suffix.lower() in ENDINGS
        and not one.name.startswith(".") and not one.name.lower().startswith("readme")
    )  # fmt: skip
    if not files:
        raise InputError(f"{path}: there is no text file (.txt, or .txt.gz) in it")
    parts: dict[str, list[Path]] = {}
    for file in files:
        words = file.name.lower().split(".")
        part = next((one for one, names in PART_NAMES.items() if set(names) & set(words)), "")
        parts.setdefault(part, []).append(file)
    if set(parts) == {""}:
        return {"train": files}
    if "train" not in parts:
        raise InputError(f"{path}: there are parts in it, but none is called train")
    if "" in parts:
        raise InputError(f"{parts[''][0]}: neither train, validation nor test stands in its name, "
                         f"as in those of other files here")  # fmt: skip
    return parts


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
    for one in passages:
        middle = min(max(border, 0), one.end - one.start) + one.start
        if middle > one.start:
            head.append(one._replace(end=middle))
        if middle < one.end:
            tail.append(one._replace(start=middle))
        border -= one.end - one.start
    return head, tail


def blocks(passages: Iterable[Passage]) -> Iterator[str]:
    """Read passages one after the other, about a million characters at once."""
    return itertools.chain.from_iterable(one.blocks() for one in passages)


def head(texts: Iterable[str], count: int) -> Iterator[str]:
    """Take texts until they have so many characters together."""
    for text in texts:
        yield text
        count -= len(text)
        if count <= 0:
            return


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
