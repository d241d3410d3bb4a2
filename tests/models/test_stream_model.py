import keras
import numpy as np
import pytest

from keras_seq.models import ResetState, StreamModel, many_to_many, one_to_many

LOSS = keras.losses.SparseCategoricalCrossentropy(from_logits=True)


def array(tensor):
    return keras.ops.convert_to_numpy(tensor)


def pieces(text, time):
    """Batches of (inputs, targets), each the next piece of every stream."""
    inputs, targets = text[:, :-1], text[:, 1:]
    return [
        (inputs[:, i : i + time], targets[:, i : i + time]) for i in range(0, inputs.shape[1], time)
    ]


class Pieces(keras.utils.PyDataset):
    def __init__(self, text, time):
        super().__init__()
        self.batches = pieces(text, time)

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        return self.batches[index]


def test_pieces_equal_the_whole():
    text = np.random.default_rng(0).integers(1, 9, (3, 13))
    model = one_to_many(vocab_size=9, units=4, num_layers=2)
    streams = StreamModel(model, batch_size=3)
    whole = array(model(text[:, :-1]))
    for _ in range(2):  # the second time only after a reset
        streams.reset_state()
        read = [array(streams(x)) for x, _ in pieces(text, 4)]
        np.testing.assert_allclose(np.concatenate(read, axis=1), whole, atol=1e-5)
    again = array(streams(text[:, :4]))
    assert not np.allclose(again, whole[:, :4], atol=1e-4)


def test_evaluation_carries_the_state_and_starts_anew():
    text = np.random.default_rng(0).integers(1, 9, (3, 13))
    model = one_to_many(vocab_size=9, units=4, cell="gru")
    model.set_weights([np.random.default_rng(1).normal(size=w.shape) for w in model.get_weights()])
    model.compile(loss=LOSS)
    streams = StreamModel(model, batch_size=3)
    streams.compile(loss=LOSS)
    whole = model.evaluate(text[:, :-1], text[:, 1:], verbose=0)
    for _ in range(2):
        loss = streams.evaluate(Pieces(text, 4), callbacks=streams.callbacks(), verbose=0)
        np.testing.assert_allclose(loss, whole, rtol=1e-5)
    windows = model.evaluate(Pieces(text, 4), verbose=0)
    assert abs(windows - whole) > 1e-3  # forgetting at the borders shows


def test_training_carries_what_windows_forget():
    """A token comes back after 5 steps; pieces are 4 steps long, so only a state can know it."""
    keras.utils.set_random_seed(13)
    first = np.random.default_rng(13).integers(1, 5, (8, 5))
    text = np.tile(first, 17)[:, : 4 * 20 + 1]
    losses = {}
    for carried in (False, True):
        keras.utils.set_random_seed(13)
        model = one_to_many(vocab_size=5, embedding_dim=None, cell="gru", units=32)
        trained = StreamModel(model, batch_size=8) if carried else model
        trained.compile(keras.optimizers.Adam(0.01), LOSS)
        callbacks = [ResetState()] if carried else []
        history = trained.fit(
            Pieces(text, 4), epochs=12, shuffle=False, callbacks=callbacks, verbose=0
        )
        losses[carried] = history.history["loss"][-1]
    assert losses[True] < 0.5 * losses[False]


def test_gradients_stop_at_the_border():
    model = one_to_many(vocab_size=9, units=4)
    streams = StreamModel(model, batch_size=2)
    streams.compile("adam", LOSS, run_eagerly=True)
    text = np.random.default_rng(0).integers(1, 9, (2, 9))
    before = [array(v).copy() for v in model.trainable_variables]
    for x, y in pieces(text, 4):
        streams.train_on_batch(x, y)
    for variable, old in zip(model.trainable_variables, before, strict=True):
        assert not np.allclose(array(variable), old, atol=1e-7), variable.path
    assert len(streams.trainable_variables) == len(model.trainable_variables)
    assert len(streams.non_trainable_weights) == 2


def test_padding_does_not_count():
    features = np.random.default_rng(0).normal(size=(2, 4, 3)).astype("float32")
    features[1, 2:] = -32768
    targets = np.array([[0, 1, 0, 1], [1, 1, 0, 0]])
    model = many_to_many(num_classes=2, feature_dim=3, units=4)
    model.compile(loss=LOSS, metrics=["accuracy"])
    streams = StreamModel(model, batch_size=2)
    streams.compile(loss=LOSS, metrics=["accuracy"])
    np.testing.assert_allclose(
        streams.evaluate(features, targets, batch_size=2, verbose=0),
        model.evaluate(features, targets, batch_size=2, verbose=0),
        rtol=1e-5,
    )


def test_wrong_use():
    with pytest.raises(ValueError, match="has a context, which streams haven't"):
        StreamModel(one_to_many(vocab_size=5, units=3, num_classes=2), batch_size=2)
    with pytest.raises(ValueError, match="can't go step by step"):
        StreamModel(many_to_many(num_classes=2, vocab_size=5, bidirectional=True), batch_size=2)
    with pytest.raises(ValueError, match="batch_size must be a whole number"):
        StreamModel(one_to_many(vocab_size=5, units=3), batch_size=0)
    streams = StreamModel(one_to_many(vocab_size=5, units=3), batch_size=2)
    with pytest.raises(ValueError, match=r"a row for each of the 2 streams .* got 3"):
        streams(np.ones((3, 4), "int32"))


def test_dropout_is_awake_in_training_and_asleep_in_judging():
    keras.utils.set_random_seed(0)
    model = StreamModel(one_to_many(vocab_size=9, units=16, dropout=0.5), batch_size=4)
    model.compile(keras.optimizers.SGD(0.0), keras.losses.SparseCategoricalCrossentropy(True))
    draw = np.random.default_rng(0)
    model.set_weights([draw.normal(0, 1, weights.shape) for weights in model.get_weights()])
    x, y = draw.integers(1, 9, (2, 4, 6))

    def loss(judge):
        model.reset_state()
        return float(judge(x, y))

    judged = {loss(model.test_on_batch) for _ in range(3)}
    trained = {loss(model.train_on_batch) for _ in range(3)}
    assert len(judged) == 1 and len(trained) == 3
