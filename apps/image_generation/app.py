"""Image generation: a class in, a picture out, point by point (one to many).

A picture is a row of grey levels, read line by line (van den Oord et al., 2016, "Pixel Recurrent
Neural Networks"). Read this file from top to bottom; what you are most likely to change comes
first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq import InputError, TrainingConfig, option
from keras_seq.baselines.places import by_place
from keras_seq.data.labels import Labels
from keras_seq.data.pictures import Greys, LabelledPicture, LabelledPictures, greys

# Where pictures come from. To make them in another way, write a function of the same name here.
from keras_seq.data.pictures.labelled import (  # noqa: F401
    complete,
    describe,
    load,
    load_test,
    read_inputs,
)
from keras_seq.data.pictures.opening import read_picture, write_grid
from keras_seq.data.splits import Splits
from keras_seq.options import Recurrent
from keras_seq.tasks import DrawingOptions, Generation
from keras_seq.tasks.generation import row_of
from keras_seq.tasks.writing import label_number

from .figures import completions, drawn, read_as_their_class
from .sample import digits

if TYPE_CHECKING:
    import keras

    from keras_seq.contract import Trained
    from keras_seq.data.batching import Batches

SAMPLE, SAMPLE_IS_SYNTHETIC = "scikit-learn's handwritten digits", False
INPUTS = "files"  # what stands behind `predict RUN`


@dataclass(frozen=True)
class Config(LabelledPictures, Recurrent, TrainingConfig):
    """Pictures, point by point."""

    levels: int = option(16, "Shades of grey.", minimum=2, maximum=256)
    embedding_dim: int = option(32, "Size of the vectors of shades and of classes.", minimum=1)
    cell: str = "gru"
    units: int = 256
    dropout: float = 0.3

    epochs: int = 24
    learning_rate: float = 4e-3
    test_fraction: float = 1 / 6


@dataclass(frozen=True)
class Preprocessing:
    """What is fitted on the training part."""

    tokenizer: Greys
    labels: Labels  # none for pictures that stand in no sub-folders


@dataclass(frozen=True)
class PictureOptions(DrawingOptions):
    """Drawing; an input is a picture whose upper part is gone on from."""

    keep: float = option(0.5, "Share of an input's rows that is kept.", minimum=0, below=1)
    output: str | None = option(
        None, "A .png file for all pictures that are drawn.", writes=(".png",)
    )


def sample(config: Config) -> Splits[LabelledPicture]:
    """Take the embedded digits.

    Raises:
        InputError: for another size than theirs.
    """
    if config.size != 8:
        raise InputError(f"--size {config.size}: the digits of the sample have 8 x 8 points; "
                         "--size is for pictures of your own, given with --data")  # fmt: skip
    return complete(config, digits())


def prepare(config: Config, train: Sequence[LabelledPicture]) -> Preprocessing:
    """Learn the labels from the training part."""
    labels = Labels.fit(record.label for record in train if record.label)
    return Preprocessing(Greys(config.levels, config.size), labels)


def batches(
    config: Config, fitted: Preprocessing, records: Sequence[LabelledPicture], training: bool
) -> Batches:
    """Turn pictures into rows of tokens behind a start, and the same one point on."""
    from keras_seq.data.batching import Batches

    points = [fitted.tokenizer.encode(record.image) for record in records]
    labels = [record.label for record in records]
    return Batches(
        [np.append(greys.START, row[:-1]).astype(np.int32) for row in points],
        points,
        contexts=fitted.labels.encode(labels) if fitted.labels.names else None,
        batch_size=config.batch_size,
        shuffle=training,
        seed=config.seed,
    )


def build(config: Config, fitted: Preprocessing) -> keras.Model:
    """Call the factory: beside each point stand those above the next one, and their neighbours."""
    from keras_seq.models import one_to_many

    labels, size = fitted.labels.names, config.size
    above = {size - 2, size - 1, size, 2 * size - 1}
    return one_to_many(
        num_classes=len(labels) or None,
        bridge="every_step" if labels else "state",
        delays=sorted(delay for delay in above if delay > 0),
        vocab_size=fitted.tokenizer.vocab_size,
        embedding_dim=config.embedding_dim,
        **config.part(Recurrent),
    )


def objective(config: Config) -> dict[str, Any]:
    """Name the loss: nats for each point."""
    import keras

    return {"loss": keras.losses.SparseCategoricalCrossentropy(from_logits=True)}


def start(trained: Trained, prompt: str | None, options: PictureOptions) -> tuple[Any, Any]:
    """Turn the upper part of a picture into tokens, and the label into its number."""
    fitted, size = trained.preprocessing, trained.config.size
    label = label_number(fitted.labels, options.label, "on pictures in sub-folders")
    rows = np.zeros((0, size), np.uint8)
    if prompt is not None:
        image = read_picture(Path(prompt), size=size, channels=1)[..., 0]
        rows = image[: int(size * options.keep)]
    return np.append(greys.START, fitted.tokenizer.encode(rows)).astype(np.int32), label


def missing(trained: Trained, options: PictureOptions, starts: Sequence[tuple[Any, Any]]) -> int:
    """Count the points that are still to be drawn."""
    size = trained.config.size
    return size * size + 1 - min(len(tokens) for tokens, _ in starts)


def written(trained: Trained, prompt: str | None, tokens: Sequence[int]) -> str:
    """Draw what was added, with letters."""
    return trained.preprocessing.tokenizer.draw(tokens)


def whole(trained: Trained, tokens: np.ndarray, options: PictureOptions) -> dict[str, Any]:
    """Answer with the whole picture: as letters, and as rows of 0, black, to 255."""
    reader = trained.preprocessing.tokenizer
    return {"text": reader.draw(tokens) + "\n", "picture": reader.picture(tokens).tolist()}


def bits(
    task: Generation, trained: Trained, logs: np.ndarray, records: Sequence[LabelledPicture]
) -> dict[str, float]:
    """Judge the probability of each point."""
    nats = -float(np.mean(logs, dtype=np.float64))
    return {"bits_per_point": nats / float(np.log(2)), "perplexity": float(np.exp(nats))}


def count_places(trained: Trained, train: Batches, test: Batches) -> Mapping[str, np.ndarray]:
    """Count the shades of each point, alone and in its class."""
    rows = [row_of(part)[1:].reshape(len(part.lengths), -1) for part in (train, test)]
    size = trained.preprocessing.tokenizer.vocab_size
    found = by_place(rows[0], rows[1], size, train.contexts, test.contexts)
    return {name: logs.ravel() for name, logs in found.items()}


def write_png(
    trained: Trained, path: Path, sequences: Sequence[np.ndarray], options: PictureOptions
) -> None:
    """Write all pictures into one, beside one another."""
    write_grid(path, [trained.preprocessing.tokenizer.picture(tokens) for tokens in sequences])


task = Generation(
    start, written, lambda trained: None, batches, lambda records: (), count_places,
    figures=[drawn, completions, read_as_their_class],
    limit=missing,
    metrics=bits,
    metric="bits_per_point",
    more=whole,
    files={".png": write_png},
    options=PictureOptions,
)  # fmt: skip
