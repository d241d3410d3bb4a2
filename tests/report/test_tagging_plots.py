import numpy as np

from keras_seq.report import tagging_plots as plots


def test_timelines_have_a_bar_for_each_segment():
    figure = plots.timelines([("clip", list("aab"), list("abb")), ("new", None, list("c"))], "abc")
    bars = [(bar.get_x(), bar.get_width(), int(bar.get_y() / plots.BAR)) for bar in
            figure.axes[0].patches]  # fmt: skip
    assert bars == [(0, 2, 0), (2, 1, 0), (0, 1, 1), (1, 2, 1), (0, 1, 2)]
    assert "clip: 66.7% right" in figure.get_label()


def test_lengths_of_segments():
    figure = plots.length_histogram([2, 4, 90], [1, 1])
    assert "3 true segments with a median of 4 steps, 2 predicted" in figure.get_label()


def test_a_few_frames_stand_above_the_bars_of_their_recording():
    frames = np.zeros((40, 8, 8, 3), np.uint8)
    tags = ["a"] * 40
    figure = plots.timelines([("clip", tags, tags), ("bare", tags, tags)], "a", [frames, None])
    shown = figure.axes[0].images
    assert 2 <= len(shown) <= plots.PICTURES
    starts = [one.get_extent()[0] for one in shown]
    assert starts == sorted(starts) and starts[0] == 0 and starts[-1] < 40


def test_strip_of_frames_of_any_number():
    for count in (1, 4, 9):
        figure = plots.frame_strip([(np.zeros((8, 12, 1), np.uint8), f"frame {count}")] * count)
        assert sum(bool(axes.images) for axes in figure.axes) == count
        assert f"frame {count}" in figure.get_label()
