"""Sentiment of reviews, or any other label for a text (many to one).

A sequence of words in, one label out. Read this file from top to bottom; what you
are most likely to change comes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq import PredictOptions, TrainingConfig, option
from keras_seq.contract import Evaluation, Result, chunks
from keras_seq.data.labels import Labels
from keras_seq.data.splits import Splits, complete
from keras_seq.data.text import labelled as labelled_text
from keras_seq.data.text.labelled import LabelledText
from keras_seq.data.text.tokenizer import Tokenizer
from keras_seq.data.text.word_vectors import WordVectors, count_vectors

from .sample import reviews

if TYPE_CHECKING:
    import keras

    from keras_seq.data.batching import Batches
    from keras_seq.report.page import Report

SAMPLE, SAMPLE_IS_SYNTHETIC = "synthetic reviews made by a small grammar", True
METRIC, HIGHER_IS_BETTER = "accuracy", True
NEEDS_INPUT = True


@dataclass(frozen=True)
class Config(TrainingConfig):
    """What can be set: on the command line, in a YAML file, or here."""

    text_column: str = option("text", "Column that holds the text.")
    label_column: str = option("label", "Column that holds the label: any strings or numbers.")
    drop_overlap: bool = option(
        False, "Drop from training the texts that stand in validation or test too."
    )

    level: str = option("word", "What a token is.", choices=("word", "char", "bpe"))
    vocab_size: int = option(30_000, "Most tokens in the vocabulary.", minimum=3)
    min_frequency: int = option(2, "Rarer tokens count as unknown.", minimum=1)
    lowercase: bool = option(True, "Fold upper case.")
    strip_html: bool = option(True, "Remove tags such as <br />.")
    max_length: int | None = option(None, "Cut texts to so many tokens; default: never.", minimum=1)

    word_vectors: str = option(
        "counts",
        "Start them from counts of neighbours, or at random.",
        choices=("counts", "random"),
    )
    embedding_dim: int | None = option(256, "Size of the token vectors; none: one-hot.", minimum=1)
    cell: str = option("lstm", "Recurrent cell.", choices=("simple_rnn", "gru", "lstm"))
    units: int = option(64, "Units of each recurrent layer and direction.", minimum=1)
    num_layers: int = option(1, "Recurrent layers.", minimum=1)
    bidirectional: bool = option(True, "Read forwards and backwards.")
    pooling: str = option(
        "max", "From all steps to one vector.", choices=("last", "mean", "max", "attention")
    )
    dropout: float = option(0.5, "Share of inputs dropped.", minimum=0, below=1)
    recurrent_dropout: float = option(
        0.0, "Share of the state dropped; leaves the fast GPU kernel.", minimum=0, below=1
    )
    word_dropout: float = option(
        0.0, "Share of tokens that training takes for unknown.", minimum=0, below=1
    )

    epochs: int = option(5, "Passes over the training part, at most.", minimum=1)
    batch_size: int = option(64, "Texts in a batch.", minimum=1)
    learning_rate: float = option(2e-3, "Peak learning rate of Adam.", above=0)


@dataclass(frozen=True)
class Preprocessing:
    """What is fitted on the training part."""

    tokenizer: Tokenizer
    labels: Labels
    vectors: WordVectors  # what the embedding starts from


def sample(config: Config) -> Splits[LabelledText]:
    """Make the embedded reviews."""
    made = [
        LabelledText(text, label, f"sample, review {number}")
        for number, (text, label) in enumerate(reviews(36_000, seed=config.seed), start=1)
    ]
    return complete(
        made,
        validation=None,
        test=None,
        class_of=lambda record: record.label,
        validation_fraction=config.validation_fraction,
        test_fraction=1 / 6,
        seed=config.seed,
    )


def load(config: Config) -> Splits[LabelledText]:
    """Read the user's own texts."""
    assert config.data is not None
    splits = labelled_text.load_labelled_text(
        config.data,
        text_column=config.text_column,
        label_column=config.label_column,
        data_dir=config.data_dir,
        validation_fraction=config.validation_fraction,
        test_fraction=config.test_fraction,
        seed=config.seed,
    )
    return labelled_text.without_overlap(splits) if config.drop_overlap else splits


