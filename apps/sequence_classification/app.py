"""A label, or a number, for a whole recording of measurements (many to one).

A sequence of feature vectors in, one answer out. Read this file from top to bottom; what you are
most likely to change comes first.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq import TrainingConfig, option
from keras_seq.data.frames import TaggedSequence

# Where recordings come from. To make them in another way, write a function of the same name here.
from keras_seq.data.frames.whole import (  # noqa: F401
    LabelledRecording,
    LabelledRecordings,
    describe,
    load,
    load_test,
    numbers,
    read_inputs,
    read_unlabelled,
    split,
)
from keras_seq.data.labels import Labels
from keras_seq.data.scaling import Standardizer
from keras_seq.data.splits import Splits
from keras_seq.options import Bidirectional
from keras_seq.tasks import Classification, Regression
from keras_seq.tasks.conformal import Margins
from keras_seq.tasks.either import Either
from keras_seq.tasks.whole_recordings import (
    LABEL_RIVALS,
    NUMBER_RIVALS,
    example_recording,
    some_recordings,
)

from .sample import gestures

if TYPE_CHECKING:
    import keras

    from keras_seq.contract import Trained
    from keras_seq.data.batching import Batches

SAMPLE, SAMPLE_IS_SYNTHETIC, GESTURES = "synthetic gestures of a hand with a phone", True, 1_500
INPUTS = "files"  # what stands behind `predict RUN`


@dataclass(frozen=True)
class Config(LabelledRecordings, Bidirectional, TrainingConfig):
    """A label, or a number, for a recording."""

    cell: str = "gru"
    units: int = 48
    bidirectional: bool = True
    dropout: float = 0.0
    pooling: str = option(
        "attention",
        "How the steps become one vector.",
        choices=("last", "mean", "max", "attention"),
    )
    noise: float = option(
        0.1, "Noise on measurements in training, in standard deviations of them.", minimum=0
    )

    epochs: int = 20
    batch_size: int = 16
    learning_rate: float = 3e-3


@dataclass(frozen=True)
class Preprocessing:
    """What is fitted on the training part."""

    labels: Labels  # none, if numbers are predicted
    scaler: Standardizer  # of measurements
    target: Standardizer  # of numbers
    margins: Margins  # how far predicted numbers may be off, as validation shows


def sample(config: Config) -> Splits[LabelledRecording]:
    """Make the embedded gestures; the test part has other persons than training."""
    return split(gestures(GESTURES, config.seed), config, "the embedded sample")


def prepare(config: Config, train: Sequence[LabelledRecording]) -> Preprocessing:
    """Learn labels and scales from the training part."""
    steps = [record.recording.steps for record in train]
    scaler = Standardizer.fit(steps, train[0].recording.columns)
    labels = Labels.fit(record.label for record in train if not config.target)
    target = Standardizer.fit([numbers(train)[:, None] if config.target else np.zeros((1, 1))])
    return Preprocessing(labels, scaler, target, Margins([0.5], np.zeros((1, 1, 1), np.float32)))


def calibrate(trained: Trained, validation: Sequence[LabelledRecording]) -> Preprocessing:
    """Learn from the validation part how far numbers may be off, and how sure labels are."""
    fitted: Preprocessing = trained.preprocessing
    if not trained.config.target:
        return of_labels.calibrate(trained, validation)
    return dataclasses.replace(fitted, margins=of_numbers.margins_of(trained, validation))


def batches(
    config: Config, fitted: Preprocessing, records: Sequence[LabelledRecording], training: bool
) -> Batches:
    """Turn recordings into padded batches, those of like length together."""
    from keras_seq.data.batching import Batches, noise

    if config.target:
        targets = fitted.target.scale(numbers(records)[:, None])
    else:
        targets = fitted.labels.encode([record.label for record in records])
    return Batches(
        [fitted.scaler.scale(record.recording.steps) for record in records],
        targets,
        batch_size=config.batch_size,
        shuffle=training,
        seed=config.seed,
        augment=noise(config.noise) if training and config.noise else None,
    )


def build(config: Config, fitted: Preprocessing) -> keras.Model:
    """Call the factory."""
    from keras_seq.models import many_to_one

    return many_to_one(
        num_classes=None if config.target else len(fitted.labels.names),
        output_dim=1 if config.target else None,
        head="linear" if config.target else "softmax",
        feature_dim=len(fitted.scaler.mean),
        pooling=config.pooling,
        **config.part(Bidirectional),
    )


def objective(config: Config) -> dict[str, Any]:
    """Name the loss and the metrics to watch."""
    import keras

    if config.target:
        return {"loss": keras.losses.MeanSquaredError()}
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    return {"loss": loss, "metrics": [keras.metrics.SparseCategoricalAccuracy("accuracy")]}


def outputs(trained: Trained, recordings: Sequence[TaggedSequence]) -> np.ndarray:
    """Ask the network: logits `(recordings, labels)`, or scaled numbers `(recordings, 1)`."""
    from keras_seq.data.batching import Batches, predict

    scaler = trained.preprocessing.scaler
    steps = [scaler.scale(recording.steps) for recording in recordings]
    return predict(trained.model, Batches(steps, batch_size=64))


def probabilities(trained: Trained, recordings: Sequence[TaggedSequence]) -> np.ndarray:
    """Answer recordings: the probability of each label, `(recordings, labels)`."""
    import keras

    logits = outputs(trained, recordings)
    return keras.ops.convert_to_numpy(keras.ops.softmax(logits, axis=-1))


def values(trained: Trained, recordings: Sequence[TaggedSequence]) -> np.ndarray:
    """Answer recordings: their numbers, `(recordings,)`."""
    target = trained.preprocessing.target
    return (outputs(trained, recordings) * target.deviation + target.mean)[:, 0]


def recordings_of(trained: Trained, paths: Iterable[str]) -> Iterator[TaggedSequence]:
    """Read what `predict` was given: paths of tables and arrays."""
    for path in paths:
        yield from read_unlabelled(path, trained.config, trained.preprocessing.scaler.columns)


def named(recording: TaggedSequence) -> str:
    """Say what a recording is called."""
    return recording.name


of_labels = Classification(
    probabilities, rivals=LABEL_RIVALS, inputs=recordings_of, name=named, key="input",
    line="{label}\t{score:.4f}\t{input}".format_map, figures=[some_recordings],
    example=example_recording,
)  # fmt: skip
of_numbers = Regression(
    values, numbers, NUMBER_RIVALS, inputs=recordings_of, name=named, example=example_recording
)
task = Either(
    of_labels,
    of_numbers,
    is_second=lambda trained: trained.config.target is not None,
    mark="value",
)
