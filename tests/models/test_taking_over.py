import keras
import numpy as np
import pytest

from keras_seq.models import many_to_one, one_to_many, take_over

SIZES = {"vocab_size": 9, "embedding_dim": 4, "units": 3, "num_layers": 2}


@pytest.mark.parametrize("bidirectional", [False, True])
def test_what_a_language_model_makes_of_a_text_is_what_the_classifier_starts_with(bidirectional):
    language = one_to_many(**SIZES)
    labels = many_to_one(num_classes=2, **{**SIZES, "num_layers": 1}, bidirectional=bidirectional,
                         dropout=0.2)  # fmt: skip
    assert take_over(labels, language) == ["embedding", "recurrent_1"]
    tokens = np.array([[3, 4, 5]])
    vectors = labels.get_layer("embedding")(tokens)
    layer = labels.get_layer("recurrent_1")
    inside = keras.Model(language.inputs, language.get_layer("recurrent_1").output[0])
    expected = np.array(inside(tokens))[:, -1]
    np.testing.assert_allclose(np.array(layer(vectors))[:, :3], expected, rtol=1e-5)


def test_other_sizes_and_other_cells_are_refused_and_nothing_is_changed():
    labels = many_to_one(num_classes=2, **SIZES)
    before = labels.get_weights()
    with pytest.raises(ValueError, match=r"recurrent_1 is LSTM of 4 x 12 .* from LSTM of 4 x 20"):
        take_over(labels, one_to_many(**{**SIZES, "units": 5}))
    with pytest.raises(ValueError, match=r"recurrent_1 is LSTM .* from GRU"):
        take_over(labels, one_to_many(**SIZES, cell="gru"))
    for old, new in zip(before, labels.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)
    with pytest.raises(ValueError, match="no embedding and no recurrent layer in common"):
        take_over(labels, keras.Sequential([keras.Input((2,)), keras.layers.Dense(2)]))
