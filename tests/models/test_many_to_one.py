import itertools

import keras
import numpy as np
import pytest

from keras_seq.constants import PADDING_VALUE
from keras_seq.models import many_to_one

CELLS = ["simple_rnn", "gru", "lstm"]
POOLINGS = ["last", "mean", "max", "attention"]
INPUTS = ["tokens", "one_hot", "features", "frames"]


def array(tensor):
    return keras.ops.convert_to_numpy(tensor)


def encoder():
    image = keras.Input((3, 3, 1))
    x = keras.layers.Conv2D(2, 2, activation="relu")(image)
    return keras.Model(image, keras.layers.Flatten()(x))


def input_arguments(kind):
    return {
        "tokens": {"vocab_size": 7, "embedding_dim": 3},
        "one_hot": {"vocab_size": 7, "embedding_dim": None},
        "features": {"feature_dim": 3},
        "frames": {"encoder": encoder()},
    }[kind]


def sequences(kind, lengths, seed=0):
    """Sequences of these lengths, and the batch that they make, padded to one step more."""
    rng = np.random.default_rng(seed)
    time = max(lengths) + 1
    if kind in ("tokens", "one_hot"):
        batch = np.zeros((len(lengths), time), "int32")
        alone = [rng.integers(1, 7, (1, n)).astype("int32") for n in lengths]
    else:
        step = (3,) if kind == "features" else (3, 3, 1)
        batch = np.full((len(lengths), time, *step), PADDING_VALUE, "float32")
        alone = [rng.normal(size=(1, n, *step)).astype("float32") for n in lengths]
        alone[0][:, -1] = 0  # a step of zeros is data, even the last one
    for row, sequence in zip(batch, alone, strict=True):
        row[: sequence.shape[1]] = sequence[0]
    return alone, batch


def randomize(model, seed=1):
    """Biases too, so that nothing is zero by chance of the initializer."""
    rng = np.random.default_rng(seed)
    model.set_weights([rng.normal(0, 0.5, w.shape) for w in model.get_weights()])
    return model


@pytest.mark.parametrize("bidirectional", [False, True])
@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("kind", INPUTS)
def test_padding_changes_nothing(kind, cell, bidirectional):
    alone, batch = sequences(kind, [2, 3])
    for pooling, num_layers in itertools.product(POOLINGS, [1, 2]):
        model = randomize(
            many_to_one(
                num_classes=3,
                pooling=pooling,
                cell=cell,
                units=4,
                bidirectional=bidirectional,
                num_layers=num_layers,
                **input_arguments(kind),
            )
        )
        padded = array(model(batch))
        for row, sequence in zip(padded, alone, strict=True):
            np.testing.assert_allclose(
                row, array(model(sequence))[0], atol=1e-5, err_msg=f"{pooling} {num_layers}"
            )
        assert np.ptp(padded) > 1e-2


def parameters_of_layer(cell, inputs, units):
    gates = {"simple_rnn": 1, "gru": 3, "lstm": 4}[cell]
    biases = 2 if cell == "gru" else 1  # Keras's GRU has one for the input, one for the state
    return gates * units * (inputs + units + biases)


@pytest.mark.parametrize("num_layers", [1, 3])
@pytest.mark.parametrize("bidirectional", [False, True])
@pytest.mark.parametrize("cell", CELLS)
def test_shape_and_number_of_parameters(cell, bidirectional, num_layers):
    model = many_to_one(
        num_classes=3,
        pooling="attention",
        vocab_size=11,
        embedding_dim=5,
        cell=cell,
        units=4,
        num_layers=num_layers,
        bidirectional=bidirectional,
    )
    directions = 2 if bidirectional else 1
    out = 4 * directions
    layers = sum(
        directions * parameters_of_layer(cell, 5 if index == 0 else out, 4)
        for index in range(num_layers)
    )
    attention = out * out + out + out
    assert model.count_params() == 11 * 5 + layers + attention + (out + 1) * 3
    assert model.output_shape == (None, 3)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def step_by_hand(cell, x, h, c, w):
    """One step of a cell whose weights are all w, written from the papers."""
    a = w * x.sum() + w * h.sum()
    if cell == "simple_rnn":
        return np.tanh(a + w) * np.ones_like(h), c
    if cell == "gru":  # reset applied behind the product, with a bias of its own (cuDNN's form)
        gate = sigmoid(a + 2 * w)
        new = np.tanh(w * x.sum() + w + gate * (w * h.sum() + w))
        return gate * h + (1 - gate) * new, c
    gate = sigmoid(a + w)
    c = gate * c + gate * np.tanh(a + w)
    return gate * np.tanh(c), c


