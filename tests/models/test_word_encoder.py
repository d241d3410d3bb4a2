import keras
import numpy as np
import pytest

from keras_seq import saving
from keras_seq.data.padding import pad
from keras_seq.data.text.word_forms import WordForms
from keras_seq.models import many_to_many, word_encoder

FORMS = WordForms.fit([["Paris", "is", "big"], ["Rome", "is", "bigger"]], longest=5)
TEXTS = [FORMS.encode(["Paris", "is", "big"]), FORMS.encode(["Oslo"])]


@pytest.mark.parametrize(("letters", "size"), [("convolution", 6), ("recurrent", 12), ("none", 0)])
def test_words_to_vectors_and_back_from_a_file(letters, size, tmp_path):
    encoder = word_encoder(
        **FORMS.sizes, embedding_dim=7, letters=letters, letter_units=6, writing_dim=3, dropout=0.1
    )
    assert encoder.output_shape == (None, 7 + 3 + size)
    model = many_to_many(num_classes=3, encoder=encoder, units=4, bidirectional=True, head="crf")
    model.save(tmp_path / "model.keras")
    batch = pad(TEXTS)
    outputs = model.predict_on_batch(batch)
    loaded = saving.load_model(tmp_path / "model.keras")
    np.testing.assert_array_equal(loaded.predict_on_batch(batch), outputs)
    # A text alone is as it is beside a longer one.
    alone = model.predict_on_batch(pad(TEXTS[1:]))
    np.testing.assert_allclose(alone[0], outputs[1, :1], atol=1e-5)


@pytest.mark.parametrize("letters", ["convolution", "recurrent"])
def test_room_for_longer_words_changes_nothing(letters):
    vectors = []
    for longest in (8, 12):
        forms = WordForms(FORMS.words, FORMS.counts, FORMS.letters, longest)
        keras.utils.set_random_seed(0)
        encoder = word_encoder(**forms.sizes, embedding_dim=4, letters=letters)
        vectors.append(encoder.predict_on_batch(forms.encode(["bigger"])))
    np.testing.assert_allclose(*vectors, atol=1e-6)


def test_it_starts_from_vectors():
    values = np.random.default_rng(0).normal(size=(len(FORMS.words) + 2, 4)).astype("float32")
    encoder = word_encoder(**FORMS.sizes, embedding_dim=4, letters="none", vectors=values)
    given = encoder.predict_on_batch(FORMS.encode(["is"]))
    np.testing.assert_array_equal(given[0, :4], values[2])


def test_wrong_arguments():
    with pytest.raises(ValueError, match="letters must be one of 'convolution', 'recurrent', 'n"):
        word_encoder(**FORMS.sizes, letters="cnn")
    with pytest.raises(ValueError, match=r"vectors must be of shape \(7, 3\), got \(2, 3\)"):
        word_encoder(**FORMS.sizes, embedding_dim=3, vectors=np.zeros((2, 3)))
