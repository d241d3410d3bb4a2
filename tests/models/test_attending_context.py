"""`one_to_many` with attention: a context that is a set of vectors, such as a picture's grid."""

import keras
import numpy as np
import pytest

from keras_seq.decoding import Beams
from keras_seq.models import Translator, Writer, one_to_many

ops = keras.ops


def grid(pooled=False):
    picture = keras.Input((8, 8, 3))
    x = keras.layers.Conv2D(5, 4, strides=4)(picture)  # 2 x 2 places
    return keras.Model(picture, keras.layers.Flatten()(x) if pooled else x)


@pytest.mark.parametrize("attention", ["bahdanau", "luong"])
def test_step_by_step_is_the_whole(attention, tmp_path):
    model = one_to_many(vocab_size=9, embedding_dim=4, units=6, encoder=grid(), cell="gru",
                        attention=attention, num_layers=2)  # fmt: skip
    model.save(tmp_path / "model.keras")
    model = keras.saving.load_model(tmp_path / "model.keras")
    pictures = np.random.default_rng(0).random((2, 8, 8, 3)).astype("float32")
    translator = Translator(model, start=1, end=2)
    assert len(translator(list(pictures), Beams(2))) == 2
    targets = [np.array([3, 4, 5]), np.array([6, 7, 3])]
    inputs = np.stack([np.append(1, one) for one in targets]).astype("int32")
    logits = model([ops.convert_to_tensor(inputs), ops.convert_to_tensor(pictures)])
    logs = ops.convert_to_numpy(ops.log_softmax(logits, axis=-1))
    ends = np.stack([np.append(one, 2) for one in targets])
    expected = np.take_along_axis(logs, ends[..., None], axis=-1).sum(axis=(1, 2))
    np.testing.assert_allclose(translator.score(list(pictures), targets), expected, atol=1e-4)
    weights = translator.attention(list(pictures), targets)
    assert [one.shape for one in weights] == [(4, 4), (4, 4)]
    np.testing.assert_allclose(np.concatenate(weights).sum(axis=1), 1, atol=1e-5)
    written = Writer(model)([np.array([1])] * 2, pictures, max_new_tokens=4)
    assert [len(row[0]) for row in written] == [4, 4]


def test_contexts_keep_their_shape_and_all_places():
    picture = keras.Input((5, 7, 2))  # as many rows as places would be too few
    encoder = keras.Model(picture, keras.layers.Conv2D(4, 1)(picture))
    model = one_to_many(vocab_size=9, embedding_dim=4, units=4, encoder=encoder, cell="gru",
                        attention="luong")  # fmt: skip
    pictures = [np.full((5, 7, 2), number, np.uint8) for number in range(3)]
    translator = Translator(model, start=1, end=2)
    found = translator(pictures, Beams(2), max_new_tokens=3)
    assert [max(map(len, (one.tokens for one in several))) <= 3 for several in found] == [True] * 3
    weights = translator.attention(pictures, [np.array([3])] * 3)
    assert [one.shape for one in weights] == [(2, 35)] * 3
    assert translator.score(pictures, [np.array([3, 4])] * 3).shape == (3,)


def test_wrong_arguments_are_told():
    for wrong, said in (
        ({"attention": "bahdanau"}, "give encoder"),
        ({"attention": "bahdanau", "encoder": grid(pooled=True)}, "leave out its pooling"),
        ({"encoder": grid(), "attention": "mine"}, "attention"),
        ({"encoder": grid(pooled=True), "input_feeding": True}, "input_feeding"),
    ):
        with pytest.raises(ValueError, match=said):
            one_to_many(vocab_size=9, **wrong)
