"""The embedded sample: sentences made from templates over composed names.

The three parts share no name of a person, company or place, so that a model has to go by letters
and neighbours. What is no name is written alike in all.
"""

from __future__ import annotations

import random
import re
from pathlib import Path

import yaml

from keras_seq.data.splits import Splits
from keras_seq.data.text.tag_files import from_spans
from keras_seq.data.text.tag_schemes import entities, to_tags
from keras_seq.data.text.tagged import TaggedWords

from .names import Names, Times

SAID = yaml.safe_load(Path(__file__).with_name("templates.yaml").read_text(encoding="utf-8"))
TEMPLATES = SAID["templates"].splitlines()
FILLERS = {name: words.split(" | ") for name, words in SAID["fillers"].items()}
SLOT = re.compile(r"\{(\w+)\}")
Spans = list[tuple[int, int, str]]


def sentences(count: int, seed: int, scheme: str) -> Splits[TaggedWords]:
    """Make sentences to train on, and others, with other names, to be judged by.

    Args:
        count: how many to train on; validation gets a tenth, test an eighth.
        seed: decides all of them.
        scheme: how entities are tagged.

    Returns:
        The three parts.
    """
    draw = random.Random(seed)
    parts = {}
    sizes = {"train": count, "validation": count // 10, "test": count // 8}
    for part, size in sizes.items():
        names, times = Names(draw, part), Times(draw)
        texts: dict[str, Spans] = {}
        while len(texts) < size:
            text, spans = written(draw, names, times)
            texts.setdefault(text, spans)
        parts[part] = [
            tagged(text, spans, scheme, f"sample, {part} sentence {number}")
            for number, (text, spans) in enumerate(texts.items(), start=1)
        ]
    return Splits(**parts)


def tagged(text: str, spans: Spans, scheme: str, source: str) -> TaggedWords:
    """Split a text into words and tag them."""
    words, tags, *_ = from_spans(text, spans, source)
    return TaggedWords(words, to_tags(entities(tags, "bioes"), len(tags), scheme), "", source)


def written(draw: random.Random, names: Names, times: Times) -> tuple[str, Spans]:
    """Write a sentence as somebody might type it, or two, with the spans of what is in it."""
    text, spans = filled(draw.choice(TEMPLATES), draw, names, times)
    if draw.random() < 0.25:
        more, others = filled(draw.choice(TEMPLATES), draw, names, times)
        gap = len(text) + 1
        text, spans = (
            f"{text} {more}",
            spans + [(a + gap, b + gap, label) for a, b, label in others],
        )
    chance = draw.random()
    if chance < 0.08:
        text = text.lower()
    elif chance < 0.2 and text.endswith(".") and (not spans or spans[-1][1] < len(text)):
        text = text[:-1]
    return text, spans


def filled(template: str, draw: random.Random, names: Names, times: Times) -> tuple[str, Spans]:
    """Fill the slots of a template, and begin with a capital letter."""
    text, spans, end = "", [], 0
    for slot in SLOT.finditer(template):
        text += template[end : slot.start()]
        end = slot.end()
        kind = slot[1]
        if kind in FILLERS:
            text += draw.choice(FILLERS[kind])
            continue
        if kind == "WHEN":
            before, value = times.when()
            text += f"{before} " if before else ""
        elif kind in ("DAY", "DATE", "YEAR", "CLOCK", "LENGTH", "RELATIVE"):
            value = getattr(times, kind.lower())()
        else:
            value = names.of(kind)
        label = kind if kind in ("PERSON", "COMPANY", "PLACE", "MONEY") else "TIME"
        # "the United States" is a place without its article, as newspapers are annotated.
        begin = len(text) + (4 if label == "PLACE" and value.startswith("the ") else 0)
        text += value
        spans.append((begin, len(text), label))
    rest = template[end:]
    text += rest[1:] if text.endswith(".") and rest.startswith(".") else rest  # no "Inc.."
    return text[0].upper() + text[1:], spans
