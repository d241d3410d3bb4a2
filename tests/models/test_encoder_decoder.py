import keras
import numpy as np
import pytest

from keras_seq.models import encoder_decoder, start_model, step_model

KINDS = {
    "state": {"attention": None},
    "every_step": {"attention": None, "bridge": "every_step"},
    "bahdanau": {"attention": "bahdanau"},
    "luong": {"attention": "luong"},
    "dot": {"attention": "luong", "attention_score": "dot"},
    "concat": {"attention": "luong", "attention_score": "concat"},
    "input_feeding": {"attention": "luong", "input_feeding": True},
    "both": {"attention": "bahdanau", "bridge": "every_step"},
}
SMALL = {"source_vocab_size": 9, "target_vocab_size": 7, "units": 4, "embedding_dim": 3}
SOURCE = np.array([[3, 5, 2, 8], [4, 6, 0, 0], [7, 1, 2, 0]], "int32")
TARGET = np.array([[1, 4, 2], [1, 6, 3], [1, 5, 0]], "int32")


def array(tensor):
    return keras.ops.convert_to_numpy(tensor)


def made(**options):
    model = encoder_decoder(**{**SMALL, **options})
    draw = np.random.default_rng(1)
    model.set_weights([draw.normal(0, 0.5, one.shape) for one in model.get_weights()])
    return model


@pytest.mark.parametrize(
    ("kind", "cell"),
    [*((kind, "gru") for kind in KINDS), ("state", "simple_rnn"), ("bahdanau", "lstm"),
     ("input_feeding", "lstm"), ("luong", "simple_rnn")],
)  # fmt: skip
def test_step_by_step_is_teacher_forced(tmp_path, kind, cell):
    model = made(**KINDS[kind], cell=cell, num_layers=2, bidirectional=kind != "dot")
    whole = array(model([SOURCE, TARGET]))
    model.save(tmp_path / "model.keras")
    model = keras.saving.load_model(tmp_path / "model.keras", compile=False)
    states = start_model(model)([keras.ops.convert_to_tensor(one) for one in (SOURCE, TARGET)])
    step = step_model(model)
    for place in range(3):
        tokens = keras.ops.convert_to_tensor(TARGET[:, place])
        logits, *states = step([tokens, *states])
        valid = TARGET[:, place] > 0
        np.testing.assert_allclose(array(logits)[valid], whole[valid, place], atol=1e-5)


@pytest.mark.parametrize("kind", KINDS)
def test_padding_behind_the_source_changes_nothing(kind):
    both = kind not in ("state", "luong", "dot")
    model = made(**KINDS[kind], cell="gru", bidirectional=both, num_layers=2)
    together = array(model([SOURCE, TARGET]))
    for row, length in enumerate((4, 2, 3)):
        alone = array(model([SOURCE[row : row + 1, :length], TARGET[row : row + 1]]))
        np.testing.assert_allclose(together[row], alone[0], atol=1e-5)
    wider = np.pad(SOURCE, ((0, 0), (0, 3)))
    np.testing.assert_allclose(array(model([wider, TARGET])), together, atol=1e-5)


@pytest.mark.parametrize("kind", KINDS)
def test_the_source_counts_and_the_future_does_not(kind):
    model = made(**KINDS[kind])
    base = array(model([SOURCE, TARGET]))
    other = SOURCE.copy()
    other[0, 1] = 1
    assert np.abs(array(model([other, TARGET]))[0] - base[0]).max() > 1e-4
    later = TARGET.copy()
    later[:, 2] = 2
    np.testing.assert_allclose(array(model([SOURCE, later]))[:, :2], base[:, :2], atol=1e-6)


@pytest.mark.parametrize("kind", ["every_step", "bahdanau", "dot", "input_feeding"])
def test_every_weight_learns_and_a_batch_is_overfitted(kind):
    keras.utils.set_random_seed(0)
    model = encoder_decoder(**{**SMALL, "units": 24, "embedding_dim": 16}, **KINDS[kind],
                            bidirectional=kind != "dot", num_layers=2, tie_embeddings=True,
                            cell="lstm" if kind == "state" else "simple_rnn")  # fmt: skip
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True, ignore_class=0)
    model.compile(keras.optimizers.Adam(0.02), loss)
    answers = np.array([[4, 2, 3], [6, 3, 5], [5, 2, 0]])
    fresh = model.get_weights()
    # A fresh attention looks everywhere alike, which no query changes: its gradient is nearly 0.
    draw = np.random.default_rng(1)
    before = [draw.normal(0, 0.5, one.shape).astype("float32") for one in fresh]
    model.set_weights(before)
    model.fit([SOURCE, TARGET], answers, epochs=1, verbose=0)
    for weight, old, new in zip(model.weights, before, model.get_weights(), strict=True):
        assert np.abs(old - new).max() > 0, weight.path
    model.set_weights(fresh)
    repeated = [np.tile(side, (60, 1)) for side in (SOURCE, TARGET)]
    model.fit(repeated, np.tile(answers, (60, 1)), batch_size=3, shuffle=False, verbose=0)
    assert model.evaluate([SOURCE, TARGET], answers, verbose=0) < 0.05
    found = array(model([SOURCE, TARGET])).argmax(-1)
    np.testing.assert_array_equal(found[answers > 0], answers[answers > 0])


