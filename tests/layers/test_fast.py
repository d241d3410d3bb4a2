import importlib
import itertools
import logging
import os

import keras
import numpy as np
import pytest

from keras_seq import layers
from keras_seq.layers import fast, loops, room

tensorflow_only = pytest.mark.skipif(
    keras.backend.backend() != "tensorflow", reason="Keras's own loop is used on other backends"
)
UNITS, BATCH, TIME, FEATURES = 5, 4, 7, 4
MASKS = {
    "none": None,
    "behind": np.arange(TIME) < np.array([[7], [3], [0], [5]]),
    "anywhere": np.random.default_rng(1).random((BATCH, TIME)) > 0.4,
}
WAYS = list(itertools.product(MASKS, (False, True), (False, True), (False, True), (False, True)))


@pytest.fixture(autouse=True)
def small_layers_too(monkeypatch):
    monkeypatch.setattr(fast, "LEAST_UNITS", 1)


def array(tensor):
    return keras.ops.convert_to_numpy(tensor)


def pair(name, **options):
    """Our layer and Keras's, with the same weights."""
    made = [getattr(kind, name)(UNITS, **options) for kind in (layers, keras.layers)]
    draw = np.random.default_rng(0)
    for layer in made:
        layer.build((BATCH, TIME, FEATURES))
    weights = [draw.normal(0, 0.5, one.shape) for one in made[0].get_weights()]
    for layer in made:
        layer.set_weights(weights)
    return made


def results(layer, mask, begun, known_shapes=True, eager=False):
    """All outputs, and the gradients by inputs, first states and weights."""
    import tensorflow as tf

    draw = np.random.default_rng(2)
    x = draw.normal(size=(BATCH, TIME, FEATURES)).astype("float32")
    count = 2 if isinstance(layer, keras.layers.LSTM) else 1
    states = [draw.normal(size=(BATCH, UNITS)).astype("float32") for _ in range(count)]
    spec = None if known_shapes else [tf.TensorSpec([None, None, FEATURES])]

    @tf.function(input_signature=spec)
    def traced(x):
        return run(x)

    def run(x):
        given = [tf.constant(one) for one in states] if begun else None
        with tf.GradientTape() as tape:
            tape.watch([x, *(given or [])])
            outputs = layer(x, initial_state=given, mask=mask, training=True)
            outputs = outputs if isinstance(outputs, (list, tuple)) else [outputs]
            weighed = [
                tf.reduce_sum(one * one * (number + 1)) for number, one in enumerate(outputs)
            ]
            loss = tf.add_n(weighed)
        weights = [one.value for one in layer.trainable_variables]
        return list(outputs), tape.gradient(loss, [x, *(given or []), *weights])

    outputs, gradients = (run if eager else traced)(tf.constant(x))
    return [one.numpy() for one in [*outputs, *gradients]]


def assert_equal(ours, theirs):
    assert len(ours) == len(theirs)
    for a, b in zip(ours, theirs, strict=True):
        assert a.shape == b.shape
        np.testing.assert_allclose(a, b, atol=1e-5, rtol=1e-5)


# Every seventh of all combinations, others for each layer.
@tensorflow_only
@pytest.mark.parametrize("way", WAYS[::7], ids=str)
@pytest.mark.parametrize("name", ["LSTM", "GRU"])
def test_outputs_and_gradients_are_those_of_keras(name, way):
    if name == "GRU":
        way = WAYS[(WAYS.index(way) + 2) % len(WAYS)]
    mask, backwards, known_shapes, begun, sequences = way
    options = {"go_backwards": backwards, "return_sequences": sequences, "return_state": True,
               "zero_output_for_mask": begun != backwards}  # fmt: skip
    ours, theirs = pair(name, **options)
    assert_equal(*(results(one, MASKS[mask], begun, known_shapes) for one in (ours, theirs)))


@tensorflow_only
@pytest.mark.parametrize("known_shapes", [True, False], ids=["known", "unknown"])
@pytest.mark.parametrize("mask", MASKS)
@pytest.mark.parametrize("name", ["LSTM", "GRU"])
def test_rows_go_through_loops_of_their_own(name, mask, known_shapes, monkeypatch):
    runs = []
    part = loops._part
    monkeypatch.setattr(loops, "_part", lambda *of: runs.append(of[1].shape[0]) or part(*of))
    monkeypatch.setattr(loops, "ROWS", 2)
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    ours, theirs = pair(name, return_sequences=True, return_state=True)
    begun = known_shapes  # given states make the size of a batch known
    assert_equal(*(results(one, MASKS[mask], begun, known_shapes) for one in (ours, theirs)))
    # The third of unknown ones stays empty.
    assert runs == ([2, 2] if known_shapes else [None] * 3)


