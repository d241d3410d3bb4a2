"""Summaries and headlines: a long text into a short one, its names copied.

An encoder-decoder that writes words it knows and copies those it doesn't (pointer-generator, See et
al., 2017). Read this file from top to bottom; what you are most likely to change comes first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from keras_seq import InputError, TrainingConfig, option
from keras_seq.baselines import leads
from keras_seq.contract import Trained
from keras_seq.data.splits import Splits
from keras_seq.data.text import Pair
from keras_seq.data.text.pair_tokens import BothTokenizers as Preprocessing

# Where texts come from. To make records in another way, write a function of the same name here.
from keras_seq.data.text.pairs import describe, load, load_test, read_inputs  # noqa: F401
from keras_seq.data.text.summaries import SummaryFiles, read_word  # noqa: F401
from keras_seq.metrics.rouge import summary_metrics, summary_score
from keras_seq.options import Copying, RareTokens
from keras_seq.tasks import transduction_figures as figures
from keras_seq.tasks.transduction import END, START, Transduction

from . import sample as made

if TYPE_CHECKING:
    import keras

    from keras_seq.data.pair_batches import PairBatches

SAMPLE, SAMPLE_IS_SYNTHETIC = "made-up messages and news with their headlines", True
NOTES = 20_000


@dataclass(frozen=True)
class Config(SummaryFiles, RareTokens, Copying, TrainingConfig):
    """Texts into summaries."""

    min_frequency: int = 2
    max_length: int = option(400, "Tokens of a text that are read, its first.", minimum=1)
    max_summary: int = option(
        60, "Longer summaries are left out of training, and none is written.", minimum=1,
        maximum=10_000,
    )  # fmt: skip

    copy: bool = True
    attention: str = "luong"
    attention_score: str = "concat"
    coverage_loss: float = option(
        1.0, "Weight of looking at the same words again; for --coverage.", minimum=0
    )
    cell: str = "gru"
    units: int = 256
    bidirectional: bool = True
    embedding_dim: int = 128
    dropout: float = 0.2
    label_smoothing: float = option(0.0, "Probability spread over all tokens.", minimum=0, below=1)

    batch_size: int = option(64, "Texts summarised together.", minimum=1)
    batch_tokens: int = option(4000, "Tokens in a batch of training, at most.", minimum=1)
    learning_rate: float = 2e-3
    num_beams: int = option(
        4, "Beams with which the test part is summarised.", minimum=1, maximum=1000
    )


def sample(config: Config) -> Splits[Pair]:
    """Make the embedded notes, whose names stand in one part each."""
    return Splits(
        made.notes(NOTES, "train", config.seed),
        made.notes(NOTES // 40, "validation", config.seed),
        made.notes(NOTES // 40, "test", config.seed),
    )


def prepare(config: Config, train: Sequence[Pair]) -> Preprocessing:
    """Learn one vocabulary of texts and summaries from the training part."""
    options = config.part(RareTokens)
    fitted = Preprocessing.train(train, joint=True, more=[START, END], **options)
    if all(len(one) > config.max_summary
           for one in fitted.target.encode([pair.target for pair in train])):  # fmt: skip
        raise InputError(f"{train[0].place}: this and every other summary is longer than "
                         f"--max-summary {config.max_summary} tokens")  # fmt: skip
    return fitted


def batches(
    config: Config, fitted: Preprocessing, records: Sequence[Pair], training: bool
) -> PairBatches:
    """Turn texts and summaries into batches of like lengths."""
    from keras_seq.data.pair_batches import PairBatches

    both = zip(*fitted.encode(records, copy=config.copy, most=config.max_length), strict=True)
    kept = [pair for pair in both if not training or len(pair[1]) <= config.max_summary]
    return PairBatches(
        [text for text, _ in kept], [summary for _, summary in kept],
        start=fitted.target.number(START), end=fitted.target.number(END),
        batch_tokens=config.batch_tokens, shuffle=training, seed=config.seed,
    )  # fmt: skip


def build(config: Config, fitted: Preprocessing) -> keras.Model:
    """Call the factory."""
    from keras_seq.models import encoder_decoder

    size = fitted.target.vocab_size
    return encoder_decoder(source_vocab_size=size, target_vocab_size=size, **config.part(Copying))


def for_training(config: Config, model: keras.Model) -> keras.Model:
    """Train what copies on the right words alone, which is several times as fast."""
    from keras_seq.models import CopyTraining

    if not config.copy:
        return model
    again = config.coverage_loss if config.coverage else 0.0
    return CopyTraining(model, config.label_smoothing, again)


def objective(config: Config) -> dict[str, Any]:
    """Name the loss, in which padding doesn't count; `CopyTraining` has its own."""
    from keras_seq.losses import SmoothedCrossentropy

    return {"loss": SmoothedCrossentropy(config.label_smoothing)}


def limits(trained: Trained) -> tuple[int, int]:
    """Say how many tokens are read, and written, at most."""
    return trained.config.max_length, trained.config.max_summary


task = Transduction(
    metrics=summary_metrics,
    score=summary_score,
    metric="rouge_l",
    rivals={
        "lead_1": lambda splits, texts: leads.lead(texts, 1),
        "lead_3": lambda splits, texts: leads.lead(texts, 3),
        "first_words": lambda splits, texts: leads.lead_words(
            texts, [pair.target for pair in splits.train]
        ),
        "commonest_summary": lambda splits, texts: leads.commonest(
            texts, [pair.target for pair in splits.train]
        ),
    },
    figures=[
        figures.words_copied,
        partial(figures.attention_maps, words=40, longest=50),
        figures.best_and_worst,
    ],
    limits=limits,
    answer_name="summary",
)
