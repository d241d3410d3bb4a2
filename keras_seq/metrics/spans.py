"""How good entities are: spans of tags, counted as conlleval does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

Tags = Sequence[str]
PREFIXES = "BIESLU"  # begin, inside, end, single; BILOU says last and unit


class Span(NamedTuple):
    """An entity.

    Attributes:
        start: its first word.
        end: the word after its last.
        label: its type.
    """

    start: int
    end: int
    label: str


def spans(tags: Tags) -> list[Span]:
    """Read the entities off the tags of a text.

    IOB1, IOB2, BIOES and BILOU are all understood, and tags that break their scheme are read as
    conlleval reads them: `I-PER` behind `O` or `I-LOC` begins an entity.

    >>> spans(["B-PER", "I-PER", "O", "I-LOC", "S-LOC"])
    [Span(start=0, end=2, label='PER'), Span(start=3, end=4, label='LOC'), ...]
    """
    entities: list[Span] = []
    before, inner = "O", ""
    for position, tag in enumerate(tags):
        prefix, _, label = tag.partition("-")
        if tag == "O":
            pass
        elif before in ("B", "I") and prefix in ("I", "E", "L") and label == inner:
            entities[-1] = entities[-1]._replace(end=position + 1)
        else:
            entities.append(Span(position, position + 1, label))
        before, inner = prefix, label
    return entities


def span_metrics(expected: Sequence[Tags], predicted: Sequence[Tags]) -> dict[str, float]:
    """Judge entities: right is one with just the right words and the right type.

    Args:
        expected: for each text a tag a word.
        predicted: the same.

    Returns:
        `entity_f1`, `entity_precision` and `entity_recall` over all entities (micro averages), and
        `token_accuracy`, the share of all words with the right tag.

    Raises:
        ValueError: if a text doesn't have as many tags on both sides.

    >>> span_metrics([["B-PER", "O", "B-LOC"]], [["B-PER", "O", "O"]])["entity_recall"]
    0.5
    """
    for tags, ours in zip(expected, predicted, strict=True):
        if len(tags) != len(ours):
            raise ValueError(f"predicted: must have {len(tags)} tags, got {len(ours)}")
    counts = span_counts(expected, predicted)
    right, wanted, answered = (
        sum(getattr(count, name) for count in counts.values())
        for name in ("right", "expected", "predicted")
    )
    words = [a == b for pair in zip(expected, predicted, strict=True)
             for a, b in zip(*pair, strict=True)]  # fmt: skip
    return {
        "entity_f1": _share(2 * right, wanted + answered),
        "entity_precision": _share(right, answered),
        "entity_recall": _share(right, wanted),
        "token_accuracy": _share(sum(words), len(words)),
    }


class SpanCounts(NamedTuple):
    """How many entities of a type there are.

    Attributes:
        expected: in the data.
        predicted: in the answers.
        right: in both, with the same words.
        partly: expected ones that aren't right, but share a word with an answer of their type.
    """

    expected: int
    predicted: int
    right: int
    partly: int

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return _share(2 * self.right, self.expected + self.predicted)


def span_counts(expected: Sequence[Tags], predicted: Sequence[Tags]) -> dict[str, SpanCounts]:
    """Count entities by type.

    Args:
        expected: for each text a tag a word.
        predicted: the same.

    Returns:
        Counts by type, sorted by name.
    """
    wanted, answered, right, partly = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for tags, ours in zip(expected, predicted, strict=True):
        true, answers = spans(tags), spans(ours)
        wanted.update(span.label for span in true)
        answered.update(span.label for span in answers)
        same = set(true) & set(answers)
        right.update(span.label for span in same)
        partly.update(
            span.label for span in true
            if span not in same and any(other.label == span.label and overlap(span, other)
                                        for other in answers)
        )  # fmt: skip
    return {
        label: SpanCounts(wanted[label], answered[label], right[label], partly[label])
        for label in sorted(wanted | answered)
    }


def span_confusions(
    expected: Sequence[Tags], predicted: Sequence[Tags], nothing: str = "O"
) -> Counter[tuple[str, str]]:
    """Count which type is taken for which.

    Args:
        expected: for each text a tag a word.
        predicted: the same.
        nothing: stands for the type of what is an entity on one side alone.

    Returns:
        How often each pair of an expected and a predicted type stands on words in common. An entity
        pairs with each that overlaps it, or with `nothing`.
    """
    pairs: Counter[tuple[str, str]] = Counter()
    for tags, ours in zip(expected, predicted, strict=True):
        true, answers = spans(tags), spans(ours)
        for span in true:
            met = [other.label for other in answers if overlap(span, other)]
            pairs.update((span.label, label) for label in met or [nothing])
        pairs.update(
            (nothing, span.label)
            for span in answers
            if not any(overlap(span, other) for other in true)
        )
    return pairs


def overlap(span: Span, other: Span) -> bool:
    """Say whether two entities have a word in common."""
    return span.start < other.end and other.start < span.end


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
