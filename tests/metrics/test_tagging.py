import numpy as np
import pytest

from keras_seq.baselines.tagging import linear_steps, majority_tag
from keras_seq.metrics.tagging import edit_score, tagging_metrics


def test_by_hand():
    expected = [list("aaaabbbbcc")]
    predicted = [list("aaabbbbacc")]
    found = tagging_metrics(expected, predicted)
    # Right: a a a . b b b . c c
    assert found["frame_accuracy"] == pytest.approx(0.8)
    # Orders a b c and a b a c: one insertion, of four.
    assert found["edit"] == pytest.approx(75)
    # Overlaps: a 3/4, b 3/5, the second a 0, c 2/2: three hits of four, none of three missed.
    assert found["f1_50"] == pytest.approx(100 * 6 / 7)
    assert found["f1_10"] == found["f1_25"] == found["f1_50"]


def test_a_true_segment_is_hit_once_and_background_is_none():
    found = tagging_metrics([list("aaaaaa")], [list("aa.aaa")], background=".")
    # Two predicted a for one true: the longer or the first, not both.
    assert found["f1_10"] == pytest.approx(100 * 2 / 3)
    nothing = tagging_metrics([list("....")], [list("....")], background=".")
    assert nothing["edit"] == nothing["f1_50"] == 100
    assert tagging_metrics([list("aab.")], [list("aab.")], ".")["f1_50"] == 100


def test_with_and_without_background_by_hand():
    found = tagging_metrics([list("..aa..bb")], [list("..aa.bbb")], background=".")
    assert (found["edit"], found["f1_50"]) == (100, 100)  # a b, and b hits by 2/3
    # . a . b in both; the second background hits by 1/2.
    assert (found["edit_with_background"], found["f1_50_with_background"]) == (100, 100)
    found = tagging_metrics([list("..aa..bb")], [list("aaaa..bb")], background=".")
    assert found["edit"] == 100 and found["edit_with_background"] == 75
    assert found["f1_50_with_background"] == pytest.approx(100 * 6 / 7)
    assert "edit_with_background" not in tagging_metrics([list("ab")], [list("ab")], ".")


def test_edit_score_of_orders():
    def order(tags):
        return [(n, n + 1, tag) for n, tag in enumerate(tags)]

    assert edit_score(order("abc"), order("abc")) == 100
    assert edit_score(order("kitten"), order("sitting")) == pytest.approx(100 * (1 - 3 / 7))
    assert edit_score(order(""), order("a")) == 0
    assert edit_score([], []) == 100


def test_lengths_must_fit():
    with pytest.raises(ValueError, match="predicted: must have 2 tags, got 1"):
        tagging_metrics([["a", "b"]], [["a"]])


def test_the_rivals_see_no_order():
    draw = np.random.default_rng(0)
    steps = [draw.normal(size=(50, 3)) for _ in range(6)]
    tags = [["up" if row[0] > 0 else "down" for row in one] for one in steps]
    found = linear_steps(steps[:4], tags[:4], steps[4:])
    assert tagging_metrics(tags[4:], found)["frame_accuracy"] > 0.95
    backwards = linear_steps(steps[:4], tags[:4], [one[::-1] for one in steps[4:]])
    assert [one[::-1] for one in backwards] == found
    assert majority_tag([["a", "b", "b"]], [["a", "a"]]) == [["b", "b"]]


def test_frames_are_flattened():
    frames = [np.zeros((4, 40, 40, 3), np.uint8), np.full((4, 40, 40, 3), 200, np.uint8)]
    assert linear_steps(frames, [["dark"] * 4, ["light"] * 4], frames[1:]) == [["light"] * 4]
