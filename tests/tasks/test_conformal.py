import json

import numpy as np
import pytest

from keras_seq.errors import InputError
from keras_seq.tasks.conformal import Margins, spread_of

LEVELS = [0.05, 0.25, 0.5, 0.75, 0.95]


def covered(quantiles, expected):
    """The shares inside the outer and the inner interval."""
    return [
        ((quantiles[..., low] <= expected) & (expected <= quantiles[..., -1 - low])).mean()
        for low in (0, 1)
    ]


@pytest.mark.parametrize("learned", [False, True])
def test_intervals_hold_what_they_promise(tmp_path, learned):
    """Forecasts far off, of values with heavy tails, on two scales: 90 and 50 of 100 lie inside."""
    rng = np.random.default_rng(0)
    expected = rng.standard_t(3, size=(4000, 2, 1)) * [[1], [5]] + 3
    forecast = np.zeros_like(expected)
    if learned:
        forecast = forecast[..., None] + [-9, -0.1, 0, 0.1, 0.2]
    margins = Margins.fit(expected[:2000], forecast[:2000], LEVELS)
    margins.save(tmp_path / "margins.json")
    margins = Margins.load(tmp_path / "margins.json")
    quantiles = margins.quantiles(forecast[2000:])
    assert quantiles.shape == (2000, 2, 1, 5)
    np.testing.assert_allclose(covered(quantiles, expected[2000:]), [0.9, 0.5], atol=0.03)
    by_step = covered(quantiles[:, 1], expected[2000:, 1])
    np.testing.assert_allclose(by_step, [0.9, 0.5], atol=0.03)


def test_intervals_grow_where_a_series_swings_more():
    """Errors grow with the square root of the spread: coverage stays where nothing was learned."""
    rng = np.random.default_rng(0)
    spread = np.concatenate([np.full(2000, 1.0), np.full(2000, 16.0)])[:, None]
    expected = (np.sqrt(spread) * rng.normal(size=spread.shape))[:, None]
    nothing = np.zeros_like(expected)
    for known, promised in ((spread, 0.9), (None, 0.32)):  # P(|z| < 1.645 / 4) = 0.319
        first, last = (None, None) if known is None else (known[:2000], known[2000:])
        margins = Margins.fit(expected[:2000], nothing[:2000], LEVELS, first)
        quantiles = margins.quantiles(nothing[2000:], last)
        assert covered(quantiles, expected[2000:])[0] == pytest.approx(promised, abs=0.02)
    margins = Margins.fit(expected, nothing, LEVELS, spread)
    still = margins.quantiles(nothing[:1], np.zeros((1, 1)))
    assert still[0, 0, 0, -1] > 0  # a look-back in which nothing moves isn't certainty


def test_the_forecast_lies_inside_and_quantiles_never_cross():
    rng = np.random.default_rng(1)
    shapes = {False: (50, 3, 2), True: (50, 3, 2, 5)}
    for learned, shape in shapes.items():
        forecast = rng.normal(size=shape).astype(np.float32)  # learned quantiles that cross
        for values in (rng.normal(size=(3, 2, 5)), np.full((3, 2, 5), 7.0)):  # older margins
            margins = Margins(LEVELS, values.astype(np.float32), [1.0, 2.0])
            spread = rng.uniform(0, 3, (50, 2))
            quantiles, point = margins.quantiles(forecast, spread), margins.point(forecast)
            assert (np.diff(quantiles, axis=-1) >= 0).all() and quantiles.dtype == np.float32
            assert (quantiles[..., 1] <= point).all() and (point <= quantiles[..., 3]).all()
        expected = rng.normal(5, 1, size=(50, 3, 2))
        fitted = Margins.fit(expected, forecast, LEVELS)
        quantiles, point = fitted.quantiles(forecast), fitted.point(forecast)
        assert (np.diff(quantiles, axis=-1) >= 0).all()
        assert (quantiles[..., 1] <= point).all() and (point <= quantiles[..., 3]).all()
        assert (quantiles[..., 2] == point).all() or learned


def test_levels_without_a_partner():
    rng = np.random.default_rng(2)
    expected = rng.normal(size=(3000, 1, 1))
    learned = np.zeros((3000, 1, 1, 3))
    quantiles = Margins.fit(expected, learned, [0.2, 0.5, 0.9]).quantiles(learned)
    shares = (expected[..., None] <= quantiles).mean(axis=(0, 1, 2))
    np.testing.assert_allclose(shares[[0, 2]], [0.2, 0.9], atol=0.02)


def test_margins_of_older_run_folders_are_what_they_were(tmp_path):
    path = tmp_path / "margins.json"
    path.write_text(json.dumps({"levels": [0.1, 0.5, 0.9], "values": [[[-1.0, 0.5, 3.0]]]}))
    margins = Margins.load(path)
    quantiles = margins.quantiles(np.array([[[10.0]]]), np.array([[7.0]]))
    assert quantiles.ravel().tolist() == [9, 10.5, 13]
    for content in ("{}", '{"levels": [0.1], "values": [[1.0]]}',
                    '{"levels": [0.1], "values": [[[1.0]]], "spread": [1.0, 2.0]}',
                    '{"levels": [0.1], "values": [[[1.0]]], "spread": [null]}'):  # fmt: skip
        path.write_text(content)
        with pytest.raises(InputError, match="damaged"):
            Margins.load(path)


def test_a_single_window_lends_its_steps():
    expected = np.arange(1, 10.0).reshape(1, 9, 1)
    margins = Margins.fit(expected, np.zeros((1, 9, 1)), [0.1, 0.5, 0.9])
    # Of nine errors and the one to come, the eighth smallest: 80 of 100 lie under it.
    np.testing.assert_allclose(margins.values[:, 0], [[-8, 0, 8]] * 9)


def test_margins_leave_out_what_was_not_observed():
    expected = np.array([1.0, 2.0, 3.0, np.nan])[:, None, None]
    margins = Margins.fit(expected, np.zeros((4, 1, 1)), [0.25, 0.75])
    np.testing.assert_allclose(margins.values.ravel(), [-2, 2])
    nothing = np.full((4, 1, 1), np.nan)
    assert not Margins.fit(nothing, np.zeros((4, 1, 1)), [0.25, 0.75]).values.any()


def test_the_spread_of_a_look_back():
    history = np.array([[[1.0, 5.0], [3.0, 5.0]]], np.float32)
    np.testing.assert_allclose(spread_of(history), [[1, 0]])
