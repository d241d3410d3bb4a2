import numpy as np
import pytest

from keras_seq.report import plots


def texts(figure):
    return [text.get_text() for axes in figure.axes for text in axes.texts]


HISTORY = [
    {"epoch": 1, "loss": 0.9, "val_loss": 0.8, "accuracy": 0.5, "val_accuracy": 0.6},
    {"epoch": 2, "loss": 0.5, "val_loss": 0.4, "accuracy": 0.7, "val_accuracy": 0.8},
    {"epoch": 3, "loss": 0.2, "val_loss": 0.6, "accuracy": 0.9, "val_accuracy": 0.7},
]


def test_learning_curves_show_both_parts_and_the_best_epoch():
    figure = plots.learning_curves(HISTORY)
    loss, accuracy = figure.axes
    training, validation, best = loss.lines
    assert training.get_ydata().tolist() == [0.9, 0.5, 0.2]
    assert validation.get_ydata().tolist() == [0.8, 0.4, 0.6]
    assert set(best.get_xdata()) == {2}
    assert accuracy.get_title(loc="left") == "accuracy"
    assert "Least validation loss 0.400 in epoch 2" in figure.get_label()


def test_learning_curves_of_one_epoch_of_nothing_finite_and_of_none():
    assert len(plots.learning_curves(HISTORY[:1]).axes) == 2
    assert "over 1 epoch." in plots.learning_curves(HISTORY[:1]).get_label()
    plots.learning_curves([{"loss": np.nan, "val_loss": np.nan}])
    with pytest.raises(ValueError, match="history: must hold a row"):
        plots.learning_curves([])


def test_confusions_are_written_out_for_few_classes():
    figure = plots.confusion_matrix([[8, 2], [1, 9]], ["no", "yes"])
    assert texts(figure) == ["8\n80.0%", "2\n20.0%", "1\n10.0%", "9\n90.0%"]
    assert "no: 8 of 10 right; yes: 9 of 10 right" in figure.get_label()
    with pytest.raises(ValueError, match=r"counts: must have shape \(2, 2\)"):
        plots.confusion_matrix([[1]], ["no", "yes"])
    with pytest.raises(ValueError, match="names: must name at least one class"):
        plots.confusion_matrix([], [])


def test_curves_of_a_named_metric_and_without_validation():
    figure = plots.learning_curves([{"loss": 2.0, "mae": 0.5}, {"loss": 1.0, "mae": 0.25}], "mae")
    assert [len(axes.lines) for axes in figure.axes] == [1, 1]
    assert figure.axes[1].lines[0].get_ydata().tolist() == [0.5, 0.25]
    assert figure.get_label() == "Training and validation curves over 2 epochs."


def test_curves_of_extreme_values():
    history = [{"loss": np.inf, "val_loss": np.inf}, {"loss": 1e300, "val_loss": 1e-300}]
    assert "validation loss 1e-300 in epoch 2" in plots.learning_curves(history).get_label()


def test_confusions_of_many_long_odd_and_foreign_names():
    names = ["a name that is much longer than any column", "$5_x^2", "मराठी", "日本語", "\x00"]
    names += [f"class {number}" for number in range(25)]
    figure = plots.confusion_matrix(np.eye(30, dtype=int) * 1000, names)
    assert texts(figure) == ["1,000"] * 30
    assert figure.get_figwidth() > plots.WIDTH


def test_histograms_count_right_and_wrong():
    figure = plots.score_histogram([0.52, 0.98, 0.99, 0.51], [True, True, True, False], bins=10)
    right, wrong = figure.axes[0].containers
    assert [bar.get_height() for bar in right] == [0, 0, 0, 0, 0, 1, 0, 0, 0, 2]
    assert [bar.get_height() for bar in wrong] == [0, 0, 0, 0, 0, 1, 0, 0, 0, 0]
    assert wrong[5].get_y() == 1
    assert "3 right answers" in figure.get_label() and "1 wrong ones" in figure.get_label()
    assert "none" in plots.score_histogram([0.5], [True]).get_label()


def test_histograms_hold_a_probability_a_hair_above_one():
    _, wrong = plots.score_histogram([1 + 1e-7], [False]).axes[0].containers
    assert sum(bar.get_height() for bar in wrong) == 1


@pytest.mark.parametrize(("value", "text"), [(np.inf, "inf"), (1e300, "1e+300"), (-2e9, "-2,0")])
def test_bars_of_extreme_values(value, text):
    figure = plots.metric_bars({"perplexity": value}, {"naive": {"perplexity": 5.5}})
    assert texts(figure)[0].startswith(text) and texts(figure)[1] == "5.500"


def test_two_long_names_shortened_alike_keep_a_bar_each():
    rivals = {f"a_rival_with_a_very_long_name_{end}": {"mae": end} for end in (1, 2)}
    bars = plots.metric_bars({"mae": 3}, rivals).axes[0].patches
    assert [bar.get_width() for bar in bars] == [3, 1, 2]
    assert len({bar.get_y() for bar in bars}) == 3


def test_bars_stand_beside_each_other_with_their_numbers():
    rivals = {"majority_class": {"accuracy": 0.5}, "none": {}}
    figure = plots.metric_bars({"accuracy": 0.875, "log_loss": 0.3}, rivals)
    assert texts(figure) == ["0.875", "0.500", "\u2013", "0.300", "\u2013", "\u2013"]
    assert figure.axes[1].get_title(loc="left") == "log loss (lower is better)"
    with pytest.raises(ValueError, match="metrics: must name at least one"):
        plots.metric_bars({}, {})


def test_drawing_leaves_matplotlib_as_it_was():
    import matplotlib

    before = dict(matplotlib.rcParams)
    plots.learning_curves(HISTORY)
    assert dict(matplotlib.rcParams) == before
