"""Groups of options, declared once."""

from __future__ import annotations

import dataclasses

from keras_seq.config import option


@dataclasses.dataclass(frozen=True)
class TrainingConfig:
    """What every app can be told. An app's `Config` inherits it and may change the defaults."""

    data: str | None = option(
        None, "File, folder or tfds:NAME[/CONFIG]; omitted: the embedded sample."
    )
    data_dir: str | None = option(None, "Where tensorflow-datasets keeps its data.")
    seed: int = option(0, "Decides splits, initial weights, batch order and dropout.", minimum=0)
    epochs: int = option(10, "Passes over the training part, at most.", minimum=1)
    patience: int | None = option(
        None, "Stop after so many epochs without a better validation loss.", minimum=1
    )
    average_epochs: int = option(
        1, "Try the mean weights of so many last epochs, too; validation decides.", minimum=1
    )
    batch_size: int = option(32, "Sequences in a batch.", minimum=1)
    learning_rate: float = option(1e-3, "Peak learning rate of Adam.", above=0)
    schedule: str = option("cosine", "Learning rate over the run.", choices=("constant", "cosine"))
    warmup: float = option(
        0.1, "Share of the steps in which the rate rises from 0.", minimum=0, below=1
    )
    weight_decay: float = option(0.0, "Decoupled weight decay (AdamW).", minimum=0)
    clip_norm: float | None = option(1.0, "Largest norm of the whole gradient.", above=0)
    max_train_samples: int | None = option(
        None, "Train on so many examples only, drawn by seed.", minimum=1
    )
    validation_fraction: float = option(
        0.1, "Cut from the training part when no validation part is given.", above=0, below=1
    )
    test_fraction: float = option(
        0.1, "Cut from the training part when no test part is given.", above=0, below=1
    )


@dataclasses.dataclass(frozen=True)
class PredictOptions:
    """What can be set when predicting, in every app; an app with more wishes inherits it."""

    at_once: int = option(1024, "Inputs answered together; 1: each as soon as it comes.", minimum=1)
