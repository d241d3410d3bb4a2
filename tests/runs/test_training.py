import csv

import keras
import numpy as np
import pytest

from keras_seq import backend
from keras_seq.errors import InputError
from keras_seq.options import TrainingConfig
from keras_seq.runs import training


class Numbers(keras.utils.PyDataset):
    """Batches whose order depends on (seed, epoch) alone."""

    def __init__(self, seed, **rest):
        super().__init__(**rest)
        self.epoch = 0
        self.seed = seed
        x = np.random.default_rng(0).normal(size=(64, 3)).astype("float32")
        self.x, self.y = x, (x.sum(axis=1, keepdims=True) + 0.1 * x[:, :1] ** 2)

    def __len__(self):
        return 8

    def __getitem__(self, index):
        order = np.random.default_rng([self.seed, self.epoch]).permutation(64)
        rows = order[index * 8 : index * 8 + 8]
        return self.x[rows], self.y[rows]


def fitted(folder, epochs, schedule="cosine", total=4, patience=None, average=1, resume=True):
    """Train a small model with dropout for `epochs` of a run laid out for `total`."""
    backend.make_repeatable(7)
    model = keras.Sequential(
        [
            keras.layers.Input((3,)),
            keras.layers.Dense(4, "tanh"),
            keras.layers.Dropout(0.3),
            keras.layers.Dense(1),
        ]
    )
    config = TrainingConfig(schedule=schedule, warmup=0.25, weight_decay=0.01, learning_rate=0.01)
    model.compile(training.make_optimizer(config, steps=total * 8), loss="mse")
    history = training.fit(
        model, Numbers(1), Numbers(2), epochs=epochs, folder=folder, patience=patience,
        average=average, resume=resume,
    )  # fmt: skip
    return model, history


def test_a_resumed_run_ends_like_an_unbroken_one(tmp_path):
    whole, history = fitted(tmp_path / "whole", epochs=4)
    for epochs in (1, 3, 4):  # stopped after the first and the third
        broken, again = fitted(tmp_path / "broken", epochs=epochs)
    for one, other in zip(whole.get_weights(), broken.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)
    names = ("epoch", "loss", "val_loss", "learning_rate")
    assert [[row[name] for name in names] for row in again] == [
        [row[name] for name in names] for row in history
    ]


def test_the_schedule_rises_and_falls(tmp_path):
    _, history = fitted(tmp_path, epochs=4)
    rates = [row["learning_rate"] for row in history]
    assert max(rates) == rates[0] and rates == sorted(rates, reverse=True)
    assert rates[-1] == pytest.approx(0, abs=1e-6)


def test_the_best_epoch_wins(tmp_path):
    model, history = fitted(tmp_path, epochs=4)
    losses = [row["val_loss"] for row in history]
    x, y = Numbers(2).x, Numbers(2).y
    assert model.evaluate(x, y, verbose=0) == pytest.approx(min(losses), rel=1e-5)
    with (tmp_path / "history.csv").open() as stream:
        assert [float(row["val_loss"]) for row in csv.DictReader(stream)] == losses


def test_the_mean_of_the_last_epochs_is_kept_only_if_it_is_better(tmp_path, monkeypatch):
    whole, history = fitted(tmp_path / "whole", epochs=4, schedule="constant", average=3)
    for epochs in (2, 4):  # stopped after the second
        broken, _ = fitted(tmp_path / "broken", epochs=epochs, schedule="constant", average=3)
    for one, other in zip(whole.get_weights(), broken.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)
    with np.load(tmp_path / "whole" / "checkpoint" / "state.npz") as saved:
        count = len(whole.weights)
        recent = [[saved[f"recent{i}/{j}"] for j in range(count)] for i in range(3)]
        best = [saved[f"best/{j}"] for j in range(count)]
    losses = [row["val_loss"] for row in history]
    model, _ = fitted(tmp_path / "other", epochs=1)
    x, y = Numbers(2).x, Numbers(2).y
    means = training.mean_weights(recent)
    model.set_weights(means)
    wins = model.evaluate(x, y, verbose=0) < min(losses)
    for one, other in zip(whole.get_weights(), means if wins else best, strict=True):
        np.testing.assert_array_equal(one, other)

    class Off(training.deque):
        """Weights of epochs whose mean is worse than any of them."""

        def append(self, weights):
            super().append([one + 100 for one in weights])

    monkeypatch.setattr(training, "deque", Off)
    model, history = fitted(tmp_path / "off", epochs=4, average=3)
    losses = [row["val_loss"] for row in history]
    assert model.evaluate(x, y, verbose=0) == pytest.approx(min(losses), rel=1e-5)


