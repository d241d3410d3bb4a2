"""The embedded sample: short messages and news with their headlines, full of names nobody knows.

`notes.yaml` says what is written; names of people, places and firms are made up, and no name of
one part stands in another. So a headline is right only where its names were copied.
"""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from keras_seq.data.text import Pair

NOTES = Path(__file__).with_name("notes.yaml")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
          "October", "November", "December")  # fmt: skip
PARTS = ("test", "validation")  # by what remains of a name's checksum; else it is for training


class Names:
    """Makes up words that stand in one part alone.

    Args:
        draw: decides.
        part: "train", "validation" or "test".
        sounds: what syllables begin with, have within, and end with, and the ends of towns.
    """

    def __init__(self, draw: random.Random, part: str, sounds: dict[str, list[str]]) -> None:
        self.draw = draw
        self.part = part
        self.sounds = sounds

    def word(self, ending: str = "") -> str:
        """Make up a word, in small letters."""
        while True:
            beats = self.draw.choices((1, 2, 3), (2, 6, 2))[0] if not ending else 1
            first, within = self.sounds["first"], self.sounds["within"]
            syllables = [self.draw.choice(first) + self.draw.choice(within) for _ in range(beats)]
            made = "".join(syllables) + (ending or self.draw.choice(self.sounds["last"]))
            if len(made) > 2 and part_of(made) == self.part:
                return made

    def name(self) -> str:
        """Make up a word with a capital letter, rarely two of them with a hyphen."""
        made = self.word().capitalize()
        if self.draw.random() < 0.04:
            return f"{made}-{self.word().capitalize()}"
        return f"O'{made}" if self.draw.random() < 0.02 else made

    def person(self) -> str:
        """Make up a person: a first name, mostly with one or two more."""
        count = self.draw.choices((1, 2, 3), (3, 8, 1))[0]
        title = self.draw.choice(("Dr. ", "Mr. ", "Ms. ", "Professor ")) if count == 2 else ""
        return (title if self.draw.random() < 0.12 else "") + " ".join(
            self.name() for _ in range(count)
        )

    def town(self) -> str:
        """Make up a town."""
        made = self.word(self.draw.choice(self.sounds["towns"])).capitalize()
        if self.draw.random() < 0.15:
            return self.draw.choice(("New", "Port", "Upper", "San", "Saint", "Bad")) + f" {made}"
        return made

    def company(self, firms: list[str]) -> str:
        """Make up a firm."""
        draw = self.draw.random()
        if draw < 0.1:
            return self.word()[:4].upper()
        if draw < 0.45:
            return self.name()
        if draw < 0.6:
            return f"{self.name()} {self.name()}"
        return f"{self.name()} {self.draw.choice(firms)}"


def part_of(word: str) -> str:
    """Say in which part a made-up word may stand."""
    rest = zlib.crc32(word.lower().encode()) % 10
    return PARTS[rest] if rest < len(PARTS) else "train"


def notes(count: int, part: str, seed: int) -> list[Pair]:
    """Make notes and their headlines.

    Args:
        count: how many.
        part: "train", "validation" or "test", whose names stand in no other.
        seed: decides.

    Returns:
        The notes, each kind as often as any other.
    """
    content = yaml.safe_load(NOTES.read_text(encoding="utf-8"))
    draw = random.Random(f"{part} {seed}")
    names, kinds = Names(draw, part, content["sounds"]), list(content["kinds"].values())
    made = []
    for number in range(count):
        kind = kinds[number % len(kinds)]
        values = Values(names, content["words"])
        text = written(kind, content, values, draw)
        made.append(Pair(text, values.put_into(kind["headline"]), f"sample, {part} {number + 1}"))
    return made


def written(kind: dict[str, Any], content: dict[str, Any], values: Values,
            draw: random.Random) -> str:  # fmt: skip
    """Write a note: the news, and some sentences around it."""
    more = draw.choices((0, 1, 2, 3, 4), (4, 4, 3, 2, 1))[0]
    own = min(sum(draw.random() < 0.6 for _ in range(more)), len(kind["also"]))
    around = [*draw.sample(kind["also"], own), *draw.sample(content["anywhere"], more - own)]
    draw.shuffle(around)
    news = values.put_into(draw.choice(kind["news"]))
    said = [values.again().put_into(one) for one in around]
    # News come first, mostly; of what stands before them, not all belongs to them.
    place = 0 if draw.random() < 0.7 else draw.randrange(len(said) + 1)
    sentences = [*said[:place], news, *said[place:]]
    if draw.random() < 0.25:
        sentences.insert(0, values.again().put_into(draw.choice(content["before"])))
    if draw.random() < 0.2:
        sentences.append(values.again().put_into(draw.choice(content["after"])))
    return " ".join(one[:1].upper() + one[1:] for one in sentences)


