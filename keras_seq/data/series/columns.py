"""Columns by their role: ids as they are written, numbers, and words with the blank among them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from keras_seq.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

# What stands for no value among numbers: the words of pandas, which R, SQL and sheets write.
BLANKS = {"", "na", "n/a", "#n/a", "#na", "<na>", "nan", "-nan", "null", "none", "nat"}
WITH_COMMA = re.compile(r"[+-]?\d*,\d+")


def as_ids(column: pd.Series, source: str) -> pd.Series:
    """Return ids as text, as they are written.

    Raises:
        InputError: naming the first row that has none.
    """
    import pandas as pd

    bare = column.isna() | (column.astype(str).str.strip() == "")
    if bare.any():
        raise InputError(f"{source}, row {int(np.argmax(bare)) + 1}: {column.name} is empty; it "
                         "must name the series of each row")  # fmt: skip
    if pd.api.types.is_float_dtype(column) and (column % 1 == 0).all():
        column = column.astype("int64")  # 7.0, where a file format has no whole numbers
    return column.astype(str)


def ids_of(frame: pd.DataFrame, columns: Sequence[str], source: str) -> pd.Series:
    """Name the series of each row; of several columns as `north/tea`.

    Raises:
        InputError: naming the first row without a name; or if two series would be called alike.
    """
    ids, *others = (as_ids(frame[name], source) for name in columns)
    for other in others:
        ids = ids + "/" + other
    if others and ids.nunique() < len(frame[list(columns)].drop_duplicates()):
        raise InputError(f"{source}: {' and '.join(columns)} call two series alike, with / between "
                         "them; write a column of names of its own")  # fmt: skip
    return ids


def as_numbers(column: pd.Series, source: str) -> pd.Series:
    """Read a column as numbers; blanks, and words that stand for them, are missing.

    Raises:
        InputError: naming the first row that holds something else, or no finite number.
    """
    numbers, other = _parsed(column)
    bad = np.flatnonzero(other | np.isinf(numbers))
    if len(bad):
        word = str(column.iloc[bad[0]])
        raise InputError(
            f"{source}, row {bad[0] + 1}: {column.name} holds {word!r}, which is no number"
            + ("; say --decimal , if that is what stands before decimals"
               if WITH_COMMA.fullmatch(word.strip()) else "")
        )  # fmt: skip
    return numbers


def as_feature(column: pd.Series, source: str) -> pd.Series:
    """Read an input: numbers, or words, among which the blank one is a category of its own.

    Raises:
        InputError: naming the first row that holds a word, where most hold numbers.
    """
    import pandas as pd

    if pd.api.types.is_numeric_dtype(column) and not column.isna().all():
        return column
    words = column.astype(object).where(column.notna(), "").astype(str).str.strip()
    numbers, other = _parsed(words)
    given = ~words.str.lower().isin(BLANKS)
    if not (given & ~other).any():
        if words.map(lambda word: bool(WITH_COMMA.fullmatch(word)))[given].mean() > 0.5:
            raise InputError(f"{source}, row {int(np.argmax(given)) + 1}: {column.name} holds "
                             f"{words[given].iloc[0]!r}; say --decimal , if that is what stands "
                             "before decimals")  # fmt: skip
        return words
    if not other.any():
        return numbers
    if (given & ~other).sum() > other.sum():
        at = int(np.argmax(other))
        raise InputError(
            f"{source}, row {at + 1}: {column.name} holds {words.iloc[at]!r}, where most rows hold "
            "numbers; leave the field empty if nothing was measured, or, if these are words, put "
            "a letter before each number"
        )
    return words


def _parsed(column: pd.Series) -> tuple[pd.Series, np.ndarray]:
    """Return a column as numbers, and where something else stands in it."""
    import pandas as pd

    numbers = pd.to_numeric(column, errors="coerce").astype(float)
    other = (numbers.isna() & column.notna()).to_numpy(bool)
    if other.any():
        other = other & ~column.astype(str).str.strip().str.lower().isin(BLANKS).to_numpy(bool)
    return numbers, other
