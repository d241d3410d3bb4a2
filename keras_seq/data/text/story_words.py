"""Stories and questions as numbers of words; words that training never showed get places to stand.

A new name says nothing by itself, and need not: "Zoe took the kite" is answered as "Mary took the
milk" is. So a model learns some words more that have no meaning, the places of new names, by
reading known names as such, and the new names of a story are given one each (as entities are in
Hermann et al., 2015, "Teaching Machines to Read and Comprehend").
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from keras_seq import files
from keras_seq.data.labels import Labels
from keras_seq.data.text.story_files import Asked
from keras_seq.data.text.words import split_words

PADDING, UNKNOWN, FIRST = 0, 1, 2
ROOM = 4  # words that a sentence may have more than the longest in training
RARE = 0.002  # of the names stand behind such a word: too few to tell a name by it


class Encoded(NamedTuple):
    """A story and a question in numbers.

    Attributes:
        story: int32 `(sentences, width)`, padded with 0.
        question: int32 `(width,)`.
        new: the words that have the places of new names, in their order, as written.
        words: each word of story and question as written, and whether training showed it.
        cut: how many sentences were longer than `width`.
    """

    story: np.ndarray
    question: np.ndarray
    new: tuple[str, ...]
    words: list[tuple[str, bool]]
    cut: int


@functools.lru_cache(maxsize=100_000)
def words_of(sentence: str) -> tuple[str, ...]:
    """Split a sentence into words as written, signs left out.

    >>> words_of("Is Mary's milk there?")
    ('Is', 'Mary', "'s", 'milk', 'there')
    """
    return tuple(word.text for word in split_words(sentence) if any(map(str.isalnum, word.text)))


@dataclass(frozen=True)
class StoryWords:
    """What words the training part has, and which of them are names.

    Attributes:
        words: in lower case, the commonest first; they are 2, 3 and so on, behind them stand the
            places of new names.
        names: those of them that a new word may stand in the place of: answers that stand in
            their story, and what is always written with a capital letter.
        before: what names stand behind; "" is the beginning of a sentence.
        width: words of a sentence that are read.
        places: how many new names a story may have.
    """

    words: tuple[str, ...]
    names: tuple[str, ...]
    before: tuple[str, ...]
    width: int
    places: int

    def __post_init__(self) -> None:
        """Make the table that `encode` looks words up in."""
        object.__setattr__(self, "_numbers", {word: i for i, word in enumerate(self.words, FIRST)})

    @classmethod
    def fit(
        cls,
        records: Sequence[Asked],
        *,
        vocab_size: int = 20_000,
        min_frequency: int = 1,
        places: int = 0,
    ) -> StoryWords:
        """Collect words and names.

        Args:
            records: the training part.
            vocab_size: the most words.
            min_frequency: rarer words are unknown.
            places: how many new names a story may have; 0: new words are unknown.

        >>> asked = Asked(("Then Mary left the kitchen.",), "Who left?", "Mary", "")
        >>> StoryWords.fit([asked], places=4).names
        ('mary',)
        """
        texts = [words_of(text) for record in records for text in (*record.story, record.question)]
        counts = Counter(word.lower() for text in texts for word in text)
        kept = sorted((word for word in counts if counts[word] >= min_frequency),
                      key=lambda word: (-counts[word], word))[:vocab_size]  # fmt: skip
        inner = Counter(word for text in texts for word in text[1:])
        small = {word for word in inner if not word[0].isupper()}
        found = {word.lower() for word in inner if word[0].isupper() and len(word) > 1} - small
        found |= {
            word
            for record in records
            if len(answer := words_of(record.answer)) == 1
            and any((word := answer[0].lower()) in map(str.lower, words_of(one))
                    for one in record.story)
        }  # fmt: skip
        names = found & set(kept) if places else set()
        stand = Counter(
            before
            for text in texts
            for before, word in zip(["", *map(str.lower, text)], map(str.lower, text), strict=False)
            if word in names and before not in names
        )
        most = sum(stand.values())
        return cls(
            tuple(kept),
            tuple(word for word in kept if word in names),
            tuple(sorted(word for word in stand if stand[word] > RARE * most)),
            max(map(len, texts)) + ROOM,
            places,
        )

    @property
    def vocab_size(self) -> int:
        """How many numbers there are: padding, unknown, words, places of new names."""
        return FIRST + len(self.words) + self.places

    def encode(self, record: Asked) -> Encoded:
        """Turn a story and a question into numbers."""
        numbers: dict[str, int] = dict(vars(self)["_numbers"])
        texts = [words_of(text) for text in (*record.story, record.question)]
        new: list[str] = []
        for written in self._new_names(texts):
            if len(new) < self.places and written.lower() not in numbers:
                numbers[written.lower()] = FIRST + len(self.words) + len(new)
                new.append(written)
        table = np.zeros((len(texts), self.width), np.int32)
        for row, text in enumerate(texts):
            found = [numbers.get(word.lower(), UNKNOWN) for word in text[: self.width]]
            table[row, : len(found)] = found or [UNKNOWN]  # no sentence is padding alone
        known = vars(self)["_numbers"]
        return Encoded(
            table[:-1], table[-1], tuple(new),
            [(word, word.lower() in known) for text in texts for word in text],
            sum(len(text) > self.width for text in texts),
        )  # fmt: skip

    def _new_names(self, texts: Iterable[Sequence[str]]) -> Iterator[str]:
        """Find words that training never showed and that stand where names do."""
        known, before = vars(self)["_numbers"], set(self.before)
        for text in texts:
            for place, word in enumerate(text):
                last = text[place - 1].lower() if place else ""
                if word.lower() not in known and (
                    last in before or (place and word[0].isupper()) or last.isdigit()
                ):
                    yield word

    def classes(self, labels: Labels) -> int:
        """Count the classes of a model: the answers of training, and each place of a new name."""
        return len(labels.names) + self.places

    def target(self, labels: Labels, record: Asked, encoded: Encoded) -> int:
        """Return the class of a record's answer, -1 where no class stands for it."""
        if record.answer in labels.names:
            return labels.names.index(record.answer)
        new = [word.lower() for word in encoded.new]
        answer = record.answer.lower()
        return len(labels.names) + new.index(answer) if answer in new else -1

    def save(self, path: Path) -> None:
        """Write everything to a JSON file."""
        files.write_json(path, {name: getattr(self, name) for name in self.__dataclass_fields__})

    @classmethod
    def load(cls, path: Path) -> StoryWords:
        """Read what `save` wrote.

        Raises:
            InputError: if the file is damaged.
        """

        def checked(content: Any) -> StoryWords:
            lists = {name: content[name] for name in ("words", "names", "before")}
            for name, words in lists.items():
                if not isinstance(words, list) or not all(isinstance(one, str) for one in words):
                    raise ValueError(f"{name} is no list of words")
            for name, least, most in (("width", 1, 10_000), ("places", 0, 1000)):
                if not (isinstance(content[name], int) and least <= content[name] <= most):
                    raise ValueError(f"{name} is no such number")
            words, names, before = map(tuple, lists.values())
            return cls(words, names, before, content["width"], content["places"])

        return files.read_json(path, checked)


