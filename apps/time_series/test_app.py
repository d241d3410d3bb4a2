"""A test that any copy of this app should keep passing: train small, forecast, reload."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import keras_seq

APP = str(Path(__file__).parent)
SMALL = {"epochs": 1, "units": 4, "horizon": 4, "lookback": 8, "segment": 4,
         "cell": "simple_rnn"}  # fmt: skip


@pytest.fixture
def step_by_step() -> Iterator[None]:
    """Let TensorFlow trace nothing: it takes longer than a moment's training."""
    import tensorflow as tf

    tf.config.run_functions_eagerly(True)
    yield
    tf.config.run_functions_eagerly(False)


def sales(steps: int = 90, stores: tuple[str, ...] = ("north", "south")) -> pd.DataFrame:
    days = np.arange(steps)
    return pd.concat(
        pd.DataFrame(
            {
                "store": store,
                "date": pd.date_range("2024-01-01", periods=steps, freq="D").astype(str),
                "sold": 50.0 * (number + 1) + 10 * np.sin(2 * np.pi * days / 7),
                "holiday": days % 7 == 3,
                "weather": np.where(days % 5, "dry", "wet"),
            }
        )
        for number, store in enumerate(stores)
    )


def check_intervals(folder: Path, names: list[str]) -> None:
    """The forecast lies inside its intervals in every row, and quantiles never cross."""
    rows = pd.read_csv(folder / "predictions.csv")
    quantiles = rows[names].to_numpy()
    assert len(rows) and (np.diff(quantiles, axis=1) >= 0).all()
    low, high = len(names) // 2 - 1, len(names) // 2 + 1
    assert (quantiles[:, low] <= rows.predicted).all()
    assert (rows.predicted <= quantiles[:, high]).all()


def written(path: Path, frame: pd.DataFrame) -> str:
    frame.to_csv(path, index=False)
    return str(path)


@pytest.mark.parametrize(
    ("strategy", "anchor"),
    [("recursive", "none"), ("recursive", "last"), ("direct", "season"), ("seq2seq", "last"),
     ("segments", "none"), ("segments", "season")],
)  # fmt: skip
def test_each_strategy(tmp_path: Path, strategy: str, anchor: str) -> None:
    options = {**SMALL, "data": written(tmp_path / "sales.csv", sales()), "id_column": "store",
               "future_columns": "holiday", "past_columns": "weather", "calendar": "weekday",
               "strategy": strategy, "anchor": anchor}  # fmt: skip
    run = keras_seq.run(APP, options, tmp_path / "run")
    assert set(run.metrics["baselines"]) == {"last_value", "drift", "seasonal_naive", "linear"}
    assert run.metrics["baselines"]["seasonal_naive"]["mae"] < 1e-3  # a sine of seven days
    assert 0 <= run.metrics["test"]["coverage"] <= 1
    assert run.metrics["decides"] == "mase"  # of stores that sell more and less
    check_intervals(tmp_path / "run", ["q0.05", "q0.25", "q0.5", "q0.75", "q0.95"])
    assert run.evaluate() == pytest.approx(run.metrics["test"])

    known = sales(94)
    known.loc[known.date > "2024-03-30", "sold"] = np.nan
    path = written(tmp_path / "today.csv", known)
    answers = list(run.predict(run.app.read_inputs(run.config, path)))
    assert len(answers) == 2 * 4 and answers[0]["time"] == "2024-03-31"
    assert [answer["series"] for answer in answers[::4]] == ["north", "south"]
    again = keras_seq.load(tmp_path / "run", APP)
    assert answers == list(again.predict(again.app.read_inputs(again.config, path)))
    with pytest.raises(keras_seq.InputError, match="holiday must be given for 4 steps behind"):
        list(run.predict())
    # So the command to try names the end of the data, its last steps left to be forecast.
    assert run.metrics["example"] == ["examples/ahead.csv"]
    ahead = list(run.predict([str(tmp_path / "run" / "examples" / "ahead.csv")]))
    assert [one["time"] for one in ahead] == [f"2024-03-{day}" for day in range(27, 31)]


