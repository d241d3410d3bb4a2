import numpy as np
import pandas as pd
import pytest

from keras_seq.data.series.tables import Series
from keras_seq.data.series.windows import Windows, cut_by_time, spans
from keras_seq.errors import InputError


def series(steps, name="", start=0):
    times = pd.date_range("2024-01-01", periods=steps, freq="h")
    values = (start + np.arange(steps, dtype=float))[:, None]
    empty = pd.DataFrame(index=times)
    return Series(name, "x.csv", times, "h", ("y",), values, values == values, empty, empty)


def test_windows_are_counted_and_not_stored():
    a, b = series(10), series(20)
    windows = Windows([(a, 3, 6), (b, 5, 5), (b, 5, 7)])
    assert len(windows) == 5
    expected = [(a, 3), (a, 4), (a, 5), (b, 5), (b, 6)]
    assert [(one.series, one.origin) for one in windows] == expected
    assert [(windows[i].series, windows[i].origin) for i in range(5)] == expected
    assert windows[-1].origin == 6 and len(windows[1:3]) == 2
    assert spans(list(windows)) == spans(windows) == [(a, 3, 6), (b, 5, 7)]
    with pytest.raises(IndexError):
        windows[5]
    assert len(Windows([(series(10**9 // 10**6), 3, 10**9)])) == 10**9 - 3


def test_what_is_forecast_lies_in_its_part():
    one = series(100)
    parts = cut_by_time([one], lookback=10, horizon=5, parts=lambda _: (60, 20, 20))
    covered = [{origin + k for _, origin in part for k in range(5)} for part in parts]
    assert covered == [set(range(10, 60)), set(range(60, 80)), set(range(80, 100))]
    with pytest.raises(InputError, match="3 of 100 steps for the validation part are too few"):
        cut_by_time([one], lookback=10, horizon=5, parts=lambda _: (60, 3, 20))
    with pytest.raises(InputError, match=r"12 of 100 .* --horizon 5 with --lookback 10; take"):
        cut_by_time([one], lookback=10, horizon=5, parts=lambda _: (12, 20, 20))
