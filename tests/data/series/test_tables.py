import gzip

import numpy as np
import pandas as pd
import pytest

from keras_seq.data.series.tables import Roles, read_series
from keras_seq.errors import InputError

DAYS = pd.date_range("2024-01-01", periods=10, freq="D")


def table(tmp_path, text, name="data.csv"):
    path = tmp_path / name
    path.write_text(text)
    return path


def daily(rows=10, value=lambda i: i):
    return "date,sales\n" + "".join(f"{day:%Y-%m-%d},{value(i)}\n" for i, day in
                                    enumerate(DAYS[:rows]))  # fmt: skip


def test_a_wide_table(tmp_path):
    text = "note,date,a,b\n" + "".join(f"x,{day:%Y-%m-%d},{i},{2 * i}\n" for i, day in
                                       enumerate(DAYS))  # fmt: skip
    (one,) = read_series(table(tmp_path, text), Roles())
    assert one.targets == ("a", "b") and one.unused == ("note",) and one.freq == "D"
    np.testing.assert_array_equal(one.values[:, 1], 2 * np.arange(10))
    assert one.observed.all() and one.name == ""
    assert list(one.times_ahead(2)) == list(pd.date_range("2024-01-11", periods=2))
    assert one.times_ahead(1, 3)[0] == one.times[3]


def test_a_long_table_and_named_columns(tmp_path):
    rows = "".join(f"{store},{day:%Y-%m-%d},{i},{i % 2},{'dry' if i % 2 else 'wet'}\n"
                   for i, day in enumerate(DAYS) for store in ("north", "south"))  # fmt: skip
    path = tmp_path / "long.csv.gz"
    path.write_bytes(gzip.compress(f"store,ds,y,holiday,weather\n{rows}".encode()))
    roles = Roles(id=["store"], past=["weather"], future=["holiday"])
    north, south = read_series(path, roles)
    assert (north.name, south.name) == ("north", "south") and north.targets == ("y",)
    assert list(north.past.columns) == ["weather"] and len(north.future) == 10


def test_several_columns_name_a_series(tmp_path):
    def written(names):
        rows = [f"{name},{day:%Y-%m-%d},{i}" for name in names for i, day in enumerate(DAYS)]
        (tmp_path / "long.csv").write_text("\n".join(["store,item,ds,y", *rows]) + "\n")
        return read_series(tmp_path / "long.csv", Roles(id=["store", "item"]))

    found = written(["north,007", "north,NA", "south,007"])
    assert [series.name for series in found] == ["north/007", "north/NA", "south/007"]
    assert [len(series) for series in found] == [10, 10, 10] and found[0].targets == ("y",)
    with pytest.raises(InputError, match="store and item call two series alike"):
        written(["a/b,c", "a,b/c"])


@pytest.mark.parametrize("kind", [".tsv", ".jsonl", ".parquet"])
def test_other_formats(tmp_path, kind):
    frame = pd.DataFrame({"date": DAYS.astype(str), "sales": np.arange(10.0)})
    path = tmp_path / f"data{kind}"
    if kind == ".tsv":
        frame.to_csv(path, sep="\t", index=False)
    elif kind == ".jsonl":
        frame.to_json(path, orient="records", lines=True)
    else:
        pytest.importorskip("pyarrow", reason="Parquet needs pyarrow")
        frame.to_parquet(path)
    (one,) = read_series(path, Roles())
    np.testing.assert_array_equal(one.values[:, 0], np.arange(10))


def test_a_time_in_several_columns(tmp_path):
    rows = "".join(f"2024,2,29,{hour},{hour}\n" for hour in range(24))
    path = table(tmp_path, f"year,month,day,hour,load\n{rows}")
    (one,) = read_series(path, Roles(time=["year", "month", "day", "hour"]))
    assert one.freq == "h" and one.times[5] == pd.Timestamp("2024-02-29 05:00")
    assert one.targets == ("load",)


@pytest.mark.parametrize(
    ("times", "freq"),
    [
        (pd.date_range("2024-01-31", periods=12, freq="ME"), "ME"),
        (pd.date_range("2024-01-01", periods=12, freq="QS"), "QS"),
        (pd.date_range("2024-01-01", periods=12, freq="B"), "B"),
        (pd.date_range("2024-01-01", periods=12, freq="15min"), "15min"),
        (pd.date_range("2024-01-01", periods=12, freq="W"), "W-SUN"),
    ],
)
def test_frequencies(tmp_path, times, freq):
    rows = "".join(f"{time},{i}\n" for i, time in enumerate(times))
    (one,) = read_series(table(tmp_path, "time,v\n" + rows), Roles())
    assert one.freq.startswith(freq)  # pandas has several names for quarters
    assert one.times_ahead(1)[0] > one.times[-1]


