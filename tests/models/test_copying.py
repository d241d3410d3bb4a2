"""A model that copies words of its source, against the formula of the paper in NumPy."""

import keras
import numpy as np
import pytest

from keras_seq.decoding import Beams
from keras_seq.losses import SmoothedCrossentropy
from keras_seq.models import CopyTraining, Translator, encoder_decoder, start_model, step_model
from keras_seq.models.copy_training import copied_parts

V = 7
KINDS = {
    "luong": {"attention": "luong"},
    "bahdanau": {"attention": "bahdanau", "coverage": True},
    "all": {"attention": "luong", "attention_score": "concat", "input_feeding": True,
            "coverage": True, "bridge": "every_step", "tie_embeddings": True},
}  # fmt: skip
# 9, 8 and 7 are words of a source alone: V and the step at which each stands first.
SOURCE = np.array([[3, 5, 9, 4, 9], [4, 8, 0, 0, 0], [7, 1, 2, 0, 0]], "int32")
TARGET = np.array([[1, 4, 9], [1, 8, 3], [1, 5, 0]], "int32")
ANSWERS = np.array([[4, 9, 3], [8, 3, 8], [5, 7, 0]], "int32")


def array(tensor):
    return keras.ops.convert_to_numpy(tensor)


def made(**options):
    model = encoder_decoder(
        source_vocab_size=V, target_vocab_size=V, copy=True, units=4, embedding_dim=3,
        cell="gru", num_layers=2, bidirectional=True, **options,
    )  # fmt: skip
    draw = np.random.default_rng(1)
    model.set_weights([draw.normal(0, 0.5, one.shape) for one in model.get_weights()])
    return model


def by_hand(model):
    """`g p(word) + (1 - g) a(word)`, word by word."""
    logits, _, gate, attention = map(array, copied_parts(model)([SOURCE, TARGET]))
    source = SOURCE
    raised = np.exp(logits - logits.max(-1, keepdims=True))
    written = raised / raised.sum(-1, keepdims=True)
    gate = 1 / (1 + np.exp(-gate))
    found = np.concatenate([gate * written, np.zeros_like(attention)], axis=-1)
    for row, place in np.ndindex(*source.shape):
        if source[row, place]:
            found[row, :, source[row, place]] += (1 - gate[row, :, 0]) * attention[row, :, place]
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_probabilities_are_those_of_the_paper_step_by_step_and_reloaded(tmp_path, kind):
    model = made(**KINDS[kind])
    expected = by_hand(model)
    np.testing.assert_allclose(expected.sum(-1), 1, atol=1e-6)
    whole = array(model([SOURCE, TARGET]))
    np.testing.assert_allclose(np.exp(whole), expected, atol=1e-6)
    model.save(tmp_path / "model.keras")
    model = keras.saving.load_model(tmp_path / "model.keras", compile=False)
    np.testing.assert_array_equal(array(model([SOURCE, TARGET])), whole)
    states = start_model(model)([keras.ops.convert_to_tensor(one) for one in (SOURCE, TARGET)])
    step = step_model(model)
    for place in range(3):
        logits, *states = step([keras.ops.convert_to_tensor(TARGET[:, place]), *states])
        valid = TARGET[:, place] > 0
        np.testing.assert_allclose(array(logits)[valid], whole[valid, place], atol=1e-5)


def test_padding_behind_the_source_changes_nothing():
    model = made(**KINDS["all"])
    together = array(model([SOURCE, TARGET]))
    for row, length in enumerate((5, 2, 3)):
        alone = array(model([SOURCE[row : row + 1, :length], TARGET[row : row + 1]]))[0]
        np.testing.assert_allclose(together[row, :, : V + length], alone, atol=1e-5)
        assert (together[row, :, V + length :] < -1e8).all()


def learning(model, rate=1e-6, **options):
    """A learner that goes untraced: it takes a step or two."""
    learner = CopyTraining(model, **options)
    learner.compile(keras.optimizers.SGD(rate), run_eagerly=True)
    return learner


