import keras
import numpy as np
import pytest

from keras_seq.models import chunk_model, one_to_many, start_model, step_model

LOSS = keras.losses.SparseCategoricalCrossentropy(from_logits=True)


def array(tensor):
    return keras.ops.convert_to_numpy(tensor)


def encoder():
    image = keras.Input((3, 3, 1))
    return keras.Model(image, keras.layers.Dense(3)(keras.layers.Flatten()(image)))


CONTEXTS = {
    "none": {},
    "class": {"num_classes": 3},
    "vector": {"context_dim": 2},
    "image": {"encoder": encoder()},
}
RNG = np.random.default_rng(0)
VALUES = {
    "class": np.array([0, 2, 1], "int32"),
    "vector": RNG.normal(size=(3, 2)).astype("float32"),
    "image": RNG.normal(size=(3, 3, 3, 1)).astype("float32"),
}
TOKENS = np.array([[1, 5, 3, 2], [4, 4, 0, 0], [6, 1, 2, 0]], "int32")


def given(context, tokens=TOKENS):
    return tokens if context == "none" else [tokens, VALUES[context]]


@pytest.mark.parametrize("bridge", ["state", "every_step"])
@pytest.mark.parametrize("cell", ["simple_rnn", "gru", "lstm"])
@pytest.mark.parametrize("context", CONTEXTS)
def test_number_of_parameters(context, cell, bridge):
    if context == "none" and bridge == "every_step":
        return
    model = one_to_many(
        **CONTEXTS[context], vocab_size=7, embedding_dim=5, cell=cell, units=4, num_layers=2,
        bridge=bridge,
    )  # fmt: skip
    gates = {"simple_rnn": 1, "gru": 3, "lstm": 4}[cell]
    biases = 2 if cell == "gru" else 1
    states = 2 if cell == "lstm" else 1
    size = {"none": 0, "class": 5, "vector": 2, "image": 3}[context]
    vector = {"none": 0, "class": 3 * 5, "vector": 0, "image": 10 * 3}[context]
    appended, learned = (size, 0) if bridge == "every_step" else (0, 2 * states * (size + 1) * 4)
    recurrent = gates * 4 * (5 + appended + 4 + biases) + gates * 4 * (4 + 4 + biases)
    if context == "none":
        learned = 0
    assert model.count_params() == 7 * 5 + vector + learned + recurrent + (4 + 1) * 7
    assert model.output_shape == (None, None, 7)


def test_number_of_parameters_when_tied():
    model = one_to_many(vocab_size=7, embedding_dim=5, cell="gru", units=4, tie_embeddings=True)
    assert model.count_params() == 7 * 5 + 7 + 3 * 4 * (5 + 4 + 2) + (4 + 1) * 5
    same = one_to_many(vocab_size=7, embedding_dim=4, cell="gru", units=4, tie_embeddings=True)
    assert same.count_params() == 7 * 4 + 7 + 3 * 4 * (4 + 4 + 2)


@pytest.mark.parametrize("tie_embeddings", [False, True])
def test_constant_weights(tie_embeddings):
    model = one_to_many(vocab_size=3, embedding_dim=2, cell="simple_rnn", units=2,
                        tie_embeddings=tie_embeddings)  # fmt: skip
    model.set_weights([np.full(w.shape, 0.1) for w in model.get_weights()])
    h, expected = 0.0, []
    for _ in range(3):
        h = np.tanh(0.1 * 0.2 + 0.2 * h + 0.1)
        expected.append([0.2 * h + 0.1] * 3)
    output = array(model(np.array([[1, 2, 1]])))
    np.testing.assert_allclose(output, [expected], rtol=1e-5)
    np.testing.assert_allclose(output[0, :, 0], [0.123885, 0.128580, 0.129499], atol=1e-5)


@pytest.mark.parametrize("bridge", ["state", "every_step"])
@pytest.mark.parametrize("context", ["class", "vector", "image"])
def test_context_matters_and_padding_does_not(context, bridge):
    model = one_to_many(**CONTEXTS[context], vocab_size=7, units=4, bridge=bridge)
    whole = array(model(given(context)))
    for row, length in enumerate([4, 2, 3]):
        value = VALUES[context][row : row + 1]
        alone = array(model([TOKENS[row : row + 1, :length], value]))[0]
        np.testing.assert_allclose(whole[row, :length], alone, atol=1e-5)
    swapped = array(model([TOKENS, VALUES[context][::-1].copy()]))
    assert not np.allclose(whole[0], swapped[0], atol=1e-4)


def test_inputs_by_name():
    model = one_to_many(num_classes=3, vocab_size=7, units=4)
    by_name = model({"tokens": TOKENS, "context": VALUES["class"]})
    np.testing.assert_array_equal(array(by_name), array(model(given("class"))))


