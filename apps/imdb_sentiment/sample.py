"""The embedded sample: synthetic reviews made by a small grammar, where word order decides.

Most reviews hold two opinions of opposite sign, somebody's and the writer's own, and only the
writer's counts. Each opinion is an adjective, often negated. Since both draw from the same words,
the same bag of words, and mostly of bigrams, stands for praise as often as for blame.
"""

from __future__ import annotations

import random

LABELS = ("negative", "positive")

ADJECTIVES = {
    "positive": ("brilliant", "gripping", "moving", "funny", "charming", "clever", "thrilling"),
    "negative": ("dull", "clumsy", "tedious", "shallow", "bland", "lifeless", "forgettable"),
}
INTENSIFIERS = ("really", "truly", "simply", "frankly", "clearly", "plainly")
NEGATIONS = ("far from", "anything but", "not at all", "by no means", "not exactly")
SUBJECTS = ("film", "plot", "acting", "ending", "dialogue", "story", "script", "pacing")
OTHERS = ("my friends", "the critics", "the posters", "my sister", "the man beside me")
PLAIN = (
    "i found the {subject} {own}",
    "the {subject} was {own}",
    "for me the {subject} stayed {own} to the last minute",
)
CONTRASTS = (
    "{others} had called it {other} , but i found the {subject} {own}",
    "i expected something {other} ; in the end the {subject} was {own}",
    "the {subject} was {own} , whatever {others} say , who think it {other}",
    "to me it seemed {own} , although {others} told us that the {subject} was {other}",
    "where {others} saw a {subject} that was {other} , i saw one that was {own}",
    "i left the cinema sure that the {subject} was {own} , and {others} that it was {other}",
)
FILLERS = (
    "we saw it on a rainy sunday .",
    "it runs for two hours .",
    "the seats were half empty .",
    "there is a song in the middle .",
    "it was shot in the north .",
    "i had read the book before .",
)


def reviews(count: int, seed: int) -> list[tuple[str, str]]:
    """Make distinct reviews, as many of praise as of blame.

    Args:
        count: how many.
        seed: decides all of them.

    Returns:
        (text, label) pairs; label is "negative" or "positive".
    """
    draw = random.Random(seed)
    made: dict[str, str] = {}
    while len(made) < count:
        label = LABELS[len(made) % 2]
        made.setdefault(review(label, draw), label)
    return list(made.items())


def review(label: str, draw: random.Random) -> str:
    """Make one review whose own opinion has the sign of `label`."""
    template = draw.choice(CONTRASTS if draw.random() < 0.5 else PLAIN)
    opposite = LABELS[1 - LABELS.index(label)]
    sentence = template.format(
        own=opinion(label, draw),
        other=opinion(opposite, draw),
        others=draw.choice(OTHERS),
        subject=draw.choice(SUBJECTS),
    )
    sentences = [f"{sentence} .", *draw.sample(FILLERS, draw.randint(0, 2))]
    draw.shuffle(sentences)
    return " ".join(sentences)


def opinion(sign: str, draw: random.Random) -> str:
    """Make words of praise or blame, negated half of the time."""
    strength = draw.choice(INTENSIFIERS)
    if draw.random() < 0.5:
        return f"{strength} {draw.choice(ADJECTIVES[sign])}"
    opposite = LABELS[1 - LABELS.index(sign)]
    return f"{strength} {draw.choice(NEGATIONS)} {draw.choice(ADJECTIVES[opposite])}"