def test_plain_numbers_as_times(tmp_path):
    rows = "".join(f"{2000 + 2 * i},{i}\n" for i in range(8))
    (one,) = read_series(table(tmp_path, "year,v\n" + rows), Roles())
    assert one.freq == 2 and list(one.times_ahead(2)) == [2016, 2018]


def test_time_zones_are_kept(tmp_path):
    hours = pd.date_range("2024-03-30 20:00", periods=12, freq="h", tz="Europe/Berlin")
    rows = "".join(f"{one.isoformat()},{i}\n" for i, one in enumerate(hours))
    path = table(tmp_path, "time,v\n" + rows)
    with pytest.raises(InputError, match=r"several offsets from UTC; say where .* --time-zone"):
        read_series(path, Roles())
    (one,) = read_series(path, Roles(time_zone="Europe/Berlin"))
    assert list(one.times) == list(hours) and str(one.times.tz) == "Europe/Berlin"

    naive = "".join(f"2024-07-01 {hour:02}:00,{hour}\n" for hour in range(12))
    (one,) = read_series(table(tmp_path, "time,v\n" + naive), Roles(time_zone="Asia/Tokyo"))
    assert str(one.times[0]) == "2024-07-01 00:00:00+09:00"
    with pytest.raises(InputError, match="--time-zone Nowhere/Town"):
        read_series(table(tmp_path, "time,v\n" + naive), Roles(time_zone="Nowhere/Town"))


def test_gaps_are_named_and_filled_as_told(tmp_path):
    lines = daily(value=lambda i: "" if i == 4 else i + 1).splitlines()
    del lines[8]
    path = table(tmp_path, "\n".join(lines) + "\n")
    with pytest.raises(InputError, match=r"row 8: a step is missing, first between 2024-01-07"):
        read_series(path, Roles())
    (one,) = read_series(path, Roles(), fill="last")
    assert len(one) == 10
    np.testing.assert_array_equal(one.values[:, 0], [1, 2, 3, 4, 4, 6, 7, 7, 9, 10])
    np.testing.assert_array_equal(np.flatnonzero(~one.observed[:, 0]), [4, 7])
    (one,) = read_series(path, Roles(), fill="zero")
    assert one.values[4, 0] == one.values[7, 0] == 0


def test_rows_before_the_first_value_go_and_rows_behind_the_last_are_the_future(tmp_path):
    rows = "".join(f"{day:%Y-%m-%d},{i if 2 <= i < 7 else ''},{i % 2}\n"
                   for i, day in enumerate(DAYS))  # fmt: skip
    path = table(tmp_path, "date,y,holiday\n" + rows)
    (one,) = read_series(path, Roles(future=["holiday"]))
    assert one.times[0] == DAYS[2] and len(one) == 5 and len(one.future) == 8
    np.testing.assert_array_equal(one.future["holiday"], [0, 1, 0, 1, 0, 1, 0, 1])


BAD = [
    ("date,sales\n2024-01-02,1\n2024-01-01,2\n2024-01-03,3\n",
     "row 2: 2024-01-01 00:00:00 comes after 2024-01-02 00:00:00; sort"),
    ("date,sales\n2024-01-01,1\n2024-01-01,2\n2024-01-03,3\n",
     "row 2: 2024-01-01 00:00:00 stands there twice; keep one row of it, or name the column"),
    ("date,sales\n" + "".join(f"2024-01-0{d},1\n" for d in range(1, 8)) + "2024-01-07 05:00,1\n",
     "row 8: 2024-01-07 05:00:00 lies off the step of the other times .D.: mixed frequencies"),
    ("date,sales\n2024-01-01,1\n2024-01-02,dear\n2024-01-03,3\n",
     "no numeric column to forecast; name one with --target"),
    ("date,sales\n2024-01-01,\n2024-01-02,\n2024-01-03,\n", "no value at all in sales"),
    ("date,sales\n2024-01-01,1\nsoon,2\n2024-01-03,3\n", "row 2: 'soon' is no time"),
    ("date,sales\n2024-01-01,1\n2024-01-02,inf\n2024-01-03,3\n",
     "row 2: sales holds 'inf', which is no number"),
    ("date,sales\n2024-01-01,1\n2024-01-05,2\n2024-03-03,3\n2024-07-01,4\n",
     "the times have no regular step"),
    ("date,sales\n2024-01-01,1\n", "1 steps are too few"),
    ("a,b\n1,2\n3,4\n5,6\n", "no column of times among a, b; name it with --time-column"),
    ("date,date\n2024-01-01,1\n", "two columns are called 'date'"),
    ("date,sales\n2024-01-01,1,7\n2024-01-02,1\n", "no clean table"),
    ("date,sales\n", "there is no row in it"),
    ("", "the file is empty"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), BAD, ids=[message[:40] for _, message in BAD])