MODELS = {
    "plain": ("none", {"num_layers": 2, "dropout": 0.2, "recurrent_dropout": 0.1}),
    "one_hot": ("class", {"embedding_dim": None, "cell": "gru"}),
    "tied": ("vector", {"tie_embeddings": True, "bridge": "every_step", "dropout": 0.2}),
    "image": ("image", {"cell": keras.layers.LSTMCell, "num_layers": 2}),
}


@pytest.mark.parametrize("kind", MODELS)
def test_reload_and_one_step_moves_every_weight(kind, tmp_path):
    keras.utils.set_random_seed(3)
    context, settings = MODELS[kind]
    model = one_to_many(**CONTEXTS[context], vocab_size=7, units=4, **settings)
    model.compile("adam", LOSS, run_eagerly=True)
    before = [array(v).copy() for v in model.trainable_variables]
    model.train_on_batch(given(context), np.full(TOKENS.shape, 3))
    for variable, old in zip(model.trainable_variables, before, strict=True):
        assert not np.allclose(array(variable), old, atol=1e-7), variable.path
    model.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras")
    inputs = given(context)
    np.testing.assert_array_equal(array(model(inputs)), array(loaded(inputs)))


def test_logits_are_float32_in_mixed_precision():
    previous = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_bfloat16")
    try:
        models = [one_to_many(vocab_size=7, units=4, tie_embeddings=tied) for tied in (0, 1)]
        chunks = [chunk_model(model) for model in models]
    finally:
        keras.config.set_dtype_policy(previous)
    for model, chunk in zip(models, chunks, strict=True):
        assert keras.backend.standardize_dtype(model(TOKENS).dtype) == "float32"
        logits, *_ = chunk([keras.ops.convert_to_tensor(TOKENS), *start_model(model)(TOKENS)])
        np.testing.assert_allclose(array(logits), array(model(TOKENS)), atol=0.05)


@pytest.mark.parametrize("bridge", ["state", "every_step"])
def test_writes_what_its_class_asks_for(bridge):
    """Three classes, three melodies over the same notes; written greedily, step by step."""
    keras.utils.set_random_seed(11)
    start = 6
    melodies = np.array([[1, 2, 1, 3, 1, 4], [4, 4, 3, 3, 2, 5], [1, 2, 1, 4, 4, 1]])
    inputs = np.concatenate([np.full((3, 1), start), melodies[:, :-1]], axis=1)
    model = one_to_many(num_classes=3, vocab_size=7, embedding_dim=8, units=24, cell="gru",
                        bridge=bridge)  # fmt: skip
    model.compile(keras.optimizers.Adam(0.02), LOSS)
    classes = np.arange(3)
    for _ in range(80):
        model.train_on_batch([inputs, classes], melodies)

    step = step_model(model)
    states = start_model(model)([inputs[:, :1], classes])
    tokens = keras.ops.convert_to_tensor(np.full(3, start, "int32"))
    written = []
    for _ in range(6):
        logits, *states = step([tokens, *states])
        tokens = keras.ops.cast(keras.ops.argmax(logits, -1), "int32")
        written.append(array(tokens))
    np.testing.assert_array_equal(np.stack(written, 1), melodies)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"vocab_size": None}, "vocab_size must be a whole number of at least 2, got None"),
        ({"num_classes": 2, "context_dim": 3}, "at most one of num_classes, context_dim and enc"),
        ({"bridge": "attention", "num_classes": 2}, "bridge must be one of 'state', 'every_step'"),
        ({"bridge": "every_step"}, "bridge='every_step' needs a context"),
        ({"tie_embeddings": True, "embedding_dim": None}, "tie_embeddings=True needs learned"),
        ({"feature_dim": 3}, "feature_dim=3 is not for one_to_many, .* context_dim"),
        ({"bidirectional": True}, "bidirectional=True is not for one_to_many"),
        ({"num_classes": 0}, "num_classes must be a whole number"),
        ({"context_dim": 0}, "context_dim must be a whole number"),
        ({"encoder": "resnet"}, "encoder must be a keras.Model"),
        ({"embedding_dim": 0}, "embedding_dim must be a whole number"),
        ({"embedding_dim": 0, "tie_embeddings": True}, "embedding_dim must be a whole number"),
        ({"num_layers": 0}, "num_layers must be a whole number"),
        ({"num_layers": 0, "num_classes": 2}, "num_layers must be a whole number"),
        ({"cell": "transformer"}, "cell must be one of"),
        ({"dropout": 1}, "dropout must be a number"),
    ],
)
def test_wrong_arguments(arguments, message):
    with pytest.raises(ValueError, match=message):
        one_to_many(**{"vocab_size": 7, **arguments})
