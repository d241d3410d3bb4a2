from keras_seq.evaluation import tagging_plots as plots


def test_timelines_have_a_bar_for_each_segment():
    figure = plots.timelines([("clip", list("aab"), list("abb")), ("new", None, list("c"))], "abc")
    bars = [(bar.get_x(), bar.get_width(), round(bar.get_y() + 0.4)) for bar in
            figure.axes[0].patches]  # fmt: skip
    assert bars == [(0, 2, 0), (2, 1, 0), (0, 1, 1), (1, 2, 1), (0, 1, 2)]
    assert "clip: 66.7% right" in figure.get_label()


def test_lengths_of_segments():
    figure = plots.length_histogram([2, 4, 90], [1, 1])
    assert "3 true segments with a median of 4 steps, 2 predicted" in figure.get_label()
