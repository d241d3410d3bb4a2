import keras
import numpy as np
import pytest

from keras_seq.layers import WordSpotting


def test_the_loss_is_cross_entropy_of_words_that_any_place_shows():
    layer = WordSpotting(vocab_size=4, weight=0.5)
    places = np.zeros((1, 2, 3), "float32")
    places[0, 0, 0] = 1  # the first place shows word 2
    tokens = np.array([[2, 3, 0]])
    layer.build([(1, 3), (1, 2, 3), (1, 3)])
    kernel = np.zeros((3, 4), "float32")
    kernel[0, 2] = 8
    layer.kernel.assign(kernel)
    assert (np.asarray(layer([np.ones((1, 3)), places, tokens], training=True)) == 1).all()
    scores = np.array([[-6, -6, 2, -6], [-6, -6, -6, -6]], float)
    shown = np.log(np.exp(scores).sum(axis=0))
    chance, said = 1 / (1 + np.exp(-shown)), np.array([0, 0, 1, 1])
    expected = -0.5 * np.log(np.where(said, chance, 1 - chance)).sum()
    assert float(layer.losses[0]) == pytest.approx(expected, rel=1e-5)
    layer([np.ones((1, 3)), places, tokens], training=False)
    assert not layer.losses
    again = WordSpotting.from_config(layer.get_config())
    assert (again.vocab_size, again.weight) == (4, 0.5)


def test_a_model_learns_words_beside_what_it_is_trained_for():
    from keras_seq.models import one_to_many, spotting_words

    picture = keras.Input((4, 4, 3))
    encoder = keras.Model(picture, keras.layers.Conv2D(5, 2, strides=2)(picture))
    model = one_to_many(vocab_size=9, units=4, encoder=encoder, attention="luong", embedding_dim=4)
    learner = spotting_words(model, 0.5)
    assert spotting_words(model, 0.0) is model
    given = [np.array([[2, 4]]), np.ones((1, 4, 4, 3), "float32")]
    np.testing.assert_array_equal(np.asarray(learner(given)), np.asarray(model(given)))
    assert len(learner.trainable_variables) == len(model.trainable_variables) + 2
    with pytest.raises(ValueError, match="looks at no set of vectors"):
        spotting_words(one_to_many(vocab_size=9, units=4), 0.5)