@tensorflow_only
@pytest.mark.parametrize("mask", MASKS)
@pytest.mark.parametrize("name", ["LSTM", "GRU"])
def test_many_steps_go_in_pieces(name, mask, monkeypatch):
    pieces = []
    tied = loops._tied
    monkeypatch.setattr(loops, "_tied", lambda *of: pieces.append(of[4].shape[0]) or tied(*of))
    monkeypatch.setattr(loops, "STEPS", 3)
    ours, theirs = pair(name, return_sequences=True, return_state=True)
    assert_equal(*(results(one, MASKS[mask], begun=True) for one in (ours, theirs)))
    assert pieces == [3, 2, 2]


@tensorflow_only
def test_few_rows_of_many_steps_are_filled_up_to_a_power_of_two(monkeypatch):
    import tensorflow as tf

    monkeypatch.setattr(room, "LONG", 40)

    @tf.function(input_signature=[tf.TensorSpec([None, None, 2])])
    def filled(x):
        return tf.shape(room.Room(x).fill(x))[:2]

    shapes = {(40, 3): [64, 16], (41, 1): [64, 1], (41, 3): [64, 4], (41, 16): [64, 16],
              (41, 17): [64, 32], (41, 0): [64, 0], (5, 1): [16, 16]}  # fmt: skip
    for shape, expected in shapes.items():
        assert filled(np.zeros((*shape, 2), "float32")).numpy().tolist() == expected


@tensorflow_only
@pytest.mark.parametrize("name", ["LSTM", "GRU"])
def test_long_sequences_are_those_of_keras(name, monkeypatch):
    monkeypatch.setattr(room, "LONG", 2)
    ours, theirs = pair(name, return_sequences=True, return_state=True)
    assert_equal(*(results(one, MASKS["behind"], False, False) for one in (ours, theirs)))


@tensorflow_only
@pytest.mark.parametrize("name", ["LSTM", "GRU"])
@pytest.mark.parametrize(
    "options",
    [{"use_bias": False}, {"dropout": 0.4, "seed": 3}, {"recurrent_dropout": 0.4, "seed": 3},
     {"dropout": 0.4, "seed": 3, "implementation": 1, "use_cudnn": False},
     {"activation": "relu"}, {"unroll": True}],
    ids=lambda options: "-".join(options),
)  # fmt: skip
def test_options_mean_what_they_mean_in_keras(name, options):
    ours, theirs = pair(name, return_sequences=True, **options)
    assert_equal(*(results(one, MASKS["behind"], False) for one in (ours, theirs)))


@tensorflow_only
@pytest.mark.parametrize("name", ["LSTM", "GRU"])
def test_without_a_graph_too(name):
    ours, theirs = pair(name, return_state=True)
    assert_equal(*(results(one, MASKS["behind"], True, eager=True) for one in (ours, theirs)))


@tensorflow_only
def test_the_reset_gate_before_the_product_too():
    ours, theirs = pair("GRU", reset_after=False)
    assert_equal(*(results(one, None, False) for one in (ours, theirs)))


@tensorflow_only
@pytest.mark.parametrize("name", ["LSTM", "GRU"])
def test_the_fast_loop_is_taken_in_training_alone(name, monkeypatch):
    taken = []
    monkeypatch.setattr(fast, "_run", lambda *_: taken.append(True) or (0, 0, [0]))
    (ours, _), x = pair(name), np.zeros((1, 2, FEATURES), "float32")
    ours(x), ours(x, training=False)
    assert not taken
    ours.inner_loop(x, [], None, training=True)
    assert taken
    for options in ({"recurrent_dropout": 0.1}, {"dtype": "mixed_bfloat16"}, {"unroll": True}):
        layer = pair(name, **options)[0]
        assert not fast._pays(layer, layer.cell)
    monkeypatch.setattr(fast, "LEAST_UNITS", UNITS + 1)
    assert not fast._pays(ours, ours.cell)


@tensorflow_only
@pytest.mark.parametrize("name", ["LSTM", "GRU"])
def test_sequences_of_many_lengths_and_batches_of_many_sizes(name):
    import tensorflow as tf

    ours, theirs = pair(name)

    @tf.function(input_signature=[tf.TensorSpec([None, None, FEATURES])])
    def gradients(x):
        found = []
        for layer in (ours, theirs):
            with tf.GradientTape() as tape:
                loss = tf.reduce_sum(tf.square(layer(x, training=True)))
            found.append(tape.gradient(loss, [one.value for one in layer.trainable_variables]))
        return found

    draw = np.random.default_rng(0)
    for batch, time in ((1, 1), (16, 16), (17, 17), (2, 40)):
        x = draw.normal(size=(batch, time, FEATURES)).astype("float32")
        assert_equal(*([one.numpy() for one in side] for side in gradients(tf.constant(x))))


