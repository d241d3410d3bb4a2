"""The embedded sample: English and French made side by side by a small grammar.

Both sides come from one meaning: who does what to whom, how many there are, how they are, whether
it is so, whether it is asked. French agrees in gender and number, puts most adjectives behind the
noun and some in front, and elides. Test sentences hold a noun with an adjective that training
never showed together.
"""

from __future__ import annotations

import random
from typing import NamedTuple

VOWELS = "aeiouhéêœ"


class Noun(NamedTuple):
    """A noun in both languages."""

    one: str
    many: str
    un: str
    plusieurs: str
    feminine: bool


class Adjective(NamedTuple):
    """An adjective: English; French for one and many, masculine and feminine; and its place."""

    english: str
    forms: tuple[str, str, str, str]
    in_front: bool


class Verb(NamedTuple):
    """A verb with an object, in the present."""

    base: str
    third: str
    singular: str
    plural: str


NOUNS = [
    Noun("cat", "cats", "chat", "chats", False),
    Noun("dog", "dogs", "chien", "chiens", False),
    Noun("bird", "birds", "oiseau", "oiseaux", False),
    Noun("horse", "horses", "cheval", "chevaux", False),
    Noun("tree", "trees", "arbre", "arbres", False),
    Noun("child", "children", "enfant", "enfants", False),
    Noun("teacher", "teachers", "professeur", "professeurs", False),
    Noun("king", "kings", "roi", "rois", False),
    Noun("mouse", "mice", "souris", "souris", True),
    Noun("cow", "cows", "vache", "vaches", True),
    Noun("house", "houses", "maison", "maisons", True),
    Noun("woman", "women", "femme", "femmes", True),
    Noun("girl", "girls", "fille", "filles", True),
    Noun("apple", "apples", "pomme", "pommes", True),
    Noun("car", "cars", "voiture", "voitures", True),
    Noun("school", "schools", "école", "écoles", True),
]
ADJECTIVES = [
    Adjective("black", ("noir", "noire", "noirs", "noires"), False),
    Adjective("white", ("blanc", "blanche", "blancs", "blanches"), False),
    Adjective("green", ("vert", "verte", "verts", "vertes"), False),
    Adjective("red", ("rouge", "rouge", "rouges", "rouges"), False),
    Adjective("tired", ("fatigué", "fatiguée", "fatigués", "fatiguées"), False),
    Adjective("happy", ("heureux", "heureuse", "heureux", "heureuses"), False),
    Adjective("quiet", ("calme", "calme", "calmes", "calmes"), False),
    Adjective("small", ("petit", "petite", "petits", "petites"), True),
    Adjective("big", ("grand", "grande", "grands", "grandes"), True),
    Adjective("pretty", ("joli", "jolie", "jolis", "jolies"), True),
    Adjective("young", ("jeune", "jeune", "jeunes", "jeunes"), True),
    Adjective("bad", ("mauvais", "mauvaise", "mauvais", "mauvaises"), True),
]
VERBS = [
    Verb("see", "sees", "voit", "voient"),
    Verb("love", "loves", "aime", "aiment"),
    Verb("look for", "looks for", "cherche", "cherchent"),
    Verb("watch", "watches", "regarde", "regardent"),
    Verb("hear", "hears", "entend", "entendent"),
    Verb("find", "finds", "trouve", "trouvent"),
    Verb("follow", "follows", "suit", "suivent"),
    Verb("know", "knows", "connaît", "connaissent"),
]


class Phrase(NamedTuple):
    """Some noun with an article and perhaps an adjective."""

    noun: Noun
    adjective: Adjective | None
    many: bool
    known: bool

    def english(self) -> str:
        """Say it in English."""
        words = [self.adjective.english] if self.adjective else []
        words.append(self.noun.many if self.many else self.noun.one)
        article = "the" if self.known else "some" if self.many else "a"
        if article == "a" and words[0][0] in "aeiou":
            article = "an"
        return " ".join([article, *words])

    def french(self, denied: bool = False) -> str:
        """Say it in French; what is denied is "de", not "un"."""
        noun, adjective = self.noun, self.adjective
        words = [noun.plusieurs if self.many else noun.un]
        if adjective:
            form = adjective.forms[noun.feminine + 2 * self.many]
            words = [form, *words] if adjective.in_front else [*words, form]
        in_front = adjective is not None and adjective.in_front
        if not self.known and (denied or (self.many and in_front)):
            article = "de"
        elif self.many:
            article = "les" if self.known else "des"
        elif self.known:
            article = "la" if noun.feminine else "le"
        else:
            article = "une" if noun.feminine else "un"
        if article in ("le", "la", "de") and words[0][0] in VOWELS:
            return f"{article[0]}'" + " ".join(words)
        return " ".join([article, *words])


def sentence(
    subject: Phrase, verb: Verb, thing: Phrase, negated: bool, asked: bool
) -> tuple[str, str]:
    """Say one meaning in both languages."""
    do = "do" if subject.many else "does"
    acts = verb.base if subject.many else verb.third
    who, what = subject.english(), thing.english()
    if asked:
        words = [do, who, "not"] if negated else [do, who]
        english = " ".join([*words, verb.base, what]) + "?"
    elif negated:
        english = f"{who} {do} not {verb.base} {what}."
    else:
        english = f"{who} {acts} {what}."
    qui, quoi = subject.french(), thing.french(denied=negated)
    fait = verb.plural if subject.many else verb.singular
    if negated:
        fait = f"n'{fait} pas" if fait[0] in VOWELS else f"ne {fait} pas"
    french = f"{qui} {fait} {quoi}"
    if asked:
        link = "qu'" if french[0] in VOWELS else "que "
        return english, f"est-ce {link}{french} ?"
    return english, french + "."


def pairs(count: int, seed: int) -> dict[str, list[tuple[str, str]]]:
    """Make different sentences for each part.

    Args:
        count: how many to draw in all.
        seed: decides all.

    Returns:
        English and French by part. In validation and test each sentence holds at least one noun
        with an adjective that no training sentence holds.
    """
    draw = random.Random(seed)
    together = [(noun, adjective) for noun in NOUNS for adjective in ADJECTIVES]
    draw.shuffle(together)
    fifth = len(together) // 10
    unseen = {"test": set(together[:fifth]), "validation": set(together[fifth : 2 * fifth])}

    def phrase() -> Phrase:
        adjective = draw.choice(ADJECTIVES) if draw.random() < 0.6 else None
        return Phrase(draw.choice(NOUNS), adjective, draw.random() < 0.4, draw.random() < 0.6)

    made: dict[str, dict[str, str]] = {"train": {}, "validation": {}, "test": {}}
    for _ in range(count):
        subject, thing = phrase(), phrase()
        english, french = sentence(subject, draw.choice(VERBS), thing, draw.random() < 0.25,
                                   draw.random() < 0.25)  # fmt: skip
        held = {part for one in (subject, thing) for part, both in unseen.items()
                if (one.noun, one.adjective) in both}  # fmt: skip
        if len(held) < 2:  # a sentence of both would be neither's
            made[held.pop() if held else "train"][english] = french
    return {part: list(found.items()) for part, found in made.items()}
