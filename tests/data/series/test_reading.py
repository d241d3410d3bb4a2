import pandas as pd
import pytest

from keras_seq import config
from keras_seq.data.series import SeriesTable, reading
from keras_seq.errors import InputError

DAYS = pd.date_range("2024-01-01", periods=60, freq="D").astype(str)


def written(path, rows=slice(None)):
    frame = pd.DataFrame({"date": DAYS, "sold": range(60), "price": range(60)})[rows]
    frame.to_csv(path, index=False)
    return str(path)


def table(**options):
    return config.make(SeriesTable, {"lookback": 8, "horizon": 4, "target": "sold", **options})


def test_lists_may_be_typed_or_come_from_old_run_folders():
    typed = table(past_columns="none", future_columns="price, sold", split="72,36,36")
    assert typed.past_columns == () and typed.future_columns == ("price", "sold")
    assert typed.split == (72, 36, 36) and typed.target == ("sold",) and typed.time_column is None
    assert table(split=None, time_column=None).split is None
    again = config.make(SeriesTable, config.to_dict(typed))
    assert again == typed
    for wrong in ("a,b,c", "9,0,9"):
        with pytest.raises(InputError, match="--split must be"):
            table(split=wrong)


def test_a_table_is_cut_by_fractions_or_as_split_says(tmp_path):
    data = written(tmp_path / "sales.csv")
    assert reading.load(table(data=data, test_fraction=0.2)).sizes() == {
        "train": 31, "validation": 3, "test": 9,
    }  # fmt: skip
    splits = reading.load(table(data=data, split="40,10,10"))
    assert splits.sizes() == {"train": 29, "validation": 7, "test": 7}
    lines = list(reading.describe(table(data=data), splits))
    assert lines[:3] == [
        "60 steps of D, from 2024-01-01 to 2024-02-29", "forecast: sold",
        "not used: price; name inputs with --past-columns",
    ]  # fmt: skip
    assert lines[-1].endswith("7 windows, forecast from 2024-02-20 on")
    for split, message in (
        ("9,9", "--split must be three counts of steps, as 8640,2880,2880, not 9,9"),
        ("40,20,20", "--split 40,20,20 is more than the 60 steps there are"),
    ):
        with pytest.raises(InputError, match=message):
            reading.load(table(data=data, split=split))


def test_a_folder_has_a_file_for_each_part(tmp_path):
    for name, rows in (("train", slice(40)), ("val", slice(40, 50)), ("test", slice(50, 60))):
        written(tmp_path / f"{name}.csv", rows)
    whole = table(data=str(tmp_path))
    splits = reading.load(whole)
    assert splits.sizes() == {"train": 29, "validation": 7, "test": 7}
    assert [window.origin for window in reading.load_test(whole, str(tmp_path))] == [
        window.origin for window in splits.test
    ]


def test_all_of_a_table_judges_a_trained_model(tmp_path):
    path = written(tmp_path / "later.csv", slice(20))
    assert len(reading.load_test(table(), path)) == 20 - 8 - 4 + 1
    with pytest.raises(InputError, match="too short for --lookback 18 and --horizon 4 together"):
        reading.load_test(table(lookback=18), path)