@pytest.mark.parametrize("name", ["LSTM", "GRU"])
def test_a_state_is_kept_between_batches(name):
    ours, theirs = pair(name, stateful=True)
    x = np.random.default_rng(0).normal(size=(BATCH, TIME, FEATURES)).astype("float32")
    for _ in range(2):
        np.testing.assert_allclose(
            array(ours(x, training=True)), array(theirs(x, training=True)), atol=1e-5
        )


@pytest.mark.parametrize("name", ["LSTM", "GRU"])
def test_saved_models_and_weights_move_both_ways(name, tmp_path, monkeypatch):
    x = np.random.default_rng(0).normal(size=(BATCH, TIME, FEATURES)).astype("float32")

    def model(kind):
        layer = getattr(kind, name)(UNITS, return_sequences=True, dropout=0.1)
        inputs = keras.Input((None, FEATURES))
        return keras.Model(inputs, keras.layers.Bidirectional(layer, name="both")(inputs))

    ours, theirs = model(layers), model(keras.layers)
    ours.save(tmp_path / "ours.keras")
    theirs.save(tmp_path / "theirs.keras")
    ours.save_weights(tmp_path / "ours.weights.h5")
    own = {f"keras_seq>{name}": getattr(keras.layers, name)}
    again = keras.saving.load_model(tmp_path / "ours.keras")
    assert type(again.get_layer("both").forward_layer) is getattr(layers, name)
    monkeypatch.delitem(keras.saving.get_custom_objects(), f"keras_seq>{name}")
    plain = keras.saving.load_model(tmp_path / "ours.keras", custom_objects=own)
    assert type(plain.get_layer("both").backward_layer) is getattr(keras.layers, name)
    theirs.load_weights(tmp_path / "ours.weights.h5")
    for other in (again, plain, theirs):
        np.testing.assert_allclose(array(other(x)), array(ours(x)), atol=1e-6)


@tensorflow_only
def test_a_trained_model_is_exported(tmp_path):
    import tensorflow as tf

    x = np.random.default_rng(0).normal(size=(40, TIME, FEATURES)).astype("float32")
    model = keras.Sequential([keras.Input((None, FEATURES)), layers.LSTM(UNITS)])
    model.compile("adam", "mse")
    model.fit(x, np.ones((40, UNITS)), verbose=0)
    model.export(tmp_path / "exported", verbose=False)
    served = tf.saved_model.load(tmp_path / "exported")
    np.testing.assert_allclose(served.serve(x).numpy(), array(model(x)), atol=1e-6)


@tensorflow_only
def test_a_second_derivative_is_refused_and_not_wrong():
    import tensorflow as tf

    (ours, _), x = pair("LSTM"), tf.ones((1, 3, FEATURES))
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            loss = tf.reduce_sum(ours(x, training=True))
        slope = tf.reduce_sum(inner.gradient(loss, x) ** 2)
    with pytest.raises(NotImplementedError, match="training=False"):
        outer.gradient(slope, x)


@tensorflow_only
@pytest.mark.parametrize("name", ["GRU", "LSTM"])
def test_tensorflow_has_nothing_to_warn_of(name, monkeypatch):
    said = []
    monkeypatch.setattr(logging.getLogger("tensorflow"), "handle", said.append)
    getattr(loops, name.lower()).cache_clear()  # they are traced once
    layer, _ = pair(name, return_sequences=True)
    results(layer, MASKS["behind"], begun=False)
    assert not [record.getMessage() for record in said]


@tensorflow_only
@pytest.mark.parametrize("time", [6, None])
def test_under_jit_compile_layers_are_keras_s(time, monkeypatch):
    """Two of the fast loops in one program that XLA compiles can't know their shapes."""
    # Keras compiles nothing where a run before, in this process, has asked for determinism.
    config = importlib.import_module("tensorflow.python.framework.config")
    monkeypatch.setattr(config, "is_op_determinism_enabled", lambda: False)
    draw = np.random.default_rng(0)
    x = draw.normal(size=(6, 6, FEATURES)).astype("float32")
    y = draw.normal(size=(6, 1)).astype("float32")
    trained = []
    for kind in (layers, keras.layers):
        keras.utils.set_random_seed(0)
        model = keras.Sequential([
            keras.Input((time, FEATURES)), kind.LSTM(UNITS, return_sequences=True),
            kind.GRU(UNITS), keras.layers.Dense(1),
        ])  # fmt: skip
        model.compile("sgd", "mse", jit_compile=True)
        model.fit(x, y, batch_size=3, epochs=2, shuffle=False, verbose=0)
        trained.append(model.get_weights())
    for ours, theirs in zip(*trained, strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-5)
