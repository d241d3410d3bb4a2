"""The task on plain answers: no network is trained here."""

import types

import numpy as np
import pytest

from keras_seq.contract import Result, Trained
from keras_seq.data.splits import Splits
from keras_seq.options import PredictOptions
from keras_seq.report import Report
from keras_seq.tasks import Regression
from keras_seq.tasks.regression import mean_number

# An input is a number, and what is predicted is its double.
TASK = Regression(
    lambda trained, inputs: 2.0 * np.array(inputs, np.float32),
    lambda records: np.array([record[1] for record in records], np.float32),
    {"mean_of_training": mean_number},
    inputs=lambda trained, raws: map(float, raws),
)
VALIDATION = [(0.0, error) for error in range(-9, 10)]  # errors up to 9


def trained():
    nothing = Trained(None, types.SimpleNamespace(), None)
    margins = TASK.margins_of(nothing, VALIDATION)
    return Trained(None, types.SimpleNamespace(margins=margins), None)


def test_the_interval_holds_nine_of_ten_as_on_validation():
    (answer,) = TASK.predict(trained(), ["4"], PredictOptions())
    # 19 errors: the 18th of 20 places, which is the second-largest of their sizes, but one.
    assert answer == {"input": "4.0", "value": 8.0, "low": -1.0, "high": 17.0}
    assert TASK.as_text(answer) == "8\t-1\t17\t4.0"


def test_figures_of_predictions_and_of_rivals():
    records = [(1.0, 2.0), (2.0, 5.0), (30.0, 99.0)]
    judged = TASK.evaluate(trained(), records)
    assert judged.metrics["mae"] == pytest.approx((0 + 1 + 39) / 3)
    assert judged.metrics["rmse"] == pytest.approx(((0 + 1 + 39**2) / 3) ** 0.5)
    assert judged.metrics["coverage"] == pytest.approx(2 / 3)
    rivals = TASK.baselines(trained(), Splits(records, [], records))
    assert rivals["mean_of_training"].metrics["r2"] == pytest.approx(0)


def test_the_report_says_how_far_intervals_hold():
    records = [(1.0, 2.0), (2.0, 5.0), (30.0, 99.0)]
    ready = trained()
    judged = TASK.evaluate(ready, records)
    page = Report("Numbers")
    TASK.report(Result(ready, Splits(records, [], records), [], judged, {}, {}), page)
    assert "here they hold 66.7%" in page.html() and "Trust them no further" in page.html()
