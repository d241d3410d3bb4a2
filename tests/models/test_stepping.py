import keras
import numpy as np
import pytest

from keras_seq.constants import PADDING_VALUE
from keras_seq.models import (
    chunk_model,
    many_to_many,
    many_to_one,
    one_to_many,
    start_model,
    step_model,
)

TOKENS = np.array([[1, 5, 3, 2, 6], [4, 4, 1, 6, 2]], "int32")
CONTEXTS = {
    "none": ({}, None),
    "class": ({"num_classes": 3}, np.array([0, 2], "int32")),
    "class_every_step": ({"num_classes": 3, "bridge": "every_step"}, np.array([0, 2], "int32")),
    "vector": ({"context_dim": 2}, np.array([[1.0, -1.0], [2.0, 0.5]], "float32")),
    "vector_every_step": (
        {"context_dim": 2, "bridge": "every_step"},
        np.array([[1.0, -1.0], [2.0, 0.5]], "float32"),
    ),
}


def array(tensor):
    return keras.ops.convert_to_numpy(tensor)


def tensor(value):
    return keras.ops.convert_to_tensor(value)


def randomize(model, seed=1):
    rng = np.random.default_rng(seed)
    model.set_weights([rng.normal(0, 0.5, w.shape) for w in model.get_weights()])
    return model


def check_steps_and_chunks(model, inputs, sequence):
    """Whole = in two pieces = step by step; returns the states after each way."""
    whole = array(model(inputs))
    start = start_model(model)(inputs)

    chunk = chunk_model(model)
    first, *states = chunk([tensor(sequence[:, :2]), *start])
    second, *after_chunks = chunk([tensor(sequence[:, 2:]), *states])
    pieces = np.concatenate([array(first), array(second)], axis=1)
    np.testing.assert_allclose(pieces, whole, atol=1e-5)

    step = step_model(model)
    states, single = start, []
    for t in range(sequence.shape[1]):
        output, *states = step([tensor(sequence[:, t]), *states])
        single.append(array(output))
    np.testing.assert_allclose(np.stack(single, axis=1), whole, atol=1e-5)
    for one, other in zip(after_chunks, states, strict=True):
        np.testing.assert_allclose(array(one), array(other), atol=1e-5)
    assert np.ptp(whole) > 1e-2


@pytest.mark.parametrize("context", CONTEXTS)
@pytest.mark.parametrize("num_layers", [1, 2])
@pytest.mark.parametrize("cell", ["simple_rnn", "gru", "lstm"])
def test_steps_equal_teacher_forcing(cell, num_layers, context):
    settings, value = CONTEXTS[context]
    model = randomize(
        one_to_many(
            vocab_size=7, embedding_dim=3, cell=cell, units=4, num_layers=num_layers, dropout=0.3,
            **settings,
        )
    )  # fmt: skip
    check_steps_and_chunks(model, TOKENS if value is None else [TOKENS, value], TOKENS)


@pytest.mark.parametrize(
    "settings",
    [
        {"tie_embeddings": True},
        {"tie_embeddings": True, "embedding_dim": 4},
        {"embedding_dim": None},
        {"cell": keras.layers.LSTMCell},
        {"recurrent_dropout": 0.5},
    ],
)
def test_other_ways_to_build(settings):
    settings = {"embedding_dim": 3, **settings}
    check_steps_and_chunks(
        randomize(one_to_many(vocab_size=7, units=4, num_layers=2, **settings)), TOKENS, TOKENS
    )


@pytest.mark.parametrize("cell", ["simple_rnn", "gru", "lstm"])
def test_causal_tagger_answers_as_steps_arrive(cell):
    features = np.random.default_rng(0).normal(size=(2, 5, 3)).astype("float32")
    model = many_to_many(num_classes=3, feature_dim=3, cell=cell, units=4, num_layers=2)
    check_steps_and_chunks(randomize(model), features, features)


def test_causal_tagger_of_frames():
    image = keras.Input((3, 3, 1))
    encoder = keras.Model(image, keras.layers.Dense(3)(keras.layers.Flatten()(image)))
    frames = np.random.default_rng(0).normal(size=(2, 5, 3, 3, 1)).astype("float32")
    model = many_to_many(num_classes=3, encoder=encoder, cell="gru", units=4)
    check_steps_and_chunks(randomize(model), frames, frames)


@pytest.mark.parametrize("context", ["none", "class", "vector_every_step"])
def test_loaded_model(context, tmp_path):
    settings, value = CONTEXTS[context]
    model = one_to_many(vocab_size=7, units=4, num_layers=2, tie_embeddings=True, **settings)
    inputs = TOKENS if value is None else [TOKENS, value]
    randomize(model).save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras")
    check_steps_and_chunks(loaded, inputs, TOKENS)
    np.testing.assert_array_equal(array(loaded(inputs)), array(model(inputs)))