@pytest.mark.parametrize(
    ("cell", "literal"),
    [("simple_rnn", 0.184213), ("gru", 0.148623), ("lstm", 0.137255)],
)
def test_constant_weights(cell, literal):
    x = np.array([[0.5, -1.0, 2.0], [1.0, 1.0, 1.0]], "float32")
    model = many_to_one(output_dim=1, head="linear", feature_dim=3, cell=cell, units=2)
    model.set_weights([np.full(w.shape, 0.1) for w in model.get_weights()])
    h, c = np.zeros(2), np.zeros(2)
    for step in x:
        h, c = step_by_hand(cell, step, h, c, 0.1)
    by_hand = 0.1 * h.sum() + 0.1
    output = array(model(x[None]))
    np.testing.assert_allclose(output, [[by_hand]], rtol=1e-5)
    np.testing.assert_allclose(output, [[literal]], rtol=1e-5)


def test_pooling_of_constant_weights():
    # Without recurrence the units are tanh(x): steps 0 and 1, in sum 0.761594.
    for pooling, expected in [("last", 0.761594), ("mean", 0.380797), ("max", 0.761594)]:
        model = many_to_one(
            output_dim=1, head="linear", feature_dim=1, cell="simple_rnn", units=1, pooling=pooling
        )
        model.set_weights([np.array(w) for w in ([[1.0]], [[0.0]], [0.0], [[1.0]], [0.0])])
        output = array(model(np.array([[[0.0], [1.0], [PADDING_VALUE]]], "float32")))
        np.testing.assert_allclose(output, [[expected]], rtol=1e-5)


MODELS = {
    "tokens": {
        "num_classes": 3, "pooling": "attention", "vocab_size": 7, "embedding_dim": 3,
        "bidirectional": True, "num_layers": 2, "dropout": 0.1, "recurrent_dropout": 0.1,
    },
    "one_hot": {
        "num_classes": 2, "head": "sigmoid", "pooling": "max", "vocab_size": 7,
        "embedding_dim": None, "cell": "simple_rnn", "dropout": 0.1,
    },
    "features": {
        "output_dim": 2, "head": "linear", "feature_dim": 3, "cell": keras.layers.GRUCell,
        "bidirectional": True,
    },
    "frames": {"num_classes": 2, "pooling": "mean", "encoder": encoder(), "cell": "gru"},
}  # fmt: skip
LOSSES = {
    "softmax": keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    "sigmoid": keras.losses.BinaryCrossentropy(from_logits=True),
    "linear": keras.losses.MeanSquaredError(),
}


@pytest.mark.parametrize("kind", INPUTS)
def test_reloaded_model_is_equal(kind, tmp_path):
    model = randomize(many_to_one(**MODELS[kind], units=4, name="mine"))
    model.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras")
    _, batch = sequences(kind, [2, 3])
    np.testing.assert_array_equal(array(model(batch)), array(loaded(batch)))
    assert loaded.name == "mine"


@pytest.mark.parametrize("kind", INPUTS)
def test_one_step_moves_every_weight(kind):
    keras.utils.set_random_seed(3)
    model = many_to_one(**MODELS[kind], units=4)
    head = MODELS[kind].get("head", "softmax")
    _, batch = sequences(kind, [3, 4, 5, 4, 3, 5, 4, 4])
    targets = {"softmax": np.arange(8) % 2, "sigmoid": np.eye(2)[np.arange(8) % 2],
               "linear": np.ones((8, 2))}[head]  # fmt: skip
    model.compile("adam", LOSSES[head], run_eagerly=True)
    before = [array(v).copy() for v in model.trainable_variables]
    model.train_on_batch(batch, targets)
    for variable, old in zip(model.trainable_variables, before, strict=True):
        assert not np.allclose(array(variable), old, atol=1e-7), variable.path


def test_frozen_encoder_stays():
    frozen = encoder()
    frozen.trainable = False
    model = many_to_one(num_classes=2, encoder=frozen, units=3)
    assert not any("conv" in v.path for v in model.trainable_variables)
    assert len(model.non_trainable_weights) == 2


def test_one_batch_is_learned_by_heart():
    keras.utils.set_random_seed(5)
    rng = np.random.default_rng(5)
    x, y = rng.integers(1, 9, (16, 6)), rng.integers(0, 3, 16)
    model = many_to_one(num_classes=3, vocab_size=9, embedding_dim=8, units=16, pooling="max")
    model.compile(keras.optimizers.Adam(0.02), LOSSES["softmax"])
    for _ in range(80):
        loss = model.train_on_batch(x, y)
    assert loss < 0.05


def test_order_is_learned():
    """Which of two tokens comes first: nothing that a bag of words could tell."""
    keras.utils.set_random_seed(7)
    rng = np.random.default_rng(7)
    x = rng.integers(3, 8, (1200, 8))
    y = rng.integers(0, 2, 1200)
    for row, label in zip(x, y, strict=True):
        first, second = sorted(rng.choice(8, 2, replace=False))
        row[first], row[second] = (1, 2) if label else (2, 1)
    model = many_to_one(num_classes=1, head="sigmoid", vocab_size=8, embedding_dim=8, cell="gru",
                        units=16)  # fmt: skip
    model.compile(keras.optimizers.Adam(0.02), LOSSES["sigmoid"])
    model.fit(x[:1000], y[:1000, None], batch_size=50, epochs=8, verbose=0)
    accuracy = np.mean((array(model(x[1000:]))[:, 0] > 0) == y[1000:])
    assert accuracy > 0.95


