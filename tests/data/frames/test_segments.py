import pytest

from keras_seq.data.frames.segments import Segment, runs, tags_of_steps
from keras_seq.errors import InputError

TIMES = [0.0, 0.5, 1.0, 1.5, 2.0]


def tags(*segments):
    made = [Segment(*one, f"labels.csv, line {n}") for n, one in enumerate(segments, start=2)]
    return tags_of_steps(made, TIMES, "none", 2.5, "clip.mp4")


def test_steps_get_the_tag_of_their_moment():
    assert tags((1.5, 2.5, "b"), (0.5, 1.5, "a")) == ["none", "a", "a", "b", "b"]
    assert tags() == ["none"] * 5
    assert tags((0, 0.6, "a"), (1.1, 1.2, "b")) == ["a", "a", "none", "none", "none"]


def test_a_last_segment_rounded_down_lasts_to_the_end():
    segments = [Segment(0, 1, "a", ""), Segment(1, 4, "b", "")]
    times = [0.0, 1.0, 2.0, 3.0, 4.0]
    assert tags_of_steps(segments, times, "none", 4.004, "clip.mp4") == ["a", "b", "b", "b", "b"]
    assert tags_of_steps(segments, times, "none", 5.0, "clip.mp4")[-1] == "none"


def test_there_and_back():
    found = runs(["a", "a", "b", "a"])
    assert [(one.start, one.end, one.label) for one in found] == [
        (0, 2, "a"), (2, 3, "b"), (3, 4, "a"),
    ]  # fmt: skip
    assert runs([]) == []


@pytest.mark.parametrize(
    ("segments", "message"),
    [
        ([(0, 1, "a"), (0.9, 2, "b")], "line 3: overlaps the segment of labels.csv, line 2"),
        ([(1, 1, "a")], "line 2: a segment must start at 0 or later and end after"),
        ([(-1, 1, "a")], "line 2: a segment must start at 0"),
        ([(0, 9, "a")], "line 2: ends at 9 s, but clip.mp4 is 2.50 s long"),
        ([(0, float("nan"), "a")], "line 2: a segment must start"),
    ],
)
def test_what_can_t_be_is_refused(segments, message):
    with pytest.raises(InputError, match=message):
        tags(*segments)
