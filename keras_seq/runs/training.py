"""Training: one fit that says how it goes and that a killed run picks up again."""

from __future__ import annotations

import csv
import io
import json
import math
import time
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np

from keras_seq import files, progress
from keras_seq.data.feeding import feed
from keras_seq.data.tables import cell
from keras_seq.errors import InputError
from keras_seq.options import TrainingConfig
from keras_seq.runs import history


def make_optimizer(config: TrainingConfig, steps: int) -> keras.optimizers.Optimizer:
    """Make the AdamW that a config describes.

    Args:
        config: learning rate, schedule, warm-up, weight decay and clipping.
        steps: batches in the whole run; the schedule is laid over them.

    Returns:
        AdamW (Loshchilov and Hutter, 2019); plain Adam where `weight_decay` is 0.
    """
    rate: Any = config.learning_rate
    warmup_steps = round(config.warmup * steps)
    if config.schedule == "cosine":
        rate = keras.optimizers.schedules.CosineDecay(
            initial_learning_rate=0.0 if warmup_steps else rate,
            decay_steps=max(1, steps - warmup_steps),
            warmup_target=rate if warmup_steps else None,
            warmup_steps=warmup_steps,
        )
    elif warmup_steps:
        rate = keras.optimizers.schedules.PolynomialDecay(
            initial_learning_rate=rate / warmup_steps, end_learning_rate=rate,
            decay_steps=warmup_steps,
        )  # fmt: skip
    return keras.optimizers.AdamW(
        learning_rate=rate, weight_decay=config.weight_decay, global_clipnorm=config.clip_norm
    )


def fit(
    model: keras.Model,
    train: Any,
    validation: Any,
    *,
    epochs: int,
    folder: Path,
    patience: int | None = None,
    average: int = 1,
    resume: bool = True,
    callbacks: Sequence[keras.callbacks.Callback] = (),
) -> list[dict[str, float]]:
    """Train a compiled model, leave it with the weights of its best epoch, and return the history.

    With `average` the mean weights of the last epochs are tried too, and kept if their `val_loss`
    is lower than that of any epoch.

    After each epoch everything that the next one depends on is written to `folder/checkpoint`:
    weights, optimizer, random state, the best weights so far, the history. If that file is there
    at the start, training goes on from it, unless `resume` says otherwise, and ends where an
    unbroken run would have ended.

    Args:
        model: compiled; judged by `val_loss`. Where it has a method `callbacks`, as `StreamModel`
            has, it is trained with what that gives.
        train: a `keras.utils.PyDataset` whose `epoch` attribute decides the order of its batches.
        validation: the same for the validation part.
        epochs: passes over `train`, those of an earlier, interrupted call counted in.
        folder: the run folder; gets `checkpoint/state.npz` and `history.csv`.
        patience: stop after so many epochs without a better validation loss.
        average: of how many last epochs the mean weights are tried; 1: of none.
        resume: go on from a checkpoint that is there.
        callbacks: called too, after what is written of each epoch.

    Returns:
        A row for each epoch: epoch, each metric, learning_rate, seconds.

    Raises:
        InputError: if the checkpoint can't be used, or the loss is NaN from the first epoch on.
    """
    keeper = Checkpoint(folder, train, patience, average)
    # A checkpoint sets these variables; made within `fit`, TensorFlow would trace a step twice.
    model.optimizer.build(model.trainable_variables)
    if resume:
        keeper.restore(model)
    done = len(keeper.history)
    if done and not keeper.stopped(epochs):
        progress.say(f"going on after epoch {done}")
    if not keeper.stopped(epochs):
        words = Words(epochs)
        try:
            model.fit(
                feed(train),
                validation_data=feed(validation),
                initial_epoch=done,
                epochs=epochs,
                shuffle=False,  # `train` shuffles by itself, in a way that can be repeated
                verbose=0,
                callbacks=[keeper, words, *callbacks_of(model), *callbacks],
            )
        finally:
            words.line.close()
    if len(keeper.recent) > 1:
        model.set_weights(mean_weights(keeper.recent))
        mean = float(model.evaluate(feed(validation), verbose=0, return_dict=True,
                                    callbacks=callbacks_of(model))["loss"])  # fmt: skip
        best = float(np.nanmin([row["val_loss"] for row in keeper.history]))
        progress.say(f"mean weights of the last {len(keeper.recent)} epochs: val_loss {mean:.4f}, "
                     + ("kept" if mean < best else f"the best epoch's {best:.4f} is lower")
                     )  # fmt: skip
        if mean < best:
            return keeper.history
    model.set_weights(keeper.best)
    return keeper.history


