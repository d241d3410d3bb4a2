import keras
import numpy as np
import pytest

from keras_seq.models import ScheduledSampling, encoder_decoder

SOURCE = np.array([[3, 5, 2, 8], [4, 6, 0, 0]], "int32")
TARGET = np.array([[1, 4, 2, 3], [1, 6, 3, 0]], "int32")


def array(tensor):
    return keras.ops.convert_to_numpy(tensor)


def model_and_learner(last_share=0.0):
    model = encoder_decoder(source_vocab_size=9, target_vocab_size=7, units=4, embedding_dim=3)
    draw = np.random.default_rng(1)
    model.set_weights([draw.normal(0, 1, weight.shape) for weight in model.get_weights()])
    return model, ScheduledSampling(model, last_share)


def test_right_tokens_only_at_first_and_in_evaluation():
    model, learner = model_and_learner()
    plain = array(model([SOURCE, TARGET]))
    learner.at_epoch(0, 5)
    np.testing.assert_allclose(array(learner([SOURCE, TARGET], training=True)), plain, atol=1e-6)
    learner.at_epoch(4, 5)
    np.testing.assert_allclose(array(learner([SOURCE, TARGET])), plain, atol=1e-6)


def test_in_the_end_it_reads_what_it_wrote_itself():
    model, learner = model_and_learner()
    learner.at_epoch(4, 5)
    written = array(model([SOURCE, TARGET])).argmax(-1)
    own = np.concatenate([TARGET[:, :1], written[:, :-1]], axis=1) * (TARGET > 0)
    assert (own != TARGET).any()
    logits = array(learner([SOURCE, TARGET], training=True))
    np.testing.assert_allclose(logits, array(model([SOURCE, own.astype("int32")])), atol=1e-5)


def test_the_share_falls_evenly_and_a_resumed_run_draws_the_same():
    _, learner = model_and_learner(0.4)
    shares = []
    for epoch in range(4):
        learner.at_epoch(epoch, 4)
        shares.append(float(array(learner.share)))
    assert shares == pytest.approx([1, 0.8, 0.6, 0.4])
    state = [array(variable).copy() for variable in learner.variables]
    first = array(learner([SOURCE, TARGET], training=True))
    for variable, value in zip(learner.variables, state, strict=True):
        variable.assign(value)
    np.testing.assert_array_equal(array(learner([SOURCE, TARGET], training=True)), first)


def test_fit_trains_the_inner_model():
    keras.utils.set_random_seed(0)
    model = encoder_decoder(source_vocab_size=9, target_vocab_size=7, units=16, embedding_dim=8)
    learner = ScheduledSampling(model, 0.3)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True, ignore_class=0)
    learner.compile(keras.optimizers.Adam(0.02), loss)
    answers = np.array([[4, 2, 3, 5], [6, 3, 5, 0]])
    learner.fit((SOURCE, TARGET), answers, epochs=80, verbose=0, callbacks=learner.callbacks())
    assert float(array(learner.share)) == pytest.approx(0.3)
    written = array(model([SOURCE, TARGET])).argmax(-1)
    np.testing.assert_array_equal(written[answers > 0], answers[answers > 0])


def test_wrong_share():
    with pytest.raises(ValueError, match="last_share must be a number from 0 up to but not 1"):
        model_and_learner(1.0)
