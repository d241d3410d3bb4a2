"""Entities in texts: people, companies, places, times, money; slots of commands (many to many).

A sequence of words in, a tag for each out. Read this file from top to bottom; what you
are most likely to change comes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq import TrainingConfig, option
from keras_seq.data.labels import Labels, Tagged
from keras_seq.data.splits import Splits
from keras_seq.data.text import (
    TaggedTexts,
    TaggedWords,
    WordForms,
    WordVectors,
    count_vectors,
    read_vectors,
)
from keras_seq.data.text.tag_schemes import allowed

# Where texts come from. To make records in another way, write a function of the same name here.
from keras_seq.data.text.tagged import (  # noqa: F401
    describe,
    is_triple,
    load,
    load_test,
    read_inputs,
)
from keras_seq.data.text.word_forms import normal, unknown_words
from keras_seq.errors import InputError
from keras_seq.metrics.spans import span_metrics
from keras_seq.options import Bidirectional, PredictOptions
from keras_seq.tasks import Tagging
from keras_seq.tasks.entities import (
    WORD_RIVALS,
    answer_entities,
    example_text,
    intent_figures,
    intent_rivals,
    line,
    word_rows,
)
from keras_seq.tasks.entity_figures import ENTITY_FIGURES

from .sample import sentences

if TYPE_CHECKING:
    import keras

    from keras_seq.contract import Trained
    from keras_seq.data.batching import Batches

SAMPLE, SAMPLE_IS_SYNTHETIC = "synthetic sentences with names composed by rules", True
SENTENCES = 10_000  # of it, to train on


@dataclass(frozen=True)
class Config(TaggedTexts, Bidirectional, TrainingConfig):
    """Entities."""

    word_vectors: str = option(
        "random", "Start them at random, from counts, or from a file of word2vec, GloVe, fastText."
    )
    vector_words: int = option(
        50_000, "Words of that file that are known beside those of training.", minimum=0
    )
    embedding_dim: int = option(100, "Size of the word vectors; a file has its own.", minimum=1)
    letters: str = option(
        "convolution", "What reads the letters of a word.",
        choices=("convolution", "recurrent", "none"),
    )  # fmt: skip
    letter_dropout: float = option(
        0.4, "Share of the features of letters dropped.", minimum=0, below=1
    )
    letter_units: int = option(50, "Filters, or units of each direction, for letters.", minimum=1)
    units: int = 150
    bidirectional: bool = True
    dropout: float = 0.5
    word_dropout: float = option(
        4.0, "A word seen so many times is hidden half of the time; rarer ones more often.",
        minimum=0,
    )  # fmt: skip
    head: str = option(
        "crf", "Tags by themselves, or each given the one before.", choices=("softmax", "crf")
    )

    intent: bool = option(
        False, "Learn the label of each text too, as what a command wants; the data must have one."
    )

    epochs: int = 14
    average_epochs: int = 5
    batch_size: int = 16
    learning_rate: float = 2e-3


@dataclass(frozen=True)
class Preprocessing:
    """What is fitted on the training part."""

    forms: WordForms
    labels: Labels
    intents: Labels  # of whole texts; empty where they aren't learned
    vectors: WordVectors  # what the word vectors start from


def recipe(values: Mapping[str, Any]) -> str | None:
    """Name the file with options for these data, below those that are given."""
    return "commands.yaml" if values.get("data") and is_triple(values["data"]) else None


def sample(config: Config) -> Splits[TaggedWords]:
    """Make the embedded sentences: no name stands in two parts."""
    return sentences(SENTENCES, config.seed, config.scheme)


def prepare(config: Config, train: Sequence[TaggedWords]) -> Preprocessing:
    """Learn words, letters and tags from the training part."""
    texts = [record.words for record in train]
    labels = Labels.fit(tag for record in train for tag in record.tags)
    intents = Labels.fit(record.label for record in train if config.intent)
    if config.intent and (len(intents.names) < 2 or "" in intents.names):
        raise InputError(f"{config.data or 'the sample'}: not each text has a label, of two at "
                         "least; leave out --intent")  # fmt: skip
    vectors = np.zeros((0, 0), np.float32)
    forms = WordForms.fit(texts)
    if config.word_vectors == "counts":
        numbers = [forms.encode(words)[:, 0].astype(np.int32) for words in texts]
        vectors = count_vectors(numbers, forms.sizes["vocab_size"], config.embedding_dim,
                                seed=config.seed)  # fmt: skip
    elif config.word_vectors != "random":
        known = read_vectors(
            config.word_vectors, forms.words, more=config.vector_words, normal=normal
        )
        forms = WordForms.fit(texts, more=list(known))
        vectors = forms.vectors(known, seed=config.seed)
    return Preprocessing(forms, labels, intents, WordVectors(vectors))


def batches(
    config: Config, fitted: Preprocessing, records: Sequence[TaggedWords], training: bool
) -> Batches:
    """Turn texts into padded batches of frames, a word each, texts of like length together."""
    from keras_seq.data.batching import Batches

    # A loss is not defined for tags that training never shows; they count when a model is judged.
    known, intents = set(fitted.labels.names), fitted.intents
    records = [
        record
        for record in records
        if known.issuperset(record.tags) and (not intents.names or record.label in intents.names)
    ]
    targets: Any = [fitted.labels.encode(record.tags) for record in records]
    if config.intent:
        wishes = intents.encode([record.label for record in records])
        targets = {"tags": targets, "label": wishes}
    return Batches(
        [fitted.forms.encode(record.words) for record in records],
        targets,
        batch_size=config.batch_size,
        shuffle=training,
        seed=config.seed,
        augment=unknown_words(fitted.forms, config.word_dropout) if training else None,
    )


def build(config: Config, fitted: Preprocessing) -> keras.Model:
    """Call the factories."""
    from keras_seq.models import many_to_many, word_encoder

    start = fitted.vectors.values
    encoder = word_encoder(
        **fitted.forms.sizes,
        embedding_dim=start.shape[1] or config.embedding_dim,
        letters=config.letters,
        letter_units=config.letter_units,
        dropout=config.letter_dropout,
        vectors=start if len(start) else None,
    )
    return many_to_many(
        num_classes=len(fitted.labels.names),
        num_labels=len(fitted.intents.names) or None,
        head=config.head,
        encoder=encoder,
        **config.part(Bidirectional),
    )


def objective(config: Config) -> dict[str, Any]:
    """Name the losses."""
    import keras

    from keras_seq.losses import ChainCrossentropy, SmoothTagging

    of_tags = ChainCrossentropy() if config.head == "crf" else SmoothTagging(0.0)
    of_label = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    return {"loss": {"tags": of_tags, "label": of_label} if config.intent else of_tags}


def tag(trained: Trained, records: Sequence[TaggedWords]) -> list[Tagged]:
    """Tag texts."""
    from keras_seq.data.batching import Batches
    from keras_seq.models import tags_of

    config, fitted = trained.config, trained.preprocessing
    frames = Batches([fitted.forms.encode(record.words) for record in records], batch_size=64)
    rules = allowed(fitted.labels.names, config.scheme)
    whole = fitted.intents if config.intent else None
    return tags_of(trained.model, frames, fitted.labels, config.head, rules, whole)


def answer(
    trained: Trained, inputs: Iterable[str], options: PredictOptions
) -> Iterator[dict[str, Any]]:
    """Answer raw texts with their entities."""
    return answer_entities(trained, inputs, options, tag)


task = Tagging(
    tag,
    answer,
    line,
    steps=word_rows,
    metrics=lambda expected, predicted, config: span_metrics(expected, predicted),
    rivals=WORD_RIVALS,
    metric="entity_f1",
    beside=intent_figures,
    rivals_beside=intent_rivals,
    figures=ENTITY_FIGURES,
    example=example_text,
)