def watching(
    config: TrainingConfig, model: keras.Model, folder: Path
) -> list[keras.callbacks.Callback]:
    """Return the callbacks that let a training be watched, as far as options ask for them.

    Args:
        config: `tensorboard` and `keep_checkpoints` count.
        model: the one that is kept, not one that wraps it in training.
        folder: the run folder.
    """
    callbacks = []
    if config.tensorboard:
        callbacks.append(keras.callbacks.TensorBoard(folder / "tensorboard", write_graph=False))
    if config.keep_checkpoints:

        def keep(epoch: int, logs: Any) -> None:
            with files.atomic(folder / "checkpoints" / f"{epoch + 1}.keras") as temporary:
                model.save(temporary)

        callbacks.append(keras.callbacks.LambdaCallback(on_epoch_end=keep))
    return callbacks


def callbacks_of(model: keras.Model) -> list[keras.callbacks.Callback]:
    """Return what a model that wraps another one wants called: its own `callbacks()`, if any."""
    return model.callbacks() if hasattr(model, "callbacks") else []


def mean_weights(epochs: Sequence[Sequence[np.ndarray]]) -> list[np.ndarray]:
    """Take the mean of each weight over epochs; of whole numbers the last epoch's.

    >>> mean_weights([[np.float32([1, 2])], [np.float32([3, 2])]])
    [array([2., 2.], dtype=float32)]
    """
    return [
        np.mean(values, axis=0, dtype=values[0].dtype)
        if values[0].dtype.kind == "f"
        else values[-1]
        for values in zip(*epochs, strict=True)
    ]


