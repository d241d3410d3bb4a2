"""Texts and their summaries, from tables, parallel files and folders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from keras_seq.config import option
from keras_seq.data import tables
from keras_seq.data.file_names import names_a_file
from keras_seq.data.text.pair_tables import Pair
from keras_seq.errors import InputError
from keras_seq.options import DataOptions


@dataclass(frozen=True)
class SummaryFiles(DataOptions):
    """Texts and their summaries."""

    text_column: str = option(
        "text", "Column, its number, key, or ending of the files, of what is read."
    )
    summary_column: str = option("summary", "The same of what is written.")
    test_name: str | None = option(None, "Which test part of a folder that has several.")
    flags: ClassVar[tuple[str, str]] = ("--text-column", "--summary-column")

    @property
    def source(self) -> str:
        """What is read, as readers of pairs call it."""
        return self.text_column

    @property
    def target(self) -> str:
        """What is written."""
        return self.summary_column

    def unfit(self, pair: Pair) -> str | None:
        """Say why a pair is not fit for training: a side is empty, or nothing is left out.

        >>> SummaryFiles().unfit(Pair("It rains", "It rains, rains", ""))
        'the summary is longer than the text'
        """
        if not pair.source or not pair.target:
            return "a side is empty"
        longer = len(pair.target) > len(pair.source)
        return "the summary is longer than the text" if longer else None


def read_word(config: SummaryFiles, word: str) -> Iterator[str]:
    """Take a word of the command line for a text, or for the name of a file that holds one.

    Raises:
        InputError: for a file that can't be read, or isn't there though the name looks so.
    """
    if names_a_file(word, (".txt", ".md")):
        yield "".join(_checked(tables.read_lines(word), word))
    else:
        yield word


def _checked(lines: Iterator[str], name: str) -> Iterator[str]:
    empty = True
    for line in lines:
        empty = empty and not line.strip()
        yield line
    if empty:
        raise InputError(f"{name}: there is no text in it")
