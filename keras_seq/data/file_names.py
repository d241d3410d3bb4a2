"""Words of the command line that may name a file, or be a text themselves."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from keras_seq.errors import InputError


def names_a_file(word: str, endings: Sequence[str]) -> bool:
    """Whether a word looks like the name of a file: one word, with one of these endings.

    Raises:
        InputError: if it does, and there is no such file.

    >>> names_a_file("Read notes.txt", (".txt",))
    False
    """
    plain = word.lower().removesuffix(".gz")
    if len(word.split()) != 1 or not plain.endswith(tuple(endings)):
        return False
    if not Path(word).is_file():
        raise InputError(f"{word}: no such file; a text is given as it is, in quotes")
    return True
