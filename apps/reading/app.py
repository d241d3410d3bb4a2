"""Questions about stories: their answers, and the sentences that decided (many to one).

A sequence of sentences is read, more than once, for what a question asks of it. Read this file from
top to bottom; what you are most likely to change comes first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq import TrainingConfig, option
from keras_seq.data.labels import Labels
from keras_seq.data.splits import Splits

# Where stories come from. To make records in another way, write a function of the same name here.
from keras_seq.data.text.stories import (  # noqa: F401
    Stories,
    describe,
    is_babi,
    load,
    load_test,
    read_inputs,
    read_word,
)
from keras_seq.data.text.story_files import Asked
from keras_seq.data.text.story_words import Encoded, Renaming, StoryWords
from keras_seq.options import CELLS
from keras_seq.tasks.reading import Reading
from keras_seq.tasks.reading_figures import READING_FIGURES

from .sample import stories

if TYPE_CHECKING:
    import keras

    from keras_seq.contract import Trained
    from keras_seq.data.text.story_batches import StoryBatches

SAMPLE, SAMPLE_IS_SYNTHETIC = "synthetic stories of people, rooms and things", True
STORIES = 15_000  # of the sample, to train on


@dataclass(frozen=True)
class Config(Stories, TrainingConfig):
    """Reading."""

    vocab_size: int = option(20_000, "Most words in the vocabulary.", minimum=3)
    min_frequency: int = option(1, "Rarer words are unknown.", minimum=1)
    places: int = option(
        16, "New names that a story may have, of people or things training never showed.",
        minimum=0, maximum=1000,
    )  # fmt: skip
    renamed: float = option(
        0.1, "Share of the stories in which training takes known names for new ones.",
        minimum=0, maximum=1,
    )  # fmt: skip

    hops: int = option(2, "How often a story is read.", minimum=1, maximum=20)
    sentences: str = option(
        "position", "What makes a vector of a sentence: a sum that knows places, or a recurrence.",
        choices=("position", "recurrent"),
    )  # fmt: skip
    context: bool = option(False, "Read sentences by those before them, too, as “she” must be.")
    gates: str = option(
        "product", "What decides whether a sentence concerns a question.",
        choices=("product", "network"),
    )  # fmt: skip
    cell: str = option("gru", "Cell of these recurrences.", choices=CELLS)
    units: int = option(50, "Size of the vectors of words, sentences and questions.", minimum=1)
    dropout: float = option(0.0, "Share of features dropped.", minimum=0, below=1)

    restarts: int = option(
        1, "Runs with other first weights; validation chooses.", minimum=1, maximum=100
    )
    start: int = option(0, "Which of them this run is.", minimum=0)
    epochs: int = 40
    learning_rate: float = 5e-3


@dataclass(frozen=True)
class Preprocessing:
    """What is fitted on the training part."""

    words: StoryWords
    answers: Labels


def recipe(values: Mapping[str, Any]) -> str | None:
    """Name the file with options for these data, below those that are given."""
    return "babi.yaml" if values.get("data") and is_babi(values["data"]) else None


def sample(config: Config) -> Splits[Asked]:
    """Make the embedded stories: half of the names of the test part stand in no other."""
    return stories(STORIES, config.seed)


def prepare(config: Config, train: Sequence[Asked]) -> Preprocessing:
    """Learn words, names and answers from the training part."""
    words = StoryWords.fit(
        train, vocab_size=config.vocab_size, min_frequency=config.min_frequency,
        places=config.places if config.renamed else 0,
    )  # fmt: skip
    return Preprocessing(words, Labels.fit(record.answer for record in train))


def batches(
    config: Config, fitted: Preprocessing, records: Sequence[Asked], training: bool
) -> StoryBatches:
    """Turn stories into padded batches, those of like length together."""
    from keras_seq.data.text.story_batches import StoryBatches

    encoded = [fitted.words.encode(record) for record in records]
    targets = np.array([fitted.words.target(fitted.answers, *pair)
                        for pair in zip(records, encoded, strict=True)], np.int32)  # fmt: skip
    # A loss is not defined for what can't be answered; it counts when a model is judged.
    known = np.flatnonzero(targets >= 0)
    return StoryBatches(
        [encoded[row] for row in known],
        targets[known],
        batch_size=config.batch_size,
        shuffle=training,
        seed=config.seed + config.start,
        renaming=Renaming(fitted.words, fitted.answers, config.renamed)
        if training and fitted.words.places else None,
    )  # fmt: skip


def build(config: Config, fitted: Preprocessing) -> keras.Model:
    """Call the factory."""
    import keras

    from keras_seq.models import story_reader

    if config.start:  # other first weights on the same split of the data
        keras.utils.set_random_seed(config.seed + 1_000 * config.start)
    return story_reader(
        num_answers=fitted.words.classes(fitted.answers),
        max_words=fitted.words.width,
        vocab_size=fitted.words.vocab_size,
        hops=config.hops,
        sentences=config.sentences,
        context=config.context,
        gates=config.gates,
        cell=config.cell,
        units=config.units,
        dropout=config.dropout,
    )


def objective(config: Config) -> dict[str, Any]:
    """Name the loss and the metrics to watch."""
    import keras

    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    return {"loss": loss, "metrics": [keras.metrics.SparseCategoricalAccuracy("accuracy")]}


def read(trained: Trained, encoded: Sequence[Encoded]) -> list[tuple[np.ndarray, np.ndarray]]:
    """Ask: the probability of each answer, and how much each sentence decided, hop by hop."""
    from keras_seq.data.text.story_batches import StoryBatches
    from keras_seq.models import answers_of

    return answers_of(trained.model, StoryBatches(encoded, batch_size=64))


task = Reading(read, starts=lambda config: config.restarts, figures=READING_FIGURES)
