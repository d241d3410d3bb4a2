"""What each base is part of: genes, tRNA, rRNA; or each residue of a protein (many to many).

A sequence of letters in, a label for each out; or one for all (many to one). Read this file from
top to bottom; what you are most likely to change comes first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq import TrainingConfig, option
from keras_seq.data.biology.alphabets import ALPHABETS
from keras_seq.data.biology.options import LabelledSequences, Windows

# Where sequences come from. To make records in another way, write a function of the same name here.
from keras_seq.data.biology.reading import (  # noqa: F401
    arranged,
    describe,
    load,
    load_test,
    read_inputs,
    tables_in,
)
from keras_seq.data.biology.records import Region, counted, on_other_strand
from keras_seq.data.labels import Labels
from keras_seq.data.splits import Splits
from keras_seq.errors import InputError
from keras_seq.options import Bidirectional
from keras_seq.tasks.sequence_task import sequence_task
from keras_seq.tasks.sequences import both_strands

from .sample import genomes

if TYPE_CHECKING:
    import keras

    from keras_seq.contract import Trained

SAMPLE, SAMPLE_IS_SYNTHETIC = "synthetic DNA with genes on both strands", True
INPUTS = "files"  # what stands behind `predict RUN`
GENOMES, LENGTH = 40, 6_000


@dataclass(frozen=True)
class Config(LabelledSequences, Windows, Bidirectional, TrainingConfig):
    """Labels of letters."""

    reading_frames: bool = option(
        True, "Tell the network how long each of the six frames of DNA goes on without a stop."
    )
    filters: int = option(32, "Filters of the convolutions in front of the recurrence.", minimum=1)
    kernel_size: int = option(9, "Letters that a convolution sees.", minimum=1)
    convolutions: int = option(2, "How many convolutions, one upon another.", minimum=0)
    dilation: int = option(
        3, "Each convolution looks so many times as far apart as the one before.", minimum=1
    )
    balance: float = option(
        0.5, "How much more rare labels count; 0: not, 1: each label alike.", minimum=0, maximum=1
    )
    units: int = 32
    bidirectional: bool = True
    dropout: float = 0.2
    head: str = option(
        "softmax", "Labels by themselves, or each given the one before.", choices=("softmax", "crf")
    )
    pooling: str = option(
        "position", "From all letters to one label, with --answer whole.",
        choices=("position", "last", "mean", "max", "attention"),
    )  # fmt: skip

    epochs: int = 60
    batch_size: int = 8
    learning_rate: float = 5e-3
    average_epochs: int = 5


@dataclass(frozen=True)
class Preprocessing:
    """What is fitted on the training part."""

    labels: Labels


def recipe(values: Mapping[str, Any]) -> str | None:
    """Name the file with options for these data, below those that are given."""
    if values.get("data") and values.get("alphabet") == "protein":
        return "proteins.yaml"
    return "windows.yaml" if values.get("data") and tables_in(values["data"]) else None


def sample(config: Config) -> Splits[Region]:
    """Make the embedded genomes."""
    return arranged(genomes(config, GENOMES, LENGTH), config, "the sample")


def prepare(config: Config, train: Sequence[Any]) -> Preprocessing:
    """Learn the labels from the training part."""
    if config.answer == "each":
        config.check()
        if not config.bidirectional:
            raise InputError("--no-bidirectional is for --answer whole; a letter's label depends "
                             "on what follows")  # fmt: skip
    if config.answer == "whole":
        return Preprocessing(Labels.fit(record.label for record in train))
    return Preprocessing(counted(train))


def encoded(config: Config, texts: Sequence[str]) -> list[np.ndarray]:
    """Turn sequences that get one label into numbers."""
    alphabet = ALPHABETS[config.alphabet]
    return [alphabet.encode(text.encode(), "a sequence") for text in texts]


def batches(config: Config, fitted: Preprocessing, records: Sequence[Any], training: bool) -> Any:
    """Turn sequences into padded batches: pieces of long ones, or whole ones."""
    from keras_seq.data.batching import Batches
    from keras_seq.data.biology.piece_batches import PieceBatches

    if config.answer == "whole":
        return Batches(
            encoded(config, [record.text for record in records]),
            fitted.labels.encode([record.label for record in records]),
            batch_size=config.batch_size, shuffle=training, seed=config.seed,
            max_length=config.window,
        )  # fmt: skip
    return PieceBatches(
        [record.letters for record in records],
        [record.tags.renumbered(fitted.labels) for record in records],
        alphabet=ALPHABETS[config.alphabet],
        window=config.window,
        batch_size=config.batch_size,
        training=training,
        seed=config.seed,
        importance=fitted.labels.importance(config.balance),
        other_strand=on_other_strand(fitted.labels.names) if both_strands(config) else None,
    )


def build(config: Config, fitted: Preprocessing) -> keras.Model:
    """Call the factory."""
    from keras_seq.layers import PositionPooling
    from keras_seq.models import many_to_many, many_to_one

    shares = ALPHABETS[config.alphabet].shares
    reader = {"vocab_size": len(shares), "embedding_dim": shares.shape[1], "stem": stem(config),
              **config.part(Bidirectional)}  # fmt: skip
    size = len(fitted.labels.names)
    if config.answer == "whole":
        place = PositionPooling(config.window, name="pooling")
        pooling = place if config.pooling == "position" else config.pooling
        model = many_to_one(num_classes=size, pooling=pooling, **reader)
    else:
        model = many_to_many(num_classes=size, head=config.head, stride=config.stride, **reader)
    letters = model.get_layer("embedding")  # a letter is what it may stand for; nothing to learn
    letters.set_weights([shares])
    letters.trainable = False
    return model


def stem(config: Config) -> Callable[[Any], Any]:
    """Choose what sees the neighbours of a letter; put your own here."""
    from keras_seq.layers import ReadingFrames, convolution_stack

    def neighbours(x: Any) -> Any:
        if config.alphabet == "dna" and config.reading_frames:
            x = ReadingFrames(name="reading_frames")(x)
        return convolution_stack(
            x, filters=config.filters, kernel_size=config.kernel_size,
            num_layers=config.convolutions, dilation=config.dilation, dropout=config.dropout,
        )  # fmt: skip

    return neighbours


def objective(config: Config) -> dict[str, Any]:
    """Name the loss and the metrics to watch."""
    import keras

    from keras_seq.losses import ChainCrossentropy, SmoothTagging

    if config.head == "crf" and config.answer == "each":
        return {"loss": ChainCrossentropy()}
    each = config.answer == "each"
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    return {
        "loss": SmoothTagging(0.0) if each else loss,
        "weighted_metrics": [keras.metrics.SparseCategoricalAccuracy("accuracy")],
    }


def probabilities(trained: Trained, texts: Sequence[str]) -> np.ndarray:
    """Answer whole sequences: the probability of each label, `(texts, labels)`."""
    import keras

    from keras_seq.data.batching import Batches, predict

    config = trained.config
    batches = Batches(encoded(config, texts), batch_size=64, max_length=config.window)
    logits = predict(trained.model, batches)
    return keras.ops.convert_to_numpy(keras.ops.softmax(logits, axis=-1))


task = sequence_task(probabilities)
calibrate = task.calibrate  # so that probabilities of whole sequences hold, after training
