import numpy as np
import pandas as pd

from keras_seq.data.series.features import Matrix, SeriesFeatures
from keras_seq.data.series.tables import Roles, Series, series_of
from keras_seq.data.series.window_batches import WindowBatches
from keras_seq.data.series.windows import Window, Windows


def series(steps, name="", start=0):
    times = pd.date_range("2024-01-01", periods=steps, freq="h")
    values = (start + np.arange(steps, dtype=float))[:, None]
    empty = pd.DataFrame(index=times)
    return Series(name, "x.csv", times, "h", ("y",), values, values == values, empty, empty)


def matrix(one, number=1, missing=None):
    known = -one.values.astype("float32")
    return Matrix(one.values.astype("float32"), known, missing, number)


def batches(windows, matrices, **options):
    options = {"lookback": 3, "horizon": 2, "encode": lambda arrays: arrays, "batch_size": 4,
               **options}  # fmt: skip
    return WindowBatches(windows, matrices, **options)


def test_arrays_hold_what_stands_in_the_series():
    a, b = series(12, "a"), series(12, "b", start=100)
    missing = np.zeros((12, 1), bool)
    missing[6] = True
    made = batches([], {id(a): matrix(a, missing=missing), id(b): matrix(b, 2)})
    got = made.arrays([Window(a, 5), Window(b, 3), Window(a, 10)])
    np.testing.assert_array_equal(got.history[:, :, 0], [[2, 3, 4], [100, 101, 102], [7, 8, 9]])
    np.testing.assert_array_equal(got.future[:, :, 0], [[5, np.nan], [103, 104], [10, 11]])
    np.testing.assert_array_equal(got.known[1, :, 0], [-100, -101, -102, -103, -104])
    np.testing.assert_array_equal(got.series, [1, 2, 1])


def test_a_window_behind_the_end_has_an_unknown_future():
    a = series(12)
    ahead = Matrix(a.values.astype("float32"), np.zeros((14, 2), "float32"), None, 1)
    got = batches([], {id(a): ahead}).arrays([Window(a, 12)])
    np.testing.assert_array_equal(got.history[0, :, 0], [9, 10, 11])
    assert np.isnan(got.future).all() and got.known.shape == (1, 5, 2)


def test_each_epoch_has_its_own_order_and_every_window_once():
    a = series(30)
    windows = Windows([(a, 3, 29)])
    ready = batches(windows, {id(a): matrix(a)}, shuffle=True, seed=1)
    orders = []
    for epoch in (0, 1, 0):
        ready.epoch = epoch
        seen = np.concatenate([ready[i].future[:, 0, 0] for i in range(len(ready))])
        assert sorted(seen) == list(range(3, 29))
        orders.append(seen.tolist())
    assert orders[0] == orders[2] != orders[1]
    plain = batches(windows, {id(a): matrix(a)})
    assert np.concatenate([plain[i].future[:, 0, 0] for i in range(len(plain))]).tolist() == list(
        range(3, 29)
    )


def test_columns_that_tell_series_apart_are_made_for_each_batch():
    """All of them together would grow with the square of the series."""
    frame = pd.concat(
        pd.DataFrame({"unique_id": f"s{number}", "y": np.arange(20) % (5 + number),
                      "ds": pd.date_range("2024-01-01", periods=20)})
        for number in range(20)
    )  # fmt: skip
    everything = series_of(frame.reset_index(drop=True), "x.csv", Roles())
    features = SeriesFeatures.fit([(one, 20) for one in everything])
    matrices = {id(one): features.matrix(one, 2) for one in everything}
    assert sum(matrix.known.size for matrix in matrices.values()) == 0
    stranger = series(20, "stranger")
    matrices[id(stranger)] = features.matrix(stranger, 2)
    got = batches([], matrices).arrays([Window(everything[7], 5), Window(stranger, 9)])
    assert got.known.shape == (2, 5, 20) == (2, 5, features.known_dim)
    np.testing.assert_array_equal(got.known[0], np.tile(np.eye(20)[7], (5, 1)))
    assert not got.known[1].any()