@pytest.mark.usefixtures("step_by_step")
@pytest.mark.parametrize("strategy", ["direct", "seq2seq", "segments"])
def test_quantiles_that_the_model_learns(tmp_path: Path, strategy: str) -> None:
    options = {**SMALL, "loss": "pinball", "quantiles": "0.1,0.5,0.9", "strategy": strategy,
               "data": written(tmp_path / "sales.csv", sales(stores=("one",))), "target": "sold",
               "log": True}  # fmt: skip
    run = keras_seq.run(APP, options, tmp_path / "run")
    picture = tmp_path / "ahead.png"
    picture.touch()
    with pytest.raises(keras_seq.InputError, match=r"ahead.png: exists; name another file"):
        list(run.predict(plot=str(picture)))
    for answer in run.predict():
        assert answer["q0.1"] <= answer["q0.5"] <= answer["q0.9"] and answer["forecast"] > 0
    check_intervals(tmp_path / "run", ["q0.1", "q0.5", "q0.9"])


@pytest.mark.usefixtures("step_by_step")
def test_the_test_part_is_never_looked_at(tmp_path: Path) -> None:
    plain = sales(stores=("one",))
    noisy = plain.copy()
    noisy.loc[81:, "sold"] += np.random.default_rng(0).normal(0, 1e3, 9)
    noisy.loc[81:, "holiday"] = True
    runs = []
    for name, frame in (("plain", plain), ("noisy", noisy)):
        options = {**SMALL, "data": written(tmp_path / f"{name}.csv", frame), "target": "sold",
                   "future_columns": "holiday", "test_fraction": 0.1}  # fmt: skip
        runs.append(keras_seq.run(APP, options, tmp_path / name))
    a, b = runs
    assert a.preprocessing.features == b.preprocessing.features
    np.testing.assert_array_equal(a.preprocessing.margins.values, b.preprocessing.margins.values)
    for weight, other in zip(a.model.get_weights(), b.model.get_weights(), strict=True):
        np.testing.assert_array_equal(weight, other)
    assert a.metrics["test"]["mae"] < b.metrics["test"]["mae"]


@pytest.mark.usefixtures("step_by_step")
def test_all_strategies_and_a_backtest(tmp_path: Path) -> None:
    from keras_seq.runs.backtest import backtest

    options = {**SMALL, "data": written(tmp_path / "sales.csv", sales(stores=("one",))),
               "target": "sold", "strategy": "all"}  # fmt: skip
    run = keras_seq.run(APP, options, tmp_path / "run")
    best = run.metrics["variant"]
    others = {"recursive", "direct", "seq2seq", "segments"} - {best}
    assert others < set(run.metrics["baselines"])
    scores = {name: metrics["mae"] for name, metrics in run.metrics["validation"].items()}
    assert min(scores, key=lambda name: scores[name]) == best
    assert "Error by step" in (tmp_path / "run" / "report.html").read_text()
    assert len(list(run.predict())) == 4
    assert keras_seq.run(APP, options, tmp_path / "run", resume=True).metrics == run.metrics

    result = backtest(tmp_path / "run", tmp_path / "folds", data=None, count=2, app=APP)
    assert len(result["folds"]) == 2 and result["metric"] == "mae"
    figures = [row["model"]["mae"] for row in result["folds"]]
    assert result["mean"]["model"] == pytest.approx(np.mean(figures)) and figures[0] != figures[1]
    with pytest.raises(keras_seq.InputError, match="exists; name another with --output-dir"):
        backtest(tmp_path / "run", tmp_path / "folds", data=None, count=2, app=APP)
    with pytest.raises(keras_seq.InputError, match="too few for 99 folds"):
        backtest(tmp_path / "run", tmp_path / "folds", data=None, count=99, overwrite=True, app=APP)
    assert (tmp_path / "folds" / "backtest.json").is_file()


