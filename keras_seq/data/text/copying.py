"""Words of a source that a vocabulary hasn't, numbered so that they can be copied.

A word without a token gets the number of the vocabulary's size plus the first step at which it
stands in its source: so each source has numbers of its own for them, and they say where to look.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

from keras_seq.data.text.known_words import WORD as LETTERS
from keras_seq.data.text.tokenizer import Tokenizer

OPENING = "([{\u201c\u2018\u00bf\u00a1"  # no blank stands behind these
_UNKNOWN = 1


class Source(NamedTuple):
    """A text that words are copied from.

    Attributes:
        tokens: int32 `(time,)`; from the vocabulary's size on they are words of this text alone.
        words: the tokens as written, with the blank before them if they have one.
    """

    tokens: np.ndarray
    words: list[str]

    def first(self, most: int | None) -> Source:
        """Return its first tokens; None: all."""
        return Source(self.tokens[:most], self.words[:most])

    def own(self, vocab_size: int) -> dict[str, int]:
        """Return the words that the vocabulary hasn't, with their numbers."""
        return {self.words[place]: int(self.tokens[place])
                for place in np.flatnonzero(self.tokens >= vocab_size)[::-1]}  # fmt: skip

    def listed(self, vocab_size: int) -> list[tuple[str, bool]]:
        """List what has letters and no digits, each with whether the vocabulary has it."""
        return [
            (word.strip(), bool(number < vocab_size))
            for word, number in zip(self.words, self.tokens, strict=True)
            if LETTERS.search(word) and not any(map(str.isdigit, word))
        ]


def number_sources(tokenizer: Tokenizer, texts: Sequence[str]) -> list[Source]:
    """Number the tokens of texts, those without a token too.

    Args:
        tokenizer: made with `blanks=True` where it is by word.
        texts: to be read.

    Returns:
        The tokens of each; a text without one has a single unknown one.

    >>> tokenizer = Tokenizer.train(["a fire in the town"], blanks=True)
    >>> source, = number_sources(tokenizer, ["a fire in Ulm (Ulm)"])
    >>> source.words, (source.tokens - tokenizer.vocab_size).clip(-1).tolist()
    ([' a', ' fire', ' in', ' Ulm', ' (', ' Ulm', ')'], [-1, -1, -1, 3, 4, 3, 6])
    """
    size, sources = tokenizer.vocab_size, []
    for text, one in zip(texts, _encoded(tokenizer, texts), strict=True):
        tokens = np.array(one.ids or [_UNKNOWN], np.int32)
        words, firsts = list(one.tokens or [""]), dict[str, int]()
        for place in np.flatnonzero(tokens == _UNKNOWN) if one.ids else ():
            start, end = one.offsets[place]
            word = _as_word(text, start, end)
            known = tokenizer.inner.token_to_id(word)
            tokens[place] = known or size + firsts.setdefault(word, int(place))
            words[place] = word
        sources.append(Source(tokens, words))
    return sources


def number_targets(
    tokenizer: Tokenizer, texts: Sequence[str], sources: Sequence[Source]
) -> list[np.ndarray]:
    """Number the tokens of texts as those of their sources are.

    Args:
        tokenizer: the one of the sources.
        texts: what is to be written.
        sources: what each is made from.

    Returns:
        int32 `(time,)` for each; a word that neither vocabulary nor source has is unknown, 1.

    >>> tokenizer = Tokenizer.train(["a fire in the town"], blanks=True)
    >>> sources = number_sources(tokenizer, ["a fire in Ulm"])
    >>> number_targets(tokenizer, ["Ulm in Aim"], sources)[0] - tokenizer.vocab_size >= 0
    array([ True, False, False])
    """
    found = []
    for text, source, one in zip(texts, sources, _encoded(tokenizer, texts), strict=True):
        tokens = np.array(one.ids or [_UNKNOWN], np.int32)
        own = source.own(tokenizer.vocab_size)
        for place in np.flatnonzero(tokens == _UNKNOWN) if one.ids else ():
            start, end = one.offsets[place]
            word = _as_word(text, start, end)
            other = word.lstrip(" ") if word.startswith(" ") else f" {word}"
            known = tokenizer.inner.token_to_id(word)
            tokens[place] = known or own.get(word) or own.get(other) or _UNKNOWN
        found.append(tokens)
    return found


def write_out(tokenizer: Tokenizer, numbers: Iterable[int], source: Source) -> str:
    """Turn numbers into text, those of the source's own words too.

    >>> tokenizer = Tokenizer.train(["a fire in the town"], blanks=True)
    >>> source, = number_sources(tokenizer, ["a fire in Ulm"])
    >>> write_out(tokenizer, source.tokens[[3, 2, 3]], source)
    'Ulm in Ulm'
    """
    size, pieces, run = tokenizer.vocab_size, list[str](), list[int]()
    for number in [*numbers, None]:
        if number is not None and number < size:
            run.append(int(number))
            continue
        if run:  # words that follow another one may begin without a blank, as a comma does
            first = tokenizer.inner.id_to_token(run[0]) or ""
            text = tokenizer.decode(run)
            pieces.append(f" {text}" if first.startswith(" ") and text[:1] != " " else text)
            run = []
        if number is not None:
            pieces.append(source.words[int(number) - size])
    return re.sub(rf"(?<=[{re.escape(OPENING)}]) ", "", "".join(pieces)).strip()


def _encoded(tokenizer: Tokenizer, texts: Sequence[str]) -> list[Any]:
    return tokenizer.inner.encode_batch(list(texts), add_special_tokens=False)


def _as_word(text: str, start: int, end: int) -> str:
    """Return what stands at a place, with a blank where a word begins."""
    piece = text[start:end]
    if not piece.startswith(" ") and (start == 0 or text[start - 1] in OPENING):
        return f" {piece}"
    return piece
