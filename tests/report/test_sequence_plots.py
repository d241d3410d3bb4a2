import numpy as np

from keras_seq.report.sequence_plots import tracks


def test_tracks_have_a_bar_for_each_stretch_and_places_of_the_whole():
    expected = np.array([0, 0, 1, 255])  # nobody knows the last
    figure = tracks(expected, np.array([0, 1, 1, 1]), np.full(4, 0.5), ["other", "CDS"], start=100,
                    name="chr1")  # fmt: skip
    bars = [(bar.get_x(), bar.get_width(), round(bar.get_y() + 0.4)) for bar in
            figure.axes[0].patches]  # fmt: skip
    assert bars == [(101, 2, 0), (103, 1, 0), (101, 1, 1), (102, 3, 1)]
    assert "66.7% labelled right" in figure.get_label()
