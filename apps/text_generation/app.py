"""Text generation: a start in, a text out, letter by letter or word by word (one to many).

Learns to go on from a text of any kind. Read this file from top to bottom; what you are most
likely to change comes first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq import TrainingConfig, option
from keras_seq.data.labels import Labels
from keras_seq.data.text import UNK, LabelledTexts, Passage, RunningText, Tokenizer, corpus
from keras_seq.options import Recurrent, Tokens
from keras_seq.tasks import Generation, count_tokens, surprise, texts_written
from keras_seq.tasks.writing import END, label_number, prompt_tokens, text_of

# Where texts come from. To make records in another way, write a function of the same name here.
from .reading import describe, documents_in, load, load_test, read_inputs, texts  # noqa: F401
from .sample import sample_text

if TYPE_CHECKING:
    import keras

    from keras_seq.contract import Trained
    from keras_seq.data.batching import Batches
    from keras_seq.data.streams import StreamBatches
    from keras_seq.tasks import GenerationOptions

SAMPLE, SAMPLE_IS_SYNTHETIC = "pages of Python's own documentation", False
MOST_SCORES = 1 << 29  # in a batch of documents: one for each token of the vocabulary, at each step
LEARNED_FROM = 50_000_000  # characters from which a vocabulary is learned, at most


@dataclass(frozen=True)
class Config(LabelledTexts, Tokens, Recurrent, TrainingConfig):
    """Text that goes on."""

    label_column: str | None = option(
        None, "Column of what a document is about, which then can be asked for."
    )
    level: str = "char"
    vocab_size: int = option(
        10_000, "Most tokens, by word and bpe.", minimum=300, maximum=2**31 - 1
    )
    max_length: int = option(500, "Documents are cut to so many tokens in training.", minimum=2)

    embedding_dim: int = option(64, "Size of token vectors.", minimum=1)
    units: int = 512
    dropout: float = 0.3
    tie_embeddings: bool = option(False, "Score tokens by their vectors: fewer weights.")
    bridge: str = option("state", "How a label is handed over.", choices=("state", "every_step"))
    mode: str = option(
        "stream",
        "Running text is read on from batch to batch, or in windows drawn at random.",
        choices=("stream", "window"),
    )
    window: int = option(50, "Steps that gradients go back.", minimum=1)

    epochs: int = 12
    batch_size: int = 64
    learning_rate: float = 4e-3
    warmup: float = 0.05
    validation_fraction: float = 0.01


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
    return corpus.complete(config, [Passage(SAMPLE, 0, len(text), text)])


def prepare(config: Config, train: Sequence[Any]) -> Preprocessing:
    """Learn the vocabulary, and the labels, from the training part."""
    marked = UNK in next(texts(train))  # a corpus with rare words marked by somebody
    tokenizer = Tokenizer.train(
        corpus.head(texts(train), LEARNED_FROM),
        **config.part(Tokens),
        # Where no word is unknown in training, nothing is learned of those that will be.
        min_frequency=2 if config.level == "word" and not marked else 1,
        lines=True,
        split_already=marked,
        more=[END],
    )
    if isinstance(train[0], Passage):
        corpus.require_window(train, tokenizer, config.window)
        return Preprocessing(tokenizer, Labels(()))
    return Preprocessing(tokenizer, Labels.fit(record.label for record in train if record.label))


def batches(
    config: Config, fitted: Preprocessing, records: Sequence[Any], training: bool
) -> StreamBatches | Batches:
    """Turn text into batches of tokens, and of the same one step on."""
    from keras_seq.constants import MOST_STEPS
    from keras_seq.data.batching import Batches
    from keras_seq.data.streams import StreamBatches

    if isinstance(records[0], Passage):
        return StreamBatches(
            corpus.tokens_of(records, fitted.tokenizer),
            batch_size=config.batch_size,
            window=config.window,
            shuffle=training and config.mode == "window",
            moving=training,
            seed=config.seed,
        )
    end = np.array([fitted.tokenizer.number(END)], np.int32)
    documents = fitted.tokenizer.encode([document.text for document in records])
    labels = [document.label for document in records]
    return Batches(
        [np.concatenate([end, tokens]) for tokens in documents],
        [np.concatenate([tokens, end]) for tokens in documents],
        contexts=fitted.labels.encode(labels) if fitted.labels.names else None,
        batch_size=config.batch_size if training else 16,
        shuffle=training,
        seed=config.seed,
        max_length=config.max_length if training else None,
        most_steps=min(MOST_STEPS, MOST_SCORES // fitted.tokenizer.vocab_size),
    )


def build(config: Config, fitted: Preprocessing) -> keras.Model:
    """Call the factory."""
    from keras_seq.models import one_to_many

    labels = fitted.labels.names
    return one_to_many(
        num_classes=len(labels) or None,
        bridge=config.bridge if labels else "state",
        tie_embeddings=config.tie_embeddings,
        vocab_size=fitted.tokenizer.vocab_size,
        embedding_dim=config.embedding_dim,
        **config.part(Recurrent),
    )


def for_training(config: Config, model: keras.Model) -> keras.Model:
    """Carry the state on from batch to batch, in running text."""
    from keras_seq.models import StreamModel

    streams = config.mode == "stream" and not documents_in(config.data)
    return StreamModel(model, config.batch_size) if streams else model


def objective(config: Config) -> dict[str, Any]:
    """Name the loss: nats for each token."""
    import keras

    return {"loss": keras.losses.SparseCategoricalCrossentropy(from_logits=True)}


def start(trained: Trained, prompt: str | None, options: GenerationOptions) -> tuple[Any, Any]:
    """Turn a prompt into tokens, and the label that is asked for into its number."""
    fitted, documents = trained.preprocessing, documents_in(trained.config.data)
    label = label_number(fitted.labels, options.label)
    return prompt_tokens(fitted.tokenizer, prompt, documents), label


def stop(trained: Trained) -> int | None:
    """Name the token that ends a text: running text has none."""
    documents = documents_in(trained.config.data)
    return trained.preprocessing.tokenizer.number(END) if documents else None


def written(trained: Trained, prompt: str | None, tokens: Sequence[int]) -> str:
    """Write the prompt, and what comes behind it."""
    return (prompt or "") + text_of(trained.preprocessing.tokenizer, tokens)


task = Generation(
    start, written, stop, batches, texts, rivals=count_tokens, figures=[texts_written, surprise]
)
