import keras
import numpy as np
import pytest

from keras_seq.decoding.rollout import Rollout
from keras_seq.models import chunk_model, many_to_many, start_model, step_model

pytestmark = pytest.mark.usefixtures("searches_compiled")


@pytest.mark.parametrize("changes", [False, True])
@pytest.mark.parametrize("cell", ["simple_rnn", "gru", "lstm"])
def test_it_is_what_teacher_forcing_says_of_its_own_answers(cell, changes):
    model = many_to_many(output_dim=2, feature_dim=5, head="linear", cell=cell, units=4,
                         num_layers=2)  # fmt: skip
    rng = np.random.default_rng(0)
    seen = rng.normal(size=(3, 6, 5)).astype("float32")
    known = rng.normal(size=(3, 4, 3)).astype("float32")
    read = keras.ops.convert_to_tensor(seen)
    answers, *states = chunk_model(model, padded=False)([read, *start_model(model)(read)])
    rollout = Rollout(step_model(model), changes=changes)
    found = keras.ops.convert_to_numpy(rollout(answers[:, -1], states, seen[:, -1, :2], known))
    assert found.shape == (3, 5, 2)

    fed = np.concatenate([found[:, :-1], known], axis=-1)
    whole = np.concatenate([seen, fed], axis=1)
    answers = keras.ops.convert_to_numpy(model(whole))[:, 5:]
    expected = answers + whole[:, 5:, :2] if changes else answers
    np.testing.assert_allclose(found, expected, atol=1e-5)


def test_a_single_step():
    model = many_to_many(output_dim=1, feature_dim=1, head="linear", units=3)
    rollout = Rollout(step_model(model), changes=True)
    zeros = np.zeros((2, 3), "float32")
    answers = np.ones((2, 1), "float32")
    found = rollout(answers, [zeros, zeros], 2 * answers, np.zeros((2, 0, 0), "float32"))
    np.testing.assert_array_equal(keras.ops.convert_to_numpy(found), np.full((2, 1, 1), 3.0))