def test_attention_looks_where_it_should():
    """Copying backwards can't be learned from the state alone by so small a network."""
    keras.utils.set_random_seed(0)
    draw = np.random.default_rng(0)
    source = draw.integers(2, 9, (2000, 6)).astype("int32")
    answers = source[:, ::-1]
    target = np.concatenate([np.ones((2000, 1), "int32"), answers[:, :-1]], axis=1)
    model = encoder_decoder(
        source_vocab_size=9, target_vocab_size=9, units=32, embedding_dim=16, cell="gru",
        bidirectional=True,
    )  # fmt: skip
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(0.01), loss, metrics=["accuracy"])
    model.fit([source, target], answers, epochs=6, batch_size=50, verbose=0)
    _, accuracy = model.evaluate([source, target], answers, verbose=0)
    assert accuracy > 0.95
    step, states = (
        step_model(model),
        start_model(model)([keras.ops.convert_to_tensor(one[:50]) for one in (source, target)]),
    )
    weights = []
    for place in range(6):
        _, *states = step([keras.ops.convert_to_tensor(target[:50, place]), *states])
        weights.append(array(states[1]))
    looked = np.argmax(np.stack(weights, axis=1), axis=-1)  # (batch, target step)
    assert np.mean(np.abs(looked - np.arange(6)[::-1]) <= 1) > 0.8


def test_other_sources():
    features = np.random.default_rng(0).normal(size=(2, 5, 3)).astype("float32")
    model = encoder_decoder(feature_dim=3, target_vocab_size=7, units=4)
    assert model([features, TARGET[:2]]).shape == (2, 3, 7)
    frame = keras.Input((2, 2, 1))
    image = keras.Model(frame, keras.layers.Flatten()(frame))
    model = encoder_decoder(encoder=image, target_vocab_size=7, units=4, attention="luong")
    assert model([np.ones((2, 5, 2, 2, 1), "float32"), TARGET[:2]]).shape == (2, 3, 7)
    model = encoder_decoder(**{**SMALL, "embedding_dim": None}, cell=keras.layers.GRUCell)
    assert model([SOURCE, TARGET]).shape == (3, 3, 7)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"attention": "flash"}, "attention must be one of 'bahdanau', 'luong', None"),
        ({"bridge": "wire"}, "bridge must be one of"),
        ({"attention": "luong", "attention_score": "cosine"}, "attention_score must be one of"),
        (
            {"attention": "luong", "attention_score": "dot", "bidirectional": True},
            "attention_score='dot' compares vectors of one size",
        ),
        ({"input_feeding": True}, "input_feeding=True is for attention='luong'"),
        ({"tie_embeddings": True, "embedding_dim": None}, "tie_embeddings=True needs"),
        ({"feature_dim": 3}, "give just one of"),
        ({"cell": "transformer"}, "cell must be one of"),
    ],
)
def test_wrong_arguments(changed, message):
    with pytest.raises(ValueError, match=message):
        encoder_decoder(**{**SMALL, **changed})


@pytest.mark.parametrize(
    "options", [{}, {"attention": "luong"}, {"attention": "luong", "attention_score": "concat"}]
)
def test_half_precision_can_hold_what_padding_weighs(options):
    keras.config.set_dtype_policy("mixed_float16")
    try:
        model = encoder_decoder(source_vocab_size=11, target_vocab_size=9, units=8, **options)
    finally:
        keras.config.set_dtype_policy("float32")
    answers = keras.ops.convert_to_numpy(model([np.array([[3, 4, 0]]), np.array([[2]])]))
    alone = keras.ops.convert_to_numpy(model([np.array([[3, 4]]), np.array([[2]])]))
    assert np.isfinite(answers).all()
    np.testing.assert_allclose(answers, alone, atol=2e-3)


def test_the_encoder_reads_groups_of_what_a_stem_made():
    from keras_seq.constants import PADDING_VALUE
    from keras_seq.layers import convolution_stack
    from keras_seq.models import Translator

    model = encoder_decoder(
        target_vocab_size=7, feature_dim=2, units=4, bidirectional=True, stride=3,
        stem=lambda x: convolution_stack(x, filters=3, kernel_size=3),
    )  # fmt: skip
    x = np.random.default_rng(0).normal(size=(2, 10, 2)).astype("float32")
    x[1, 5:] = PADDING_VALUE
    target = np.array([[2, 4, 5], [2, 6, 4]])
    both = keras.ops.convert_to_numpy(model([x, target]))
    alone = keras.ops.convert_to_numpy(model([x[1:, :5], target[1:]]))
    np.testing.assert_allclose(both[1], alone[0], atol=1e-5)
    weights = Translator(model, 2, 3).attention([x[0]], [target[0, 1:]])
    assert weights[0].shape == (3, 4)  # three tokens look at four groups
