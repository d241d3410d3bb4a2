"""The embedded sample: synthetic opinions of films, books, food, things and service, by a grammar.

Sentences and words stand in `grammar/`. Words of praise stand in blame as well, denied or outdone
by what is said beside them, and the other way round; so their order decides often.
"""

from __future__ import annotations

import random
import re
from typing import Any

from .everyday import everyday
from .grammar import blame, praise, things, verbs, words
from .grammar.forms import ASIDES, CLAUSES, CONTRASTS, DENIALS, FORMS, OPENINGS

LABELS = ("negative", "positive")
EXPECTED = (
    "something {+adjective}",
    "a {+adjective} {thing}",
    "a {+noun}",
    "{+adjective} {things}",
)
SHARES = (25, 35, 25, 5, 10)  # percent: contrasts, forms, sayings, cries, openings
SAID = {"negative": blame, "positive": praise}
FORM_OF: dict[str, tuple[dict[str, Any], int]] = {  # place: (verbs, which form)
    "love": (verbs.LOVE, 0), "loved": (verbs.LOVE, 1), "loving": (verbs.LOVE, 2),
    "loves": (verbs.LOVE, 3),
    "do": (verbs.DOES, 0), "did": (verbs.DOES, 1), "doing": (verbs.DOES, 2),
    "does": (verbs.DOES, 3),
}  # fmt: skip


def reviews(count: int, seed: int) -> list[tuple[str, str]]:
    """Make distinct reviews, as many of praise as of blame; none is one of `everyday`.

    Args:
        count: how many.
        seed: decides all of them.

    Returns:
        (text, label) pairs; label is "negative" or "positive".
    """
    draw = random.Random(seed)
    texts: dict[str, str] = {}
    seen = {bare(opinion.text) for opinion in everyday()}
    while len(texts) < count:
        label = LABELS[len(texts) % 2]
        text = review(label, draw)
        if bare(text) not in seen:
            seen.add(bare(text))
            texts[text] = label
    return list(texts.items())


def bare(text: str) -> str:
    """Return the words of a text in lower case, and its signs only where there are no words."""
    return " ".join(re.findall(r"\w+", text.lower())) or text


def review(label: str, draw: random.Random) -> str:
    """Make one review of the sign of `label`."""
    topic = draw.choice(things.TOPICS)
    said = SAID[label]
    kinds = (CONTRASTS, FORMS, said.SAYINGS, said.CRIES, OPENINGS)
    (forms,) = draw.choices(kinds, SHARES)
    form = draw.choice(forms)
    sentences = [fill(f"{form} {{+clause}}" if forms is OPENINGS else form, label, topic, draw)]
    if draw.random() < 0.1 and sentences[0][-1] not in "?!":
        sentences[0] += fill(", {tail}", label, topic, draw)
    if draw.random() < 0.2:
        saying = fill(draw.choice(said.SAYINGS), label, topic, draw)
        if draw.random() < 0.5 and sentences[0][-1] not in "?!":
            saying = f"{sentences.pop()}{draw.choice((',', ' and'))} {saying}"
        sentences.append(saying)
    if draw.random() < 0.2:
        sentences.append(fill(draw.choice(ASIDES), label, topic, draw))
        draw.shuffle(sentences)
    return spelled(sentences, draw)


def fill(form: str, sign: str, topic: str, draw: random.Random) -> str:
    """Put words into the places of a sentence.

    Args:
        form: the sentence.
        sign: what `+` stands for: "negative" or "positive"; `-` is the other.
        topic: one of `things.TOPICS`.
        draw: chooses the words.

    Returns:
        The sentence, without a capital and a full stop.
    """

    def word(place: re.Match[str]) -> str:
        mark, name = place.groups()
        if not mark:
            entry = draw.choice(of_topic(getattr(things, name.upper()), topic))
            return fill(entry, sign, topic, draw)
        side = sign if mark == "+" else LABELS[1 - LABELS.index(sign)]
        if name in FORM_OF:
            entries, number = FORM_OF[name]
            return conjugated(draw.choice(of_topic(entries[side], topic)), number)
        if name == "clause":
            clauses = DENIALS if draw.random() < 0.25 else CLAUSES
            return fill(draw.choice(clauses), side, topic, draw)
        if name in ("denial", "expected", "cry"):
            more = {"denial": DENIALS, "expected": EXPECTED, "cry": SAID[side].CRIES}[name]
            return fill(draw.choice(more), side, topic, draw)
        return draw.choice(of_topic(getattr(words, name.upper())[side], topic))

    return re.sub(r"\{([+-]?)(\w+)\}", word, form)


def of_topic(entries: tuple[str, ...] | dict[str, tuple[str, ...]], topic: str) -> tuple[str, ...]:
    """Return a list as it is, or the part of it that goes with a topic."""
    if isinstance(entries, tuple):
        return entries
    return entries[topic] + entries.get("any", ())


def conjugated(verb: str, number: int) -> str:
    """Return a verb's form, and what follows it.

    >>> [conjugated("fly/flew/flying by", number) for number in range(4)]
    ['fly by', 'flew by', 'flying by', 'flies by']
    """
    base, past, rest = verb.split("/", 2)
    present, _, tail = rest.partition(" ")
    third = re.sub(r"(s|sh|ch|x|o)$", r"\1e", re.sub(r"([^aeou])y$", r"\1ie", base)) + "s"
    return f"{(base, past, present, third)[number]} {tail}".strip()


def spelled(sentences: list[str], draw: random.Random) -> str:
    """Join sentences as people do: with care, all in small letters, or aloud."""
    ends = [draw.choice((".", ".", ".", "!", "...")) for _ in sentences]
    ends[-1] = draw.choice((".", ".", ".", "", "", "!", "!!!"))
    ended = [
        sentence if sentence[-1] in "?!" else sentence + end
        for sentence, end in zip(sentences, ends, strict=True)
    ]
    text = re.sub(r"\b([Aa]) (?=[aeio])", r"\1n ", " ".join(ended))
    text = re.sub(r"(^|[.!?] )(\w)", lambda start: start[1] + start[2].upper(), text)
    style = draw.random()
    if style < 0.25:
        text = text.lower()
    elif style < 0.28:
        text = text.upper()
    apostrophe = draw.choices(("'", "\u2019", ""), (18, 1, 1))[0]
    return text.replace("'", apostrophe)
