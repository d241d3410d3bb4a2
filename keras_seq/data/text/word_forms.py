"""Words as frames: the number of the word, how it is written, and its letters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from keras_seq import files

PADDING, UNKNOWN = 0, 1  # numbers of words, letters and ways of writing
WRITINGS = 8  # how many ways of writing there are, padding counted in
BEFORE = 2  # columns of a frame in front of the letters


@dataclass(frozen=True)
class WordForms:
    """What words and letters the training part has; makes a frame of any word.

    Attributes:
        words: normalised by `normal`, the commonest first; they are 2, 3 and so on.
        counts: how often each stands in the training part.
        letters: those that stand there more than once, likewise.
        longest: letters of a word that count; of a longer one, those at its beginning and end.
    """

    words: tuple[str, ...]
    counts: tuple[int, ...]
    letters: tuple[str, ...]
    longest: int = 20

    @classmethod
    def fit(
        cls,
        texts: Iterable[Sequence[str]],
        *,
        vocab_size: int = 100_000,
        longest: int = 20,
        more: Sequence[str] = (),
    ) -> WordForms:
        """Collect words and letters.

        Args:
            texts: the words of the training part, text by text.
            vocab_size: the most words, padding and unknown among them.
            longest: letters of a word that count.
            more: words that are known although they never stand there, as those of a file of
                vectors; normalised, the commonest first.

        >>> WordForms.fit([["To", "be", "to"], ["be", "1996"]]).words
        ('be', 'to', '0000')
        """
        counts: Counter[str] = Counter()
        letters: Counter[str] = Counter()
        for words in texts:
            counts.update(map(normal, words))
            for word in words:
                letters.update(word)
        often = sorted((word for word in counts if counts[word] > 1), key=_order(counts))
        once = sorted(word for word in counts if counts[word] == 1)
        more = [word for word in dict.fromkeys(more) if word not in counts]
        kept = [*often, *more, *once][: vocab_size - 2]
        seen = sorted((letter for letter in letters if letters[letter] > 1), key=_order(letters))
        return cls(tuple(kept), tuple(counts[word] for word in kept), tuple(seen), longest)

    def __post_init__(self) -> None:
        """Make the tables that `encode` looks words and letters up in."""
        object.__setattr__(self, "_words", {word: i for i, word in enumerate(self.words, 2)})
        object.__setattr__(
            self, "_letters", {letter: i for i, letter in enumerate(self.letters, 2)}
        )
        object.__setattr__(self, "_frames", {})

    @property
    def sizes(self) -> dict[str, Any]:
        """What `keras_seq.models.word_encoder` has to know of the frames."""
        return {
            "vocab_size": len(self.words) + 2,
            "num_letters": len(self.letters) + 2,
            "max_letters": self.longest,
            "num_writings": WRITINGS,
        }

    def encode(self, words: Sequence[str]) -> np.ndarray:
        """Turn the words of a text into frames.

        Returns:
            float32 `(time, 2 + longest)`: the number of the word, the way it is written, and the
            numbers of its letters, filled up with 0. Floats, as frames are; exact up to 2 ** 24.
        """
        return np.stack([self._frame(word) for word in words]).astype(np.float32)

    def _frame(self, word: str) -> np.ndarray:
        known: dict[str, np.ndarray] = vars(self)["_frames"]
        if word not in known:
            if len(known) > 100_000:  # a stream of texts must not fill the memory
                known.clear()
            frame = np.zeros(BEFORE + self.longest, np.int32)
            frame[0] = vars(self)["_words"].get(normal(word), UNKNOWN)
            frame[1] = writing(word)
            half = self.longest // 2
            shown = (
                word if len(word) <= self.longest else word[: self.longest - half] + word[-half:]
            )
            numbers = [vars(self)["_letters"].get(letter, UNKNOWN) for letter in shown]
            frame[BEFORE : BEFORE + len(numbers)] = numbers
            known[word] = frame
        return known[word]

    def known_letters(self, text: str) -> list[tuple[str, bool]]:
        """List the letters of a text, each with whether it is known."""
        known = vars(self)["_letters"]
        return [(letter, letter in known) for letter in text if letter.isalpha()]

    def vectors(self, known: Mapping[str, np.ndarray], seed: int = 0) -> np.ndarray:
        """Put vectors in the order of the words.

        Args:
            known: vector by word, as `read_vectors` gives them.
            seed: of those that aren't known, which are drawn as wide as the others.

        Returns:
            float32 `(vocab_size, dim)`.
        """
        values = np.stack(list(known.values()))
        draw = np.random.default_rng(seed)
        vectors = draw.normal(0, values.std(), (len(self.words) + 2, values.shape[1]))
        for number, word in enumerate(self.words, start=2):
            if word in known:
                vectors[number] = known[word]
        return vectors.astype(np.float32)

    def save(self, path: Path) -> None:
        """Write everything to a JSON file."""
        content = {"words": self.words, "counts": self.counts, "letters": "".join(self.letters),
                   "longest": self.longest}  # fmt: skip
        files.write_json(path, content)

    @classmethod
    def load(cls, path: Path) -> WordForms:
        """Read what `save` wrote.

        Raises:
            InputError: if the file is damaged.
        """

        def checked(content: Any) -> WordForms:
            words, letters = content["words"], content["letters"]
            if not all(isinstance(word, str) for word in words) or not isinstance(letters, str):
                raise ValueError("words and letters must be texts")
            counts = tuple(int(count) for count in content["counts"])
            if len(counts) != len(words):
                raise ValueError("each word must have a count")
            return cls(tuple(words), counts, tuple(letters), int(content["longest"]))

        return files.read_json(path, checked)


def normal(word: str) -> str:
    """Write a word as the vocabulary has it: lower case, digits as 0.

    >>> normal("May-1996")
    'may-0000'
    """
    return "".join("0" if letter.isdigit() else letter for letter in word.lower())


def writing(word: str) -> int:
    """Number the way in which a word is written: none of them is 0, padding.

    >>> [writing(word) for word in ("paris", "Paris", "UN", "eBay", "1996", "5th", "--")]
    [1, 2, 3, 4, 5, 6, 7]
    """
    letters = [letter for letter in word if letter.isalpha()]
    if any(letter.isdigit() for letter in word):
        return 6 if letters else 5
    if not letters:
        return 7
    if word.isupper() and len(letters) > 1:
        return 3
    if not any(letter.isupper() for letter in letters):
        return 1
    return 2 if word[0].isupper() and not any(letter.isupper() for letter in letters[1:]) else 4


def unknown_words(
    forms: WordForms, rate: float
) -> Callable[[np.ndarray, np.random.Generator], np.ndarray]:
    """Make an `augment` for `Batches` that hides words, so that letters and neighbours must tell.

    A word that training shows n times is taken for unknown with the chance `rate / (rate + n)`
    (Kiperwasser and Goldberg, 2016, "Simple and Accurate Dependency Parsing Using Bidirectional
    LSTM Feature Representations"): rare words stand for those that it never shows.

    Args:
        forms: made the frames.
        rate: so many times must a word stand there to be hidden half of the time; 0 hides none.

    Returns:
        A function for `Batches`; letters and way of writing stay, and padding stays padding.
    """
    counts = np.array([np.inf, np.inf, *forms.counts])  # padding and unknown stay what they are
    chances = rate / (rate + np.maximum(counts, 1))

    def hide(batch: np.ndarray, draw: np.random.Generator) -> np.ndarray:
        numbers = np.maximum(batch[..., 0], 0).astype(np.int64)  # padding is below 0
        hidden = draw.random(numbers.shape) < chances[numbers]
        batch = batch.copy()
        batch[..., 0] = np.where(hidden, UNKNOWN, batch[..., 0])
        return batch

    return hide


def _order(counts: Counter[str]) -> Callable[[str], tuple[int, str]]:
    return lambda item: (-counts[item], item)
