"""Frame tagging: a tag for each frame of a video, or step of a recording (many to many).

A sequence of frames or feature vectors in, one tag for each out. Read this file from top to
bottom; what you are most likely to change comes first.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq import TrainingConfig, option
from keras_seq.data.frames import Recordings, TaggedSequence

# Where recordings come from. To make them in another way, write a function of the same name here.
from keras_seq.data.frames.options import frame_shape, frozen_encoder
from keras_seq.data.frames.reading import (  # noqa: F401
    load,
    load_test,
    read_inputs,
    read_recordings,
)
from keras_seq.data.frames.recordings import (  # noqa: F401
    arranged,
    describe,
    split_by_group,
    windows,
)
from keras_seq.data.frozen_encoder import EncoderMark
from keras_seq.data.labels import Labels, Tagged
from keras_seq.data.scaling import Standardizer
from keras_seq.data.splits import Splits
from keras_seq.metrics.tagging import tagging_metrics
from keras_seq.options import Bidirectional
from keras_seq.tasks import Tagging, recordings
from keras_seq.tasks.tagging import STEP_RIVALS, step_confidence, step_confusions

from .figures import lengths, timelines
from .sample import write_clips

if TYPE_CHECKING:
    import keras

    from keras_seq.contract import Trained
    from keras_seq.data.batching import Batches

SAMPLE, SAMPLE_IS_SYNTHETIC, CLIPS = "synthetic clips of a moving disc", True, 480
INPUTS = "files"  # what stands behind `predict RUN`


@dataclass(frozen=True)
class Config(Recordings, Bidirectional, TrainingConfig):
    """Tags for steps."""

    cell: str = "gru"
    units: int = 64
    bidirectional: bool = option(True, "Look ahead too; without, tags can be given as frames come.")
    dropout: float = 0.2
    noise: float = option(
        0.0, "Noise on features in training, in standard deviations of them.", minimum=0
    )
    head: str = option(
        "softmax", "Tags by themselves, or each given the one before.", choices=("softmax", "crf")
    )
    smoothing: float = option(
        0.0, "Weight of the penalty for restless tags; not with crf.", minimum=0
    )
    window: int | None = option(
        None, "Train on pieces of so many steps, not on whole recordings.", minimum=2
    )

    epochs: int = 16
    batch_size: int = 8
    learning_rate: float = 3e-3


@dataclass(frozen=True)
class Preprocessing:
    """What is fitted on the training part."""

    labels: Labels
    scaler: Standardizer  # of features; for frames of no size
    encoder: EncoderMark  # which frozen network made the features, if any


def sample(config: Config) -> Splits[TaggedSequence]:
    """Render the embedded clips as real video files, and read them back like a user's own."""
    with tempfile.TemporaryDirectory() as folder:
        write_clips(Path(folder), CLIPS, config.seed)
        return split_by_group(read_recordings(folder, config), config, "the embedded sample")


def prepare(config: Config, train: Sequence[TaggedSequence]) -> Preprocessing:
    """Learn tags and the scale of features from the training part."""
    labels = Labels.fit(tag for record in train for tag in record.tags)
    features = [record.steps for record in train if record.steps.ndim == 2]
    nothing = np.zeros(0, np.float32)
    scaler = Standardizer(nothing, nothing)
    if features:
        scaler = Standardizer.fit(features, train[0].columns)
    encoder = frozen_encoder(config)
    return Preprocessing(labels, scaler, EncoderMark(encoder.identity if encoder else ""))


def inputs_of(fitted: Preprocessing, record: TaggedSequence) -> np.ndarray:
    """Bring steps into the form that the model takes: frames as they are, features scaled.

    Features are known by their names, in whatever order they stand.
    """
    if record.steps.ndim != 2:
        return record.steps.astype(np.float32)
    return fitted.scaler.scale(arranged(record, fitted.scaler.columns).steps)


def batches(
    config: Config, fitted: Preprocessing, records: Sequence[TaggedSequence], training: bool
) -> Batches:
    """Turn recordings into padded batches, those of like length together."""
    from keras_seq.data.batching import Batches, noise

    records = [record._replace(steps=inputs_of(fitted, record)) for record in records]
    if training:
        records = windows(records, config.window)
    return Batches(
        [record.steps for record in records],
        [fitted.labels.encode(record.tags) for record in records],
        batch_size=config.batch_size,
        shuffle=training,
        seed=config.seed,
        augment=noise(config.noise) if training and len(fitted.scaler.mean) else None,
    )


def build(config: Config, fitted: Preprocessing) -> keras.Model:
    """Call the factory."""
    from keras_seq.models import many_to_many

    features = len(fitted.scaler.mean)
    return many_to_many(
        num_classes=len(fitted.labels.names),
        feature_dim=features or None,
        head=config.head,
        encoder=None if features else small_encoder(**frame_shape(config)),
        **config.part(Bidirectional),
    )


def small_encoder(height: int, width: int, channels: int) -> keras.Model:
    """Build a small convolutional network from a frame to a vector; put your own here."""
    import keras

    frame = keras.Input((height, width, channels))
    x = keras.layers.Rescaling(1 / 127.5, offset=-1)(frame)
    for filters in (8, 16):
        x = keras.layers.Conv2D(filters, 5, strides=2, padding="same", activation="relu")(x)
    x = keras.layers.Flatten()(x)
    return keras.Model(frame, keras.layers.Dense(64, activation="relu")(x), name="frame_encoder")


def objective(config: Config) -> dict[str, Any]:
    """Name the loss and the metrics to watch."""
    import keras

    from keras_seq.losses import ChainCrossentropy, SmoothTagging

    if config.head == "crf":
        return {"loss": ChainCrossentropy()}
    return {
        "loss": SmoothTagging(config.smoothing),
        "weighted_metrics": [keras.metrics.SparseCategoricalAccuracy("accuracy")],
    }


def tag(trained: Trained, records: Sequence[TaggedSequence]) -> list[Tagged]:
    """Tag recordings."""
    from keras_seq.data.batching import Batches
    from keras_seq.models import tags_of

    fitted, head = trained.preprocessing, trained.config.head
    steps = [inputs_of(fitted, record) for record in records]
    return tags_of(trained.model, Batches(steps, batch_size=8), fitted.labels, head)


def answer(
    trained: Trained, inputs: Iterable[str], options: recordings.RecordingOptions
) -> Iterator[dict[str, Any]]:
    """Answer paths of recordings with their segments, or a stream of steps with their tags."""
    if options.stream:
        return recordings.answer_stream(trained, inputs, options.input_fps)
    return recordings.answer_segments(trained, inputs, options, tag)


task = Tagging(
    tag,
    answer,
    line="{start:.2f}\t{end:.2f}\t{label}\t{score:.4f}\t{input}".format_map,
    steps=lambda record: ({"input": record.name, "time": round(float(time), 3)}
                          for time in record.times),
    metrics=lambda expected, predicted, config: tagging_metrics(
        expected, predicted, config.background
    ),
    rivals=STEP_RIVALS,
    metric="frame_accuracy",
    figures=[timelines, lengths, step_confusions, step_confidence],
    example=recordings.example_recordings,
    options=recordings.RecordingOptions,
)  # fmt: skip
