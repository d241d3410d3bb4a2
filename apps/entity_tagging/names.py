"""Names for the embedded sample: real places and days, composed people and companies, sums."""

from __future__ import annotations

import random
from pathlib import Path

import yaml

LISTS = {
    name: words.split(", " if name.startswith("places") else None)
    for name, words in yaml.safe_load(
        Path(__file__).with_name("names.yaml").read_text(encoding="utf-8")
    ).items()
}
LISTED = {word for words in LISTS.values() for word in words}
LEGAL = ("Inc.", "Inc", "Ltd", "Ltd.", "Corp.", "Corp", "AG", "GmbH", "plc", "LLC", "SA", "& Co.")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
NUMBERS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve",
    "fifteen",
    "twenty", "thirty", "fifty",
)  # fmt: skip
CURRENCIES = (
    "dollars", "euros", "pounds", "yen", "rupees", "francs", "pesos", "yuan", "roubles", "kroner",
    "dollar", "euro", "cents", "pence", "bucks",
)  # fmt: skip


def part_by(number: int) -> str:
    """Give a composed name to one part, one of five to validation and one to test."""
    return ("test", "validation", "train", "train", "train")[number % 5]


class Names:
    """Draws names of one part; the three parts share no person, company or place.

    Args:
        draw: decides them.
        part: "train", "validation" or "test".
    """

    def __init__(self, draw: random.Random, part: str) -> None:
        self.draw, self.part = draw, part

    def of(self, kind: str) -> str:
        """Draw a name, time or sum, by the name of its type."""
        return {"PERSON": self.person, "COMPANY": self.company, "PLACE": self.place,
                "MONEY": self.money}[kind]()  # fmt: skip

    def _pick(self, name: str) -> str:
        if self.part == "train":
            return self.draw.choice(LISTS[name])
        third = LISTS[f"{name}_test"][::3]
        if self.part == "validation":
            return self.draw.choice(third)
        return self.draw.choice([word for word in LISTS[f"{name}_test"] if word not in third])

    def _composed(self, name: str) -> str:
        """Join two pieces; each pair belongs to one part, and none makes a name that is listed."""
        fronts, backs = LISTS[f"{name}_beginnings"], LISTS[f"{name}_endings"]
        while True:
            first, second = (self.draw.randrange(len(pieces)) for pieces in (fronts, backs))
            composed = fronts[first] + backs[second]
            if part_by(first + 2 * second) == self.part and composed not in LISTED:
                return composed

    def _initials(self) -> str:
        """Draw a company that is called by letters; such names belong to one part each, too."""
        while True:
            letters = "".join(self.draw.choices("ABCDEFGHIKLMNPRST", k=self.draw.randint(2, 4)))
            if part_by(sum(map(ord, letters))) == self.part and letters not in LISTED:
                return letters

    def given(self) -> str:
        """Draw a given name."""
        return self._pick("given") if self.draw.random() < 0.6 else self._composed("given")

    def surname(self) -> str:
        """Draw a surname."""
        chance = self.draw.random()
        if chance < 0.4:
            return self._pick("surnames")
        name = self._composed("surname")
        if chance < 0.5:
            return self.draw.choice(("O'", "Mc", "de ", "van ", "von ")) + name
        return f"{name}-{self._pick('surnames')}" if chance < 0.54 else name

    def person(self) -> str:
        """Draw a person as people are called."""
        given, chance = self.given(), self.draw.random()
        if chance < 0.4:
            return given
        if chance < 0.84:
            return f"{given} {self.surname()}"
        if chance < 0.92:
            return self.surname()
        first = given if chance < 0.96 else f"{given[0]}."
        return f"{first} {self.draw.choice('ABCDEJLMRST')}. {self.surname()}"

    def company(self) -> str:
        """Draw a company."""
        chance, draw = self.draw.random(), self.draw
        if chance < 0.35:
            return self._pick("companies")
        if chance < 0.42:
            return self._initials()
        coined = self._composed("company")
        if chance < 0.6:
            return coined
        if chance < 0.7:
            return f"{draw.choice((coined, self.surname()))} {draw.choice(LEGAL)}"
        if chance < 0.78:
            return f"{self.surname()} & {draw.choice((self.surname(), 'Sons', 'Partners'))}"
        root = draw.choice((coined, self.surname(), self._pick("companies"),
                            self._pick("places").removeprefix("the ")))  # fmt: skip
        legal = f" {draw.choice(LEGAL)}" if draw.random() < 0.15 else ""
        return f"{root} {draw.choice(LISTS['trades'])}{legal}"

    def place(self) -> str:
        """Draw a city, a country or a region, all of them real."""
        return self._pick("places")

    def money(self) -> str:
        """Draw a sum of money."""
        draw = self.draw
        number = draw.choice((
            str(draw.randint(1, 99)), str(draw.randint(100, 999)), f"{draw.randint(1, 99)},000",
            f"{draw.randint(1, 9)}.{draw.randint(1, 9)}", f"{draw.randint(1, 9)}.50",
            f"{draw.randint(1, 9)},{draw.randint(100, 999)}",
        ))  # fmt: skip
        scale = (
            "" if "," in number else draw.choice(("", "", "", " million", " billion", " thousand"))
        )
        count = draw.choice((*NUMBERS, "a hundred", "a thousand", "a million"))
        currency = draw.choice(CURRENCIES)
        return draw.choice((
            f"{draw.choice('$$$€€£')}{number}{scale}",
            f"{draw.choice('$€£')}{number}{draw.choice(('', 'm', 'bn', 'k'))}",
            f"{number}{scale} {currency}",
            f"{count} {currency}" if count.startswith("a ") else f"{count}{scale} {currency}",
            f"{draw.choice(('USD', 'EUR', 'GBP', 'CHF'))} {number}",
            f"{number}{scale} {draw.choice(('US', 'Australian', 'Canadian'))} dollars",
        ))  # fmt: skip