class Values:
    """What stands for the braces of one note: drawn when first asked for, then kept.

    Args:
        names: makes names up.
        words: lists of words by name.
    """

    def __init__(self, names: Names, words: dict[str, list[str]]) -> None:
        self.names = names
        self.words = words
        self.kept: dict[str, str] = {}

    def again(self) -> Values:
        """Begin anew, for a sentence that speaks of other things."""
        return Values(self.names, self.words)

    def put_into(self, template: str) -> str:
        """Fill the braces of a template."""
        return re.sub(r"\{(\w+)\}", lambda found: self.value(found[1]), template)

    def value(self, name: str) -> str:
        """Return what stands for a name; `a_thing` is a thing with its article, `prize_` begins."""
        if name.endswith("_"):
            made = self.value(name[:-1])
            return made[:1].upper() + made[1:]
        article, _, noun = name.partition("_")
        if article in ("a", "an") and noun:
            made = self.value(noun)
            return f"{'an' if made[0] in 'aeiou' else 'a'} {made}"
        if name not in self.kept:
            self.kept[name] = self.drawn(name.rstrip("123"))
        return self.kept[name]

    def drawn(self, name: str) -> str:
        """Draw a value."""
        made: dict[str, Callable[[], str]] = {
            "person": self.names.person, "other": self.names.person, "town": self.names.town,
            "name": self.names.name, "company": lambda: self.names.company(self.words["firm"]),
            "place": self.place, "street": self.street, "thing": self.thing, "title": self.title,
            "prize": lambda: f"the {self.names.name()} {self.pick('prize')}",
            "system": self.system, "day": self.day, "when": self.when, "span": self.span,
            "time": self.time, "amount": self.amount, "score": self.score,
            "number": lambda: str(self.number()),
            "phone": lambda: " ".join(str(self.number(100, 999)) for _ in range(2)),
            "club": self.club, "word": self.names.word,
        }  # fmt: skip
        return made[name]() if name in made else self.pick(name)

    def pick(self, name: str) -> str:
        """Draw a word of a list; some are made up, as there are more in the world."""
        draw = self.names.draw
        made_up = name in ("topic", "thing", "role", "spot", "site", "event")
        return self.names.word() if made_up and draw.random() < 0.2 else draw.choice(
            self.words[name])  # fmt: skip

    def number(self, least: int = 2, most: int = 999) -> int:
        """Draw a number, small ones more often."""
        return int(least * (most / least) ** self.names.draw.random())

    def place(self) -> str:
        """Draw a place: the Marl hotel, Tenby station, Grun Street."""
        draw = self.names.draw.random()
        if draw < 0.2:
            return self.street()
        name, spot = self.names.name(), self.pick("spot")
        return f"the {spot}" if draw < 0.35 else f"the {name} {spot}" if draw < 0.8 else name

    def street(self) -> str:
        """Draw a street."""
        return f"{self.names.name()} {self.pick('road')}"

    def thing(self) -> str:
        """Draw a thing, some with what it looks like."""
        draw, made = self.names.draw.random(), self.pick("thing")
        looks = self.names.word() if draw < 0.1 else self.pick("looks")
        return f"{looks} {made}" if draw < 0.6 else made

    def title(self) -> str:
        """Draw the title of a book."""
        words = [self.pick("titles") if self.names.draw.random() < 0.6 else self.names.name()
                 for _ in range(self.names.draw.randint(1, 4))]  # fmt: skip
        return '"' + " ".join([words[0].capitalize(), *words[1:]]) + '"'

    def system(self) -> str:
        """Draw what may be down."""
        return self.pick("system") if self.names.draw.random() < 0.5 else self.names.name()

    def club(self) -> str:
        """Draw a team."""
        draw = self.names.draw.random()
        return self.names.town() if draw < 0.4 else f"{self.names.town()} {self.pick('clubs')}"

    def day(self) -> str:
        """Draw a day."""
        pick, draw = self.names.draw.choice, self.names.draw.random()
        if draw < 0.7:
            return pick(DAYS)
        return f"{self.number(1, 31)} {pick(MONTHS)}" if draw < 0.85 else (
            f"{pick(MONTHS)} {self.number(1, 31)}")  # fmt: skip

    def when(self) -> str:
        """Draw when something is."""
        pick, draw = self.names.draw.choice, self.names.draw.random()
        if draw < 0.75:
            return f"on {self.day()}"
        return pick(("tomorrow", "today", "next week", "next month", f"next {pick(DAYS)}",
                     f"this {pick(DAYS)}", f"at {self.time()}"))  # fmt: skip

    def span(self) -> str:
        """Draw a span of time."""
        pick, draw = self.names.draw.choice, self.names.draw.random()
        if draw < 0.3:
            return f"from {pick(DAYS)} to {pick(DAYS)}"
        if draw < 0.6:
            return f"until {self.day()}"
        if draw < 0.75:
            return f"on {pick(DAYS)}"
        return pick(("today", "tomorrow", "this week", "next week", "all week", "in August"))

    def time(self) -> str:
        """Draw a time of day."""
        pick, draw = self.names.draw.choice, self.names.draw.random()
        if draw < 0.4:
            return f"{self.number(1, 23)}:{pick(('00', '15', '30', '45', '10', '20'))}"
        return f"{self.number(1, 12)} {pick(('am', 'pm'))}" if draw < 0.85 else "noon"

    def amount(self) -> str:
        """Draw an amount of money."""
        pick, draw, number = self.names.draw.choice, self.names.draw.random(), self.number()
        if draw < 0.3:
            return f"${number}"
        if draw < 0.5:
            return f"{number} {pick(('euros', 'dollars', 'pounds'))}"
        if draw < 0.65:
            return f"{number} million {pick(('euros', 'dollars', 'pounds'))}"
        if draw < 0.8:
            return f"{pick('$€£')}{number},{self.number(100, 999)}"
        return f"{pick('$€£')}{number}" + pick(("", ".50", " million", ".99", ".5 million"))

    def score(self) -> str:
        """Draw how a game ended."""
        draw = self.names.draw
        less = draw.choice((0, 0, 1, 1, 2))
        return f"{less + draw.randint(1, 3)}-{less}"