def test_patience_stops_and_stays_stopped(tmp_path, monkeypatch):
    class Worse(Numbers):
        def __getitem__(self, index):  # farther off with each epoch
            x, y = super().__getitem__(index)
            return x, y + 10.0 * self.epoch

    monkeypatch.setitem(fitted.__globals__, "Numbers", Worse)
    _, history = fitted(tmp_path, epochs=50, total=50, patience=2)
    best = int(np.argmin([row["val_loss"] for row in history]))
    assert len(history) == best + 3 < 50
    _, again = fitted(tmp_path, epochs=50, total=50, patience=2)
    assert again == history


def test_a_damaged_checkpoint_is_named(tmp_path):
    fitted(tmp_path, epochs=1)
    path = tmp_path / "checkpoint" / "state.npz"
    path.write_bytes(path.read_bytes()[:-400])
    with pytest.raises(InputError, match=r"state\.npz: can't be used .* --overwrite"):
        fitted(tmp_path, epochs=2)


def test_a_model_is_trained_with_the_callbacks_that_it_offers(tmp_path):
    calls = []

    class Told(keras.callbacks.Callback):
        def on_epoch_begin(self, epoch, logs=None):
            calls.append(epoch)

        def on_test_begin(self, logs=None):
            calls.append("validation")

    class Wrapped(keras.Sequential):
        def callbacks(self):
            return [Told()]

    model = Wrapped([keras.layers.Input((3,)), keras.layers.Dense(1)])
    model.compile(training.make_optimizer(TrainingConfig(), steps=16), loss="mse")
    training.fit(model, Numbers(1), Numbers(2), epochs=2, folder=tmp_path, average=2)
    assert calls == [0, "validation", 1, "validation", "validation"]  # that of the mean weights
    assert training.callbacks_of(keras.Sequential()) == []


def test_another_run_s_checkpoint_is_not_taken_up_unasked(tmp_path):
    whole, _ = fitted(tmp_path / "whole", epochs=2)
    fitted(tmp_path / "run", epochs=1, schedule="constant")
    model, history = fitted(tmp_path / "run", epochs=2, resume=False)
    assert [row["epoch"] for row in history] == [1, 2]
    for one, other in zip(whole.get_weights(), model.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_loss_that_is_nan_from_the_start_is_one_line(tmp_path, monkeypatch):
    class Broken(Numbers):
        def __getitem__(self, index):
            x, y = super().__getitem__(index)
            return x, y * np.nan

    monkeypatch.setitem(fitted.__globals__, "Numbers", Broken)
    with pytest.raises(InputError, match="training diverged: val_loss is NaN after epoch 1; lower"):
        fitted(tmp_path, epochs=4)
    assert not (tmp_path / "checkpoint").exists()


def test_rows_as_csv():
    assert training.rows_as_csv([{"a": 1, "b": 'x"y'}]) == 'a,b\n1,"x""y"\n'
    assert training.rows_as_csv([]) == "\n"
    rows = [{"text": "=HYPERLINK(1)", "score": -0.5}, {"text": "-1.5", "score": 1}]
    assert training.rows_as_csv(rows) == "text,score\n'=HYPERLINK(1),-0.5\n-1.5,1\n"


def test_a_training_is_watched_by_tensorboard_and_each_epoch_kept(tmp_path):
    event_accumulator = pytest.importorskip(
        "tensorboard.backend.event_processing.event_accumulator"
    )
    config = TrainingConfig(tensorboard=True, keep_checkpoints=True)
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    callbacks = training.watching(config, model, tmp_path)
    rows = training.fit(
        model, Numbers(0), Numbers(1), epochs=2, folder=tmp_path, callbacks=callbacks
    )
    for row in rows:
        kept = keras.saving.load_model(tmp_path / "checkpoints" / f"{row['epoch']}.keras")
        assert kept.evaluate(Numbers(1), verbose=0) == pytest.approx(row["val_loss"], rel=1e-5)
    written = event_accumulator.EventAccumulator(
        str(tmp_path / "tensorboard" / "validation"), {"tensors": 0}
    )
    written.Reload()
    assert len(written.Tensors("epoch_loss")) == 2
