"""Text generation: a start in, a text out, letter by letter or word by word (one to many).

Learns to go on from a text of any kind. Read this file from top to bottom; what you are most
likely to change comes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq import InputError, TrainingConfig, option
from keras_seq import PredictOptions as NoOptions
from keras_seq.contract import Evaluation, chunks
from keras_seq.data import tables
from keras_seq.data.labels import Labels
from keras_seq.data.splits import Splits
from keras_seq.data.text import corpus
from keras_seq.data.text import labelled as labelled_text
from keras_seq.data.text.corpus import Passage, RunningText
from keras_seq.data.text.labelled import LabelledText
from keras_seq.data.text.tokenizer import UNK, Tokenizer

from .figures import report as report
from .sample import sample_text
from .writing import END, label_number, stream_text, write_texts

if TYPE_CHECKING:
    import keras

SAMPLE, SAMPLE_IS_SYNTHETIC = "pages of Python's own documentation", False
METRIC, HIGHER_IS_BETTER = "bits_per_character", False
NEEDS_INPUT = False
LEARNED_FROM = 50_000_000  # characters from which a vocabulary is learned, at most
COUNTED = 10_000_000  # tokens that the n-gram baseline counts, at most
ORDERS = {"char": 5, "bpe": 3, "word": 3}
Record = Passage | LabelledText


@dataclass(frozen=True)
class Config(TrainingConfig):
    """What can be set: on the command line, in a YAML file, or here."""

    level: str = option("char", "What a token is.", choices=("char", "word", "bpe"))
    vocab_size: int = option(10_000, "Most tokens, by word and bpe.", minimum=300)
    lowercase: bool = option(False, "Fold upper case.")
    text_column: str = option("text", "Column of the text, in tables of documents.")
    label_column: str | None = option(
        None, "Column of what a document is about, which then can be asked for."
    )
    max_length: int = option(500, "Documents are cut to so many tokens in training.", minimum=2)

    embedding_dim: int = option(64, "Size of token vectors.", minimum=1)
    cell: str = option("lstm", "Recurrent cell.", choices=("simple_rnn", "gru", "lstm"))
    units: int = option(512, "Units of each recurrent layer.", minimum=1)
    num_layers: int = option(1, "Recurrent layers.", minimum=1)
    tie_embeddings: bool = option(False, "Score tokens by their vectors: fewer weights.")
    bridge: str = option("state", "How a label is handed over.", choices=("state", "every_step"))
    dropout: float = option(0.3, "Share of features dropped.", minimum=0, below=1)
    mode: str = option(
        "stream",
        "Running text is read on from batch to batch, or in windows drawn at random.",
        choices=("stream", "window"),
    )
    window: int = option(50, "Steps that gradients go back.", minimum=1)

    epochs: int = option(12, "Passes over the training part, at most.", minimum=1)
    batch_size: int = option(64, "Streams, windows or documents in a batch.", minimum=1)
    learning_rate: float = option(4e-3, "Peak learning rate of Adam.", above=0)
    warmup: float = option(
        0.05, "Share of the steps in which the rate rises from 0.", minimum=0, below=1
    )
    validation_fraction: float = option(
        0.01, "Cut from the tail when no validation part is given.", above=0, below=1
    )


@dataclass(frozen=True)
class PredictOptions(NoOptions):
    """What can be set when writing."""

    at_once: int = option(64, "Prompts gone on from together.", minimum=1)
    max_new_tokens: int = option(300, "Tokens to write, at most.", minimum=1)
    temperature: float = option(0.8, "0: the likeliest token; higher: more varied.", minimum=0)
    top_k: int | None = option(None, "Choose among so many of the likeliest tokens.", minimum=1)
    top_p: float | None = option(
        None, "Choose among the likeliest tokens of this probability together.",
        above=0, maximum=1,
    )  # fmt: skip
    min_p: float | None = option(
        None, "Choose among tokens at least so probable, against the likeliest.",
        above=0, maximum=1,
    )  # fmt: skip
    repetition_penalty: float = option(1.0, "Above 1: fewer repetitions.", above=0)
    num_beams: int | None = option(
        None, "Search for the likeliest text with so many beams, and draw nothing.", minimum=1
    )
    num_return_sequences: int = option(1, "Texts for each prompt.", minimum=1)
    label: str | None = option(None, "What the text is to be about, of the labels learned.")
    seed: int = option(0, "Decides the draws.", minimum=0)
    stream: bool = option(False, "Write text as it comes; one prompt, one text.")


@dataclass(frozen=True)
class Preprocessing:
    """What is fitted on the training part."""

    tokenizer: Tokenizer
    labels: Labels  # none for running text, and for documents without labels


def recipe(values: Mapping[str, Any]) -> str | None:
    """Name the file with options for these data, below those that are given."""
    return "word.yaml" if values.get("level") == "word" else None


def sample(config: Config) -> RunningText:
    """Take prose that every Python carries."""
    text = sample_text()
    rest, test = corpus.cut_tail([Passage(SAMPLE, 0, len(text), text)], config.test_fraction)
    share = config.validation_fraction / (1 - config.test_fraction)
    return RunningText(*corpus.cut_tail(rest, share), test)


def load(config: Config) -> RunningText | Splits[LabelledText]:
    """Read the user's own text: running text, or a table of documents."""
    assert config.data is not None
    if documents_in(config.data):
        return labelled_text.load_labelled_text(
            config.data,
            text_column=config.text_column,
            label_column=config.label_column,
            data_dir=config.data_dir,
            validation_fraction=config.validation_fraction,
            test_fraction=config.test_fraction,
            seed=config.seed,
        )
    if config.label_column:
        raise InputError("--label-column is for tables of documents (.csv, .tsv, .jsonl)")
    return corpus.load_corpus(
        config.data,
        validation_fraction=config.validation_fraction,
        test_fraction=config.test_fraction,
    )


