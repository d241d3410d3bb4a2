import sys

import pytest

from keras_seq.baselines.crf_features import crf_of_features, features
from keras_seq.baselines.tagging import commonest_tag_of_word

TRAIN = [["Mr", "Li", "left"], ["the", "cat", "left"], ["Mr", "Wu", "ran"]] * 5
TAGS = [["O", "PER", "O"], ["O", "O", "O"], ["O", "PER", "O"]] * 5


def test_a_new_name_is_told_by_its_neighbours():
    pytest.importorskip("pycrfsuite")
    test = [["Mr", "Kim", "ran"], ["the", "dog", "ran"]]
    names = [f"{first}{last}" for first in "ABCDEF" for last in ("ao", "el", "iu")]
    train = [["Mr", name, "left"] for name in names] + [["the", "cat", "left"]] * 9
    tags = [["O", "PER", "O"]] * len(names) + [["O", "O", "O"]] * 9
    assert crf_of_features(train, tags, test) == [["O", "PER", "O"], ["O", "O", "O"]]
    assert commonest_tag_of_word(TRAIN, TAGS, test) == [["O", "O", "O"], ["O", "O", "O"]]


def test_the_commonest_tag_and_the_first_of_two():
    train, tags = [["may", "may", "may", "x", "x"]], [["TIME", "O", "TIME", "B", "A"]]
    assert commonest_tag_of_word(train, tags, [["x", "may", "new"]]) == [["A", "TIME", "O"]]


def test_features_reach_two_words_far():
    first, *_, last = features(["A", "b", "c", "d"])
    assert "+1:lower=b" in first and "+2:lower=c" in first and "-1:border" in first
    assert "+3:lower=d" not in first and "-2:lower=b" in last and "shape=x" in last


def test_without_the_library_a_line_says_so(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "pycrfsuite", None)
    assert crf_of_features(TRAIN, TAGS, TRAIN) is None
    assert "pip install 'keras_seq[tagging]'" in capsys.readouterr().err