def test_training_on_right_words_alone_has_the_loss_of_the_whole():
    model = made(**KINDS["all"])
    learner = learning(model)
    loss = learner.evaluate([SOURCE, TARGET], ANSWERS, verbose=0)
    there = ANSWERS > 0
    picked = np.take_along_axis(by_hand(model), ANSWERS[..., None], axis=-1)[..., 0]
    assert loss == pytest.approx(-np.log(picked[there]).mean(), rel=1e-5)
    full = TARGET.copy()
    full[2, 2] = 7  # no step is padding, so that no mask weighs
    answers = np.where(there, ANSWERS, 7)
    model.compile("adam", SmoothedCrossentropy(0.0), run_eagerly=True)
    assert learner.evaluate([SOURCE, full], answers, verbose=0) == pytest.approx(
        model.evaluate([SOURCE, full], answers, verbose=0), rel=1e-5
    )


def test_a_gate_that_is_closed_gives_numbers_and_gradients():
    model = made(attention="luong")
    learner = learning(model, smoothing=0.1, coverage_loss=1.0)
    gate = model.get_layer("gate")
    for far in (-1e4, 1e4):
        gate.set_weights([np.zeros_like(gate.kernel), np.array([far])])
        assert np.isfinite(learner.fit([SOURCE, TARGET], ANSWERS, verbose=0).history["loss"])
        assert all(np.isfinite(one).all() for one in model.get_weights())


def test_coverage_costs_what_is_looked_at_again():
    model = made(attention="bahdanau", coverage=True)
    attention = array(copied_parts(model)([SOURCE, TARGET])[3])
    before = np.cumsum(attention, axis=1) - attention
    again = np.minimum(attention, before).sum(-1)[ANSWERS > 0].mean()
    losses = []
    for weight in (0.0, 2.0):
        learner = learning(model, rate=0.0, coverage_loss=weight)
        losses += learner.fit([SOURCE, TARGET], ANSWERS, verbose=0).history["loss"]
    assert losses[1] - losses[0] == pytest.approx(2 * again, rel=1e-4)


def test_it_learns_to_write_words_that_no_vocabulary_has():
    """Say the last word first: half of the words are no tokens, as 0.3 of those to be tested."""
    keras.utils.set_random_seed(0)
    draw = np.random.default_rng(0)
    steps = np.arange(6)
    source = draw.integers(4, V + 6, (1050, 6))
    source = np.where(source < V, source, V + steps).astype("int32")
    answers = np.concatenate([source[:, :3][:, ::-1], np.full((1050, 1), 3)], axis=1)
    target = np.concatenate([np.full((1050, 1), 2), answers[:, :-1]], axis=1)
    model = encoder_decoder(source_vocab_size=V, target_vocab_size=V, copy=True, units=24,
                            embedding_dim=12, cell="gru", attention="luong")  # fmt: skip
    learner = CopyTraining(model)
    learner.compile(keras.optimizers.Adam(0.02))
    learner.fit([source[50:], target[50:]], answers[50:], batch_size=50, epochs=5, verbose=0)
    translator = Translator(model, start=2, end=3)
    found = translator(list(source[:50]), Beams(num_beams=2), max_new_tokens=5)
    right = [answer[0].tokens.tolist() == list(line[:-1])
             for answer, line in zip(found, answers, strict=False)]  # fmt: skip
    assert np.mean(right) > 0.9
    shares = translator.copied(list(source[:50]), [line[:3] for line in answers[:50]])
    own = answers[:50, :3] >= V
    assert np.array(shares)[own].min() == 1  # what no vocabulary has can't be written


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"attention": None}, "copies from where attention looks: got attention=None"),
        ({"source_vocab_size": 9}, "needs one vocabulary of both sides"),
        ({"stride": 2}, "stride must be 1, got 2"),
        ({"coverage": True, "attention": "luong"}, "coverage=True is for attention='bahdanau'"),
    ],
)
def test_wrong_arguments(changed, message):
    options = {"source_vocab_size": V, "target_vocab_size": V, "copy": True, **changed}
    with pytest.raises(ValueError, match=message):
        encoder_decoder(**options)
    with pytest.raises(ValueError, match="copies no words"):
        CopyTraining(encoder_decoder(source_vocab_size=5, target_vocab_size=5, units=2))
