"""Schemes of tags for entities: found out, checked, turned into one another.

- `iob2` (also BIO): `B-PER I-PER O`; each entity begins with B.
- `iob1`: `I-PER I-PER O`; B only where an entity touches one of its own type.
- `bioes`: B, I, E for the last word, S for an entity of one word. `bilou` writes L and U.
- `io`: the bare type, `PER PER O`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from keras_seq.metrics.spans import PREFIXES, Span, spans

SCHEMES = ("bioes", "iob2")  # those that models are trained on


def recognised(texts: Iterable[Sequence[str]]) -> str:
    """Find out which scheme tags are in; where some break every scheme, the one that most keep.

    Args:
        texts: for each text a tag a word.

    Returns:
        `"iob1"`, `"iob2"`, `"bioes"`, `"bilou"` or `"io"`.

    >>> recognised([["I-PER", "I-PER", "O"]]), recognised([["B-PER", "I-PER", "O"]])
    ('iob1', 'iob2')
    """
    prefixes: Counter[str] = Counter()
    begins: Counter[str] = Counter()  # entities, by how their first word is tagged
    for tags in texts:
        before = "O"
        for tag in tags:
            prefix, label = split(tag)
            prefixes[prefix] += 1
            if label and label != split(before)[1]:
                begins[prefix] += 1
            before = tag
    plain = prefixes.pop("", 0)
    prefixes.pop("O", 0)
    if plain > sum(prefixes.values()):
        return "io"
    if prefixes["L"] + prefixes["U"]:
        return "bilou"
    if prefixes["E"] + prefixes["S"]:
        return "bioes"
    return "iob1" if begins["I"] > begins["B"] else "iob2"


def split(tag: str) -> tuple[str, str]:
    """Split a tag into prefix and type; the prefix is "" where there is none.

    >>> split("B-art-film"), split("O"), split("film")
    (('B', 'art-film'), ('O', ''), ('', 'film'))
    """
    prefix, dash, label = tag.partition("-")
    if tag == "O":
        return "O", ""
    return (prefix, label) if dash and label and prefix in PREFIXES else ("", tag)


def mistake(tags: Sequence[str], scheme: str) -> tuple[int, str] | None:
    """Find the first tag that breaks a scheme.

    Args:
        tags: a tag a word.
        scheme: as `recognised` names it.

    Returns:
        The word's position, and what is wrong and how to mend it; None where all is well.
    """
    if scheme == "io":
        return None
    last, single = ("L", "U") if scheme == "bilou" else ("E", "S")
    known = "BI" if scheme.startswith("iob") else f"BI{last}{single}"
    before = "O"
    for position, tag in enumerate([*tags, "O"]):
        prefix, label = split(tag)
        behind, inner = split(before)
        if prefix == "" or (prefix != "O" and prefix not in known):
            return (
                position,
                f"the tag {tag!r} is none of {scheme.upper()}: write O, or "
                + ", ".join(f"{letter}-{label or tag}" for letter in known),
            )
        goes_on = behind in ("B", "I") and label == inner
        if scheme == "iob2" and prefix == "I" and not goes_on:
            return position, f"{tag} stands behind {before}; an entity begins with B-{label}"
        if scheme == "iob1" and prefix == "B" and not goes_on:
            return (
                position,
                f"{tag} stands behind {before}; write I-{label}, as B- parts two entities",
            )
        if known != "BI":
            if prefix in ("I", last) and not goes_on:
                first = "B" if prefix == "I" else single
                return (
                    position,
                    f"{tag} stands behind {before}; an entity begins with {first}-{label}",
                )
            if behind in ("B", "I") and prefix not in ("I", last):
                end = single if behind == "B" else last
                return position - 1, f"the entity isn't ended by {before}; write {end}-{inner}"
        before = tag
    return None


def entities(tags: Sequence[str], scheme: str) -> list[Span]:
    """Read the entities off tags of a scheme."""
    return spans([f"I-{tag}" if tag != "O" else tag for tag in tags] if scheme == "io" else tags)


def to_tags(entities: Iterable[Span], length: int, scheme: str = "bioes") -> list[str]:
    """Write entities as tags.

    Args:
        entities: what doesn't overlap, sorted or not.
        length: words of the text.
        scheme: `"bioes"` or `"iob2"`.

    Returns:
        A tag a word.

    >>> to_tags([Span(0, 2, "PER"), Span(3, 4, "LOC")], 4)
    ['B-PER', 'E-PER', 'O', 'S-LOC']
    """
    tags = ["O"] * length
    for start, end, label in entities:
        tags[start:end] = [f"B-{label}", *[f"I-{label}"] * (end - start - 1)]
        if scheme == "bioes":
            tags[end - 1] = f"E-{label}" if end - start > 1 else f"S-{label}"
    return tags


def allowed(names: Sequence[str], scheme: str = "bioes") -> np.ndarray:
    """Say which tag may follow which.

    Args:
        names: the tags, in the order of a model's outputs.
        scheme: `"bioes"` or `"iob2"`.

    Returns:
        bool `(tags + 1, tags + 1)`: may the column's tag stand right behind the row's? The last row
        is the beginning of a text, the last column its end. What `viterbi` takes.
    """
    border = [*names, "O"]  # before its beginning and behind its end a text is as if outside
    return np.array([[may_follow(a, b, scheme) for b in border] for a in border])


def may_follow(before: str, tag: str, scheme: str = "bioes") -> bool:
    """Say whether a tag may stand right behind another, in `"bioes"` or `"iob2"`."""
    (behind, inner), (prefix, label) = split(before), split(tag)
    if prefix in ("I", "E"):
        return behind in ("B", "I") and label == inner
    return scheme == "iob2" or behind not in ("B", "I")
