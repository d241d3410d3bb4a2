"""Frame tagging: a tag for each frame of a video, or step of a recording (many to many).

A sequence of frames or feature vectors in, one tag for each out. Read this file from top to
bottom; what you are most likely to change comes first.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq import InputError, TrainingConfig, files, option
from keras_seq import PredictOptions as NoOptions
from keras_seq.contract import Evaluation
from keras_seq.data.frames import reading as tagged_sequences
from keras_seq.data.frames import recordings
from keras_seq.data.frames.encoder import EncoderMark
from keras_seq.data.frames.recordings import TaggedSequence
from keras_seq.data.frames.segments import runs
from keras_seq.data.labels import Labels
from keras_seq.data.scaling import Standardizer
from keras_seq.data.splits import Splits

from .figures import report as report
from .frames import frame_shape, frozen_encoder, small_encoder, video_reader
from .sample import write_clips

if TYPE_CHECKING:
    import keras

    from keras_seq.data.batching import Batches

SAMPLE, SAMPLE_IS_SYNTHETIC, CLIPS = "synthetic clips of a moving disc", True, 480
METRIC, HIGHER_IS_BETTER = "frame_accuracy", True
NEEDS_INPUT = True


@dataclass(frozen=True)
class Config(TrainingConfig):
    """What can be set: on the command line, in a YAML file, or here."""

    label_column: str = option("label", "Column of the tags, in tables of features.")
    group_column: str | None = option(
        None, "Column of what must stay together, such as the person; default: the recording."
    )
    sequence_column: str | None = option(
        None, "Column that names the recording, where one table holds several."
    )
    files: str = option("*", "Which tables of a folder to read, as '*_va3.csv'.")
    skip_columns: str = option("none", "Columns that are no features, with commas between.")
    test_groups: str | None = option(
        None, "Groups to test on, with commas between; default: drawn by seed."
    )
    background: str = option("background", "Tag of what no segment covers; no segment itself.")

    fps: float = option(10.0, "Frames a second that are looked at.", above=0)
    frame_size: int = option(32, "Height and width to which frames are shrunk.", minimum=4)
    colour: bool = option(True, "Look at colours, not at grey alone.")
    encoder: str = option(
        "small",
        "What makes a vector of a frame: small, a network trained along; or a frozen one: a "
        "network of keras.applications, such as MobileNetV3Small, or a .keras file.",
    )
    encoder_weights: str = option(
        "imagenet", "Of a network of keras.applications: imagenet, random, or a weights file."
    )
    cache_dir: str | None = option(
        None, "Where features of a frozen encoder are kept; default: the user's cache folder."
    )

    scale: str = option(
        "training",
        "Features on the scale of the training part, or of each whole recording by itself.",
        choices=("training", "recording"),
    )
    cell: str = option("gru", "Recurrent cell.", choices=("simple_rnn", "gru", "lstm"))
    units: int = option(64, "Units of each recurrent layer and direction.", minimum=1)
    num_layers: int = option(1, "Recurrent layers.", minimum=1)
    bidirectional: bool = option(True, "Look ahead too; without, tags can be given as frames come.")
    dropout: float = option(0.2, "Share of features dropped.", minimum=0, below=1)
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

    epochs: int = option(16, "Passes over the training part, at most.", minimum=1)
    batch_size: int = option(8, "Recordings in a batch.", minimum=1)
    learning_rate: float = option(3e-3, "Peak learning rate of Adam.", above=0)


@dataclass(frozen=True)
class PredictOptions(NoOptions):
    """What can be set when predicting."""

    input_fps: float = option(1.0, "Steps a second of inputs that are features.", above=0)
    timeline: str | None = option(None, "Draw the tags over time into this file, .png or .svg.")
    stream: bool = option(
        False, "Inputs are single steps, as [0.1, 0.2] a line; tag each as it comes."
    )


@dataclass(frozen=True)
class Preprocessing:
    """What is fitted on the training part."""

    labels: Labels
    scaler: Standardizer  # of features; for frames of no size
    encoder: EncoderMark  # which frozen network made the features, if any


def sample(config: Config) -> Splits[TaggedSequence]:
    """Render the embedded clips as real video files, and read them back like a user's own."""
    with tempfile.TemporaryDirectory() as room:
        write_clips(Path(room), CLIPS, config.seed)
        found = tagged_sequences.read_tagged_sequences(room, read_video=video_reader(config))
    return split(config, found, "the embedded sample")


def load(config: Config) -> Splits[TaggedSequence]:
    """Read the user's own recordings."""
    assert config.data is not None
    return split(config, read(config, config.data), config.data)


def load_test(config: Config, data: str) -> list[TaggedSequence]:
    """Read tagged recordings to judge a trained model by."""
    return read(config, data)


def read(config: Config, data: str) -> list[TaggedSequence]:
    """Read recordings as the options say."""
    return tagged_sequences.read_tagged_sequences(
        data,
        read_video=video_reader(config),
        pattern=config.files,
        label_column=config.label_column,
        group_column=config.group_column,
        sequence_column=config.sequence_column,
        skip_columns=names(config.skip_columns),
        background=config.background,
    )


