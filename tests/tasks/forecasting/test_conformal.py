import numpy as np
import pytest

from keras_seq.errors import InputError
from keras_seq.tasks.forecasting.conformal import Margins


def test_margins_keep_what_they_promise(tmp_path):
    rng = np.random.default_rng(0)
    levels = [0.05, 0.5, 0.95]
    expected = rng.standard_t(3, size=(2000, 2, 1)) * [[1], [5]] + 3
    forecast = np.zeros_like(expected)
    margins = Margins.fit(expected[:1000], forecast[:1000], levels)
    margins.save(tmp_path / "margins.json")
    margins = Margins.load(tmp_path / "margins.json")
    quantiles = margins.quantiles(forecast[1000:])
    assert quantiles.shape == (1000, 2, 1, 3) and (np.diff(quantiles, axis=-1) >= 0).all()
    shares = (expected[1000:, ..., None] <= quantiles).mean(axis=0)
    np.testing.assert_allclose(shares[:, 0], [levels, levels], atol=0.03)
    # Quantiles of the model itself are moved, each by its own margin.
    moved = Margins.fit(expected, np.repeat(forecast[..., None] + 7, 3, axis=-1), levels)
    middle = moved.quantiles(forecast + 7)[:, 0, 0, 1]
    np.testing.assert_allclose(middle, np.median(expected[:, 0]), rtol=1e-5)
    (tmp_path / "margins.json").write_text("{}")
    with pytest.raises(InputError, match="damaged"):
        Margins.load(tmp_path / "margins.json")


def test_a_single_window_lends_its_steps():
    expected = np.arange(9.0).reshape(1, 9, 1)
    margins = Margins.fit(expected, np.zeros((1, 9, 1)), [0.1, 0.5, 0.9])
    np.testing.assert_array_equal(margins.values[:, 0], [[0, 4, 8]] * 9)


def test_margins_leave_out_what_was_not_observed():
    expected = np.array([1.0, 2.0, 3.0, np.nan])[:, None, None]
    assert Margins.fit(expected, np.zeros((4, 1, 1)), [0.5]).values.item() == 2