def load_test(config: Config, data: str) -> list[LabelledText]:
    """Read labelled texts to judge a trained model by."""
    return labelled_text.read_labelled_text(
        data, text_column=config.text_column, label_column=config.label_column,
        data_dir=config.data_dir,
    )  # fmt: skip


def describe(config: Config, splits: Splits[LabelledText]) -> Iterator[str]:
    """Say what was read."""
    yield from labelled_text.describe(splits)


def prepare(config: Config, train: list[LabelledText]) -> Preprocessing:
    """Learn vocabulary, word vectors and labels from the training part."""
    texts = [record.text for record in train]
    tokenizer = Tokenizer.train(
        texts,
        level=config.level,
        vocab_size=config.vocab_size,
        min_frequency=config.min_frequency,
        lowercase=config.lowercase,
        strip_html=config.strip_html,
    )
    vectors = np.zeros((0, 0), np.float32)
    if config.word_vectors == "counts" and config.embedding_dim:
        vectors = count_vectors(
            tokenizer.encode(texts), tokenizer.vocab_size, config.embedding_dim, seed=config.seed
        )
    labels = Labels.fit([record.label for record in train])
    return Preprocessing(tokenizer, labels, WordVectors(vectors))


def batches(
    config: Config, preprocessing: Preprocessing, records: list[LabelledText], training: bool
) -> Batches:
    """Turn texts into padded batches of tokens, texts of like length together."""
    from keras_seq.data.batching import Batches, unknown_words

    return Batches(
        preprocessing.tokenizer.encode([record.text for record in records]),
        preprocessing.labels.encode([record.label for record in records]),
        batch_size=config.batch_size,
        shuffle=training,
        seed=config.seed,
        max_length=config.max_length,
        augment=unknown_words(config.word_dropout) if training and config.word_dropout else None,
    )


def build(config: Config, preprocessing: Preprocessing) -> keras.Model:
    """Call the factory."""
    from keras_seq.models import many_to_one

    model = many_to_one(
        num_classes=len(preprocessing.labels.names),
        pooling=config.pooling,
        vocab_size=preprocessing.tokenizer.vocab_size,
        embedding_dim=config.embedding_dim,
        cell=config.cell,
        units=config.units,
        num_layers=config.num_layers,
        bidirectional=config.bidirectional,
        dropout=config.dropout,
        recurrent_dropout=config.recurrent_dropout,
    )
    if len(preprocessing.vectors.values):
        model.get_layer("embedding").set_weights([preprocessing.vectors.values])
    return model


def for_training(config: Config, model: keras.Model) -> keras.Model:
    """Train the model as it is."""
    return model


def objective(config: Config) -> dict[str, Any]:
    """Name the loss and the metrics to watch."""
    import keras

    return {
        "loss": keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        "metrics": ["accuracy"],
    }


def evaluate(
    config: Config, model: keras.Model, preprocessing: Preprocessing, records: list[LabelledText]
) -> Evaluation:
    """Judge the model on labelled texts."""
    from keras_seq.metrics.classification import classification_metrics

    texts = [record.text for record in records]
    probabilities = classify(config, model, preprocessing, texts)
    expected = preprocessing.labels.encode([record.label for record in records])
    names = preprocessing.labels.names
    predictions = [
        {"input": record.text, "expected": record.label, "predicted": names[row.argmax()],
         "score": float(row.max())}
        for record, row in zip(records, probabilities, strict=True)
    ]  # fmt: skip
    return Evaluation(classification_metrics(expected, probabilities), predictions)


