import pytest

from keras_seq.report.readable import (
    decimals,
    fixed,
    lower_is_better,
    printable,
    readable_name,
    readable_number,
    shortened,
    told_apart,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (25000, "25,000"), (7, "7"), (2000.0, "2,000"), (0.9, "0.900"), (12.345, "12.35"),
        (123.45, "123.5"), (0.00003, "0.000030"), (0.0, "0.000"), (-0.5, "-0.500"),
        (float("nan"), "nan"), (float("inf"), "inf"), (1e300, "1e+300"), (-1e-300, "-1e-300"),
    ],
)  # fmt: skip
def test_numbers(value, text):
    assert readable_number(value) == text


def test_names():
    assert readable_name("roc_auc") == "ROC AUC" and readable_name("chrf") == "chrF"
    errors = ("log_loss", "val_mae", "perplexity", "rmse")
    assert all(map(lower_is_better, errors))
    assert not any(map(lower_is_better, ("accuracy", "roc_auc", "lossless", "bleu")))


def test_fixed_places_unless_too_long():
    assert fixed(1234.5, 3) == "1,234.500" and fixed(1e12, 3) == "1e+12"


def test_a_difference_is_shown_with_two_digits():
    assert decimals(0.9, 0.90001, difference=0.00001) == 6
    assert decimals(0.9, 0.8, difference=0.1) == 3


def test_what_no_page_can_hold_is_replaced():
    assert printable("a\0b\x1b\ud800\n\t\u00e9") == "a\ufffdb\ufffd\ufffd\n\t\u00e9"
    assert shortened("two\nlines", 20) == "two lines"
    assert shortened("x" * 30, 5) == "xxxx\u2026"


def test_numbers_side_by_side_are_told_apart():
    assert told_apart([0.9, 0.5]) == ["0.900", "0.500"]
    assert told_apart([99.984, 99.987, 3.0]) == ["99.984", "99.987", "3.000"]
    assert told_apart([0.5, 0.5 + 1e-9, float("nan")]) == ["0.500", "0.500", "\u2013"]
    assert told_apart([4e-6, 6e-6]) == ["0.00000400", "0.00000600"]  # small ones with three digits
    assert told_apart([]) == []


def test_numbers_side_by_side_can_be_told_apart():
    assert [fixed(one, decimals(0.0061, 0.0064, 0.00642)) for one in (0.0061, 0.0064, 0.00642)] == [
        "0.00610", "0.00640", "0.00642",
    ]  # fmt: skip
    assert decimals(0.9991, 0.9994) == 4 and decimals(123.4, 121.0) == 1
    assert decimals(0.5, 0.5000000001) == 3  # no table is worth ten digits
