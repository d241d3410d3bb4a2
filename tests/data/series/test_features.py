import dataclasses
import json

import numpy as np
import pandas as pd
import pytest

from keras_seq.data.series.calendar import calendar_features
from keras_seq.data.series.features import SeriesFeatures
from keras_seq.data.series.seasons import season_of, strongest_lag, usual_error
from keras_seq.data.series.tables import Roles, series_of
from keras_seq.errors import InputError


def frame(steps=40, grow=lambda i: 10.0 + i):
    return pd.DataFrame(
        {
            "date": pd.date_range("2024-01-01", periods=steps, freq="D"),
            "y": [grow(i) for i in range(steps)],
            "wind": ["NW" if i % 3 else "SE" for i in range(steps)],
            "price": np.arange(steps) % 7,
        }
    )


def made(table=None, fill="none"):
    roles = Roles(targets=["y"], past=["wind"], future=["price"])
    return series_of(frame() if table is None else table, "x.csv", roles, fill=fill)


@pytest.mark.parametrize("scaling", ["standard", "robust", "season", "level", "none"])
@pytest.mark.parametrize("log", [False, True])
def test_back_in_the_users_units(tmp_path, scaling, log):
    (one,) = made()
    features = SeriesFeatures.fit([(one, 30)], scaling=scaling, log=log, calendar=["weekday"])
    features.save(tmp_path / "features.json")
    features = SeriesFeatures.load(tmp_path / "features.json")
    matrix = features.matrix(one, horizon=0)
    centre, scale = features.scale(one)
    back = features.inverse(matrix.values[None, :, :1], centre[None], scale[None])
    np.testing.assert_allclose(back[0], one.values, rtol=1e-4)
    fans = np.repeat(matrix.values[None, :, :1, None], 3, axis=-1)
    assert features.inverse(fans, centre[None], scale[None]).shape == (1, 40, 1, 3)
    if scaling == "standard" and not log:
        np.testing.assert_allclose(centre, one.values[:30].mean())


def test_columns_and_their_number():
    (one,) = made()
    features = SeriesFeatures.fit([(one, 30)], calendar=["weekday", "month"])
    assert (features.past_dim, features.known_dim, features.season) == (2, 5, 7)
    matrix = features.matrix(one, horizon=5)
    assert matrix.values.shape == (40, 3) and matrix.known.shape == (40, 5)
    assert set(matrix.values[:, 1]) == {0.0, 1.0} and matrix.missing is None
    np.testing.assert_array_equal(matrix.values[:, 1] + matrix.values[:, 2], 1)


def test_nothing_behind_the_training_part_is_looked_at():
    (plain,) = made()
    table = frame()
    table.loc[30:, "y"] = 1e6
    table.loc[30:, "price"] = -5
    table.loc[30:, "wind"] = "unheard of"
    (changed,) = made(table)
    for scaling in ("standard", "robust"):
        a, b = (SeriesFeatures.fit([(one, 30)], scaling=scaling) for one in (plain, changed))
        assert a == b
    assert not SeriesFeatures.fit([(plain, 30)]).matrix(changed, 0).values[30:, 1:].any()


def test_many_series_each_on_its_own_scale():
    tables = [frame(grow=lambda i: 5 * i).assign(unique_id="b"),
              frame(grow=lambda i: 1e4 - i).assign(unique_id="a")]  # fmt: skip
    small, large = made(pd.concat(tables, ignore_index=True))
    features = SeriesFeatures.fit([(small, 40), (large, 40)])
    for number, one in enumerate((small, large), start=1):
        matrix = features.matrix(one, 0)
        assert abs(matrix.values[:, 0].mean()) < 1e-5 and matrix.number == number
        assert matrix.told_apart == 2 and not matrix.known.shape[1] - 1
    (stranger,) = made(frame(grow=lambda i: -i))
    matrix = features.matrix(stranger, 0)
    assert matrix.number == 0 and matrix.told_apart == 2
    assert abs(matrix.values[:, 0].mean()) < 1e-5


def test_what_was_not_observed_is_marked():
    table = frame()
    table.loc[5, "y"] = np.nan
    (one,) = made(table, fill="last")
    matrix = SeriesFeatures.fit([(one, 30)]).matrix(one, 0)
    assert np.flatnonzero(matrix.missing[:, 0]).tolist() == [5]
    assert matrix.values[5, 0] == matrix.values[4, 0]


def test_errors(tmp_path):
    with pytest.raises(InputError, match="y never changes in the training part"):
        SeriesFeatures.fit([(made(frame(grow=lambda i: 3.0))[0], 30)])
    with pytest.raises(InputError, match="at 2024-01-01 00:00:00 is not above 0; leave --log out"):
        SeriesFeatures.fit([(made(frame(grow=lambda i: float(i)))[0], 30)], log=True)
    (one,) = made()
    with pytest.raises(InputError, match="--calendar knows minute, hour"):
        SeriesFeatures.fit([(one, 30)], calendar=["moon"])
    features = SeriesFeatures.fit([(one, 30)])
    (bare,) = series_of(frame(), "x.csv", Roles(targets=["y"]))
    with pytest.raises(InputError, match="no column 'wind', which the model was trained with"):
        features.matrix(bare, 0)
    path = tmp_path / "features.json"
    features.save(path)
    content = json.loads(path.read_text())
    forged = [("scales", {"": [[1.0]]}), ("scales", {"": [[1.0], [None]]}),
              ("scales", {"": [[10**400], [1.0]]}), ("scales", {"": [[1.0], [0.0]]}),
              ("usual", {"": [1.0, [2.0]]}), ("targets", [{}]),
              ("season", 0), ("past", {"wind": {"mean": 1.0}}), ("calendar", [7]),
              ("future", {"price": {"mean": 1.0, "deviation": 0.0}})]  # fmt: skip
    changed = [json.dumps({**content, name: value}) for name, value in forged]
    for text in ("{", "{}", *changed):
        path.write_text(text)
        with pytest.raises(InputError, match="damaged"):
            SeriesFeatures.load(path)
    large = {"": [[10**30], [1]]}  # whole numbers that NumPy would keep as objects
    path.write_text(json.dumps({**content, "scales": large}))
    assert SeriesFeatures.load(path).scale(one)[0].dtype == float