def names(text: str | None) -> list[str]:
    """Split names with commas between."""
    return [name.strip() for name in (text or "").split(",") if name.strip() not in ("", "none")]


def split(config: Config, found: list[TaggedSequence], data: str) -> Splits[TaggedSequence]:
    """Split by group: no recording, and no group, stands on two sides."""
    return recordings.split_by_group(
        found,
        data=data,
        test_groups=names(config.test_groups),
        validation_fraction=config.validation_fraction,
        test_fraction=config.test_fraction,
        seed=config.seed,
    )


def describe(config: Config, splits: Splits[TaggedSequence]) -> Iterator[str]:
    """Say what was read."""
    yield from recordings.describe(splits)


def prepare(config: Config, train: list[TaggedSequence]) -> Preprocessing:
    """Learn tags and the scale of features from the training part."""
    labels = Labels.fit([tag for one in train for tag in one.tags])
    features = [own_scale(config, one.steps) for one in train if one.steps.ndim == 2]
    nothing = np.zeros(0, np.float32)
    scaler = Standardizer.fit(features) if features else Standardizer(nothing, nothing)
    encoder = frozen_encoder(config)
    return Preprocessing(labels, scaler, EncoderMark(encoder.identity if encoder else ""))


def own_scale(config: Config, steps: np.ndarray) -> np.ndarray:
    """Bring a recording's features to a scale of their own, if that is wished."""
    if config.scale == "training" or steps.ndim != 2:
        return steps
    return Standardizer.fit([steps]).scale(steps)


def inputs_of(config: Config, preprocessing: Preprocessing, steps: np.ndarray) -> np.ndarray:
    """Bring steps into the form that the model takes."""
    if steps.ndim != 2:
        return steps.astype(np.float32)
    return preprocessing.scaler.scale(own_scale(config, steps))


def batches(
    config: Config, preprocessing: Preprocessing, records: list[TaggedSequence], training: bool
) -> Batches:
    """Turn recordings into padded batches, those of like length together."""
    from keras_seq.data.batching import Batches, noise

    records = [one._replace(steps=inputs_of(config, preprocessing, one.steps)) for one in records]
    if training:
        records = recordings.windows(records, config.window)
    return Batches(
        [one.steps for one in records],
        [preprocessing.labels.encode(one.tags) for one in records],
        batch_size=config.batch_size,
        shuffle=training,
        seed=config.seed,
        augment=noise(config.noise) if training and len(preprocessing.scaler.mean) else None,
    )


def build(config: Config, preprocessing: Preprocessing) -> keras.Model:
    """Call the factory."""
    from keras_seq.models import many_to_many

    features = len(preprocessing.scaler.mean)
    return many_to_many(
        num_classes=len(preprocessing.labels.names),
        feature_dim=features or None,
        head=config.head,
        encoder=None if features else small_encoder(**frame_shape(config)),
        cell=config.cell,
        units=config.units,
        num_layers=config.num_layers,
        bidirectional=config.bidirectional,
        dropout=config.dropout,
    )


def for_training(config: Config, model: keras.Model) -> keras.Model:
    """Train the model as it is."""
    return model


def objective(config: Config) -> dict[str, Any]:
    """Name the loss and the metrics to watch."""
    from keras_seq.losses import ChainCrossentropy, SmoothTagging

    if config.head == "crf":
        return {"loss": ChainCrossentropy()}
    return {"loss": SmoothTagging(config.smoothing), "weighted_metrics": ["accuracy"]}


def tag(
    config: Config, model: keras.Model, preprocessing: Preprocessing, steps: list[np.ndarray]
) -> list[tuple[list[str], np.ndarray]]:
    """Return for each recording its tags, and the probability of each."""
    import keras

    from keras_seq.data.batching import Batches, predict_steps
    from keras_seq.decoding import marginals, viterbi

    ready = Batches([inputs_of(config, preprocessing, one) for one in steps], batch_size=8)
    found = []
    for outputs in predict_steps(model, ready):
        if config.head == "crf":
            best, chances = viterbi(outputs[None])[0], marginals(outputs[None])[0]
        else:
            best, chances = outputs.argmax(axis=1), keras.ops.softmax(outputs)
        best, chances = (keras.ops.convert_to_numpy(one) for one in (best, chances))
        found.append((preprocessing.labels.decode(best), chances[np.arange(len(best)), best]))
    return found


def evaluate(
    config: Config, model: keras.Model, preprocessing: Preprocessing, records: list[TaggedSequence]
) -> Evaluation:
    """Judge the model on tagged recordings."""
    from keras_seq.metrics.tagging import tagging_metrics

    found = tag(config, model, preprocessing, [one.steps for one in records])
    rows = [
        {"input": one.name, "time": round(float(time), 3), "expected": expected,
         "predicted": answer, "score": float(chance)}
        for one, (answers, chances) in zip(records, found, strict=True)
        for time, expected, answer, chance in zip(
            one.times, one.tags, answers, chances, strict=True)
    ]  # fmt: skip
    predicted = [answers for answers, _ in found]
    metrics = tagging_metrics([one.tags for one in records], predicted, config.background)
    return Evaluation(metrics, rows)


