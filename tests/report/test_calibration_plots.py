from keras_seq.metrics.calibration import reliability
from keras_seq.report.calibration_plots import reliability_diagram


def test_each_range_is_a_point_and_is_said():
    found = reliability([0.95, 0.9, 0.9, 0.55], [True, True, False, True], bins=10)
    figure = reliability_diagram(found)
    (axes,) = figure.axes
    (points,) = axes.collections
    assert points.get_offsets().round(3).tolist() == [[0.55, 1.0], [0.917, 0.667]]
    assert "0.55: 1.00 of 1, 0.92: 0.67 of 3" in str(figure.get_label())
