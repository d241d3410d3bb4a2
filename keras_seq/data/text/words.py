"""Words of raw text, with their places."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from tokenizers import Regex, pre_tokenizers

# Read by Oniguruma, whose \w holds the vowel signs of Indic scripts as well. Newspaper corpora such
# as CoNLL-2003 split in this way: "don't" is do n't, "Sam's" is Sam 's, "$20" is $ 20.
WORD = "|".join(
    (
        r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]\p{M}*",  # no blanks
        r"\d+(?:[.,:/\-]\d+)*(?:(?:st|nd|rd|th|s)\b)?",  # 1,000.50  10:30  2020-05-17  3|pm
        r"\w+(?=n['\u2019]t\b)",  # do|n't
        r"n['\u2019]t\b",
        r"['\u2019](?:s|re|ve|ll|m|d)\b",
        r"(?:\p{L}\.){2,}",  # U.S.
        r"(?:Mr|Mrs|Ms|Dr|St|Jr|Sr|Co|Inc|Ltd|Corp)\.",
        r"\w+(?:(?:[\-&/]|\.(?=\p{Ll})|['\u2019](?!(?:s|re|ve|ll|m|d)\b))\w+)*",
        r"[^\w\s]",
    )
)
_splitter = pre_tokenizers.Split(Regex(WORD), "removed", invert=True)


class Word(NamedTuple):
    """A word and where it stands: `text[start:end]`."""

    text: str
    start: int
    end: int


def split_words(text: str, borders: Sequence[int] = ()) -> list[Word]:
    """Split a text, in any script, into words and signs.

    Args:
        text: as somebody wrote it.
        borders: places where a word ends in any case.

    Returns:
        The words in order, places counted in characters.

    >>> [word.text for word in split_words("Sam's U.S. trip costs $1,000.50, doesn't it?")]
    ['Sam', "'s", 'U.S.', 'trip', 'costs', '$', '1,000.50', ',', 'does', "n't", 'it', '?']
    >>> split_words("in Paris")[1]
    Word(text='Paris', start=3, end=8)
    """
    words = []
    for _, (start, end) in _splitter.pre_tokenize_str(text):
        cuts = [start, *sorted(cut for cut in set(borders) if start < cut < end), end]
        words += [Word(text[a:b], a, b) for a, b in itertools.pairwise(cuts)]
    return words