def baselines(config: Config, splits: Splits[TaggedSequence]) -> dict[str, dict[str, float]]:
    """Judge two simple rivals: the commonest tag, and a linear model of each step by itself."""
    from keras_seq.baselines.tagging import linear_steps, majority_tag
    from keras_seq.metrics.tagging import tagging_metrics

    train, test = splits.train, splits.test
    expected = [one.tags for one in test]
    rivals = {
        "majority_tag": majority_tag([one.tags for one in train], expected),
        "each_step_alone": linear_steps(
            [own_scale(config, one.steps) for one in train],
            [one.tags for one in train],
            [own_scale(config, one.steps) for one in test],
        ),
    }
    return {
        name: tagging_metrics(expected, predicted, config.background)
        for name, predicted in rivals.items()
    }


def read_inputs(config: Config, path: str) -> Iterator[str]:
    """Take the path itself for the input: a video, or a table of features."""
    yield path


def predict(
    config: Config,
    model: keras.Model,
    preprocessing: Preprocessing,
    inputs: Iterable[str],
    options: PredictOptions,
) -> Iterator[dict[str, Any]]:
    """Tag videos or tables of features, named by their paths; an answer for each segment."""
    if options.stream:
        yield from tag_stream(config, model, preprocessing, inputs, options.input_fps)
        return
    picture = options.timeline and files.check_new(options.timeline, "--timeline", (".png", ".svg"))
    for number, path in enumerate(inputs):
        if picture and number:
            raise InputError("--timeline draws one recording; give one input")
        steps, times = read_steps(config, preprocessing, path, options.input_fps)
        ((tags, chances),) = tag(config, model, preprocessing, [steps])
        ends = [*times[1:], times[-1] + (times[-1] - times[0]) / max(len(times) - 1, 1)]
        for start, end, label, _ in runs(tags):
            first, last = int(start), int(end)
            yield {
                "input": path,
                "start": round(float(times[first]), 3),
                "end": round(float(ends[last - 1]), 3),
                "label": label,
                "score": float(chances[first:last].mean()),
            }
        if picture:
            from keras_seq.report import tagging_plots
            from keras_seq.report.svg import save_picture

            figure = tagging_plots.timelines(
                [(Path(path).name, None, tags)], preprocessing.labels.names
            )
            save_picture(figure, Path(picture))


def tag_stream(
    config: Config,
    model: keras.Model,
    preprocessing: Preprocessing,
    lines: Iterable[str],
    input_fps: float,
) -> Iterator[dict[str, Any]]:
    """Tag single steps of features as they come, the state carried from each to the next."""
    from keras_seq.models import stream_steps

    ahead = config.bidirectional or config.head == "crf" or config.scale == "recording"
    if ahead or not len(preprocessing.scaler.mean):
        raise InputError("--stream needs a model of features trained with --no-bidirectional, "
                         "--head softmax and --scale training")  # fmt: skip
    steps = (parsed(line, number) for number, line in enumerate(lines, start=1))
    scaled = (preprocessing.scaler.scale(one[None])[0] for one in steps)
    for number, logits in enumerate(stream_steps(model, scaled)):
        chances = np.exp(logits - logits.max()) / np.exp(logits - logits.max()).sum()
        yield {
            "input": "stream",
            "start": round(number / input_fps, 3),
            "end": round((number + 1) / input_fps, 3),
            "label": preprocessing.labels.names[chances.argmax()],
            "score": float(chances.max()),
        }


def parsed(line: str, number: int) -> np.ndarray:
    """Read one step of a stream."""
    try:
        return np.array(json.loads(line), np.float32)
    except (ValueError, TypeError):
        raise InputError(f"line {number}: must be a list of numbers, as [0.1, 0.2]") from None


def read_steps(
    config: Config, preprocessing: Preprocessing, path: str, input_fps: float
) -> tuple[np.ndarray, np.ndarray]:
    """Read one recording to be tagged, and the times of its steps in seconds."""
    if not len(preprocessing.scaler.mean) or preprocessing.encoder.identity:
        preprocessing.encoder.check(frozen_encoder(config))
        frames = video_reader(config)(Path(path))
        return frames.steps, frames.times
    skipped = [config.label_column, config.group_column or "", config.sequence_column or ""]
    steps, _ = tagged_sequences.read_features(path, [*skipped, *names(config.skip_columns)])
    return steps, np.arange(len(steps)) / input_fps


def as_text(answer: dict[str, Any]) -> str:
    """Write start, end, tag, score and input on one line."""
    return "{start:.2f}\t{end:.2f}\t{label}\t{score:.4f}\t{input}".format(**answer)