def test_calendar():
    times = pd.DatetimeIndex(["2024-01-01 00:00", "2024-01-01 12:00", "2024-01-02 00:00"])
    made = calendar_features(times, ["hour", "weekday"])
    np.testing.assert_allclose(made[0, :2], made[2, :2], atol=1e-6)
    np.testing.assert_allclose(made[1, :2], [0, -1], atol=1e-6)
    assert made.shape == (3, 4) and calendar_features(times, []).shape == (3, 0)
    with pytest.raises(InputError, match="plain numbers"):
        calendar_features(pd.Index([1, 2]), ["hour"])


@pytest.mark.parametrize(
    ("freq", "season"),
    [("h", 24), ("15min", 96), ("D", 7), ("B", 5), ("W-SUN", 52), ("MS", 12), ("QS-OCT", 4),
     ("YS-JAN", 1), ("2h", 12)],
)  # fmt: skip
def test_seasons_by_frequency(freq, season):
    assert season_of(freq, np.zeros((3, 1))) == season


def test_a_season_found_in_the_values():
    wave = np.sin(2 * np.pi * np.arange(300) / 11)
    assert season_of(1, wave[:, None]) == strongest_lag(wave) == 11
    assert strongest_lag(np.arange(50.0) ** 2) == 1


def test_the_usual_change_over_a_season():
    values = np.array([[1.0], [5.0], [2.0], [77.0], [4.0]])
    observed = values < 10
    np.testing.assert_allclose(usual_error(values, observed, 2), [1.5])
    assert np.isnan(usual_error(values, observed, 5)).all()


@pytest.mark.parametrize("scaling", ["standard", "robust", "season", "level", "none"])
def test_a_series_never_seen_is_scaled_by_what_is_known_where_it_is_judged(scaling):
    """With the same past and another future the numbers that a model gets are the same."""
    (own,) = made()
    features = SeriesFeatures.fit([(own, 30)], scaling=scaling)
    scales = []
    for jump in (0, 1e6):
        table = frame(grow=lambda i, jump=jump: 3.0 * i + jump * (i >= 12))
        (one,) = made(table.assign(unique_id="stranger"))
        judged = dataclasses.replace(one, name="stranger", known=12)
        scales.append(features.scale(judged))
    np.testing.assert_array_equal(*scales)
    if scaling == "standard":
        np.testing.assert_allclose(scales[0][1], (3.0 * np.arange(12)).std())
    (still,) = made(frame(grow=lambda i: 5.0 + (i > 20)))
    still = dataclasses.replace(still, name="stranger", known=12)
    assert features.scale(still)[1] == 1


def test_the_season_is_that_of_most_series():
    rng = np.random.default_rng(0)
    steps, still = np.arange(200), rng.normal(size=200)
    odd, even, other = (10 * np.sin(2 * np.pi * steps / length) + still for length in (9, 12, 12))
    table = pd.concat(
        pd.DataFrame({"unique_id": name, "ds": steps, "y": values})
        for name, values in (("odd", odd), ("even", even), ("other", other + still))
    )
    everything = series_of(table, "x.csv", Roles())
    assert SeriesFeatures.fit([(one, 150) for one in everything]).season == 12
    assert SeriesFeatures.fit([(one, 150) for one in everything[:1]]).season == 9


def test_errors_over_the_scale_of_a_season_are_those_of_mase():
    """One that repeats itself but for a hair is scaled as ever: else it alone would count."""
    (one,) = made()
    features = SeriesFeatures.fit([(one, 30)], scaling="season", season=7)
    assert features.scale(one)[1] == features.usual[""]
    features = SeriesFeatures.fit([(one, 30)], scaling="level", season=7)
    # Rising by 1 from 10, it changes by 7 over a season, and is 24.5 in the mean.
    np.testing.assert_allclose(features.scale(one)[1], np.sqrt(7 * 24.5))
    again = dataclasses.replace(one, values=np.tile([[1.0], [5.0]], (20, 1)))
    again.values[3] += 1e-6
    (_, scale) = SeriesFeatures.fit([(again, 30)], scaling="season", season=2).scale(again)
    np.testing.assert_allclose(scale, 2.0, rtol=1e-3)


def test_the_usual_error_is_measured_over_all_that_stands_before_the_test_part():
    (one,) = made(frame(grow=lambda i: 10.0 + (i if i < 30 else 30 + 5 * (i - 30))))
    features = SeriesFeatures.fit([(one, 30)], season=1)
    assert features.usual[""] == [1.0]
    assert features.with_usual([(one, 35)]).usual[""] == [pytest.approx((30 + 4 * 5) / 34)]


def test_words_where_the_model_was_trained_on_numbers():
    (one,) = made()
    features = SeriesFeatures.fit([(one, 30)])
    table = frame().astype({"price": str}).assign(price="cheap")
    with pytest.raises(InputError, match="price holds 'cheap', where the model was trained on num"):
        features.matrix(made(table)[0], 0)
