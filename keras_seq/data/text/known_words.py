"""Which words stood in the training texts, where tokens are letters or pieces of words.

Letters and bytes spell any word, so that such a vocabulary alone doesn't say what a model has seen.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

MOST = 50_000  # words that are kept, the commonest
# Marks belong to the letter before them: accents, the vowels of Hebrew, Arabic and Indian scripts.
_MARKS = "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
_MARKS += "\u0900-\u0963\u0971-\u0dff\u200c\u200d"
# Thai and its kin, Chinese and Japanese set no blanks between words: each letter is taken for one.
_NO_BLANKS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff"
_NO_BLANKS += "\U00020000-\U0003ffff"
_LETTERS = rf"(?:[^\W\d_{_NO_BLANKS}][{_MARKS}]*)+"
_PICTURES = "\u2600-\u27bf\U0001f300-\U0001faff"
#: Letters, and pictures that stand for words; neither digits nor punctuation.
WORD = re.compile(rf"{_LETTERS}(?:['\u2019]{_LETTERS})*|[^\W\d_][{_MARKS}]*|[{_PICTURES}]")


class WordCounts:
    """Counts the words of texts that somebody else goes through."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def counting(self, texts: Iterable[str]) -> Iterator[str]:
        """Pass texts on, and count their words, upper and lower case alike."""
        for text in texts:
            self._counts.update(WORD.findall(text.casefold()))
            if len(self._counts) > 20 * MOST:  # what is rare so far will hardly be common
                self._counts = Counter(dict(self._counts.most_common(10 * MOST)))
            yield text

    def commonest(self) -> frozenset[str]:
        """Return the words, `MOST` of them at most."""
        ranked = sorted(self._counts, key=lambda word: (-self._counts[word], word))
        return frozenset(ranked[:MOST])
