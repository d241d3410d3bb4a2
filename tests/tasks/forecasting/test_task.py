import dataclasses
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from keras_seq.contract import Result, Trained
from keras_seq.data.series import Series, SeriesFeatures, SeriesTable, cut
from keras_seq.errors import InputError
from keras_seq.report import Report
from keras_seq.tasks.conformal import broken_promise
from keras_seq.tasks.forecasting import FORECAST_RIVALS, Forecasting, ForecastOptions, Margins
from keras_seq.tasks.forecasting import task as module


@dataclasses.dataclass(frozen=True)
class Fitted:
    features: SeriesFeatures
    margins: Margins


class Perfect:
    """A network that answers what it is asked: a rising series goes on rising."""

    def predict_on_batch(self, features):
        return features[:, -1:, 0] + (features[:, -1:, 0] - features[:, -2:-1, 0]) * [[1, 2]]


def rising(name="", start=0.0):
    values = start + np.arange(60.0).reshape(-1, 1)
    times = pd.date_range("2024-01-01", periods=60, freq="D")
    empty = pd.DataFrame(index=times)
    return Series(name, "x.csv", times, "D", ("y",), values, values == values, empty, empty)


TABLE = SeriesTable(lookback=4, horizon=2, test_fraction=0.2)
SERIES = [rising("a"), rising("b", 100.0)]
SPLITS = cut(TABLE, SERIES)
STRATEGY = {"strategy": "direct", "segment": 2, "anchor": "none", "loss": "mae",
            "quantiles": (0.1, 0.5, 0.9)}  # fmt: skip
CONFIG = SimpleNamespace(
    **vars(TABLE), **STRATEGY, recurrent_dropout=0.0, part=lambda group: STRATEGY
)
TASK = Forecasting(load=lambda config: SPLITS, sample=lambda config: SPLITS, rivals=FORECAST_RIVALS)


@pytest.fixture(scope="module")
def trained():
    features = SeriesFeatures.fit([(one, 40) for one in SERIES], season=7)
    nothing = Margins([0.1, 0.5, 0.9], np.zeros((2, 1, 3), np.float32))
    fitted = SimpleNamespace(features=features, margins=nothing)
    return Trained(CONFIG, fitted, Perfect())


def test_it_is_judged_once_and_the_report_draws_what_was_counted(trained, tmp_path, monkeypatch):
    judged = []
    judge = module.judge
    monkeypatch.setattr(module, "judge", lambda *rest: judged.append(judge(*rest)) or judged[-1])
    evaluation = TASK.evaluate(trained, SPLITS.test)
    assert evaluation.metrics["mae"] == pytest.approx(0, abs=1e-4)
    assert evaluation.details is judged[0]
    assert {row["input"] for row in evaluation.predictions} == {"a", "b"}
    rivals = TASK.baselines(trained, SPLITS)
    assert list(rivals) == ["last_value", "drift", "seasonal_naive", "linear"]
    assert rivals["last_value"].metrics["mae"] == pytest.approx(1.5)
    assert [rival.details for rival in rivals.values()] == judged[1:]

    other = Result(trained, SPLITS, [], evaluation, {}, {})
    result = Result(trained, SPLITS, [], evaluation, rivals, {}, {"recursive": other})
    page = Report("Forecasts", "", None)
    seen = []
    task = Forecasting(TASK.load, TASK.sample, FORECAST_RIVALS, figures=[lambda *_: seen.append(1)])
    task.report(result, page)
    assert len(judged) == 5 and seen == [1]
    page.write(tmp_path)
    text = (tmp_path / "report.html").read_text()
    for heading in ("The last forecasts", "Error by step", "Residuals", "Coverage", "Worst"):
        assert heading in text
    assert ">recursive</" in text and ">last value</" in text


def test_answers_go_on_from_what_is_given_or_from_the_run(trained, tmp_path):
    (tmp_path / "mine.csv").write_text(
        "day,y\n" + "".join(f"2024-02-0{day},{day}\n" for day in range(1, 7))
    )
    options = ForecastOptions()
    own = list(TASK.predict(trained, [None], options))
    assert [answer["series"] for answer in own] == ["a", "a", "b", "b"]
    assert own[3]["forecast"] == pytest.approx(161, abs=1e-3) and own[0]["time"] == "2024-03-01"
    assert own == list(TASK.predict(trained, SERIES, options))
    assert own == list(TASK.predict(trained, SERIES, ForecastOptions(at_once=1)))
    mine = list(TASK.predict(trained, [str(tmp_path / "mine.csv")], options))
    assert TASK.as_text(mine[0]) == "2024-02-07  y  7  [7, 7]"
    lines = (tmp_path / "mine.csv").read_text().splitlines()
    assert mine == list(TASK.predict(trained, lines, options))
    with pytest.raises(InputError, match="the lines given: 3 steps, where the model looks back"):
        list(TASK.predict(trained, lines[:4], options))