def load_test(config: Config, data: str) -> Sequence[Record]:
    """Read text to judge a trained model by."""
    if documents_in(data):
        return labelled_text.read_labelled_text(
            data, text_column=config.text_column, label_column=config.label_column
        )
    return corpus.test_part(data)


def documents_in(data: str) -> bool:
    """Say whether `data` is a table of documents, or a folder with such tables."""
    return data.startswith("tfds:") or tables.stands_in(data)


def describe(config: Config, splits: Splits[Any]) -> Iterator[str]:
    """Say what was read."""
    if isinstance(splits.train[0], LabelledText):
        yield from labelled_text.describe(splits)
        return
    for part, size in splits.sizes().items():
        yield f"{part:10} {size:13,} characters"


def prepare(config: Config, train: Sequence[Any]) -> Preprocessing:
    """Learn the vocabulary, and the labels, from the training part."""
    first = next(texts_of(train))
    tokenizer = Tokenizer.train(
        corpus.head(texts_of(train), LEARNED_FROM),
        level=config.level,
        vocab_size=config.vocab_size,
        lowercase=config.lowercase,
        lines=True,
        split_already=UNK in first,  # a corpus in which somebody has marked rare words
        more=[END],
    )
    if isinstance(train[0], Passage) and len(first) < 20 * config.window:
        count = len(tokenizer.encode([first])[0])
        if count <= config.window:
            raise InputError(f"{train[0].source}: {count} tokens to train on are less than a "
                             f"window of {config.window}; take a smaller --window")  # fmt: skip
    labels = Labels.fit([one.label for one in train if getattr(one, "label", "")])
    return Preprocessing(tokenizer, labels)


def texts_of(records: Sequence[Any]) -> Iterator[str]:
    """Read records in blocks of text."""
    if isinstance(records[0], LabelledText):
        return (one.text for one in records)
    return corpus.blocks(records)


def batches(
    config: Config, preprocessing: Preprocessing, records: Sequence[Any], training: bool
) -> Any:
    """Turn text into batches of tokens, and of the same one step on."""
    if isinstance(records[0], LabelledText):
        return document_batches(config, preprocessing, records, training)
    from keras_seq.data.streams import StreamBatches

    return StreamBatches(
        corpus.tokens_of(records, preprocessing.tokenizer),
        batch_size=config.batch_size,
        window=config.window,
        shuffle=training and config.mode == "window",
        moving=training,
        seed=config.seed,
    )


def document_batches(
    config: Config, preprocessing: Preprocessing, records: Sequence[LabelledText], training: bool
) -> Any:
    """Pad documents, each from its label and `<end>` to `<end>`."""
    from keras_seq.data.batching import Batches

    tokenizer, labels = preprocessing.tokenizer, preprocessing.labels
    end = np.array([tokenizer.number(END)], np.int32)
    tokens = tokenizer.encode([one.text for one in records])
    return Batches(
        [np.concatenate([end, one]) for one in tokens],
        [np.concatenate([one, end]) for one in tokens],
        contexts=labels.encode([one.label for one in records]) if labels.names else None,
        batch_size=config.batch_size if training else 16,
        shuffle=training,
        seed=config.seed,
        max_length=config.max_length if training else None,
    )


def build(config: Config, preprocessing: Preprocessing) -> keras.Model:
    """Call the factory."""
    from keras_seq.models import one_to_many

    labels = preprocessing.labels.names
    return one_to_many(
        num_classes=len(labels) or None,
        bridge=config.bridge if labels else "state",
        tie_embeddings=config.tie_embeddings,
        vocab_size=preprocessing.tokenizer.vocab_size,
        embedding_dim=config.embedding_dim,
        cell=config.cell,
        units=config.units,
        num_layers=config.num_layers,
        dropout=config.dropout,
    )


