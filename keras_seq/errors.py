"""The one exception for what a user can mend: bad data, bad options, a missing extra."""

from __future__ import annotations


class InputError(Exception):
    """Something in the user's files or options is wrong, and the message says how to mend it.

    The command line prints the message as one line and exits with status 2; in Python it is an
    ordinary exception. The message names the file, the line where there is one, and the mend.

    >>> raise InputError("reviews.csv, line 7: the text is empty; fill it or drop the row")
    Traceback (most recent call last):
        ...
    keras_seq.errors.InputError: reviews.csv, line 7: the text is empty; fill it or drop the row
    """
