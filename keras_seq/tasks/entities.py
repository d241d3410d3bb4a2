"""Answers about texts: the entities in them, with their places."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq.baselines import bag_of_bigrams, majority_class
from keras_seq.baselines.crf_features import crf_of_features
from keras_seq.baselines.tagging import commonest_tag_of_word
from keras_seq.contract import Result, Trained, chunks
from keras_seq.data.labels import Labels, Tagged
from keras_seq.data.text.tagged import TaggedWords
from keras_seq.data.text.words import Word, split_words
from keras_seq.metrics.spans import spans
from keras_seq.options import PredictOptions
from keras_seq.tasks.unseen import Unseen

if TYPE_CHECKING:
    from keras_seq.data.splits import Splits
    from keras_seq.tasks.tagging import Figures, Rival


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
    tag: Callable[[Trained, Sequence[TaggedWords]], list[Tagged]],
) -> Iterator[dict[str, Any]]:
    """Find the entities of raw texts.

    Args:
        trained: what `tag` takes.
        inputs: texts, or lists of words, which count as a text with blanks between.
        options: of `predict`.
        tag: tags records.

    Yields:
        `text` and its `entities`, each with `text`, `label`, `start` and `end` in characters, and
        `score`, the least probability of the tags of its words; where the model says what a text
        wants, `intent` and `intent_score`; `unknown`, letters that training never showed.
    """
    forms = trained.preprocessing.forms
    unseen = Unseen("letters", "in no text of training")
    for batch in chunks(inputs, options.at_once):
        pairs = [_words(raw) for raw in batch]
        records = [
            TaggedWords([word.text for word in words], ["O"] * len(words), "", "")
            for _, words in pairs
            if words
        ]
        tagged = iter(tag(trained, records) if records else [])
        for text, words in pairs:
            ours = next(tagged) if words else Tagged([], np.empty(0))
            answer: dict[str, Any] = {"text": text, "entities": _entities(text, words, ours)}
            if ours.label:
                answer |= {"intent": ours.label, "intent_score": ours.score}
            yield {**answer, "unknown": unseen.of(forms.known_letters(text))}
        if options.at_once == 1:
            unseen.say()
    unseen.say()


def _words(raw: str | Sequence[str]) -> tuple[str, list[Word]]:
    """Split a text; of words that are given, make the text."""
    if isinstance(raw, str):
        return raw, split_words(raw)
    words, start = [], 0
    for word in raw:
        words.append(Word(word, start, start + len(word)))
        start += len(word) + 1
    return " ".join(raw), words


def _entities(text: str, words: Sequence[Word], ours: Tagged) -> list[dict[str, Any]]:
    return [
        {
            "text": text[words[span.start].start : words[span.end - 1].end],
            "label": span.label,
            "start": words[span.start].start,
            "end": words[span.end - 1].end,
            "score": float(ours.chances[span.start : span.end].min()),
        }
        for span in spans(ours.tags)
    ]


def line(answer: Mapping[str, Any]) -> str:
    """Write the entities of a text on one line, with tabs between; an empty line where none is.

    >>> line({"entities": [{"text": "Sam Li", "label": "PERSON"}]})
    'Sam Li PERSON'
    """
    entities = [f"{' '.join(entity['text'].split())} {entity['label']}"
                for entity in answer["entities"]]  # fmt: skip
    return "\t".join([f"intent {answer['intent']}", *entities] if "intent" in answer else entities)


def intent_figures(records: Sequence[TaggedWords], tagged: Sequence[Tagged]) -> Figures:
    """Judge the labels of whole texts, where the model gives any."""
    if not any(ours.label for ours in tagged):
        return {}
    right = [ours.label == record.label for record, ours in zip(records, tagged, strict=True)]
    return {"intent_accuracy": float(np.mean(right))}


def intent_rivals(trained: Trained, splits: Splits[TaggedWords]) -> dict[str, Figures]:
    """Judge the commonest label, and logistic regression on pairs of words."""
    labels: Labels = trained.preprocessing.intents
    if not labels.names:
        return {}
    known = [record for record in splits.test if record.label in labels.names]
    share = len(known) / len(splits.test)  # of the others all are wrong

    def part(records: Sequence[TaggedWords]) -> tuple[list[str], np.ndarray]:
        texts = [" ".join(record.words) for record in records]
        return texts, labels.encode([record.label for record in records])

    train, test = part(splits.train), part(known)
    count = len(labels.names)
    judged = {
        "commonest_intent": majority_class(train[1], test[1], count),
        "bag_of_bigrams": bag_of_bigrams(*train, *test, num_classes=count),
    }
    return {
        name: {"intent_accuracy": figures["accuracy"] * share} for name, figures in judged.items()
    }


def example_text(result: Result, folder: Path) -> list[str]:
    """Choose a short text of the test part to try, of many types of entities, answered right."""
    right = [
        record
        for record, ours in zip(result.splits.test, result.evaluation.details, strict=True)
        if list(ours.tags) == list(record.tags) and 2 < len(record.words) < 11 and ours.tags
    ]
    best = max(right, key=lambda record: (_types(record), -len(record.words)), default=None)
    return [joined(best.words)] if best else []


def _types(record: TaggedWords) -> int:
    return len({span.label for span in spans(record.tags)})


def joined(words: Sequence[str]) -> str:
    """Write words as a text, signs as they are printed, if it is split into the same words.

    >>> joined(["Tom", "(", "22", ")", "paid", "$", "5", "."])
    'Tom (22) paid $5.'
    """
    text = re.sub(r" (?=[.,;:!?)%])|(?<=[($€£]) ", "", " ".join(words))
    return text if [word.text for word in split_words(text)] == list(words) else " ".join(words)


def word_rows(record: TaggedWords) -> Iterator[dict[str, Any]]:
    """Name the words of a record, as `predictions.csv` has them."""
    return ({"text": record.source, "word": word} for word in record.words)
