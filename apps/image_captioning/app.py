"""What a picture shows, in words (one to many).

A small network makes a grid of vectors of a picture, and at each word the writer looks at the part
of it that it needs (Xu et al., 2015, "Show, Attend and Tell"). Read this file from top to bottom;
what you are most likely to change comes first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq import TrainingConfig, option
from keras_seq.data.frozen_encoder import EncoderMark

# Where pictures come from. To make them in another way, write a function of the same name here.
from keras_seq.data.pictures.captioned import (  # noqa: F401
    CaptionedPicture,
    CaptionedPictures,
    describe,
    encoder_of,
    load,
    load_test,
)
from keras_seq.data.pictures.changes import PictureChanges, changed, names_a_side
from keras_seq.data.pictures.labelled import read_inputs  # noqa: F401
from keras_seq.data.splits import Splits
from keras_seq.data.text import Tokenizer
from keras_seq.options import Attention, RareTokens, Recurrent
from keras_seq.tasks import captioning_figures as figures
from keras_seq.tasks.captioning import Captioning, seen_of
from keras_seq.tasks.transduction import END, START

from .sample import scenes_of

if TYPE_CHECKING:
    import keras

    from keras_seq.contract import Trained
    from keras_seq.data.pictures.caption_batches import CaptionBatches

SAMPLE, SAMPLE_IS_SYNTHETIC = "drawn scenes of coloured shapes", True
INPUTS = "pictures"  # what stands behind `predict RUN`


@dataclass(frozen=True)
class Config(CaptionedPictures, PictureChanges, RareTokens, Attention, Recurrent, TrainingConfig):
    """Pictures and words."""

    level: str = option("word", "What a token is.", choices=("word", "bpe"))
    vocab_size: int = option(10_000, "Most tokens.", minimum=3, maximum=2**31 - 1)
    min_frequency: int = 3
    lowercase: bool = True
    max_length: int = option(
        40, "Longer captions are left out of training, and none is written.", minimum=2
    )

    filters: tuple[int, ...] = option(
        (24, 48, 96, 128), "Filters of the convolutions of the small encoder, which halve height "
        "and width until there are 8 at most.", minimum=1,
    )  # fmt: skip
    picture_dropout: float = option(
        0.2, "Share of what is seen of a picture that is dropped.", minimum=0, below=1
    )
    spotting: float = option(
        0.1, "Weight of a second loss, by which parts of a picture learn which words they show.",
        minimum=0,
    )  # fmt: skip
    attention: str = "luong"
    cell: str = "gru"
    units: int = 256
    embedding_dim: int = option(128, "Size of token vectors.", minimum=1)
    dropout: float = 0.4
    label_smoothing: float = option(0.1, "Probability spread over all tokens.", minimum=0, below=1)

    epochs: int = 60
    batch_size: int = 32
    learning_rate: float = 2e-3
    average_epochs: int = 5
    num_beams: int = option(
        3, "Beams with which the test part is captioned.", minimum=1, maximum=1000
    )
    length_penalty: float = option(1.0, "Above 1: longer captions; below: shorter.", minimum=0)


@dataclass(frozen=True)
class Preprocessing:
    """What is fitted on the training part."""

    tokenizer: Tokenizer
    encoder: EncoderMark  # which frozen network saw the pictures, if any


def sample(config: Config) -> Splits[CaptionedPicture]:
    """Draw the embedded scenes; no two things of the test part stood together in training."""
    return scenes_of(config.size, config.seed)


def prepare(config: Config, train: Sequence[CaptionedPicture]) -> Preprocessing:
    """Learn the vocabulary from the training part."""
    tokenizer = Tokenizer.train(
        [caption for record in train for caption in record.captions],
        **config.part(RareTokens),
        blanks=True,
        more=[START, END],
    )
    encoder = encoder_of(config)
    return Preprocessing(tokenizer, EncoderMark(encoder.identity if encoder else ""))


def batches(
    config: Config, fitted: Preprocessing, records: Sequence[CaptionedPicture], training: bool
) -> CaptionBatches:
    """Turn pictures and captions into batches; in training pictures are changed a little."""
    from keras_seq.data.pictures.caption_batches import CaptionBatches

    tokens = [fitted.tokenizer.encode(record.captions) for record in records]
    if training:  # of captions that are all too long the first words are learned
        longest = config.max_length - 1
        tokens = [
            [one for one in several if len(one) <= longest] or [several[0][:longest]]
            for several in tokens
        ]

    def change(picture: int, caption: int, draw: np.random.Generator) -> np.ndarray:
        record = records[picture]
        if record.features is not None:
            return record.features
        sided = any(names_a_side(one) for one in record.captions)
        return changed(record.image, config, draw, sided=sided)

    return CaptionBatches(
        [seen_of(record) for record in records],
        tokens,
        start=fitted.tokenizer.number(START),
        end=fitted.tokenizer.number(END),
        batch_size=config.batch_size,
        training=training,
        change=change,
        seed=config.seed,
    )


def build(config: Config, fitted: Preprocessing) -> keras.Model:
    """Call the factory."""
    from keras_seq.models import one_to_many

    from .network import picture_encoder

    frozen = encoder_of(config)
    return one_to_many(
        vocab_size=fitted.tokenizer.vocab_size,
        encoder=picture_encoder(
            frozen.model.output_shape[1:] if frozen else (config.size, config.size, 3),
            filters=() if frozen else config.filters,
            units=config.units,
            dropout=config.picture_dropout,
            pooled=config.attention == "none",
        ),
        embedding_dim=config.embedding_dim,
        **config.part(Attention),
        **config.part(Recurrent),
    )


def for_training(config: Config, model: keras.Model) -> keras.Model:
    """Train on which words a picture shows, too, if the writer looks at parts of it."""
    from keras_seq.models import spotting_words

    return spotting_words(model, config.spotting if config.attention != "none" else 0.0)


def objective(config: Config) -> dict[str, Any]:
    """Name the loss, in which padding doesn't count."""
    from keras_seq.losses import SmoothedCrossentropy

    return {"loss": SmoothedCrossentropy(config.label_smoothing)}


def decisive(trained: Trained) -> str:
    """Let whole captions count in the sample, where one or two are right and no other."""
    return "bleu_4" if trained.config.data else "exact_match"


task = Captioning(
    figures=[figures.where_it_looked, figures.best_and_worst, figures.said_most],
    decisive=decisive,
)