def test_a_series_that_training_never_showed_is_named(trained, capsys):
    other = dataclasses.replace(SERIES[0], name="c")
    answers = list(TASK.predict(trained, [*SERIES, other], ForecastOptions()))
    assert [answer["unknown"] for answer in answers[::2]] == [[], [], ["c"]]
    assert capsys.readouterr().err == "1 of 3 series is not among those of training: c\n"


def test_forecasts_are_drawn(trained, tmp_path):
    options = ForecastOptions(plot=str(tmp_path / "ahead.svg"))
    assert len(list(TASK.predict(trained, [None], options))) == 4
    assert "<svg" in (tmp_path / "ahead.svg").read_text()


def test_folds_and_variants():
    folds = TASK.folds(CONFIG, SPLITS, 2)
    assert folds == [
        {"split": None, "split_from_end": (6, 2, 2)}, {"split": None, "split_from_end": (6, 2, 0)},
    ]  # fmt: skip
    with pytest.raises(InputError, match="60 steps are too few for 99 folds of 2 steps"):
        TASK.folds(CONFIG, SPLITS, 99)
    assert TASK.variants(CONFIG) == {}
    every = TASK.variants(SimpleNamespace(strategy="all"))
    assert every["direct"] == {"strategy": "direct"} and len(every) == 4


def test_steps_that_the_model_never_saw_are_said(trained, tmp_path, capsys):
    weeks = pd.date_range("2024-01-01", periods=9, freq="7D").astype(str)
    text = "day,y\n" + "".join(f"{day},{i}\n" for i, day in enumerate(weeks))
    (tmp_path / "weeks.csv").write_text(text)
    assert len(list(TASK.predict(trained, [str(tmp_path / "weeks.csv")], ForecastOptions()))) == 2
    said = capsys.readouterr().err
    assert "steps of W-MON, where the model learned from steps of D" in said
    list(TASK.predict(trained, SERIES, ForecastOptions()))
    assert "learned from" not in capsys.readouterr().err


@pytest.mark.parametrize(("coverage", "word"), [(0.563, "narrow"), (0.9, None), (0.96, "wide")])
def test_a_promise_that_is_broken_is_said_in_words(coverage, word):
    sentence = broken_promise((0.05, 0.5, 0.95), coverage)
    assert (sentence is None) == (word is None) and (word or "") in (sentence or "")
    assert broken_promise((), None) is None


def test_intervals_that_are_too_wide_are_said(trained, capsys):
    wide = Margins([0.1, 0.5, 0.9], np.full((2, 1, 3), 1.0, np.float32) * [-9, 0, 9])
    fitted = SimpleNamespace(features=trained.preprocessing.features, margins=wide)
    evaluation = TASK.evaluate(Trained(CONFIG, fitted, Perfect()), SPLITS.test)
    assert evaluation.metrics["coverage"] == 1
    assert "The 80 % intervals hold 100.0 % of the values: they are too wide here." in (
        capsys.readouterr().err
    )


def test_calibration_learns_margins_and_what_mase_compares_with(trained):
    fitted = SimpleNamespace(**vars(trained.preprocessing))
    done = TASK.calibrate(Trained(CONFIG, Fitted(fitted.features, fitted.margins), Perfect()),
                          SPLITS.validation)  # fmt: skip
    assert done.margins.spread == pytest.approx([done.margins.spread[0]])
    assert done.features.usual == {"a": [7.0], "b": [7.0]}  # a rise of 1 a day, over seven
    assert TASK.decides(Trained(CONFIG, done, Perfect())) == "mase"


def test_margins_of_another_plan_are_refused(trained):
    for levels, shape in (([0.1, 0.5, 0.9], (3, 1, 3)), ([0.5, 0.9], (2, 1, 2))):
        fitted = Fitted(trained.preprocessing.features, Margins(levels, np.zeros(shape)))
        with pytest.raises(InputError, match=r"its margins.json is of other quantiles, targets"):
            TASK.evaluate(dataclasses.replace(trained, preprocessing=fitted), SPLITS.test)


def test_other_columns_are_no_question_to_this_model(trained):
    price = dataclasses.replace(rising("a"), targets=("price",))
    other = cut(TABLE, [price]).test
    with pytest.raises(InputError, match=r"x.csv \(series a\): holds price, where the model"):
        TASK.evaluate(trained, other)
