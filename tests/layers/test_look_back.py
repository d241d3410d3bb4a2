import keras
import numpy as np
import pytest

from keras_seq.layers import LookBack
from keras_seq.models import Writer, chunk_model, one_to_many, start_model, step_model

ops = keras.ops


def test_each_step_sees_what_stood_before():
    x = np.arange(1.0, 6.0, dtype="float32").reshape(1, 5, 1)
    after, state = LookBack([1, 3])([x, np.array([[7.0, 8.0, 9.0]], "float32")])
    assert ops.convert_to_numpy(after)[0].tolist() == [
        [1, 9, 7], [2, 1, 8], [3, 2, 9], [4, 3, 1], [5, 4, 2],
    ]  # fmt: skip
    assert ops.convert_to_numpy(state).tolist() == [[3, 4, 5]]


def test_padding_leaves_the_state_as_it_was():
    x, mask = np.arange(1.0, 9.0, dtype="float32").reshape(2, 4, 1), [[1, 1, 1, 1], [1, 0, 0, 0]]
    before = np.array([[0.0, 0.0], [7.0, 8.0]], "float32")
    mask = ops.convert_to_tensor(np.array(mask, bool))
    _, state = LookBack([2])([x, before], mask=[mask, None])
    assert ops.convert_to_numpy(state).tolist() == [[3, 4], [8, 5]]


def test_piece_by_piece_is_the_whole(tmp_path):
    model = one_to_many(vocab_size=9, embedding_dim=3, units=4, num_classes=2, delays=(1, 5),
                        bridge="every_step")  # fmt: skip
    model.save(tmp_path / "model.keras")
    model = keras.saving.load_model(tmp_path / "model.keras")
    tokens = np.random.default_rng(0).integers(1, 9, (2, 12)).astype("int32")
    context = ops.convert_to_tensor(np.array([0, 1], "int32"))
    whole = ops.convert_to_numpy(model([ops.convert_to_tensor(tokens), context]))
    states = start_model(model)([ops.convert_to_tensor(tokens), context])
    piece = np.zeros((2, 6), "int32")
    piece[:, :4] = tokens[:, :4]  # padded
    logits, *states = chunk_model(model)([ops.convert_to_tensor(piece), *states])
    np.testing.assert_allclose(ops.convert_to_numpy(logits)[:, :4], whole[:, :4], atol=1e-5)
    step = step_model(model)
    for at in range(4, 12):
        logits, *states = step([ops.convert_to_tensor(tokens[:, at]), *states])
        np.testing.assert_allclose(ops.convert_to_numpy(logits), whole[:, at], atol=1e-5)
    ((text,),) = Writer(model)([np.array([3])], np.array([1]), max_new_tokens=4)
    assert len(text) == 4


def test_a_delay_is_a_step_or_more():
    with pytest.raises(ValueError, match="delays"):
        one_to_many(vocab_size=9, delays=(0,))
