"""Answers about texts: the entities in them, with their places."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq.baselines.crf_features import crf_of_features
from keras_seq.baselines.tagging import commonest_tag_of_word
from keras_seq.contract import Trained, chunks
from keras_seq.data.text.tagged import TaggedWords
from keras_seq.data.text.words import Word, split_words
from keras_seq.metrics.spans import spans
from keras_seq.options import PredictOptions

if TYPE_CHECKING:
    from keras_seq.data.splits import Splits
    from keras_seq.tasks.tagging import Rival, Tags


def _rival(rival: Callable[..., list[list[str]] | None]) -> Rival:
    """Hand words and tags of training and words of test to a rival."""

    def answer(trained: Trained, splits: Splits[TaggedWords]) -> list[list[str]] | None:
        return rival(
            [record.words for record in splits.train],
            [record.tags for record in splits.train],
            [record.words for record in splits.test],
        )

    return answer


# What `Tagging` takes as rivals where records have `words`.
WORD_RIVALS: Mapping[str, Rival] = {
    "no_entity": _rival(lambda train, tags, test: [["O"] * len(words) for words in test]),
    "commonest_tag_of_word": _rival(commonest_tag_of_word),
    "crf_of_features": _rival(crf_of_features),
}


def answer_entities(
    trained: Trained,
    inputs: Iterable[str | Sequence[str]],
    options: PredictOptions,
    tag: Callable[[Trained, Sequence[TaggedWords]], list[Tags]],
) -> Iterator[dict[str, Any]]:
    """Find the entities of raw texts.

    Args:
        trained: what `tag` takes.
        inputs: texts, or lists of words, which count as a text with blanks between.
        options: of `predict`.
        tag: tags records.

    Yields:
        `text` and its `entities`, each with `text`, `label`, `start` and `end` in characters, and
        `score`, the least probability of the tags of its words.
    """
    for batch in chunks(inputs, options.at_once):
        pairs = [_words(raw) for raw in batch]
        records = [
            TaggedWords([word.text for word in words], ["O"] * len(words), "", "")
            for _, words in pairs
            if words
        ]
        tagged = iter(tag(trained, records) if records else [])
        for text, words in pairs:
            yield {"text": text, "entities": _entities(text, words, *next(tagged)) if words else []}


def _words(raw: str | Sequence[str]) -> tuple[str, list[Word]]:
    """Split a text; of words that are given, make the text."""
    if isinstance(raw, str):
        return raw, split_words(raw)
    words, start = [], 0
    for word in raw:
        words.append(Word(word, start, start + len(word)))
        start += len(word) + 1
    return " ".join(raw), words


def _entities(
    text: str, words: Sequence[Word], tags: Sequence[str], chances: np.ndarray
) -> list[dict[str, Any]]:
    return [
        {
            "text": text[words[span.start].start : words[span.end - 1].end],
            "label": span.label,
            "start": words[span.start].start,
            "end": words[span.end - 1].end,
            "score": float(chances[span.start : span.end].min()),
        }
        for span in spans(tags)
    ]


def line(answer: Mapping[str, Any]) -> str:
    """Write the entities of a text on one line, with tabs between; an empty line where none is.

    >>> line({"entities": [{"text": "Sam Li", "label": "PERSON"}]})
    'Sam Li PERSON'
    """
    return "\t".join(
        f"{' '.join(entity['text'].split())} {entity['label']}" for entity in answer["entities"]
    )


def word_rows(record: TaggedWords) -> Iterator[dict[str, Any]]:
    """Name the words of a record, as `predictions.csv` has them."""
    return ({"text": record.source, "word": word} for word in record.words)