@pytest.mark.usefixtures("step_by_step")
@pytest.mark.parametrize("anchor", ["none", "last", "season"])
@pytest.mark.parametrize("loss", ["mae", "mse", "pinball"])
def test_the_forecast_lies_inside_its_intervals(tmp_path: Path, anchor: str, loss: str) -> None:
    frame = sales(stores=("one",))
    frame["sold"] += np.arange(90) ** 1.5  # it grows out of what validation shows
    options = {**SMALL, "data": written(tmp_path / "sales.csv", frame), "target": "sold",
               "anchor": anchor, "loss": loss}  # fmt: skip
    run = keras_seq.run(APP, options, tmp_path / "run")
    check_intervals(tmp_path / "run", ["q0.05", "q0.25", "q0.5", "q0.75", "q0.95"])
    for answer in run.predict():
        assert answer["q0.05"] <= answer["q0.25"] <= answer["forecast"] <= answer["q0.75"]


@pytest.mark.usefixtures("step_by_step")
def test_folds_end_with_each_series(tmp_path: Path) -> None:
    """One store closes half a year before the other: its last fold is its own last days."""
    from keras_seq.runs.backtest import backtest

    early, late = sales(60, ("north",)), sales(240, ("south",))
    data = written(tmp_path / "sales.csv", pd.concat([early, late]))
    options = {**SMALL, "data": data, "id_column": "store", "target": "sold"}
    keras_seq.run(APP, options, tmp_path / "run")
    result = backtest(tmp_path / "run", tmp_path / "folds", data=None, count=2, app=APP)
    assert result["metric"] == "mase"
    for fold, back in ((1, 4), (2, 0)):
        rows = pd.read_csv(tmp_path / "folds" / f"fold_{fold}" / "predictions.csv")
        last = rows.groupby("input").time.max()
        for store, frame in (("north", early), ("south", late)):
            assert last[store] == frame.date.iloc[-1 - back]


