"""How much of a written text stands word for word in what was learned from."""

from __future__ import annotations


def copied_share(text: str, training: str, least: int) -> tuple[float, str]:
    """Find stretches of a text that stand in the training text too.

    Args:
        text: what was written.
        training: what was learned from.
        least: characters from which a stretch counts as copied.

    Returns:
        The share of characters that lie in copied stretches, and the longest stretch of all,
        however short.

    >>> copied_share("the cat sat on a dog", "a cat sat on a mat", 5)
    (0.7, ' cat sat on a ')
    """
    copied = [False] * len(text)
    longest = ""
    start = 0
    size = 1
    # Whatever begins one character later ends no earlier: the window only ever moves on.
    while start + size <= len(text):
        if text[start : start + size] in training:
            while start + size < len(text) and text[start : start + size + 1] in training:
                size += 1
            if size > len(longest):
                longest = text[start : start + size]
            if size >= least:
                copied[start : start + size] = [True] * size
            size -= 1
        start += 1
        size = max(size, 1)
    return sum(copied) / max(len(text), 1), longest