def test_bad_tables(tmp_path, text, message):
    with pytest.raises(InputError, match=message):
        read_series(table(tmp_path, text), Roles(time=["date"]) if "soon" in text else Roles())


@pytest.mark.parametrize(
    ("roles", "message"),
    [
        (Roles(targets=["sale"]), "no column 'sale'; did you mean sales"),
        (Roles(time=["when"]), "no column 'when'.*name yours with --time-column"),
        (Roles(id=["shop"]), "--id-column"),
        (Roles(past=["rain"]), "--past-columns"),
        (Roles(future=["rain"]), "--future-columns"),
        (Roles(targets=["sales"], past=["sales"]), "'sales' can't be --target and have another"),
        (Roles(time=["date", "sales"]), "several columns of a time must be called year"),
    ],
)
def test_bad_roles(tmp_path, roles, message):
    with pytest.raises(InputError, match=message):
        read_series(table(tmp_path, daily()), roles)


def test_a_target_that_is_not_numeric_names_its_row(tmp_path):
    path = table(tmp_path, daily(value=lambda i: "dear" if i == 6 else i))
    with pytest.raises(InputError, match="row 7: sales holds 'dear', which is no number"):
        read_series(path, Roles(targets=["sales"]))


def test_series_of_different_steps(tmp_path):
    rows = "".join(f"a,{day:%Y-%m-%d},1\nb,{month:%Y-%m-%d},1\n" for day, month in
                   zip(DAYS, pd.date_range("2024-01-01", periods=10, freq="MS"),
                       strict=True))  # fmt: skip
    with pytest.raises(InputError, match=r"mixed frequencies \(b: MS, a: D\)"):
        read_series(table(tmp_path, "unique_id,ds,y\n" + rows), Roles())


def test_a_file_that_is_not_there(tmp_path):
    for name in ("none.csv", "none.parquet"):
        with pytest.raises(InputError, match=f"{name}: no such file"):
            read_series(tmp_path / name, Roles())
    with pytest.raises(InputError, match="the name must end with"):
        read_series(tmp_path / "data.txt", Roles())


@pytest.mark.parametrize(
    ("first", "step", "form"),
    [("2023-01-01", "D", "%d.%m.%Y"), ("2023-01-01", "D", "%m/%d/%Y"),
     ("2023-01-01", "D", "%d/%m/%Y"), ("2023-01-01 00:30", "h", "%d/%m/%Y %H:%M"),
     ("2020-01-01", "MS", "%d %B %Y")],
)  # fmt: skip
def test_the_form_of_times_is_found_out(tmp_path, first, step, form):
    times = pd.date_range(first, periods=400 if step != "MS" else 60, freq=step)
    text = "when,v\n" + "".join(f"{time.strftime(form)},1\n" for time in times)
    (one,) = read_series(table(tmp_path, text), Roles())
    assert (one.times == times).all()


def test_days_and_months_that_could_change_places_are_asked_for(tmp_path):
    days = pd.date_range("2023-01-01", periods=12)
    path = table(tmp_path, "when,v\n" + "".join(f"{day:%d/%m/%Y},1\n" for day in days))
    with pytest.raises(InputError, match="row 1: '01/01/2023' can be two days; say which with "
                                         "--time-format %m/%d/%Y or %d/%m/%Y"):  # fmt: skip
        read_series(path, Roles())
    (one,) = read_series(path, Roles(time_format="%d/%m/%Y"))
    assert (one.times == days).all()
    with pytest.raises(InputError, match=r"row 1: '01/01/2023' is no time.*--time-format"):
        read_series(path, Roles(time_format="%d.%m.%Y"))


def test_a_time_unlike_the_others_is_named(tmp_path):
    path = table(tmp_path, "when,v\n13.01.2023,1\n14.01.2023,1\n15th of January,1\n")
    with pytest.raises(InputError, match="row 3: '15th of January' is no time"):
        read_series(path, Roles(time=["when"]))


def test_whole_numbers_are_times_if_their_form_is_said(tmp_path):
    days = pd.date_range("2023-01-30", periods=5)
    path = table(tmp_path, "day,v\n" + "".join(f"{day:%Y%m%d},1\n" for day in days))
    (one,) = read_series(path, Roles(time=["day"], time_format="%Y%m%d"))
    assert (one.times == days).all()