def test_prompts_of_unequal_length():
    model = randomize(one_to_many(vocab_size=7, units=4, num_layers=2))
    prompts = np.array([[1, 5, 3], [4, 0, 0]])
    chunk, start = chunk_model(model), start_model(model)
    _, *states = chunk([tensor(prompts), *start(prompts)])
    for row, length in enumerate([3, 1]):
        alone = prompts[row : row + 1, :length]
        _, *expected = chunk([tensor(alone), *start(alone)])
        for state, one in zip(states, expected, strict=True):
            np.testing.assert_allclose(array(state)[row], array(one)[0], atol=1e-5)

    model = randomize(many_to_many(num_classes=2, feature_dim=1, units=3))
    padded = np.array([[[1.0], [PADDING_VALUE]]], "float32")
    _, *states = chunk_model(model)([tensor(padded), *start_model(model)(padded)])
    _, *expected = chunk_model(model)([tensor(padded[:, :1]), *start_model(model)(padded)])
    np.testing.assert_allclose(array(states[0]), array(expected[0]), atol=1e-5)


def test_weights_are_shared():
    model = one_to_many(num_classes=2, vocab_size=7, units=4, bridge="every_step")
    step, chunk = step_model(model), chunk_model(model)
    own = {id(v) for v in model.trainable_variables}
    for other in (step, chunk):
        assert {id(v) for v in other.trainable_variables} <= own
    start = start_model(model)([TOKENS, np.array([0, 1])])
    before = array(step([tensor(TOKENS[:, 0]), *start])[0])
    randomize(model)
    assert not np.allclose(array(step([tensor(TOKENS[:, 0]), *start])[0]), before)


def test_names_and_shapes():
    model = one_to_many(vocab_size=9, cell="lstm", units=4, num_layers=2)
    for built, time in [(step_model(model), ()), (chunk_model(model), (None,))]:
        names = [tensor.name for tensor in built.inputs]
        assert names == ["tokens", "state_1", "state_2", "state_3", "state_4"]
        assert built.inputs[0].shape == (None, *time)
        assert built.outputs[0].shape == (None, *time, 9)
    assert (step_model(model).name, chunk_model(model).name) == (
        "one_to_many_step",
        "one_to_many_chunk",
    )


def test_step_can_be_saved_by_itself(tmp_path):
    model = randomize(one_to_many(vocab_size=7, units=4))
    step = step_model(model)
    step.save(tmp_path / "step.keras")
    again = keras.saving.load_model(tmp_path / "step.keras")
    inputs = [tensor(TOKENS[:, 0]), *start_model(model)(TOKENS)]
    for one, other in zip(step(inputs), again(inputs), strict=True):
        np.testing.assert_array_equal(array(one), array(other))


def test_model_is_left_as_it_was():
    model = randomize(one_to_many(vocab_size=7, units=4))
    before, layers = array(model(TOKENS)), [layer.name for layer in model.layers]
    step_model(model), chunk_model(model), start_model(model), step_model(model)
    assert [layer.name for layer in model.layers] == layers
    np.testing.assert_array_equal(array(model(TOKENS)), before)


@pytest.mark.parametrize("build", [start_model, chunk_model, step_model])
@pytest.mark.parametrize(
    "model",
    [
        many_to_many(num_classes=2, vocab_size=5, units=3, bidirectional=True),
        many_to_one(num_classes=2, vocab_size=5, units=3),
        keras.Sequential([keras.Input((2,)), keras.layers.Dense(2)], name="dense"),
    ],
)
def test_models_without_steps_are_refused(build, model):
    with pytest.raises(ValueError, match=f"model '{model.name}' can't go step by step"):
        build(model)


@pytest.mark.parametrize("make", [start_model, chunk_model, step_model])
def test_a_model_can_still_be_saved(tmp_path, make):
    model = many_to_many(output_dim=2, feature_dim=3, head="linear", units=4, dropout=0.1)
    make(model)
    model.save(tmp_path / "model.keras")
    again = keras.saving.load_model(tmp_path / "model.keras", compile=False)
    make(again)
    seen = np.ones((1, 4, 3), "float32")
    np.testing.assert_allclose(model(seen), again(seen), atol=1e-6)


def test_a_model_out_of_a_file_is_read_by_pieces(tmp_path):
    from keras_seq.models import chunk_model, many_to_many

    keras.backend.clear_session()
    for _ in range(2):  # a run builds it twice, and saves the second
        model = many_to_many(num_classes=4, feature_dim=3, units=4, head="ctc", stride=2)
    model.save(tmp_path / "m.keras")
    keras.backend.clear_session()  # as in a process of its own: names are counted from 1
    again = keras.saving.load_model(tmp_path / "m.keras")
    x = np.random.default_rng(0).normal(size=(1, 8, 3)).astype("float32")
    chunk, states = chunk_model(again), start_model(again)(x)
    states = states if isinstance(states, list) else [states]
    pieces = []
    for piece in (x[:, :4], x[:, 4:]):
        logits, *states = chunk([keras.ops.convert_to_tensor(piece), *states])
        pieces.append(keras.ops.convert_to_numpy(logits))
    whole = keras.ops.convert_to_numpy(model(x))
    np.testing.assert_allclose(np.concatenate(pieces, 1), whole, atol=1e-5)
