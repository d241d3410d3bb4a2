"""Translation, and any text into another one (encoder-decoder).

A sequence in, a sequence of another length out: another language, a summary, a date in another
form, a word spelled right. Read this file from top to bottom; what you are most likely to change
comes first.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq import InputError, TrainingConfig, files, option
from keras_seq import PredictOptions as NoOptions
from keras_seq.contract import Evaluation, chunks
from keras_seq.data import tables
from keras_seq.data.splits import Splits
from keras_seq.data.text import pairs as reading
from keras_seq.data.text.pairs import Pair
from keras_seq.data.text.tokenizer import PAD, UNK, Tokenizer
from keras_seq.progress import say

from . import unknown_words
from .figures import draw_attention
from .figures import report as report
from .phrases import pairs as sample_pairs

if TYPE_CHECKING:
    import keras

    from keras_seq.data.pair_batches import PairBatches

SAMPLE, SAMPLE_IS_SYNTHETIC = "dates, quantities and names of Unicode's CLDR, from English", True
SAMPLE_SIZE = 40_000
METRIC, HIGHER_IS_BETTER = "bleu", True
NEEDS_INPUT = True
START, END = "<start>", "<end>"


@dataclass(frozen=True)
class Config(TrainingConfig):
    """What can be set: on the command line, in a YAML file, or here."""

    source: str = option("source", "Ending of the files, column or key of what is read.")
    target: str = option(
        "target", "The same of what is written; of the embedded sample, its language: de, es, ..."
    )
    test_name: str | None = option(
        None, "Which test part of a folder that has several, as test_2016_flickr."
    )

    level: str = option("bpe", "What a token is.", choices=("bpe", "word", "char"))
    split_digits: bool = option(False, "Each digit is a token of its own, in bpe too.")
    vocab_size: int = option(8_000, "Most tokens of each side.", minimum=300)
    joint_vocab: bool = option(False, "One vocabulary for both sides.")
    lowercase: bool = option(False, "Fold upper case, on both sides.")
    max_length: int = option(80, "Longer pairs are left out of training.", minimum=2)

    attention: str = option(
        "bahdanau", "How the decoder looks back.", choices=("bahdanau", "luong", "none")
    )
    attention_score: str = option(
        "general", "How luong compares.", choices=("dot", "general", "concat")
    )
    input_feeding: bool = option(False, "What attention found goes into the next step; for luong.")
    bridge: str = option(
        "state", "Where the vector of the whole source goes.", choices=("state", "every_step")
    )
    embedding_dim: int = option(256, "Size of token vectors.", minimum=1)
    cell: str = option("gru", "Recurrent cell.", choices=("simple_rnn", "gru", "lstm"))
    units: int = option(256, "Units of each recurrent layer and direction.", minimum=1)
    num_layers: int = option(1, "Recurrent layers on each side.", minimum=1)
    bidirectional: bool = option(True, "Read forwards and backwards.")
    tie_embeddings: bool = option(True, "Score tokens by their vectors: fewer weights.")
    dropout: float = option(0.3, "Share of features dropped.", minimum=0, below=1)
    label_smoothing: float = option(0.1, "Probability spread over all tokens.", minimum=0, below=1)

    teacher_forcing: float = option(
        1.0, "Share of right tokens before each, reached in the last epoch; the rest the model's.",
        minimum=0, maximum=1,
    )  # fmt: skip

    num_beams: int = option(5, "Beams with which the test part is translated.", minimum=1)
    epochs: int = option(10, "Passes over the training part, at most.", minimum=1)
    batch_size: int = option(64, "Sources translated together.", minimum=1)
    batch_tokens: int = option(1500, "Tokens in a batch of training, at most.", minimum=1)
    learning_rate: float = option(2e-3, "Peak learning rate of Adam.", above=0)

    def __post_init__(self) -> None:
        """Refuse what doesn't go together."""
        if self.input_feeding and self.attention != "luong":
            raise InputError(f"--input-feeding is for --attention luong, not {self.attention}")
        if self.attention == "luong" and self.attention_score == "dot" and self.bidirectional:
            raise InputError("--attention-score dot compares vectors of one size: add "
                             "--no-bidirectional, or take general")  # fmt: skip


@dataclass(frozen=True)
class PredictOptions(NoOptions):
    """What can be set when translating."""

    at_once: int = option(64, "Inputs translated together; 1: each as soon as it comes.", minimum=1)
    num_beams: int = option(5, "Beams of the search; 1: greedy.", minimum=1)
    num_return_sequences: int = option(1, "Translations of each input.", minimum=1)
    length_penalty: float = option(1.0, "Above 1: longer; below: shorter.", minimum=0)
    no_repeat_ngram_size: int = option(0, "No n tokens in a row come twice; 0: they may.",
                                       minimum=0)  # fmt: skip
    attention: str | None = option(None, "Draw where the model looked into this file, .png.")


