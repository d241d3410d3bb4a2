import numpy as np
import pandas as pd
import pytest

from keras_seq.data.series.columns import as_feature, as_ids, as_numbers
from keras_seq.data.series.tables import Roles, read_series
from keras_seq.errors import InputError

DAYS = pd.date_range("2024-01-01", periods=12).astype(str)


def written(tmp_path, ids, name="data.csv"):
    rows = "".join(f"{one},{day},{i}\n" for one in ids for i, day in enumerate(DAYS))
    (tmp_path / name).write_text(f"country,date,sales\n{rows}")
    return tmp_path / name


@pytest.mark.parametrize(
    "ids",
    [("DE", "NA", "FR"), ("None", "null", "nan", "N/A"), ("007", "7", "07"),
     ("12345678901234567890", "12345678901234567891"), ("True", "1.0", "1e5")],
)  # fmt: skip
def test_ids_are_what_is_written(tmp_path, ids):
    roles = Roles(id=["country"])
    assert [one.name for one in read_series(written(tmp_path, ids), roles)] == list(ids)
    lines = "".join(f'{{"country": "{one}", "date": "{day}", "sales": {i}}}\n'
                    for one in ids for i, day in enumerate(DAYS))  # fmt: skip
    (tmp_path / "data.jsonl").write_text(lines)
    assert [one.name for one in read_series(tmp_path / "data.jsonl", roles)] == list(ids)


def test_an_id_that_is_empty_is_named(tmp_path):
    path = written(tmp_path, ("DE", ""))
    with pytest.raises(InputError, match="row 13: country is empty; it must name the series"):
        read_series(path, Roles(id=["country"]))
    assert as_ids(pd.Series([7.0, 12.0]), "x").tolist() == ["7", "12"]


def test_a_blank_word_is_a_category_of_its_own_and_is_never_filled(tmp_path):
    words = ["", "", "Easter", *[""] * 9]
    rows = "".join(
        f"{day},{i},{word}\n" for i, (day, word) in enumerate(zip(DAYS, words, strict=True))
    )
    (tmp_path / "hol.csv").write_text(f"date,y,holiday\n{rows}")
    for fill in ("none", "last", "zero"):
        (one,) = read_series(tmp_path / "hol.csv", Roles(future=["holiday"]), fill=fill)
        assert one.future["holiday"].tolist() == words
    assert as_feature(pd.Series(["", None]), "x").tolist() == ["", ""]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["0.0", "1.5", "?", "4"], "x.csv, row 3: temp holds '\\?', where most rows hold numbers"),
        (["1,5", "2,5", ""], "row 1: temp holds '1,5'; say --decimal ,"),
    ],
)
def test_numbers_with_words_among_them_are_no_categories(words, message):
    with pytest.raises(InputError, match=message):
        as_feature(pd.Series(words, name="temp"), "x.csv")


def test_words_that_stand_for_nothing_are_missing_among_numbers():
    given = pd.Series(["1", "NA", "null", "", "2.5"], name="temp")
    for read in (as_feature, as_numbers):
        np.testing.assert_array_equal(read(given, "x"), [1, np.nan, np.nan, np.nan, 2.5])
    assert as_feature(pd.Series(["NA", "SW", "3"]), "x").tolist() == ["NA", "SW", "3"]
    with pytest.raises(InputError, match="row 2: temp holds '1,5', which is no number; say --dec"):
        as_numbers(pd.Series(["1", "1,5"], name="temp"), "x")
