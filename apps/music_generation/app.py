"""Music generation: a genre, or a few notes, in; a tune out (one to many).

A piece is a row of words: for each step what is struck or held there, one note behind the other.
Read this file from top to bottom; what you are most likely to change comes first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from keras_seq import TrainingConfig, option
from keras_seq.data.music import Piece, Pieces, Words

# Where music comes from. To make pieces in another way, write a function of the same name here.
from keras_seq.data.music.reading import (  # noqa: F401
    complete,
    describe,
    load,
    load_test,
    read_inputs,
)
from keras_seq.data.music.variants import varied
from keras_seq.data.splits import Splits
from keras_seq.options import Recurrent
from keras_seq.tasks.composing import composing

from .figures import heard, how_much_is_new
from .sample import tunes

if TYPE_CHECKING:
    import keras

    from keras_seq.data.batching import Batches

SAMPLE, SAMPLE_IS_SYNTHETIC = "jigs, reels, waltzes and songs that belong to nobody", False
INPUTS = "files"  # what stands behind `predict RUN`; a few notes in their place, too
UNSAID = 0.25  # share of genres, metres and keys that training leaves unsaid


@dataclass(frozen=True)
class Config(Pieces, Recurrent, TrainingConfig):
    """Music, note by note."""

    transpose: int = option(12, "In how many keys each piece is trained on.", minimum=1, maximum=12)
    max_length: int = option(1500, "Longer pieces are cut into such of so many words.", minimum=50)
    look_back: tuple[int, ...] = option(
        (), "Words so many before stand beside each, such as those of the step before.",
        minimum=1, maximum=500,
    )  # fmt: skip
    embedding_dim: int = option(64, "Size of the vectors of words.", minimum=1)
    units: int = 320
    dropout: float = 0.3

    epochs: int = 6
    batch_size: int = 16
    learning_rate: float = 3e-3


@dataclass(frozen=True)
class Preprocessing:
    """What is fitted on the training part."""

    tokenizer: Words


def recipe(values: Mapping[str, Any]) -> str | None:
    """Name the file with options for these data, below those that are given."""
    path = Path(str(values["data"]))
    chorales = path.name.endswith((".json", ".json.gz")) or any(path.glob("*.json*"))
    return "chorales.yaml" if chorales else None


def sample(config: Config) -> Splits[Piece]:
    """Read the embedded tunes."""
    return complete(config, tunes())


def prepare(config: Config, train: Sequence[Piece]) -> Preprocessing:
    """Learn genres, metres and keys from the training part."""
    return Preprocessing(Words.fit(train, config.resolution, shifts(config)))


def shifts(config: Config) -> range:
    """Say by how many half tones pieces are transposed in training, up and down alike."""
    return range(-((config.transpose - 1) // 2), config.transpose // 2 + 1)


def batches(
    config: Config, fitted: Preprocessing, records: Sequence[Piece], training: bool
) -> Batches:
    """Turn pieces into words, in training in many keys, and the same one word on."""
    from keras_seq.data.batching import Batches

    rows = [fitted.tokenizer.encode(piece) for piece in records]
    if training:
        rows = varied(fitted.tokenizer, rows, shifts(config), unsaid=UNSAID,
                      max_length=config.max_length, seed=config.seed)  # fmt: skip
    return Batches(
        [row[:-1] for row in rows],
        [row[1:] for row in rows],
        batch_size=config.batch_size if training else 8,
        shuffle=training,
        seed=config.seed,
    )


def build(config: Config, fitted: Preprocessing) -> keras.Model:
    """Call the factory."""
    from keras_seq.models import one_to_many

    return one_to_many(
        delays=config.look_back,
        vocab_size=fitted.tokenizer.vocab_size,
        embedding_dim=config.embedding_dim,
        **config.part(Recurrent),
    )


def objective(config: Config) -> dict[str, Any]:
    """Name the loss: nats for each word."""
    import keras

    return {"loss": keras.losses.SparseCategoricalCrossentropy(from_logits=True)}


task = composing(batches, shifts, figures=[heard, how_much_is_new])