@dataclass(frozen=True)
class Preprocessing:
    """What is fitted on the training part."""

    source: Tokenizer
    target: Tokenizer


def sample(config: Config) -> Splits[Pair]:
    """Make the embedded phrases, in the language that `target` names."""
    language = "fr" if config.target == "target" else config.target
    made = sample_pairs(SAMPLE_SIZE, language, config.seed)
    parts = {
        part: [Pair(*both, f"sample, {part} {number}") for number, both in enumerate(found, 1)]
        for part, found in made.items()
    }
    return Splits(parts["train"], parts["validation"], parts["test"][:500])


def load(config: Config) -> Splits[Pair]:
    """Read the user's own pairs."""
    assert config.data is not None
    splits = reading.load_pairs(
        config.data,
        source=config.source,
        target=config.target,
        test_name=config.test_name,
        data_dir=config.data_dir,
        validation_fraction=config.validation_fraction,
        test_fraction=config.test_fraction,
        seed=config.seed,
    )
    train, left = reading.fit_for_training(splits.train)
    for reason, pairs in left.items():
        say(f"left out of training: {len(pairs):,} of {len(splits.train):,} pairs, {reason}; "
            f"first {pairs[0].place}")  # fmt: skip
    if not train:
        raise InputError(f"{config.data}: no pair of the training part is fit to learn from")
    return Splits(train, splits.validation, splits.test)


def load_test(config: Config, data: str) -> list[Pair]:
    """Read pairs to judge a trained model by."""
    if Path(data).is_dir():
        parts = reading.read_folder(Path(data), config.source, config.target, config.test_name)
        found = parts.get("test") or parts["train"]
    else:
        found = list(reading.read_table(data, config.source, config.target))
    if not any(one.target for one in found):
        raise InputError(f"{data}: no pair has a target to judge by")
    return found


def describe(config: Config, splits: Splits[Pair]) -> Iterator[str]:
    """Say what was read."""
    for part in splits.sizes():
        pairs = getattr(splits, part)
        sources = len({one.source for one in pairs})
        yield f"{part:10} {len(pairs):9,} pairs of {sources:,} sources"
    _, left = reading.fit_for_training([*splits.validation, *splits.test])
    for reason, pairs in left.items():
        yield f"{len(pairs):,} pairs to judge by: {reason}; first {pairs[0].place}"
    known = {one.source for one in splits.train}
    again = sum(one.source in known for one in splits.test)
    if again:
        yield f"{again:,} sources of the test part stand in training too"


def prepare(config: Config, train: Sequence[Pair]) -> Preprocessing:
    """Learn the vocabularies from the training part."""

    def learned(texts: Iterable[str]) -> Tokenizer:
        return Tokenizer.train(
            texts, level=config.level, vocab_size=config.vocab_size, lowercase=config.lowercase,
            split_digits=config.split_digits,
            min_frequency=2 if config.level == "word" else 1, blanks=True, more=[START, END],
        )  # fmt: skip

    sources, targets = ([one[side] for one in train] for side in (0, 1))
    if config.joint_vocab:
        both = learned([*sources, *targets])
        made = Preprocessing(both, both)
    else:
        made = Preprocessing(learned(sources), learned(targets))
    if not any(tokens_of(config, made, train)):
        raise InputError(f"{train[0].place}: this and every other pair is longer than --max-length "
                         f"{config.max_length} tokens")  # fmt: skip
    return made


def tokens_of(
    config: Config, preprocessing: Preprocessing, train: Sequence[Pair]
) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Turn both sides into tokens, and leave pairs out that are too long."""
    sources = preprocessing.source.encode([one.source for one in train])
    targets = preprocessing.target.encode([one.target for one in train])
    kept = [i for i in range(len(train))
            if max(len(sources[i]), len(targets[i])) <= config.max_length]  # fmt: skip
    return [sources[i] for i in kept], [targets[i] for i in kept]


def batches(
    config: Config, preprocessing: Preprocessing, records: Sequence[Pair], training: bool
) -> PairBatches:
    """Turn pairs into batches of like lengths."""
    from keras_seq.data.pair_batches import PairBatches

    target = preprocessing.target
    limited = config if training else dataclasses.replace(config, max_length=sys.maxsize)
    sources, targets = tokens_of(limited, preprocessing, records)
    return PairBatches(
        sources, targets, start=target.number(START), end=target.number(END),
        batch_tokens=config.batch_tokens, shuffle=training, seed=config.seed,
    )  # fmt: skip


def build(config: Config, preprocessing: Preprocessing) -> keras.Model:
    """Call the factory."""
    from keras_seq.models import encoder_decoder

    return encoder_decoder(
        source_vocab_size=preprocessing.source.vocab_size,
        target_vocab_size=preprocessing.target.vocab_size,
        attention=None if config.attention == "none" else config.attention,
        bridge=config.bridge,
        attention_score=config.attention_score,
        input_feeding=config.input_feeding,
        tie_embeddings=config.tie_embeddings,
        embedding_dim=config.embedding_dim,
        cell=config.cell,
        units=config.units,
        num_layers=config.num_layers,
        bidirectional=config.bidirectional,
        dropout=config.dropout,
    )


def for_training(config: Config, model: keras.Model) -> keras.Model:
    """Train the model itself, or on what it writes, too."""
    from keras_seq.models import ScheduledSampling

    if config.teacher_forcing == 1:
        return model
    return ScheduledSampling(model, config.teacher_forcing, seed=config.seed)


def objective(config: Config) -> dict[str, Any]:
    """Name the loss, in which padding doesn't count."""
    from keras_seq.losses import SmoothedCrossentropy

    return {"loss": SmoothedCrossentropy(config.label_smoothing)}


