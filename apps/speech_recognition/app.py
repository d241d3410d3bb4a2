"""What is said in a recording: sound in, words out, of lengths of their own.

By CTC, which needs no alignment and says when each word was heard, or by attention. Read this file
from top to bottom; what you are most likely to change comes first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq import TrainingConfig, option
from keras_seq.data import splits
from keras_seq.data.audio import records as clips
from keras_seq.data.audio.changes import changed_sound, joined_sound, masked
from keras_seq.data.audio.features import frame_count, steps_needed
from keras_seq.data.audio.options import MelFrames, SoundChanges, SpokenTexts

# Where recordings come from. To make them in another way, write a function of the same name here.
from keras_seq.data.audio.reading import load, load_test, one_word_each, read_inputs  # noqa: F401
from keras_seq.data.audio.records import Spoken
from keras_seq.data.scaling import Standardizer
from keras_seq.data.splits import Splits
from keras_seq.data.text import Tokenizer
from keras_seq.errors import InputError
from keras_seq.options import Bidirectional, Tokens
from keras_seq.progress import say
from keras_seq.tasks import transcription_figures as figures
from keras_seq.tasks.joining_language import language_of
from keras_seq.tasks.listening import features_of
from keras_seq.tasks.transcription import SpeechOptions, Transcription
from keras_seq.tasks.transduction import END, START

from .sample import dialled

if TYPE_CHECKING:
    import keras

    from keras_seq.contract import Trained
    from keras_seq.data.audio.batches import SoundBatches
    from keras_seq.decoding.ctc import Language

SAMPLE, SAMPLE_IS_SYNTHETIC, NUMBERS = "synthetic touch tones of dialled numbers", True, 1_000
INPUTS = "files"


@dataclass(frozen=True)
class Config(SpokenTexts, MelFrames, SoundChanges, Tokens, Bidirectional, TrainingConfig):
    """Words of a recording."""

    model: str = option(
        "ctc", "How the network comes from sound to text.", choices=("ctc", "attention")
    )
    level: str = option(
        "char", "What a token is; word: what stands between blanks, as phones may.",
        choices=("char", "word"),
    )  # fmt: skip
    scale: str = option(
        "training", "Features on the scale of training, or of each whole recording by itself.",
        choices=("training", "recording"),
    )  # fmt: skip
    filters: int = option(64, "Filters of the convolutions in front of the recurrence.", minimum=1)
    kernel_size: int = option(5, "Frames that a convolution sees.", minimum=1)
    convolutions: int = option(
        2, "How many convolutions, one upon another; with --bidirectional.", minimum=0
    )
    stride: int = option(2, "Frames that are one step of the recurrence.", minimum=1)
    cell: str = "gru"
    units: int = 128
    bidirectional: bool = True
    dropout: float = 0.2
    num_beams: int = option(1, "Beams of the search in evaluation.", minimum=1)
    longest: float = option(
        15.0, "Longer recordings are cut where it is quiet, at so many seconds.", minimum=1
    )

    epochs: int = 30
    batch_size: int = 32
    learning_rate: float = 3e-3
    average_epochs: int = 5


@dataclass(frozen=True)
class Preprocessing:
    """What is fitted on the training part."""

    target: Tokenizer
    scaler: Standardizer  # of log-mel features


def recipe(values: Mapping[str, Any]) -> str | None:
    """Name the file with options for these data, below those that are given."""
    return "words.yaml" if values.get("data") and one_word_each(values["data"]) else None


def sample(config: Config) -> Splits[Spoken]:
    """Dial the embedded numbers."""
    numbers = dialled(NUMBERS, config.sample_rate, config.seed)
    return splits.complete(
        numbers, None, None, class_of=lambda record: "", seed=config.seed,
        validation_fraction=config.validation_fraction, test_fraction=config.test_fraction,
    )  # fmt: skip


def describe(config: Config, parts: Splits[Spoken]) -> Iterator[str]:
    """Say what was read, and which texts have more letters than their sound has steps."""
    yield from clips.describe(config, parts)
    if config.model == "ctc":
        tokenizer = tokenizer_of(config, parts.train)
        for part in parts.sizes():
            lost = [record for record in getattr(parts, part)
                    if not possible(config, tokenizer, record)]  # fmt: skip
            if lost:
                yield (f"{part:10} {len(lost):6,} texts are too long for their sound, as "
                       f"{lost[0].name} ({lost[0].source}): {lost[0].text[:60]}")  # fmt: skip


def tokenizer_of(config: Config, train: Sequence[Spoken]) -> Tokenizer:
    """Learn the tokens of texts; strings of clips have blanks between them."""
    texts = [record.text for record in train]
    joined = [" ".join(texts[:2])] if config.join > 1 else []
    return Tokenizer.train(
        [*texts, *joined], level=config.level, vocab_size=config.vocab_size,
        split_already=config.level == "word", more=[START, END],
    )  # fmt: skip


def possible(config: Config, tokenizer: Tokenizer, record: Spoken) -> bool:
    """Whether CTC can spread a text over the steps of its sound, even where that is sped up."""
    samples = int(len(record.samples) / (1 + config.speed))
    steps = -(-frame_count(samples, config.sample_rate, config) // config.stride)
    return steps_needed(tokenizer.encode([record.text])[0]) <= steps


def prepare(config: Config, train: Sequence[Spoken]) -> Preprocessing:
    """Learn tokens, and the scale of features, from the training part."""
    if config.scale == "recording" and not config.bidirectional:
        raise InputError("--no-bidirectional is for sound that is still coming, whose level nobody "
                         "knows: leave --scale recording out")  # fmt: skip
    unscaled = Standardizer(np.zeros(config.num_mels), np.ones(config.num_mels))
    scaler = Standardizer.fit(features_of(config, unscaled, record.samples) for record in train)
    return Preprocessing(tokenizer_of(config, train), scaler)


def batches(
    config: Config, fitted: Preprocessing, records: Sequence[Spoken], training: bool
) -> SoundBatches:
    """Turn clips into batches of features and tokens, in training changed and joined anew."""
    from keras_seq.data.audio.batches import SoundBatches

    target = fitted.target
    if config.model == "ctc":
        kept = [record for record in records if possible(config, target, record)]
        if len(kept) < len(records):
            say(f"left out: {len(records) - len(kept):,} clips whose texts are too long for their "
                "sound; check-data names one")  # fmt: skip
        if not kept:
            raise InputError("all texts are too long for their sound; take a smaller --stride")
        records = kept

    def features(row: Sequence[int], draw: np.random.Generator | None) -> np.ndarray:
        sounds = [records[number].samples for number in row]
        if draw is not None:
            sounds = [changed_sound(sound, config, draw) for sound in sounds]
        made = features_of(config, fitted.scaler, joined_sound(sounds, config.sample_rate, draw))
        return made if draw is None else masked(made, config, draw)

    return SoundBatches(
        features,
        [len(record.samples) for record in records],
        target.encode([record.text for record in records]),
        batch_size=config.batch_size,
        start_end=(target.number(START), target.number(END))
        if config.model == "attention"
        else None,
        training=training,
        join=config.join,
        between=target.encode([" "])[0] if config.level == "char" else (),
        seed=config.seed,
    )


def build(config: Config, fitted: Preprocessing) -> keras.Model:
    """Call the factory."""
    from keras_seq.layers import convolution_stack
    from keras_seq.models import encoder_decoder, many_to_many

    def neighbours(x: Any) -> Any:
        return convolution_stack(
            x, filters=config.filters, kernel_size=config.kernel_size,
            num_layers=config.convolutions, dropout=config.dropout,
        )  # fmt: skip

    reader = {"feature_dim": config.num_mels, "stride": config.stride,
              "stem": neighbours if config.bidirectional else None,
              **config.part(Bidirectional)}  # fmt: skip
    size = fitted.target.vocab_size
    if config.model == "attention":
        return encoder_decoder(target_vocab_size=size, embedding_dim=64, **reader)
    return many_to_many(num_classes=size, head="ctc", **reader)


def objective(config: Config) -> dict[str, Any]:
    """Name the loss."""
    from keras_seq.losses import CTC, SmoothedCrossentropy

    return {"loss": CTC() if config.model == "ctc" else SmoothedCrossentropy(0.1)}


def language(trained: Trained, options: SpeechOptions) -> Language | None:
    """Let a run of text_generation join in, if one is named."""
    if options.language_model is None:
        return None
    import keras_seq

    run = keras_seq.load(options.language_model)
    return language_of(run.trained, trained.preprocessing.target)


task = Transcription(
    language,
    figures=[figures.what_was_heard, figures.faults, figures.worst_clips, figures.speakers],
)