def test_values_are_float32_in_mixed_precision():
    previous = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_bfloat16")
    try:
        model = many_to_one(num_classes=2, feature_dim=3, units=4, pooling="attention")
    finally:
        keras.config.set_dtype_policy(previous)
    alone, batch = sequences("features", [2, 3])
    output = model(batch)
    assert keras.backend.standardize_dtype(output.dtype) == "float32"
    assert model.get_layer("recurrent_1").compute_dtype == "bfloat16"
    np.testing.assert_allclose(array(output)[0], array(model(alone[0]))[0], atol=0.02)


def test_dropout_works_in_training_alone():
    model = many_to_one(num_classes=2, vocab_size=7, units=8, dropout=0.5)
    _, batch = sequences("tokens", [2, 3])
    np.testing.assert_array_equal(array(model(batch)), array(model(batch)))
    assert not np.allclose(array(model(batch, training=True)), array(model(batch, training=True)))


TOKENS = {"vocab_size": 7}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({}, "num_classes must be given with head='softmax'"),
        ({"num_classes": 1}, "num_classes=1 with head='softmax' .* head='sigmoid'"),
        ({"num_classes": 0}, "num_classes must be a whole number of at least 1, got 0"),
        ({"num_classes": True}, "num_classes must be a whole number"),
        ({"num_classes": 2.0}, "num_classes must be a whole number .* got 2.0"),
        ({"num_classes": 2, "head": "crf"}, "head must be one of 'softmax', .* got 'crf'"),
        ({"num_classes": 2, "head": "linear"}, "num_classes=2 is for classes"),
        ({"head": "linear"}, "output_dim must be given"),
        ({"output_dim": 0, "head": "linear"}, "output_dim must be a whole number"),
        ({"num_classes": 2, "output_dim": 2}, "output_dim=2 is for head='linear'"),
        ({"num_classes": 2, "pooling": "first"}, "pooling must be one of 'last', .* got 'first'"),
        ({"num_classes": 2, "pooling": None}, "pooling must be one of"),
        ({"num_classes": 2, "cell": "LSTM"}, "cell must be one of 'simple_rnn', 'gru', 'lstm', or"),
        ({"num_classes": 2, "cell": None}, "cell must be one of"),
        ({"num_classes": 2, "units": 0}, "units must be a whole number of at least 1, got 0"),
        ({"num_classes": 2, "num_layers": 0}, "num_layers must be a whole number"),
        ({"num_classes": 2, "dropout": 1.0}, "dropout must be a number from 0 .* got 1.0"),
        ({"num_classes": 2, "dropout": "0.1"}, "dropout must be a number"),
        ({"num_classes": 2, "recurrent_dropout": -0.1}, "recurrent_dropout must be a number"),
        (
            {"num_classes": 2, "recurrent_dropout": 0.1, "cell": keras.layers.GRUCell},
            "recurrent_dropout=0.1 can't reach into a cell of your own",
        ),
        ({"num_classes": 2, "ngrams": -1}, "ngrams must be a whole number of at least 0, got -1"),
        ({"output_dim": 2, "head": "linear", "ngrams": 2}, "ngrams=2 is for classes of tokens"),
        ({"num_classes": 2, "vocab_size": None, "feature_dim": 3, "ngrams": 2}, "ngrams=2 is for"),
        ({"num_classes": 2, "vocab_size": None}, "just one of vocab_size .* got none"),
        ({"num_classes": 2, "feature_dim": 3}, "got vocab_size and feature_dim"),
        ({"num_classes": 2, "vocab_size": 1}, "vocab_size must be a whole number of at least 2"),
        ({"num_classes": 2, "embedding_dim": 0}, "embedding_dim must be a whole number"),
        (
            {"num_classes": 2, "vocab_size": None, "feature_dim": 0},
            "feature_dim must be a whole number",
        ),
        (
            {"num_classes": 2, "vocab_size": None, "encoder": keras.layers.Flatten()},
            "encoder must be a keras.Model from a frame to a vector, got Flatten",
        ),
        (
            {"num_classes": 2, "vocab_size": None, "encoder": keras.Sequential([])},
            "encoder must be a functional or sequential model with one keras.Input",
        ),
        (
            {
                "num_classes": 2,
                "vocab_size": None,
                "encoder": keras.Sequential([keras.Input((4, 4, 1)), keras.layers.Conv2D(2, 2)]),
            },
            "encoder must give a vector, .* GlobalAveragePooling2D",
        ),
    ],
)
def test_wrong_arguments(arguments, message):
    with pytest.raises(ValueError, match=message):
        many_to_one(**{**TOKENS, **arguments})
