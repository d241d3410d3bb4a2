import numpy as np
import pytest

from keras_seq.studies import occlusion


def score(texts):
    return [2.0 * text.count("good") - text.count("bad") for text in texts]


def test_each_word_gets_what_it_added():
    assert occlusion(score, ["a", "good", "bad", "film"]).tolist() == [0, 2, -1, 0]
    assert occlusion(score, []).shape == (0,)


def test_neighbours_left_out_together_share():
    assert occlusion(score, ["good", "bad", "good"], width=2).tolist() == [1, 1, 2]


def test_one_call_and_no_empty_text():
    calls = []
    occlusion(lambda texts: calls.append(texts) or np.zeros(len(texts)), ["good"])
    occlusion(lambda texts: calls.append(texts) or np.zeros(len(texts)), ["good"], placeholder="_")
    assert calls == [[["good"], ["<unk>"]], [["good"], ["_"]]]


def test_wrong_use():
    with pytest.raises(ValueError, match="width: must be at least 1"):
        occlusion(score, ["a"], width=0)
    with pytest.raises(ValueError, match="a number for each of 2 texts"):
        occlusion(lambda texts: [1.0], ["a"])
