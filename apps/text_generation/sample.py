"""The embedded sample: English prose that every Python carries, the pages of `help()`."""

from __future__ import annotations

import re

SIZE = 110_000  # characters, so that training takes a minute


def sample_text() -> str:
    """Join the longest pages of Python's language reference, without tables and rules."""
    from pydoc_data.topics import topics

    pages = [topics[name] for name in sorted(topics, key=lambda name: -len(topics[name]))]
    text = "\n\n".join(re.sub(r"\n[*=^\-~]{3,}\n", "\n", page) for page in pages)
    return re.sub(r"\n{3,}", "\n\n", text)[:SIZE]
