import pytest

from keras_seq.evaluation.readable import decimals, printable, readable_number, shortened


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (25000, "25,000"), (7, "7"), (2000.0, "2,000"), (0.9, "0.900"), (12.345, "12.35"),
        (123.45, "123.5"), (0.00003, "0.000030"), (0.0, "0.000"), (-0.5, "-0.500"),
        (float("nan"), "nan"), (float("inf"), "inf"),
    ],
)  # fmt: skip
def test_numbers(value, text):
    assert readable_number(value) == text


def test_a_difference_is_shown_with_two_digits():
    assert decimals(0.9, 0.90001, difference=0.00001) == 6
    assert decimals(0.9, 0.8, difference=0.1) == 3


def test_what_no_page_can_hold_is_replaced():
    assert printable("a\0b\x1b\ud800\n\t\u00e9") == "a\ufffdb\ufffd\ufffd\n\t\u00e9"
    assert shortened("two\nlines", 20) == "two lines"
    assert shortened("x" * 30, 5) == "xxxx\u2026"