def evaluate(
    config: Config, model: keras.Model, preprocessing: Preprocessing, records: Sequence[Pair]
) -> Evaluation:
    """Translate each source once, and judge against all its targets."""
    from keras_seq.metrics.translation import sentence_bleu, translation_metrics

    references = by_source(records)
    sources = list(references)
    wishes = PredictOptions(num_beams=config.num_beams, at_once=config.batch_size)
    found = [one["translation"] for one in
             predict(config, model, preprocessing, sources, wishes)]  # fmt: skip
    metrics, signatures = translation_metrics(found, list(references.values()))
    say("signatures: " + "; ".join(f"{name} {one}" for name, one in signatures.items()))
    rows = [
        {"input": source, "expected": " | ".join(references[source]), "predicted": translation,
         "score": sentence_bleu(translation, references[source])}
        for source, translation in zip(sources, found, strict=True)
    ]  # fmt: skip
    return Evaluation(metrics, rows)


def by_source(records: Sequence[Pair]) -> dict[str, list[str]]:
    """Collect all targets of each source; pairs with an empty side can't be judged."""
    found: dict[str, list[str]] = {}
    for one in records:
        if one.source and one.target:
            found.setdefault(one.source, []).append(one.target)
    return found


def baselines(config: Config, splits: Splits[Pair]) -> dict[str, dict[str, float]]:
    """Judge two simple rivals: the source as it is, and the translation of the nearest source."""
    from keras_seq.baselines.translation import nearest_translations
    from keras_seq.metrics.translation import translation_metrics

    references = by_source(splits.test)
    sources, right = list(references), list(references.values())
    nearest = nearest_translations(
        [one.source for one in splits.train], [one.target for one in splits.train], sources
    )
    return {
        "copy_of_the_source": translation_metrics(sources, right)[0],
        "nearest_source": translation_metrics(nearest, right)[0],
    }


def read_inputs(config: Config, path: str) -> Iterator[str]:
    """Read sources: the column of a table, or the lines of a text file, empty ones too."""
    if tables.stands_in(path) and not path.removesuffix(".gz").endswith(".tsv"):
        for row in tables.read_rows(path):
            tables.require_columns(row, {"--source": config.source})
            yield row.values[config.source]
        return
    for line in tables.read_lines(path):
        yield line.rstrip("\r\n").split("\t")[0]


def predict(
    config: Config,
    model: keras.Model,
    preprocessing: Preprocessing,
    inputs: Iterable[str],
    options: PredictOptions,
) -> Iterator[dict[str, Any]]:
    """Translate texts, in order; an empty one gives an empty one, so that lines stay aligned."""
    from keras_seq.decoding import Beams
    from keras_seq.models import Translator

    beams = Beams(max(options.num_beams, options.num_return_sequences), options.length_penalty,
                  options.no_repeat_ngram_size)  # fmt: skip
    target = preprocessing.target
    # An unknown word is copied from where the model looked; letters and bytes are all known.
    copying = config.level == "word" and config.attention != "none"
    banned = [target.number(one) for one in (PAD, START) + (() if copying else (UNK,))]
    translator = Translator(model, target.number(START), target.number(END), banned)
    picture = options.attention and files.check_new(options.attention, "--attention", (".png",))
    for texts in chunks(inputs, options.at_once):
        full = [" ".join(text.split()) for text in texts if text.strip()]
        tokens = preprocessing.source.encode(full)
        found = translator(
            tokens, beams, num_return_sequences=options.num_return_sequences,
            batch_size=options.at_once,
        )  # fmt: skip
        if picture and full:
            draw_attention(translator, preprocessing, tokens[0], found[0][0].tokens, Path(picture))
            picture = None
        written = unknown_words.write(translator, preprocessing.source, target, full, found)
        answered = iter(zip(found, written, strict=True))
        for text in texts:
            if not text.strip():
                yield {"source": text, "translation": "", "score": 0.0}
                continue
            for answer, translation in zip(*next(answered), strict=True):
                yield {"source": text, "translation": translation, "score": answer.score}


def as_text(answer: dict[str, Any]) -> str:
    """Write the translation."""
    return str(answer["translation"])
