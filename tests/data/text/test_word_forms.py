import numpy as np
import pytest

from keras_seq.constants import PADDING_VALUE
from keras_seq.data.padding import pad
from keras_seq.data.text.word_forms import WordForms, unknown_words
from keras_seq.errors import InputError

TEXTS = [["Paris", "is", "big"], ["paris", "is", "in", "1996"], ["1997", "is", "over"]]


def test_numbers_ways_of_writing_and_letters():
    forms = WordForms.fit(TEXTS, longest=4)
    assert forms.words == ("is", "0000", "paris", "big", "in", "over")
    assert forms.counts == (3, 2, 2, 1, 1, 1)
    frames = forms.encode(["Paris", "PARIS", "1890", "Rome"])
    assert frames.dtype == np.float32 and frames.shape == (4, 6)
    assert frames[:, 0].tolist() == [4, 4, 3, 1]  # paris, paris, 0000, unknown
    assert frames[:, 1].tolist() == [2, 3, 5, 2]
    letters = [forms.letters.index(letter) + 2 for letter in ("a", "i", "s")]
    assert frames[0, 2:].tolist() == [1, letters[0], letters[1], letters[2]]  # P stands once: Pais
    assert forms.encode(["is"])[0, 2:].tolist() == [*letters[1:], 0, 0]


def test_the_vocabulary_can_be_cut_and_enlarged():
    assert WordForms.fit(TEXTS, vocab_size=4).words == ("is", "0000")
    forms = WordForms.fit(TEXTS, more=["rome", "is", "oslo"])
    assert forms.words[3:5] == ("rome", "oslo") and forms.counts[3:5] == (0, 0)
    vectors = forms.vectors({"rome": np.array([9.0, 9.0]), "is": np.array([7.0, 7.0])})
    assert vectors.shape == (len(forms.words) + 2, 2) and vectors.dtype == np.float32
    assert vectors[2].tolist() == [7, 7] and vectors[5].tolist() == [9, 9]
    assert not (vectors[6:] == 0).any()


def test_they_come_back(tmp_path):
    forms = WordForms.fit(TEXTS)
    forms.save(tmp_path / "forms.json")
    loaded = WordForms.load(tmp_path / "forms.json")
    assert loaded == forms
    np.testing.assert_array_equal(loaded.encode(["Paris", "x"]), forms.encode(["Paris", "x"]))
    (tmp_path / "forms.json").write_text(
        '{"words": [1], "counts": [1], "letters": "", "longest": 2}'
    )
    with pytest.raises(InputError, match="damaged: words and letters must be texts"):
        WordForms.load(tmp_path / "forms.json")


def test_rare_words_are_hidden_and_padding_stays():
    forms = WordForms.fit([["is"] * 999, ["big"] * 3, ["in"]], longest=3)
    batch = pad([forms.encode(["is", "big", "in", "x"])] * 2000 + [forms.encode(["is"])])
    hidden = unknown_words(forms, 1.0)(batch, np.random.default_rng(0))
    shares = (hidden[:2000, :, 0] == 1).mean(axis=0)
    assert shares == pytest.approx([1 / 1000, 1 / 4, 1 / 2, 1], abs=0.03)
    np.testing.assert_array_equal(hidden[..., 1:], batch[..., 1:])
    assert (hidden[2000, 1:] == PADDING_VALUE).all()
    same = unknown_words(forms, 0.0)(batch, np.random.default_rng(0))
    np.testing.assert_array_equal(same, batch)