def for_training(config: Config, model: keras.Model) -> keras.Model:
    """Carry the state on from batch to batch, in running text."""
    from keras_seq.models import StreamModel

    running = config.data is None or not documents_in(config.data)
    return StreamModel(model, config.batch_size) if running and config.mode == "stream" else model


def objective(config: Config) -> dict[str, Any]:
    """Name the loss: nats for each token."""
    import keras

    return {"loss": keras.losses.SparseCategoricalCrossentropy(from_logits=True)}


def evaluate(
    config: Config, model: keras.Model, preprocessing: Preprocessing, records: Sequence[Any]
) -> Evaluation:
    """Judge the model on every token of a text."""
    logs, tokens = log_probs(config, model, preprocessing, records)
    rows = [
        {"input": place, "expected": preprocessing.tokenizer.decode([token]), "predicted": "",
         "score": float(np.exp(log))}
        for place, (token, log) in enumerate(zip(tokens[:20_000], logs, strict=False), start=1)
    ]  # fmt: skip
    return Evaluation(text_metrics(logs, sum(len(one) for one in texts_of(records))), rows)


def log_probs(
    config: Config, model: keras.Model, preprocessing: Preprocessing, records: Sequence[Any]
) -> tuple[np.ndarray, np.ndarray]:
    """Return the log probability of each token, and the tokens."""
    from keras_seq.models import document_log_probs, next_token_log_probs

    if isinstance(records[0], LabelledText):
        ready = document_batches(config, preprocessing, records, training=False)
        found = document_log_probs(model, ready)
        return np.concatenate(found), np.concatenate(ready.targets)
    tokens = corpus.tokens_of(records, preprocessing.tokenizer)
    return next_token_log_probs(model, tokens)[0], tokens[1:]


def text_metrics(logs: np.ndarray, characters: int) -> dict[str, float]:
    """Say how well tokens were foreseen, in units that compare across levels."""
    nats = -float(np.mean(logs, dtype=np.float64))
    return {
        "bits_per_character": -float(np.sum(logs, dtype=np.float64)) / np.log(2) / characters,
        "nats_per_token": nats,
        "perplexity": float(np.exp(nats)),
    }


def baselines(config: Config, splits: Splits[Any]) -> dict[str, dict[str, float]]:
    """Judge counting: the frequency of each token, and an n-gram model, of the same tokens."""
    from keras_seq.baselines.ngram import WittenBell

    preprocessing = prepare(config, splits.train)
    train, test = (one_row(config, preprocessing, part) for part in (splits.train, splits.test))
    characters = sum(len(one) for one in texts_of(splits.test))
    found = {}
    for order in (1, ORDERS[config.level]):
        model = WittenBell(train[:COUNTED], order, preprocessing.tokenizer.vocab_size)
        found[f"{order}-gram"] = text_metrics(model.log_probs(test), characters)
    return found


def one_row(config: Config, preprocessing: Preprocessing, records: Sequence[Any]) -> np.ndarray:
    """Return all tokens in one row."""
    if isinstance(records[0], Passage):
        return corpus.tokens_of(records, preprocessing.tokenizer)
    end = np.array([preprocessing.tokenizer.number(END)])
    ready = document_batches(config, preprocessing, records, training=False)
    return np.concatenate([end, *ready.targets])


def read_inputs(config: Config, path: str) -> Iterator[str]:
    """Read prompts: a table's text column, or the lines of a text file."""
    return labelled_text.read_texts(path, text_column=config.text_column)


def predict(
    config: Config,
    model: keras.Model,
    preprocessing: Preprocessing,
    inputs: Iterable[str | None],
    options: PredictOptions,
) -> Iterator[dict[str, Any]]:
    """Go on from prompts; from none, begin a text."""
    about = label_number(preprocessing.labels, options.label)
    documents = config.data is not None and documents_in(config.data)
    task = (model, preprocessing.tokenizer, documents, about, options)
    if options.stream:
        for prompt in inputs:
            for piece in stream_text(*task, prompt):
                yield {"prompt": prompt or "", "text": piece, "more": True}
            yield {"prompt": prompt or "", "text": ""}
        return
    for prompts in chunks(inputs, options.at_once):
        for prompt, texts in zip(prompts, write_texts(*task, prompts), strict=True):
            for text in texts:
                yield {"prompt": prompt or "", "text": text}


def as_text(answer: dict[str, Any]) -> str:
    """Write the text as it is."""
    return str(answer["text"])
