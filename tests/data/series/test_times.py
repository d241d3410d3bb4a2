import pandas as pd
import pytest

from keras_seq.data.series.tables import Roles, series_of
from keras_seq.data.series.time_steps import step_name
from keras_seq.errors import InputError


def read(times, roles=None, fill="none", **more):
    frame = pd.DataFrame({"time": times, "y": range(len(times)), **more})
    (one,) = series_of(frame, "x.csv", roles or Roles(), fill=fill)
    return one


MONTHS = pd.date_range("2018-01-01", periods=30, freq="MS")
DAYS = pd.date_range("2023-12-20", periods=30)
HOURS = pd.date_range("2020-09-13 12:00", periods=30, freq="h")


@pytest.mark.parametrize(
    ("numbers", "times"),
    [
        (MONTHS.strftime("%Y%m").astype(int), MONTHS),
        (DAYS.strftime("%Y%m%d").astype(int), DAYS),
        # 1600000000 is 2020-09-13 12:26:40, as `date -u -d @1600000000` says.
        ([1600000000 - 1600 + 3600 * i for i in range(30)], HOURS),
        ([1000 * (1600000000 - 1600 + 3600 * i) for i in range(30)], HOURS),
    ],
)
def test_dates_in_digits(numbers, times):
    assert (read(numbers).times == times).all()


def test_seconds_since_1970_are_those_of_greenwich():
    one = read([1600000000 + 3600 * i for i in range(9)], Roles(time_zone="Asia/Tokyo"))
    assert str(one.times[0]) == "2020-09-13 21:26:40+09:00"


def test_numbers_that_are_no_dates_stay_numbers_and_nobody_is_told_to_fill_them():
    assert read([2000 + 2 * i for i in range(9)]).freq == 2
    assert read([201811, 201812, 201813]).freq == 1
    odd = [*range(1, 10), 500]
    for fill in ("none", "zero"):
        with pytest.raises(InputError, match=r"10 rows for 500 steps of 1.*--time-format.*--freq"):
            read(odd, fill=fill)
    assert len(read(odd, Roles(freq="1"), "zero")) == 500


def test_jitter_is_refused_unless_the_step_is_named():
    times = HOURS + pd.to_timedelta([i * 7 % 13 for i in range(30)], unit="s")
    with pytest.raises(InputError, match="no regular step; name it with --freq"):
        read(times.astype(str))
    assert (read(times.astype(str), Roles(freq="h")).times == HOURS).all()
    with pytest.raises(InputError, match=r"lies off the step that --freq names \(D\)$"):
        read(times.astype(str), Roles(freq="D"))
    days = pd.date_range("2024-01-01", periods=30)
    late = days + pd.to_timedelta([i * 7 % 13 for i in range(30)], unit="min")
    assert (read(late.astype(str), Roles(freq="D")).times == days).all()
    # A second in one row, and most others whole: not 100,000 steps of a second.
    almost = HOURS.astype(str).tolist()
    almost[20] = "2020-09-14 08:00:01"
    with pytest.raises(InputError, match="lies off the step of the other times"):
        read(almost)


def test_days_with_sales_only():
    some = pd.date_range("2024-01-01", periods=60)[[0, 3, 9, 11, 20, 34, 50, 59]]
    one = read(some.astype(str), Roles(freq="D"), "zero")
    assert len(one) == 60 and one.observed.sum() == 8
    for freq in ("zz", "-"):
        with pytest.raises(InputError, match=f"--freq {freq}: no step that pandas knows"):
            read(some.astype(str), Roles(freq=freq))


def test_months_dated_on_the_15th():
    one = read((MONTHS + pd.Timedelta("14D")).astype(str))
    assert step_name(one.freq) == "month" and len(one) == 30
    assert list(one.times_ahead(2)) == [pd.Timestamp("2020-07-15"), pd.Timestamp("2020-08-15")]


def test_a_date_and_a_time_in_two_columns():
    frame = pd.DataFrame({"day": HOURS.strftime("%d.%m.%Y"), "at": HOURS.strftime("%H:%M"),
                          "y": range(30)})  # fmt: skip
    roles = Roles(time=["day", "at"])
    assert (series_of(frame, "x.csv", roles)[0].times == HOURS).all()
    frame = frame.rename(columns={"at": "hour"})  # no number, though it is called so
    assert (series_of(frame, "x.csv", Roles(time=["day", "hour"]))[0].times == HOURS).all()


@pytest.mark.parametrize(("form", "word"), [("%", "%"), ("%s", "%s"), ("%Q", "%Q"), ("x", "dir")])
def test_a_form_that_strptime_does_not_know(form, word):
    with pytest.raises(InputError, match=f"--time-format {form}: .*{word}"):
        read(DAYS.astype(str), Roles(time_format=form))


def test_digits_whose_form_is_said_keep_their_zeros(tmp_path):
    from keras_seq.data.series.tables import read_series

    text = "time,y\n" + "".join(f"{hour:02}00 010124,{hour}\n" for hour in range(9))
    (tmp_path / "x.csv").write_text(text)
    roles = Roles(time=["time"], time_format="%H%M %d%m%y")
    assert read_series(tmp_path / "x.csv", roles)[0].freq == "h"