class Checkpoint(keras.callbacks.Callback):
    """Writes the state of training after each epoch, all in one file, and reads it back.

    Args:
        folder: the run folder.
        train: gets its `epoch` set before each epoch.
        patience: epochs without a better `val_loss` after which training stops; None: never.
        average: of how many last epochs the weights are kept for `fit` to take the mean of.
    """

    def __init__(
        self, folder: Path, train: Any, patience: int | None = None, average: int = 1
    ) -> None:
        super().__init__()
        self.train = train
        self.path = folder / "checkpoint" / "state.npz"
        self.history_path = folder / history.HISTORY
        self.patience = patience
        self.history: list[dict[str, float]] = []
        self.best: list[np.ndarray] = []
        self.recent: deque[list[np.ndarray]] = deque(maxlen=average if average > 1 else 0)
        self._started = 0.0

    def stopped(self, epochs: int) -> bool:
        """Whether training is over: all epochs done, or patience at an end."""
        return len(self.history) >= epochs or (
            self.patience is not None and self._epochs_since_best() >= self.patience
        )

    def restore(self, model: keras.Model) -> None:
        """Set model, its built optimizer and history from the file, if it is there.

        Raises:
            InputError: if the file is damaged or belongs to another model.
        """
        if not self.path.exists():
            return
        try:
            with np.load(self.path, allow_pickle=False) as saved:
                arrays = {name: saved[name] for name in saved.files}
            self.history = json.loads(arrays.pop("history").tobytes())
            for prefix, variables in self._states(model):
                for index, variable in enumerate(variables):
                    variable.assign(arrays[f"{prefix}/{index}"])
            count = range(len(model.weights))
            self.best = [arrays[f"best/{index}"] for index in count]
            for age in range(min(len(self.history), self.recent.maxlen or 0)):
                self.recent.append([arrays[f"recent{age}/{index}"] for index in count])
        except Exception as error:
            raise InputError(
                f"{self.path}: can't be used to go on ({str(error)[:200]}); start anew with "
                "--overwrite"
            ) from error

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        """Start the clock, and put the batches in the order of this epoch."""
        # `on_epoch_end` of the data set can't do it: Keras calls that before the first epoch too.
        self.train.epoch = epoch
        self._started = time.perf_counter()

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        """Add the epoch to the history and write everything down."""
        row = {"epoch": epoch + 1, **{name: float(value) for name, value in (logs or {}).items()}}
        row["learning_rate"] = float(keras.ops.convert_to_numpy(self.model.optimizer.learning_rate))
        row["seconds"] = round(time.perf_counter() - self._started, 3)
        self.history.append(row)
        if all(math.isnan(row["val_loss"]) for row in self.history):
            raise InputError(f"training diverged: val_loss is NaN after epoch {epoch + 1}; lower "
                             "--learning-rate, or look for extreme values in options and data"
                             )  # fmt: skip
        if self.recent.maxlen:
            self.recent.append(self.model.get_weights())
        if self._epochs_since_best() == 0:
            self.best = self.model.get_weights()
        self._write()
        # After the last epoch as well: a stop at the limit must not hide a stop by patience.
        if self.patience is not None and self._epochs_since_best() >= self.patience:
            self.model.stop_training = True

    def _epochs_since_best(self) -> int:
        losses = [row["val_loss"] for row in self.history]
        return len(losses) - 1 - int(np.nanargmin(losses)) if losses else 0

    @staticmethod
    def _states(model: keras.Model) -> list[tuple[str, list[Any]]]:
        # `variables`, not `weights`: the seeds of the dropout layers are among them.
        return [("model", model.variables), ("optimizer", model.optimizer.variables)]

    def _write(self) -> None:
        kept = [
            ("best", self.best),
            *((f"recent{age}", weights) for age, weights in enumerate(self.recent)),
        ]
        arrays = {
            f"{prefix}/{index}": keras.ops.convert_to_numpy(variable)
            for prefix, variables in [*self._states(self.model), *kept]
            for index, variable in enumerate(variables)
        }
        arrays["history"] = np.frombuffer(json.dumps(self.history).encode(), dtype=np.uint8)
        with files.atomic(self.path) as temporary, temporary.open("wb") as stream:
            np.savez(stream, **arrays)
        files.write_text(self.history_path, rows_as_csv(self.history))


class Words(keras.callbacks.Callback):
    """Says on stderr how training goes: a line an epoch, on a terminal one that is written over."""

    def __init__(self, epochs: int) -> None:
        super().__init__()
        self.epochs = epochs
        self.line = progress.Line()
        self._figures = ""
        self._started = self._shown = 0.0

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        """Start the clock."""
        self._name = f"epoch {epoch + 1}/{self.epochs}"
        self._started = time.perf_counter()

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        """Say how much of the epoch is done, and how good the last one was."""
        now = time.perf_counter()
        if min(now - self._started, now - self._shown) > 0.2:
            self._shown = now
            share = (batch + 1) / self.params["steps"]
            self.line.show(f"{self._name}  {share:4.0%}  {self._figures}", passing=True)

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        """Say what came out of the epoch."""
        self._figures = "  ".join(f"{name} {value:.4f}" for name, value in (logs or {}).items())
        seconds = time.perf_counter() - self._started
        self.line.show(f"{self._name}  {self._figures}  {seconds:.0f} s")


def rows_as_csv(rows: list[dict[str, Any]]) -> str:
    """Write rows with the same keys as the text of a CSV file, header first, no formula in it."""
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: cell(value) for key, value in row.items()} for row in rows)
    return text.getvalue()
