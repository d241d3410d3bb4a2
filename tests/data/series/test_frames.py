import pandas as pd
import pytest

from keras_seq.data.series.frames import Layout, frame_of_text, read_frame
from keras_seq.data.series.tables import Roles, read_series, series_of
from keras_seq.errors import InputError

DAYS = pd.date_range("2024-01-01", periods=9).astype(str)
ROWS = "".join(f"{day},{i}\n" for i, day in enumerate(DAYS))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (ROWS, "x.csv, line 1: 2024-01-01, 0 look like values, .* --column-names time,c2"),
        ("north," + ROWS, "look like values"),
        ("0.78,1.61,0.86\n" * 9, "--column-names c1,c2,c3, and --time-column row if there are no"),
        ("date;y\n1;2\n", "one column, 'date;y'; say .* --separator ';'"),
        ("date\ty\n1\t2\n", "--separator tab"),
    ],
)
def test_a_first_line_of_values_is_no_header(text, message):
    with pytest.raises(InputError, match=message):
        frame_of_text(text, "x.csv")


def test_columns_are_named_and_rows_are_steps():
    roles = Roles(time=["row"], names=["a", "b"])
    frame = frame_of_text("0.5,7\n" * 4, "x.csv", layout=roles.layout)
    (one,) = series_of(frame.assign(b=[1, 2, 3, 4]), "x.csv", roles)
    assert one.targets == ("a", "b") and one.times.tolist() == [1, 2, 3, 4] and one.freq == 1
    with pytest.raises(InputError, match="--column-names are 1, and the first line has 2 fields"):
        frame_of_text(ROWS, "x.csv", layout=Layout(names=["a"]))
    # Years are good names, beside others.
    assert list(frame_of_text("id,2018,2019\na,1,2\n", "x.csv")) == ["id", "2018", "2019"]


def test_separators_decimals_and_line_ends_of_others(tmp_path):
    text = "date;y\n" + "".join(f"{day};{i},5\n" for i, day in enumerate(DAYS)) + "2024-01-10;NA\n"
    frame = frame_of_text(text, "x.csv", layout=Layout(";", ","))
    (one,) = series_of(frame, "x.csv", Roles(targets=["y"]))
    assert one.values[:, 0].tolist() == [i + 0.5 for i in range(9)]
    for end in ("\r", "\r\n"):
        (tmp_path / "mac.csv").write_bytes(f"date,y\n{ROWS}".replace("\n", end).encode())
        assert len(read_series(tmp_path / "mac.csv", Roles())[0]) == 9


@pytest.mark.parametrize("line", ["7", "null", "[1, 2]", "{", "[" * 5000])
def test_json_lines_that_are_no_objects(line):
    with pytest.raises(InputError, match=r"^x, line 2: [^\n]{,120}$"):
        frame_of_text(f'{{"ds": "2024-01-01", "y": 1}}\n{line}\n', "x", ".jsonl")


def test_parquet_with_names_of_two_levels_and_with_times_as_its_index(tmp_path):
    pytest.importorskip("pyarrow", reason="Parquet needs pyarrow")
    path = tmp_path / "two.parquet"
    pd.DataFrame({("a", "x"): [1], ("a", "y"): [2]}).to_parquet(path)
    with pytest.raises(InputError, match="its columns have names of 2 levels; join them first"):
        read_frame(path)
    times = pd.date_range("2024-01-01", periods=5, name="when")
    pd.DataFrame({"y": range(5)}, index=times).to_parquet(path)
    (one,) = read_series(path, Roles())
    assert one.times[0] == times[0]


def test_a_series_in_each_row_as_m4_is_published(tmp_path, capsys):
    path = tmp_path / "wide.csv"
    path.write_text("V1,V2,V3,V4,V5\nH1,5,6,7,8\nH2,1,2,3,\n")
    one, two = read_series(path, Roles())
    assert (one.name, two.name) == ("H1", "H2")
    assert one.values[:, 0].tolist() == [5, 6, 7, 8] and two.values[:, 0].tolist() == [1, 2, 3]
    assert two.times.tolist() == [1, 2, 3]
    assert "each row is read as a series" in capsys.readouterr().err
    path.write_text("V1,V2,V3,V4,V5\nH1,5,6,7,8\nH2,1,,3,4\n")
    with pytest.raises(InputError, match=r"wide.csv \(series H2\): no value in y at 2; fill it"):
        read_series(path, Roles())  # of the rows that are steps the file knows nothing


def test_ids_of_rows_may_be_numbers_if_that_is_said(tmp_path):
    path = tmp_path / "wide.csv"
    path.write_text("id,1,2,3\n7,5,6,7\n8,1,2,3\n")
    with pytest.raises(InputError, match="or --layout rows if it is a series"):
        read_series(path, Roles())
    one, two = read_series(path, Roles(in_rows=True))
    assert (one.name, two.name) == ("7", "8") and two.values[:, 0].tolist() == [1, 2, 3]
    path.write_text("id,1,2,3\n7,5,6,7\n7,1,2,3\n")
    with pytest.raises(InputError, match="--layout rows is for an id in the first column, each"):
        read_series(path, Roles(in_rows=True))


def test_a_long_list_of_columns_is_shortened():
    frame = pd.DataFrame({f"c{i}": [1.5, 2.5] for i in range(961)})
    for roles in (Roles(), Roles(targets=["z"])):
        with pytest.raises(InputError, match="c0, c1") as raised:
            series_of(frame, "x.csv", roles)
        assert len(str(raised.value)) < 500