class Renaming:
    """Makes names of stories new ones, in training.

    Args:
        words: what is known.
        labels: the answers.
        share: of the stories in which names are read as new ones: in half of these all names, in
            the other half each with a chance of a half.
    """

    def __init__(self, words: StoryWords, labels: Labels, share: float) -> None:
        self.first = FIRST + len(words.words)
        self.places, self.share, self.count = words.places, share, len(labels.names)
        number = {word: place for place, word in enumerate(words.words, FIRST)}
        self.is_name = np.zeros(words.vocab_size, bool)
        self.is_name[[number[name] for name in words.names]] = True
        # What an answer of one word is as a word; of several, which words must keep their names.
        self.answer_word = np.full(self.count + words.places, -1)
        self.kept: list[list[int]] = [[] for _ in range(self.count + words.places)]
        for label, answer in enumerate(labels.names):
            inside = [number[word.lower()] for word in words_of(answer) if word.lower() in number]
            if len(inside) == len(words_of(answer)) == 1:
                self.answer_word[label] = inside[0]
            self.kept[label] = inside if len(words_of(answer)) > 1 else []

    def __call__(
        self, story: np.ndarray, question: np.ndarray, targets: np.ndarray, draw: Any
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Rename some rows of a batch; arguments and result as of `Encoded`, with a first axis."""
        story, question, targets = story.copy(), question.copy(), targets.copy()
        for row in np.flatnonzero(draw.random(len(story)) < self.share):
            there = np.unique(np.concatenate([story[row].ravel(), question[row]]))
            names = [
                one for one in there[self.is_name[there]] if one not in self.kept[targets[row]]
            ]
            if draw.random() < 0.5:
                names = [name for name in names if draw.random() < 0.5]
            names = list(draw.permutation(np.array(names, int))[: self.places])
            places = draw.permutation(self.places)[: len(names)]
            mapped = np.arange(len(self.is_name))
            mapped[names] = self.first + places
            story[row], question[row] = mapped[story[row]], mapped[question[row]]
            answer = self.answer_word[targets[row]]
            if answer >= self.first or answer in names:
                targets[row] = self.count + int(mapped[answer]) - self.first
        return story, question, targets