class Times:
    """Draws times.

    Args:
        draw: decides them.
    """

    def __init__(self, draw: random.Random) -> None:
        self.draw = draw

    def day(self) -> str:
        """Draw a weekday, perhaps with a part of the day."""
        part = self.draw.choice(("", "", "", "", " morning", " evening", " afternoon", " night"))
        return self.draw.choice(DAYS) + part

    def date(self) -> str:
        """Draw a day of a year."""
        draw = self.draw
        month, day, year = draw.choice(MONTHS), draw.randint(1, 31), self.year()
        ending = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}.get(day, "th")
        return draw.choice((
            f"{day} {month}", f"{month} {day}", f"{day} {month} {year}", f"{month} {day}, {year}",
            f"{day}{ending} {month}", f"{month} {day}{ending}", f"{day}{ending} of {month}",
            f"{year}-{draw.randint(1, 12):02}-{day:02}", f"{day}/{draw.randint(1, 12)}/{year}",
            f"{draw.choice(DAYS)}, {day} {month}", f"{month[:3]} {day}",
        ))  # fmt: skip

    def year(self) -> str:
        """Draw a year."""
        return str(self.draw.randint(1850, 2040))

    def clock(self) -> str:
        """Draw a time of the day."""
        hour, minute = self.draw.randint(1, 12), self.draw.randint(0, 59)
        return self.draw.choice((
            f"{hour} pm", f"{hour} am", f"{hour}pm", f"{hour}:{minute:02}",
            f"{hour}:{minute:02} pm", f"{hour} o'clock", "noon", "midnight",
            f"half past {self.draw.choice(NUMBERS[:9])}",
        ))  # fmt: skip

    def length(self) -> str:
        """Draw how long something takes."""
        number = self.draw.choice((*NUMBERS[1:], *map(str, range(2, 60))))
        unit = self.draw.choice(("minutes", "hours", "days", "weeks", "months", "years"))
        return self.draw.choice(
            (f"{number} {unit}", f"a {unit[:-1]}" if unit != "hours" else "an hour")
        )

    def relative(self) -> str:
        """Draw a time seen from now."""
        draw = self.draw
        span = ("week", "month", "year", "summer", "winter", "spring")
        return draw.choice((
            "yesterday", "today", "tomorrow", "tonight", "yesterday evening", "tomorrow morning",
            "this morning", "this afternoon", "last night",
            f"{draw.choice(('last', 'next', 'this'))} {draw.choice((*span, *DAYS, *MONTHS))}",
            f"{self.length()} ago", f"{self.length()} later",
        ))  # fmt: skip

    def when(self) -> tuple[str, str]:
        """Draw a time, and the preposition in front of it, which may be empty."""
        draw = self.draw
        season = draw.choice(("spring", "summer", "autumn", "winter"))
        return draw.choice((
            ("on", self.day()), ("on", self.day()), ("on", self.date()), ("until", self.date()),
            ("in", draw.choice(MONTHS)), ("in", f"{draw.choice(MONTHS)} {self.year()}"),
            ("in", self.year()), ("since", self.year()), ("in", f"{season} {self.year()}"),
            ("in", f"the {draw.randint(185, 203)}0s"), ("in", self.length()),
            ("at", self.clock()), ("at", f"{self.clock()} {self.day()}"), ("after", self.clock()),
            ("by", self.clock()), ("", self.relative()), ("", self.relative()),
            ("for", self.length()), ("before", self.day()), ("by", self.day()),
            ("by", "the end of the year"),
            ("at", draw.choice(("Christmas", "Easter", "the weekend"))),
        ))  # fmt: skip