@pytest.mark.usefixtures("step_by_step")
def test_hundreds_of_series_as_m4_was_published(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A series in each row, of sizes that have nothing in common, and not all of a length."""
    steps, rng = np.arange(44), np.random.default_rng(0)
    folder = tmp_path / "m4"
    folder.mkdir()
    rows: dict[str, list[str]] = {"train": [], "test": []}
    for number in range(30):
        values = 10.0 ** (number % 5) * (
            5 + np.sin(2 * np.pi * (steps + number) / 4) + 0.03 * steps + 0.1 * rng.normal(size=44)
        )
        start = 8 * (number % 2)
        for part, held in (("train", values[start:40]), ("test", values[40:])):
            blanks = [""] * (start if part == "train" else 0)
            rows[part].append(",".join([f"H{number}", *map(str, held.round(3)), *blanks]))
    for part, lines in rows.items():
        names = ",".join(f"V{n}" for n in range(1, (40 if part == "train" else 4) + 2))
        (folder / f"Hourly-{part}.csv").write_text("\n".join([names, *lines]) + "\n")
    monkeypatch.setattr("keras_seq.runs.closing.write", lambda *_: None)  # drawn elsewhere
    options = {**SMALL, "data": str(folder), "max_train_samples": 128}
    run = keras_seq.run(APP, options, tmp_path / "run")
    assert "changes over a season of 4 steps" in capfd.readouterr().err
    features = run.preprocessing.features
    assert (features.scaling, features.season, features.known_dim) == ("season", 4, 0)
    assert run.metrics["examples"]["test"] == 30 and run.metrics["decides"] == "mase"
    # Little is learned in a moment, and yet level, season and size are right from the first.
    assert run.metrics["test"]["mase"] < 0.3 * run.metrics["baselines"]["last_value"]["mase"]
    whole = list(run.predict())
    assert len(whole) == 30 * 4 and whole[0]["time"] == "45"  # behind the test part
    one = tmp_path / "stranger.csv"
    one.write_text(f"id,{','.join(map(str, range(12)))}\nnew,{','.join(['5,6,7,6'] * 3)}\n")
    answers = list(run.predict([str(one)]))
    assert [answer["unknown"] for answer in answers] == [["new"]] * 4
    assert [answer["forecast"] for answer in answers] == pytest.approx([5, 6, 7, 6], abs=1.5)


@pytest.mark.usefixtures("step_by_step")
def test_the_report_shows_several_columns_of_a_wide_table(tmp_path: Path) -> None:
    frame = sales(stores=("one",)).drop(columns=["store", "holiday", "weather"])
    for number in range(6):
        frame[f"c{number}"] = frame.sold * (10.0**number)
    data = written(tmp_path / "wide.csv", frame)
    run = keras_seq.run(APP, {**SMALL, "data": data}, tmp_path / "run")
    page = (tmp_path / "run" / "report.html").read_text()
    assert "The last window; 4 of 7 columns." in page
    assert run.metrics["decides"] == "mase"


@pytest.mark.usefixtures("step_by_step")
def test_missing_values_are_read_and_never_judged(tmp_path: Path) -> None:
    frame = sales(stores=("one",))
    frame.loc[[20, 21, 60, 85], "sold"] = np.nan
    path = written(tmp_path / "sales.csv", frame)
    with pytest.raises(keras_seq.InputError, match="row 21: no value in sold at 2024-01-21"):
        keras_seq.run(APP, {**SMALL, "data": path, "target": "sold"}, tmp_path / "run")
    run = keras_seq.run(APP, {**SMALL, "data": path, "target": "sold", "fill": "last"},
                        tmp_path / "run")  # fmt: skip
    rows = pd.read_csv(tmp_path / "run" / "predictions.csv")
    assert rows.expected.isna().any() and np.isfinite(run.metrics["test"]["mae"])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"horizon": 60}, "are too few for --horizon 60"),
        ({"lookback": 10}, "--lookback 10 must be a multiple of --segment 4"),
        ({"split": "9,9"}, "--split must be three counts"),
        ({"split": "80,20,20"}, "--split 80,20,20 is more than the 90 steps there are"),
        ({"quantiles": "0.9,0.1"}, "--quantiles must be rising levels"),
        ({"quantiles": "0.1,0.9", "loss": "pinball"}, "--quantiles must hold 0.5"),
        ({"loss": "pinball", "strategy": "recursive"}, "--loss pinball is not for --strategy"),
        ({"loss": "pinball", "strategy": "all"}, "--loss pinball is not for --strategy recursive"),
        ({"recurrent_dropout": 0.2}, "--recurrent-dropout is not for --strategy segments"),
        ({"target": "weather"}, "row 1: weather holds 'wet', which is no number"),
        ({"anchor": "season", "season": 9}, "--anchor season needs a --lookback of at least one"),
        ({"calendar": "moon"}, "--calendar knows minute"),
    ],
)
def test_bad_options(tmp_path: Path, options: dict, message: str) -> None:
    data = written(tmp_path / "sales.csv", sales(stores=("one",)))
    with pytest.raises(keras_seq.InputError, match=message):
        keras_seq.run(APP, {**SMALL, "data": data, "target": "sold", **options}, tmp_path / "run")
    assert not (tmp_path / "run").exists()


@pytest.mark.usefixtures("step_by_step")
def test_a_folder_with_a_file_for_each_part(tmp_path: Path) -> None:
    frame = sales(stores=("one",))
    for name, rows in (("train", frame[:60]), ("val", frame[60:75]), ("test", frame[75:])):
        written(tmp_path / f"{name}.csv", rows)
    run = keras_seq.run(APP, {**SMALL, "data": str(tmp_path), "target": "sold"}, tmp_path / "run")
    assert run.metrics["examples"] == {"train": 49, "validation": 12, "test": 12}
    own = list(run.predict())
    assert len(own) == 4 and run.metrics["example"] == []
    whole = written(tmp_path / "whole.csv", frame)
    lines = Path(whole).read_text().splitlines()
    assert own == list(run.predict([whole])) == list(run.predict(lines))
