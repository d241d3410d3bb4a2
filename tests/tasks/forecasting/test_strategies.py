from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from keras_seq.data.series import Series, SeriesFeatures, Window
from keras_seq.errors import InputError
from keras_seq.tasks.forecasting import Plan, Strategy, plan


def series(values, name=""):
    values = np.asarray(values, float).reshape(-1, 1)
    times = pd.date_range("2024-01-01", periods=len(values), freq="D")
    empty = pd.DataFrame(index=times)
    return Series(name, "x.csv", times, "D", ("y",), values, values == values, empty, empty)


RISING = series(np.arange(20.0))
FEATURES = SeriesFeatures.fit([(RISING, 20)], scaling="none", season=3)


def planned(strategy="direct", **more):
    return Plan(FEATURES, lookback=4, horizon=2, strategy=strategy, segment=2, **more)


@pytest.mark.parametrize(
    ("strategy", "anchor", "inputs", "answers"),
    [
        ("recursive", "none", [4, 5, 6, 7, 8], [5, 6, 7, 8, 9]),
        ("recursive", "last", [0, 1, 2, 3, 4], [1, 1, 1, 1, 1]),
        ("direct", "none", [4, 5, 6, 7], [8, 9]),
        ("direct", "last", [0, 1, 2, 3], [1, 2]),
        ("direct", "season", [0, 1, 2, 3], [3, 3]),
        ("seq2seq", "none", [4, 5, 6, 7], [5, 6, 6, 7, 7, 8, 8, 9]),
        ("seq2seq", "season", [0, 1, 2, 3], [1, 2, 1, 2, 1, 2, 1, 2]),
        ("segments", "none", [4, 5, 6, 7], [8, 9]),
        ("segments", "last", [-3, -2, -1, 0], [1, 2]),
        ("segments", "season", [-3, -2, -1, 0], [3, 3]),
        ("direct", "seasons", [-3, -1, 0, 1], [3, 3]),
        ("seq2seq", "seasons", [0, 1, 2, 3], [1, 2, 1, 2, 1, 2, 1, 2]),
        ("segments", "seasons", [-3, -1, 0, 1], [3, 3]),
    ],
)
def test_what_a_network_gets_and_is_asked(strategy, anchor, inputs, answers):
    batches = planned(strategy, anchor=anchor).batches([Window(RISING, 8)])
    got, asked = batches[0]
    got = got["history"] if strategy == "segments" else got
    assert got.ravel().tolist() == inputs and asked.ravel().tolist() == answers


def test_what_lies_ahead_never_shows_in_the_inputs():
    changed = series([*np.arange(8.0), *[99.0] * 12])
    for strategy in ("direct", "seq2seq", "segments"):
        one, other = (
            planned(strategy).batches([Window(values, 8)])[0][0] for values in (RISING, changed)
        )
        if strategy == "segments":
            one, other = one["history"], other["history"]
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("anchor", ["none", "last", "season", "seasons"])
def test_answers_become_forecasts(anchor):
    ours = planned(anchor=anchor)
    windows = [Window(RISING, 8), Window(RISING, 11)]
    batches = ours.batches(windows)
    perfect = SimpleNamespace(predict_on_batch=lambda _: batches[0][1])
    forecast = ours.forecaster(perfect)(batches.arrays(windows))
    assert forecast[..., 0].tolist() == [[8, 9], [11, 12]]


def test_many_series_are_read_by_their_changes_over_a_season():
    """And a column for each would be more columns than steps."""
    rng = np.random.default_rng(0)
    some = [series(size * rng.normal(size=20), f"s{size}") for size in range(1, 31)]
    few, many = (SeriesFeatures.fit([(one, 20) for one in ours], season=3)
                 for ours in (some[:29], some))  # fmt: skip
    assert (few.scaling, few.told_apart, few.known_dim) == ("standard", 29, 29)
    assert (many.scaling, many.told_apart, many.known_dim) == ("season", 0, 0)
    _, scale = many.scale(some[4])
    assert scale == np.abs(some[4].values[3:] - some[4].values[:-3]).mean()

    def anchor(features, **more):
        return Plan(features, **{"lookback": 4, "horizon": 2, "segment": 2, **more}).relative_to

    assert anchor(few) == "last" and anchor(many) == "seasons"
    assert anchor(many, strategy="recursive") == anchor(many, lookback=2) == "last"
    assert anchor(many, anchor="season") == "season"
    assert set(Plan(few, 4, 2, segment=2).network(units=4).input) == {
        "history", "past", "known", "series"
    }  # fmt: skip
    for dim, inputs in ((None, {"history"}), (3, {"history", "series"})):
        ours = Plan(many, 4, 2, segment=2, series_dim=dim)
        model = ours.network(units=4)
        assert set(model.input) == inputs
        given, _ = ours.batches([Window(some[4], 8)])[0]
        assert set(given) == inputs and model(given).shape == (1, 2, 1)


def test_a_plan_refuses_what_does_not_belong_together():
    for more, message in (
        ({"segment": 3}, "--lookback 4 must be a multiple of --segment 3"),
        ({"quantiles": (0.9, 0.1)}, "--quantiles must be rising levels .* not 0.9,0.1"),
        ({"quantiles": (0.1, 0.9), "loss": "pinball"}, "--quantiles must hold 0.5"),
        ({"strategy": "recursive", "loss": "pinball"}, "--loss pinball is not for"),
        ({"lookback": 2, "segment": 1, "anchor": "season"}, "at least one season, 3 steps"),
    ):
        with pytest.raises(InputError, match=message):
            Plan(**{"features": FEATURES, "lookback": 4, "horizon": 2, "segment": 2, **more})


def test_recurrent_dropout_is_refused_where_it_would_be_lost():
    fields = {"segment": 2, "anchor": "last", "loss": "mae", "quantiles": (0.1, 0.9)}

    def config(strategy, dropout):
        group = {"strategy": strategy, **fields}
        return SimpleNamespace(
            lookback=4, horizon=2, recurrent_dropout=dropout, part=lambda _: group, **group
        )

    assert plan(config("segments", 0.0), FEATURES).strategy == "segments"
    assert plan(config("direct", 0.2), FEATURES).strategy == "direct"
    with pytest.raises(InputError, match="--recurrent-dropout is not for --strategy segments"):
        plan(config("segments", 0.2), FEATURES)
    with pytest.raises(TypeError, match="recurrent_dropout"):
        planned("segments").network(units=4, num_layers=2, recurrent_dropout=0.2)


def test_defaults_of_a_plan_are_those_of_its_options():
    ours, options = Plan(FEATURES, lookback=12, horizon=2), Strategy()
    assert ours == Plan(FEATURES, lookback=12, horizon=2, **options.part(Strategy))
