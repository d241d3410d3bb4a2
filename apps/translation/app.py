"""Translation, and any text into another one (encoder-decoder).

A sequence in, a sequence of another length out: another language, a summary, a date in another
form, a word spelled right. Read this file from top to bottom; what you are most likely to change
comes first.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from keras_seq import InputError, TrainingConfig, option
from keras_seq.data.splits import Splits
from keras_seq.data.text import Pair, PairFiles
from keras_seq.data.text.pair_tokens import BothTokenizers as Preprocessing

# Where pairs come from. To make records in another way, write a function of the same name here.
from keras_seq.data.text.pairs import describe, load, load_test, read_inputs  # noqa: F401
from keras_seq.metrics.translation import sentence_bleu, translation_metrics
from keras_seq.options import Copying, Tokens
from keras_seq.tasks import transduction_figures as figures
from keras_seq.tasks.transduction import END, START, TRANSLATION_RIVALS, Transduction

from .phrases import pairs as phrases

if TYPE_CHECKING:
    import keras
    import numpy as np

    from keras_seq.data.pair_batches import PairBatches

SAMPLE, SAMPLE_IS_SYNTHETIC = "dates, quantities and names of Unicode's CLDR, from English", True
PHRASES = 40_000


@dataclass(frozen=True)
class Config(PairFiles, Tokens, Copying, TrainingConfig):
    """Texts into texts."""

    target: str = option(
        "target", "The same of what is written; of the embedded sample, its language: de, es, ..."
    )
    level: str = "bpe"
    split_digits: bool = option(False, "Each digit is a token of its own, in bpe too.")
    vocab_size: int = option(8_000, "Most tokens of each side.", minimum=300, maximum=2**31 - 1)
    joint_vocab: bool = option(False, "One vocabulary for both sides; --copy takes one anyway.")
    max_length: int = option(80, "Longer pairs are left out of training.", minimum=2)

    cell: str = "gru"
    units: int = 256
    bidirectional: bool = True
    dropout: float = 0.3
    label_smoothing: float = option(0.1, "Probability spread over all tokens.", minimum=0, below=1)
    teacher_forcing: float = option(
        1.0, "Share of right tokens before each, reached in the last epoch; the rest the model's.",
        minimum=0, maximum=1,
    )  # fmt: skip

    batch_size: int = option(64, "Sources translated together.", minimum=1)
    batch_tokens: int = option(1500, "Tokens in a batch of training, at most.", minimum=1)
    learning_rate: float = 2e-3
    num_beams: int = option(
        5, "Beams with which the test part is translated.", minimum=1, maximum=1000
    )

    def __post_init__(self) -> None:
        """Refuse what doesn't go together."""
        super().__post_init__()
        if self.copy and self.teacher_forcing < 1:
            raise InputError("--copy learns from right tokens: leave --teacher-forcing out")


def sample(config: Config) -> Splits[Pair]:
    """Make the embedded phrases, in the language that `target` names."""
    language = "fr" if config.target == "target" else config.target
    parts = {
        part: [
            Pair(english, translation, f"sample, {part} {number}")
            for number, (english, translation) in enumerate(translated, start=1)
        ]
        for part, translated in phrases(PHRASES, language, config.seed).items()
    }
    return Splits(parts["train"], parts["validation"], parts["test"][:500])


def prepare(config: Config, train: Sequence[Pair]) -> Preprocessing:
    """Learn the vocabularies from the training part."""
    fitted = Preprocessing.train(
        train,
        joint=config.joint_vocab or config.copy,
        **config.part(Tokens),
        min_frequency=2 if config.level == "word" else 1,
        split_digits=config.split_digits,
        more=[START, END],
    )
    if not any(tokens_of(config, fitted, train, config.max_length)):
        raise InputError(f"{train[0].place}: this and every other pair is longer than --max-length "
                         f"{config.max_length} tokens")  # fmt: skip
    return fitted


def tokens_of(
    config: Config, fitted: Preprocessing, pairs: Sequence[Pair], max_length: int
) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Turn both sides into tokens, and leave out the pairs that are too long."""
    sources, targets = fitted.encode(pairs, copy=config.copy)
    kept = [index for index in range(len(pairs))
            if max(len(sources[index]), len(targets[index])) <= max_length]  # fmt: skip
    return [sources[index] for index in kept], [targets[index] for index in kept]


def batches(
    config: Config, fitted: Preprocessing, records: Sequence[Pair], training: bool
) -> PairBatches:
    """Turn pairs into batches of like lengths."""
    from keras_seq.data.pair_batches import PairBatches

    max_length = config.max_length if training else sys.maxsize
    return PairBatches(
        *tokens_of(config, fitted, records, max_length),
        start=fitted.target.number(START), end=fitted.target.number(END),
        batch_tokens=config.batch_tokens, shuffle=training, seed=config.seed,
    )  # fmt: skip


def build(config: Config, fitted: Preprocessing) -> keras.Model:
    """Call the factory."""
    from keras_seq.models import encoder_decoder

    return encoder_decoder(
        source_vocab_size=fitted.source.vocab_size,
        target_vocab_size=fitted.target.vocab_size,
        **config.part(Copying),
    )


def for_training(config: Config, model: keras.Model) -> keras.Model:
    """Train the model itself, its right words alone, or on what it writes, too."""
    from keras_seq.models import CopyTraining, ScheduledSampling

    if config.copy:
        again = 1.0 if config.coverage else 0.0  # looking there again costs so much
        return CopyTraining(model, config.label_smoothing, again)
    if config.teacher_forcing == 1:
        return model
    return ScheduledSampling(model, config.teacher_forcing, seed=config.seed)


def objective(config: Config) -> dict[str, Any]:
    """Name the loss, in which padding doesn't count."""
    from keras_seq.losses import SmoothedCrossentropy

    return {"loss": SmoothedCrossentropy(config.label_smoothing)}


task = Transduction(
    metrics=translation_metrics,
    score=sentence_bleu,
    metric="bleu",
    rivals=TRANSLATION_RIVALS,
    figures=[figures.bleu_by_length, figures.attention_maps, figures.best_and_worst],
    copy_words=True,
    answer_name="translation",
)
