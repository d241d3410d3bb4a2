import random

import pytest
from seqeval.metrics.sequence_labeling import get_entities
from seqeval.scheme import IOB2, IOBES, Entities

from keras_seq.data.text import tag_schemes
from keras_seq.metrics.spans import Span, spans

NAMES = ("PER", "LOC")
# The same text in each scheme; the two PER stand side by side.
SAME = {
    "iob1": "I-PER I-PER B-PER O I-LOC",
    "iob2": "B-PER I-PER B-PER O B-LOC",
    "bioes": "B-PER E-PER S-PER O S-LOC",
    "bilou": "B-PER L-PER U-PER O U-LOC",
}


def drawn(draw, length):
    """Entities that don't overlap."""
    entities, place = [], 0
    while place < length:
        end = min(length, place + draw.randrange(1, 4))
        if draw.random() < 0.6:
            entities.append(Span(place, end, draw.choice(NAMES)))
        place = end
    return entities


@pytest.mark.parametrize(("scheme", "text"), SAME.items())
def test_schemes_are_found_out_and_read_alike(scheme, text):
    tags = text.split()
    assert tag_schemes.recognised([tags]) == scheme
    assert tag_schemes.mistake(tags, scheme) is None
    assert tag_schemes.entities(tags, scheme) == [(0, 2, "PER"), (2, 3, "PER"), (4, 5, "LOC")]


def test_bare_types():
    tags = ["PER", "PER", "O", "art-film"]
    assert tag_schemes.recognised([tags]) == "io"
    assert tag_schemes.entities(tags, "io") == [(0, 2, "PER"), (3, 4, "art-film")]


@pytest.mark.parametrize(("scheme", "strict"), [("iob2", IOB2), ("bioes", IOBES)])
def test_what_is_written_is_read_back_and_is_in_its_scheme(scheme, strict):
    draw = random.Random(0)
    for _ in range(100):
        length = draw.randrange(1, 15)
        entities = drawn(draw, length)
        tags = tag_schemes.to_tags(entities, length, scheme)
        assert spans(tags) == entities and tag_schemes.mistake(tags, scheme) is None
        read = [(one.start, one.end, one.tag) for one in Entities([tags], strict).entities[0]]
        assert read == entities
        allowed = tag_schemes.allowed(sorted({*tags, "O"}), scheme)
        numbers = [sorted({*tags, "O"}).index(tag) for tag in tags]
        assert all(allowed[a, b] for a, b in zip([-1, *numbers], [*numbers, -1], strict=True))


@pytest.mark.parametrize("scheme", ["iob2", "bioes"])
def test_what_may_follow_is_what_is_no_mistake(scheme):
    prefixes = "BI" if scheme == "iob2" else "BIES"
    names = ["O", *(f"{prefix}-{label}" for prefix in prefixes for label in NAMES)]
    draw = random.Random(1)
    allowed = tag_schemes.allowed(names, scheme)
    for _ in range(2000):
        tags = [draw.choice(names) for _ in range(draw.randrange(1, 5))]
        numbers = [names.index(tag) for tag in tags]
        may = all(allowed[a, b] for a, b in zip([-1, *numbers], [*numbers, -1], strict=True))
        assert may == (tag_schemes.mistake(tags, scheme) is None), tags
        if may:  # and nothing is read out of it but what stands in it
            assert tag_schemes.to_tags(spans(tags), len(tags), scheme) == tags
            assert len(get_entities(tags)) == len(spans(tags))


@pytest.mark.parametrize(
    ("scheme", "tags", "place", "words"),
    [
        ("iob2", "O I-PER", 1, "I-PER stands behind O; an entity begins with B-PER"),
        ("iob2", "B-LOC I-PER", 1, "I-PER stands behind B-LOC; an entity begins with B-PER"),
        ("iob2", "B-PER S-PER", 1, "the tag 'S-PER' is none of IOB2: write O, or B-PER, I-PER"),
        ("iob2", "B-PER PER", 1, "the tag 'PER' is none of IOB2: write O, or B-PER, I-PER"),
        ("iob1", "O B-PER", 1, "B-PER stands behind O; write I-PER"),
        ("bioes", "B-PER O", 0, "the entity isn't ended by B-PER; write S-PER"),
        ("bioes", "B-PER I-PER", 1, "the entity isn't ended by I-PER; write E-PER"),
        ("bilou", "B-PER I-PER O", 1, "the entity isn't ended by I-PER; write L-PER"),
        ("bioes", "S-PER E-PER", 1, "E-PER stands behind S-PER; an entity begins with S-PER"),
    ],
)
def test_mistakes_name_place_and_mend(scheme, tags, place, words):
    found = tag_schemes.mistake(tags.split(), scheme)
    assert found is not None and found[0] == place and found[1].startswith(words)