def classify(
    config: Config, model: keras.Model, preprocessing: Preprocessing, texts: list[str]
) -> np.ndarray:
    """Return the probability of each label, `(texts, labels)`."""
    import keras

    from keras_seq.data.batching import Batches, predict

    tokens = preprocessing.tokenizer.encode(texts)
    logits = predict(model, Batches(tokens, batch_size=64, max_length=config.max_length))
    return keras.ops.convert_to_numpy(keras.ops.softmax(logits, axis=-1))


def baselines(config: Config, splits: Splits[LabelledText]) -> dict[str, dict[str, float]]:
    """Judge two simple rivals: the commonest label, and a linear model of a bag of bigrams."""
    from keras_seq.baselines.classification import bag_of_bigrams, majority_class

    labels = Labels.fit([record.label for record in splits.train])
    train, validation, test = (
        ([record.text for record in part], labels.encode([record.label for record in part]))
        for part in (splits.train, splits.validation, splits.test)
    )
    return {
        "majority_class": majority_class(train[1], test[1], len(labels.names)),
        "bag_of_bigrams": bag_of_bigrams(
            *train, *test, num_classes=len(labels.names), validation=validation
        ),
    }


def report(result: Result, page: Report) -> None:
    """Add confusions, confidence, the surest mistakes, and which words moved a few answers."""
    from keras_seq.metrics import confusion_counts
    from keras_seq.report import HighlightedText, plots
    from keras_seq.studies import occlusion

    names = result.preprocessing.labels.names
    rows = result.evaluation.predictions
    expected, predicted = (
        result.preprocessing.labels.encode([row[key] for row in rows])
        for key in ("expected", "predicted")
    )
    page.figure(
        "Confusions",
        plots.confusion_matrix(confusion_counts(expected, predicted, len(names)), names),
    )
    page.figure(
        "Confidence",
        plots.score_histogram(
            [row["score"] for row in rows], expected == predicted,
            label="probability given to the predicted label",
        ),
    )  # fmt: skip
    wrong = sorted(
        (row for row in rows if row["expected"] != row["predicted"]), key=lambda row: -row["score"]
    )
    page.table(
        "The surest mistakes", ["expected", "predicted", "probability", "text"],
        [[row["expected"], row["predicted"], row["score"], row["input"]] for row in wrong[:12]],
    )  # fmt: skip

    def influence(row: dict[str, Any]) -> HighlightedText:
        words = row["input"].split()[:120]
        column = names.index(row["predicted"])

        def log_odds(texts: list[list[str]]) -> np.ndarray:
            joined = [" ".join(text) for text in texts]
            chance = classify(result.config, result.model, result.preprocessing, joined)[:, column]
            return np.log(chance + 1e-7) - np.log(1 - chance + 1e-7)

        caption = f"expected {row['expected']}, predicted {row['predicted']} ({row['score']:.3f})"
        return HighlightedText(words, occlusion(log_odds, words), caption)

    page.highlights(
        "Words that moved the answer", [influence(row) for row in [*rows[:3], *wrong[:2]]],
        raises="for the predicted label", lowers="against it",
        note="Change of the log odds when a word is left out; long texts are cut to 120 words.",
    )  # fmt: skip


def read_inputs(config: Config, path: str) -> Iterator[str]:
    """Read texts to classify: a table's text column, or the lines of a text file."""
    return labelled_text.read_texts(path, text_column=config.text_column)


def predict(
    config: Config,
    model: keras.Model,
    preprocessing: Preprocessing,
    inputs: Iterable[str],
    options: PredictOptions,
) -> Iterator[dict[str, Any]]:
    """Classify raw texts."""
    names = preprocessing.labels.names
    for texts in chunks(inputs, options.at_once):
        for text, row in zip(texts, classify(config, model, preprocessing, texts), strict=True):
            probabilities = dict(zip(names, row.tolist(), strict=True))
            best = names[row.argmax()]
            yield {"text": text, "label": best, "score": probabilities[best],
                   "probabilities": probabilities}  # fmt: skip


def as_text(answer: dict[str, Any]) -> str:
    """Write label, probability and text on one line."""
    return f"{answer['label']}\t{answer['score']:.4f}\t{answer['text']}"
