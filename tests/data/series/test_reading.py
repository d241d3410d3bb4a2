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


def panel(ids, starts, steps=60, value=lambda i: i % 7 + i):
    frames = [
        pd.DataFrame({"unique_id": one, "y": [value(i) for i in range(steps)],
                      "ds": pd.date_range(start, periods=steps).astype(str)})
        for one, start in zip(ids, starts, strict=True)
    ]  # fmt: skip
    return pd.concat(frames, ignore_index=True)


def test_each_series_has_its_own_border(tmp_path):
    """A ends three years before B: what B's train.csv holds is not A's test part."""
    frame = panel("AB", ["2020-01-01", "2023-01-01"])
    last = frame.groupby("unique_id").cumcount() >= 50
    frame[~last].to_csv(tmp_path / "train.csv", index=False)
    frame[last].to_csv(tmp_path / "test.csv", index=False)
    splits = reading.load(table(data=str(tmp_path), target=None))
    assert [(one.name, start, end) for one, start, end in splits.test.spans] == [
        ("A", 50, 57), ("B", 50, 57),
    ]  # fmt: skip
    assert all(end + 4 - 1 <= 50 for _, _, end in splits.train.spans)
    lines = list(reading.describe(table(), splits))
    assert lines[0] == "2 series, 120 steps of D, from 2020-01-01 to 2023-03-01"
    assert lines[1] == ("a series has 60 to 60 steps; the last begins at 2023-01-01, the first "
                        "ends at 2020-02-29")  # fmt: skip
    assert lines[-1].endswith("from 2020-02-20 on, the last series from 2023-02-20")


def test_parts_with_a_series_in_each_row_go_on(tmp_path, capsys):
    for part, width, first in (("train", 50, 0), ("test", 10, 50)):
        values = pd.DataFrame([range(first, first + width), range(first, first + width)])
        values.insert(0, "id", ["H1", "H2"])
        values.to_csv(tmp_path / f"{part}.csv", index=False)
    splits = reading.load(table(data=str(tmp_path), target=None))
    assert [(one.name, len(one), start, end) for one, start, end in splits.test.spans] == [
        ("H1", 60, 50, 57), ("H2", 60, 50, 57),
    ]  # fmt: skip
    assert splits.test.spans[0][0].values[:, 0].tolist() == list(range(60))


def test_short_and_constant_series_are_left_out_and_said(tmp_path, capsys):
    frame = pd.concat([
        panel("AB", ["2020-01-01"] * 2), panel("C", ["2020-01-01"], 9),
        panel("D", ["2020-01-01"], 2), panel("E", ["2020-01-01"], value=lambda i: 3),
    ])  # fmt: skip
    frame.to_csv(tmp_path / "x.csv", index=False)
    splits = reading.load(table(data=str(tmp_path / "x.csv"), target=None))
    assert [one.name for one, _, _ in splits.train.spans] == ["A", "B"]
    said = capsys.readouterr().err
    assert "left out: 1 of 5 series of one or two rows, D" in said
    assert "left out: 2 of 4 series, C, E" in said
    frame[frame.unique_id == "C"].to_csv(tmp_path / "c.csv", index=False)
    with pytest.raises(InputError, match="too few for --horizon 4"):
        reading.load(table(data=str(tmp_path / "c.csv"), target=None))


def test_parts_are_counted_from_the_end_of_each_series(tmp_path):
    frame = pd.concat([panel("A", ["2020-01-01"], 60), panel("B", ["2020-01-01"], 90)])
    frame.to_csv(tmp_path / "x.csv", index=False)
    data = str(tmp_path / "x.csv")
    splits = reading.load(table(data=data, target=None, split_from_end="6,4,5"))
    assert [(start, end) for _, start, end in splits.test.spans] == [(51, 52), (81, 82)]
    for wrong in ("4", "1,2,3,4"):
        with pytest.raises(InputError, match="--split-from-end must be two or three counts"):
            reading.load(table(data=data, target=None, split_from_end=wrong))


def test_what_was_trained_on_is_judged_by_its_test_part(tmp_path, capsys):
    data = written(tmp_path / "sales.csv")
    copy = written(tmp_path / "copy.csv")
    own = table(data=data)
    assert [one.origin for one in reading.load_test(own, copy)] == [
        one.origin for one in reading.load(own).test
    ]
    assert "what the model was trained on; judged by its test part" in capsys.readouterr().err


def test_digits_that_are_no_digits_and_separators_of_several_characters():
    with pytest.raises(InputError, match="--split must be"):
        table(split="²,1,1")
    with pytest.raises(InputError, match="--separator ;;: must be one character"):
        reading.roles(table(separator=";;"))
    assert reading.roles(table(separator="tab")).separator == "\t"
