"""What of its inputs a model has never seen: in each answer, and for a person once for all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from keras_seq.contract import Trained
from keras_seq.data.text import Tokenizer
from keras_seq.progress import say

NAMED = 10  # unseen words that are written out


def words_of(trained: Trained, raw: Any, tokenizer: str = "tokenizer") -> list[tuple[str, bool]]:
    """List the words of a raw input, each with whether the model knows it.

    Args:
        trained: what was trained.
        raw: the input; what is no text has no words.
        tokenizer: the part of the preprocessing that reads texts; without it nothing is known.
    """
    reader = getattr(trained.preprocessing, tokenizer, None)
    return reader.words(raw) if isinstance(raw, str) and isinstance(reader, Tokenizer) else []


def nothing_known(words: Iterable[tuple[str, bool]]) -> bool:
    """Whether there are words, and not one is known.

    >>> nothing_known([("blorp", False)]), nothing_known([("a", True), ("blorp", False)])
    (True, False)
    """
    known = [one for _, one in words]
    return bool(known) and not any(known)


class Unseen:
    """Collects what is unknown of many inputs.

    Args:
        things: what an input is made of.
        place: where they are missing.
    """

    def __init__(
        self, things: str = "words", place: str = "not in this model's vocabulary"
    ) -> None:
        self.things = things
        self.place = place
        self._total = 0
        self._unknown: list[str] = []

    def of(self, things: Iterable[tuple[str, bool]]) -> list[str]:
        """Add those of an input; returns the unknown ones, each once."""
        things = list(things)
        unknown = [name for name, known in things if not known]
        self._total += len(things)
        self._unknown += unknown
        return list(dict.fromkeys(unknown))

    def say(self) -> None:
        """Say on stderr what was unknown so far, and begin anew."""
        if self._unknown:
            names = list(dict.fromkeys(self._unknown))
            shown = ", ".join(names[:NAMED]) + (", …" if len(names) > NAMED else "")
            is_or_are = "is" if len(self._unknown) == 1 else "are"
            say(f"{len(self._unknown):,} of {self._total:,} {self.things} {is_or_are} "
                f"{self.place}: {shown}")  # fmt: skip
        self._total, self._unknown = 0, []
