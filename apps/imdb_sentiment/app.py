"""Sentiment of reviews, or any other label for a text (many to one).

A sequence of words in, one label out. Read this file from top to bottom; what you
are most likely to change comes first.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq import TrainingConfig, option
from keras_seq.data.labels import Labels
from keras_seq.data.splits import Splits
from keras_seq.data.text import (
    LabelledText,
    LabelledTexts,
    NGramWeights,
    Tokenizer,
    WordVectors,
    count_ngrams,
    count_vectors,
)  # fmt: skip

# Where texts come from. To make records in another way, write a function of the same name here.
from keras_seq.data.text.labelled import complete, describe, load, load_test, read_inputs  # noqa: F401
from keras_seq.options import Bidirectional, RareTokens, StartFrom
from keras_seq.runs import start
from keras_seq.tasks import TEXT_RIVALS, Classification, moving_words

from .everyday import everyday_opinions
from .sample import reviews

if TYPE_CHECKING:
    import keras

    from keras_seq.contract import Trained
    from keras_seq.data.batching import Batches

SAMPLE, SAMPLE_IS_SYNTHETIC, REVIEWS = "synthetic reviews made by a small grammar", True, 36_000


@dataclass(frozen=True)
class Config(LabelledTexts, StartFrom, RareTokens, Bidirectional, TrainingConfig):
    """Labels for texts."""

    label_column: str = "label"
    vocab_size: int = 30_000
    min_frequency: int = 2
    lowercase: bool = True
    strip_html: bool = option(True, "Remove tags such as <br />.")
    max_length: int | None = option(None, "Cut texts to so many tokens; default: never.", minimum=1)

    word_vectors: str = option(
        "counts",
        "Start them from counts of neighbours, or at random.",
        choices=("counts", "random"),
    )
    embedding_dim: int | None = option(256, "Size of the token vectors; none: one-hot.", minimum=1)
    units: int = 64
    bidirectional: bool = True
    pooling: str = option(
        "max", "From all steps to one vector.", choices=("last", "mean", "max", "attention")
    )
    dropout: float = 0.5
    ngrams: int = option(
        2, "Longest runs of tokens that are counted, beside the recurrence.", minimum=0, maximum=8
    )
    word_dropout: float = option(
        0.0, "Share of tokens that training takes for unknown.", minimum=0, below=1
    )

    epochs: int = 5
    batch_size: int = 64
    learning_rate: float = 2e-3


@dataclass(frozen=True)
class Preprocessing:
    """What is fitted on the training part."""

    tokenizer: Tokenizer
    labels: Labels
    vectors: WordVectors  # what the embedding starts from
    ngrams: NGramWeights = dataclasses.field(default_factory=NGramWeights.none)


def sample(config: Config) -> Splits[LabelledText]:
    """Make the embedded reviews."""
    records = [
        LabelledText(text, label, f"sample, review {number}")
        for number, (text, label) in enumerate(reviews(REVIEWS, seed=config.seed), start=1)
    ]
    return complete(dataclasses.replace(config, test_fraction=1 / 6), records)


def prepare(config: Config, train: Sequence[LabelledText]) -> Preprocessing:
    """Learn vocabulary, word vectors, n-grams and labels from the training part."""
    texts = [record.text for record in train]
    if config.start_from:
        tokenizer = start.tokenizer(config.start_from)
    else:
        tokenizer = Tokenizer.train(texts, **config.part(RareTokens), strip_html=config.strip_html)
    labels = Labels.fit(record.label for record in train)
    tokens, vocab_size = tokenizer.encode(texts), tokenizer.vocab_size
    vectors, ngrams = WordVectors(np.zeros((0, 0), np.float32)), NGramWeights.none()
    if config.word_vectors == "counts" and config.embedding_dim and not config.start_from:
        dim = config.embedding_dim
        vectors = WordVectors(count_vectors(tokens, vocab_size, dim, seed=config.seed))
    if config.ngrams:
        numbers = labels.encode([record.label for record in train])
        ngrams = NGramWeights(
            count_ngrams(tokens, numbers, len(labels.names), vocab_size, order=config.ngrams)
        )
    return Preprocessing(tokenizer, labels, vectors, ngrams)


def batches(
    config: Config, fitted: Preprocessing, records: Sequence[LabelledText], training: bool
) -> Batches:
    """Turn texts into padded batches of tokens, texts of like length together."""
    from keras_seq.data.batching import Batches, unknown_words

    return Batches(
        fitted.tokenizer.encode([record.text for record in records]),
        fitted.labels.encode([record.label for record in records]),
        batch_size=config.batch_size,
        shuffle=training,
        seed=config.seed,
        max_length=config.max_length,
        augment=unknown_words(config.word_dropout) if training and config.word_dropout else None,
    )


def build(config: Config, fitted: Preprocessing) -> keras.Model:
    """Call the factory."""
    from keras_seq.models import many_to_one

    model = many_to_one(
        num_classes=len(fitted.labels.names),
        vocab_size=fitted.tokenizer.vocab_size,
        embedding_dim=config.embedding_dim,
        pooling=config.pooling,
        ngrams=config.ngrams,
        ngram_buckets=max(1, len(fitted.ngrams.values) - 1),
        **config.part(Bidirectional),
    )
    if config.ngrams:  # their share is learned after training
        model.get_layer("ngrams").set_weights([fitted.ngrams.values, np.zeros(())])
    if len(fitted.vectors.values):
        model.get_layer("embedding").set_weights([fitted.vectors.values])
    return model


def objective(config: Config) -> dict[str, Any]:
    """Name the loss and the metrics to watch."""
    import keras

    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    return {"loss": loss, "metrics": [keras.metrics.SparseCategoricalAccuracy("accuracy")]}


def probabilities(trained: Trained, texts: Sequence[str]) -> np.ndarray:
    """Answer raw texts: the probability of each label, `(texts, labels)`."""
    import keras

    from keras_seq.data.batching import Batches, predict

    tokens = trained.preprocessing.tokenizer.encode(texts)
    batches = Batches(tokens, batch_size=64, max_length=trained.config.max_length)
    logits = predict(trained.model, batches)
    return keras.ops.convert_to_numpy(keras.ops.softmax(logits, axis=-1))


task = Classification(probabilities, rivals=TEXT_RIVALS, figures=[moving_words, everyday_opinions])
calibrate = task.calibrate  # so that probabilities hold, after training
