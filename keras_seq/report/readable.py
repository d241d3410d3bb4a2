"""Names and numbers as people read them, in verdicts, tables and plots."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence

DASH, MINUS = "\u2013", "\u2212"
TOO_LONG = 1e12  # from here on numbers are written as powers of ten

_ERRORS = ("mae", "mse", "rmse", "mase", "smape", "mape", "crps", "wer", "cer", "pinball")
_LOWER_IS_BETTER = {*_ERRORS, "loss", "perplexity", "nats", "bits", "factor"}
_SPELLED = {word: word.upper() for word in (*_ERRORS, "roc", "auc", "f1", "bleu")}
_SPELLED |= {"rouge": "ROUGE", "l": "L"}
_SPELLED |= {"chrf": "chrF", "smape": "sMAPE", "pinball": "pinball loss"}
# Beyond the ASCII ones: what XML 1.0 excludes, and the controls of ISO 8859.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NEITHER = {"coverage"}


def readable_name(name: str) -> str:
    """Spell out a metric's or a baseline's name.

    >>> readable_name("macro_f1"), readable_name("bag_of_bigrams")
    ('macro F1', 'bag of bigrams')
    """
    return " ".join(_SPELLED.get(word, word) for word in name.split("_"))


def lower_is_better(name: str) -> bool:
    """Say by its name whether a metric is an error: losses, `mae` and its kin, perplexity, bits.

    >>> lower_is_better("log_loss"), lower_is_better("macro_f1")
    (True, False)
    """
    return not _LOWER_IS_BETTER.isdisjoint(name.split("_"))


def has_direction(name: str) -> bool:
    """Say by its name whether more or less of a metric is better at all; of coverage it is not."""
    return name not in _NEITHER


def decimals(*values: float, difference: float = 0.0) -> int:
    """Count the decimal places that suit some numbers of one kind.

    Args:
        *values: numbers that are shown side by side.
        difference: a difference between them that must be seen, with two digits of it.

    Returns:
        3 for numbers below 10, fewer for larger ones, more where `difference` is small, or where
        several would show a digit or two, or look alike though they aren't; what differs by less
        than a hundred-thousandth of the largest counts as alike.

    >>> decimals(0.5, 0.25), decimals(123.4), decimals(0.0061, 0.0064), decimals(0.9991, 0.9994)
    (3, 1, 5, 4)
    """
    largest = max((abs(value) for value in values), default=0.0)
    places = 3 if largest < 10 else 2 if largest < 100 else 1
    if len(values) > 1 and 0 < largest < 0.1:
        places = math.ceil(-math.log10(largest)) + 2
    gaps = [high - low for low, high in itertools.pairwise(sorted(values))]
    gaps = [gap for gap in gaps if gap > 1e-5 * largest]
    while gaps and places < 12 and min(gaps) < 10.0**-places:
        places += 1
    if difference:
        places = max(places, math.ceil(-math.log10(abs(difference))) + 1)
    return min(places, 12)


def told_apart(values: Sequence[float]) -> list[str]:
    """Write numbers of one kind with as many decimal places as tell them apart.

    >>> told_apart([0.9071, 0.9074, 0.5])
    ['0.9071', '0.9074', '0.5000']
    """
    places = decimals(*filter(math.isfinite, values))
    return [fixed(value, places) if math.isfinite(value) else DASH for value in values]


def fixed(value: float, places: int) -> str:
    """Write a number with so many decimal places, or briefly where it would run to a line.

    >>> fixed(1234.5, 1), fixed(1e300, 1)
    ('1,234.5', '1e+300')
    """
    return f"{value:,.{places}f}" if abs(value) < TOO_LONG else f"{value:.3g}"


def readable_number(value: float) -> str:
    """Write a number on its own: whole ones with separators, others with suitable decimals.

    >>> readable_number(25000), readable_number(0.90912), readable_number(0.00003)
    ('25,000', '0.909', '0.000030')
    """
    if not math.isfinite(value):
        return str(value)
    if abs(value) >= TOO_LONG or 0 < abs(value) < 1 / TOO_LONG:
        return f"{value:.3g}"
    if float(value).is_integer() and (isinstance(value, int) or abs(value) >= 1000):
        return f"{int(value):,}"
    small = 0 < abs(value) < 0.001
    return f"{value:,.{decimals(value, difference=value if small else 0.0)}f}"


def printable(text: str) -> str:
    """Replace what neither HTML, SVG nor UTF-8 can hold: control characters, lone surrogates."""
    return _UNPRINTABLE.sub("\ufffd", text)


def shortened(text: str, length: int) -> str:
    """Cut a label to at most `length` characters, with an ellipsis where something is missing.

    >>> shortened("a rather long label", 8)
    'a rathe…'
    """
    text = printable(" ".join(text.split()))
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
