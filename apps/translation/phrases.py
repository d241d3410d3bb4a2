"""The embedded sample: everyday phrases in English and in another language, without end.

What Unicode's CLDR knows of each language, through Babel: dates, times, spans of time, quantities
with units, money, numbers, countries, languages, and lists and ranges of these. Both sides of a
pair say one meaning, so they are right as far as CLDR is.
"""

from __future__ import annotations

import datetime
import itertools
import random
import re
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from keras_seq import InputError

if TYPE_CHECKING:
    from babel import Locale

#: One meaning, which any language can be asked to say.
Saying = Callable[["Locale"], str]

SOME_LANGUAGES = "fr, de, es, it, pt, nl, sv, pl, ru, el, tr, ja"
UNITS = [
    "length-kilometer", "length-meter", "length-centimeter", "length-millimeter", "length-mile",
    "length-yard", "length-foot", "length-inch", "mass-kilogram", "mass-gram", "mass-milligram",
    "mass-tonne", "mass-pound", "mass-ounce", "volume-liter", "volume-milliliter",
    "volume-centiliter", "volume-cubic-meter", "volume-gallon", "volume-cup", "volume-tablespoon",
    "volume-teaspoon", "area-square-kilometer", "area-square-meter", "area-square-mile",
    "area-hectare", "area-acre", "speed-kilometer-per-hour", "speed-mile-per-hour",
    "speed-meter-per-second", "temperature-celsius", "temperature-fahrenheit", "digital-gigabyte",
    "digital-megabyte", "digital-kilobyte", "digital-byte", "power-watt", "power-kilowatt",
    "energy-kilowatt-hour", "energy-kilocalorie", "electric-volt", "pressure-bar",
    "frequency-hertz", "angle-degree",
]  # fmt: skip
Unit = Literal["second", "minute", "hour", "day", "week", "month", "year"]
TIME_UNITS: list[Unit] = ["second", "minute", "hour", "day", "week", "month", "year"]
CURRENCIES = ["USD", "EUR", "GBP", "JPY", "CHF", "CAD", "AUD", "CNY", "INR", "BRL", "MXN", "SEK",
              "NOK", "DKK", "PLN", "CZK", "TRY", "KRW"]  # fmt: skip
WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
         "eleven", "twelve"]  # fmt: skip
FORMS_OF_DAYS = ["full", "long", "long", "long", "yMMMd", "yMMMEd", "MMMMd", "MMMMd", "MMMd",
                 "MMMEd", "MMMMEEEEd", "MMMMEEEEd"]  # fmt: skip
FORMS_OF_DATES = [*FORMS_OF_DAYS, "yMMMM", "yMd", "short"]


def find_language(name: str) -> Locale:
    """Find what CLDR knows of a language.

    Raises:
        InputError: if it knows no such language, or little of it, or the language is English.
    """
    from babel import Locale, UnknownLocaleError

    try:
        found = Locale.parse(name.replace("-", "_"))
    except (UnknownLocaleError, ValueError, TypeError):
        found = None
    if found is None or found.language == "en" or len(found.territories) < 250:
        raise InputError(f"--target {name}: no language that the embedded sample can be made in; "
                         f"take {SOME_LANGUAGES} ...; your own pairs come with --data")  # fmt: skip
    return found


def whole(draw: random.Random) -> Decimal:
    """Draw a whole number, small ones more often."""
    digits = draw.choices(range(1, 8), (8, 8, 6, 5, 3, 2, 1))[0]
    return Decimal(draw.randrange(10 ** (digits - 1), 10**digits))


def number(draw: random.Random) -> Decimal:
    """Draw a number, some with one or two places behind the point."""
    places = draw.choices((0, 1, 2), (6, 2, 1))[0]
    return whole(draw) + Decimal(draw.randrange(1, 10) if places else 0).scaleb(-places)


def day_of(draw: random.Random) -> datetime.date:
    """Draw a day, in three cases of four of these decades."""
    first, last = draw.choice([(1985, 2040)] * 3 + [(1500, 2100)])
    return datetime.date(first, 1, 1) + datetime.timedelta(draw.randrange((last - first) * 365))


def date(draw: random.Random, forms: list[str] = FORMS_OF_DATES) -> Saying:
    """A day, in words or in digits, or a month of a year."""
    from babel.dates import format_date

    day, form = day_of(draw), draw.choice(forms)
    if form == "short":  # of its year two digits are left: which century is agreed by computers
        day = day.replace(day=min(day.day, 28), year=1969 + day.year % 100)

    def say(locale: Locale) -> str:
        if form in ("yMd", "short") and locale.language == "en":
            return format_date(day, "M/d/y" if form == "yMd" else "short", "en_US")
        if form in ("full", "long", "short"):
            return format_date(day, form, locale)
        known = locale.datetime_skeletons
        if form == "MMMMd" and form not in known:
            return format_date(day, in_full(known["MMMd"].pattern), locale)
        if form == "MMMMEEEEd":  # few languages list it
            pattern = known["MMMMEd" if "MMMMEd" in known else "MMMEd"].pattern
            return format_date(day, in_full(pattern), locale)
        return format_date(day, known[form].pattern, locale)

    return say


def in_full(pattern: str) -> str:
    """Let a pattern write months and weekdays in full."""
    return re.sub(r"E+", "EEEE", re.sub(r"M{3,}", "MMMM", re.sub(r"L{3,}", "LLLL", pattern)))


def time(draw: random.Random) -> Saying:
    """A time of the day, with or without seconds, or a full hour."""
    from babel.dates import format_time

    moment = datetime.time(draw.randrange(24), draw.randrange(60), draw.randrange(60))
    form = draw.choice(["short", "short", "medium", "hour"])
    if form == "hour":
        return full_hour(moment.hour)
    return lambda locale: format_time(moment, form, locale=locale)


def full_hour(hour: int) -> Saying:
    """An hour, in English as 3 PM."""
    from babel.dates import format_time

    moment = datetime.time(hour)
    return lambda locale: format_time(
        moment, "h a" if locale.language == "en" else "short", locale=locale
    )


def date_and_time(draw: random.Random) -> Saying:
    """A day and a time of it."""
    day, moment = date(draw, FORMS_OF_DAYS), time(draw)
    return lambda locale: (
        locale.datetime_formats["medium"].replace("{1}", day(locale)).replace("{0}", moment(locale))
    )


def range_of_dates(draw: random.Random) -> Saying:
    """From a day, month or year to a later one."""
    from babel.dates import format_interval

    first = day_of(draw)
    last = first + datetime.timedelta(draw.choice((3, 10, 40, 400)) + draw.randrange(9))
    skeleton = draw.choice(["yMMMd", "yMMMd", "MMMd", "yMMMM", "y"])
    return lambda locale: format_interval(first, last, skeleton, locale=locale)


def span(draw: random.Random) -> Saying:
    """So long ago, or from now."""
    from babel.dates import TIMEDELTA_UNITS, format_timedelta

    unit = draw.choice(TIME_UNITS)
    count = int(whole(draw)) % draw.choice([3, 13, 100, 1000]) + 1
    seconds = count * dict(TIMEDELTA_UNITS)[unit] * draw.choice((-1, 1))
    return lambda locale: format_timedelta(
        datetime.timedelta(seconds=seconds), unit, threshold=10**9, add_direction=True,
        locale=locale,
    )  # fmt: skip


def quantity(draw: random.Random) -> Saying:
    """A number of some unit, its name in full or short."""
    value = number(draw)
    if draw.random() < 0.3:  # in English some are the same in full and short
        return in_units(value, f"duration-{draw.choice(TIME_UNITS)}", "long")
    unit = draw.choice(UNITS)
    if unit.startswith("temperature") and draw.random() < 0.3:
        value = -value
    return in_units(value, unit, "long" if draw.random() < 0.7 else "short")


def duration(draw: random.Random) -> Saying:
    """Hours and minutes, days and hours, and so on."""
    place = draw.randrange(1, len(TIME_UNITS))
    counts = whole(draw) % 60 + 1, whole(draw) % 60 + 1
    return listed([in_units(count, f"duration-{TIME_UNITS[place - i]}", "long")
                   for i, count in enumerate(counts)], "standard")  # fmt: skip


def in_units(value: Decimal, unit: str, length: Literal["long", "short"]) -> Saying:
    """Say how many there are of a unit."""
    from babel.units import format_unit

    def say(locale: Locale) -> str:
        text = format_unit(value, unit, length, locale=locale)
        if unit in text:  # where the long form is the short one, it is not listed
            text = format_unit(value, unit, "short", locale=locale)
        return "" if unit in text else text

    return say


def money(draw: random.Random) -> Saying:
    """An amount, with its sign or its name, whole or with cents."""
    from babel.numbers import format_currency

    value, currency = whole(draw), draw.choice([*CURRENCIES, *CURRENCIES[:3] * 6])
    named, cents = draw.random() < 0.4, draw.random() < 0.5
    if cents and currency not in ("JPY", "KRW"):
        value += Decimal(draw.randrange(100)) / 100

    def say(locale: Locale) -> str:
        if named:
            pattern = "#,##0.00" if value % 1 else "#,##0"
            return format_currency(value, currency, pattern, locale, format_type="name",
                                   currency_digits=False)  # fmt: skip
        pattern = locale.currency_formats["standard"].pattern
        if not value % 1:
            pattern = pattern.replace("0.00", "0")
        return format_currency(value, currency, pattern, locale, currency_digits=False)

    return say


def plain_number(draw: random.Random) -> Saying:
    """A number alone, or a share in percent."""
    from babel.numbers import format_decimal, format_percent

    value = number(draw)
    if draw.random() < 0.4:
        share = value % 1000 / 100

        def percent(locale: Locale) -> str:
            pattern = locale.percent_formats[None].pattern.replace("0", "0.##")
            return format_percent(share, pattern, locale)

        return percent
    return lambda locale: format_decimal(value, locale=locale)


def names() -> list[list[Saying]]:
    """List what is in training for certain, by kind: all single names, and the full hours."""
    from babel import Locale, languages

    english = Locale("en")
    official = {
        one
        for territory in map(str, english.territories)
        for one in languages.get_official_languages(territory, regional=True, de_facto=True)
    }
    return [
        [named("territories", one) for one in sorted(english.territories)
         if len(one) == 2 and one.isalpha()],
        [named("languages", one) for one in sorted(official)],
        [named("currencies", one) for one in CURRENCIES],
        [part_of_date(datetime.date(2024, month, 1), "LLLL") for month in range(1, 13)],
        [part_of_date(datetime.date(2024, 1, day), "EEEE") for day in range(1, 8)],
        [full_hour(hour) for hour in range(24)],
    ]  # fmt: skip


def named(kind: str, code: str) -> Saying:
    """Say the name of a country, a language or a currency; nothing where there is none."""
    return lambda locale: getattr(locale, kind).get(code, "")


def part_of_date(day: datetime.date, pattern: str) -> Saying:
    """Say a month or a weekday."""
    from babel.dates import format_date

    return lambda locale: format_date(day, pattern, locale)


def listed(items: list[Saying], style: Literal["standard", "or"]) -> Saying:
    """Say several things in one phrase."""
    from babel.lists import format_list

    def say(locale: Locale) -> str:
        words = [item(locale) for item in items]
        if not all(words):
            return ""
        # Before i, Spanish "y" becomes "e", and before o, "o" becomes "u": CLDR leaves it to code.
        if locale.language == "es" and re.match(r"(?i)h?[io]", words[-1]):
            return ""
        return format_list(words, style, locale)

    return say


def list_of_names(draw: random.Random, single: list[list[Saying]]) -> Saying:
    """Two, three or four names of one kind."""
    kind = draw.choices(single, (10, 6, 2, 2, 2, 2))[0]
    items = draw.sample(kind, min(draw.choice((2, 2, 3, 3, 4)), len(kind)))
    return listed(items, "standard" if draw.random() < 0.7 else "or")


def list_of_quantities(draw: random.Random) -> Saying:
    """Two quantities."""
    return listed([quantity(draw), quantity(draw)], "standard")


#: What is drawn, and how often.
KINDS: dict[Callable[[random.Random], Saying], int] = {
    date: 28, time: 10, date_and_time: 7, range_of_dates: 5, span: 10, quantity: 20, duration: 3,
    money: 12, plain_number: 4, list_of_quantities: 2,
}  # fmt: skip
LISTS = 14


def as_typed(english: str, draw: random.Random) -> str:
    """Change English to other ways in which it is typed, that mean the same."""
    month = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
    text = english.replace("\N{EN DASH}", draw.choice(["-", "\N{EN DASH}"]))
    if re.search(month, text) and draw.random() < 0.15:
        text = re.sub(rf"({month} \d\d?|\d\d? {month}|day),", r"\1", text)
    if draw.random() < 0.15:
        text = re.sub(rf"({month} )(\d\d?)\b(?!:| [AP]M)|\b(\d\d?)(?= {month})", ordinal, text)
    if draw.random() < 0.3:
        text = re.sub(r"(?<=\d),(?=\d\d\d)", "", text)
    if draw.random() < 0.3:
        text = re.sub(r"^(in )?(\d\d?)(?= [a-z]+( ago)?$)", in_words, text)
    if draw.random() < 0.3:
        text = re.sub(r" ([AP]M)\b", lambda found: found[0].lower(), text)
    if re.search(month, text) and draw.random() < 0.5:
        text = re.sub(r",( \d\d?(?::\d\d| [AaPp][Mm]))", r" at\1", text)
    worded = re.search(rf"{month}|[AP]M\b|day|ago|in ", text) and re.search(r"\d", text)
    return text.lower() if worded and draw.random() < 0.15 else text


def in_words(found: re.Match[str]) -> str:
    """Write a count up to twelve in words."""
    count = int(found[2])
    return f"{found[1] or ''}{WORDS[count] if count < len(WORDS) else count}"


def ordinal(found: re.Match[str]) -> str:
    """Write the day of a date as 1st, 2nd, 3rd, 4th."""
    day = int(found[2] or found[3])
    ending = "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{found[1] or ''}{day}{ending}"


def pairs(count: int, language: str, seed: int) -> dict[str, list[tuple[str, str]]]:
    """Make phrases for each part, no two with the same source.

    Args:
        count: how many in all, besides the single names.
        language: code of the language to translate into, as "fr" or "pt_PT".
        seed: decides all.

    Returns:
        English and the other language by part. All sources of one target are in one part; single
        names are in training.

    Raises:
        InputError: if there is no such language.
    """
    from babel import Locale

    other, american, british = find_language(language), Locale("en", "US"), Locale("en", "GB")
    draw = random.Random(seed)
    single = [[say for say in kind if say(american) and say(other)] for kind in names()]
    part_of: dict[str, str] = {}
    made: dict[str, dict[str, str]] = {"train": {}, "validation": {}, "test": {}}

    def add(english: str, translation: str, part: str) -> None:
        # No-break and thin blanks are written as the blanks that are typed.
        source, target = " ".join(english.split()), " ".join(translation.split())
        part = part_of.setdefault(target, part)
        if source and target and not any(source in sources for sources in made.values()):
            made[part][source] = target

    for say in itertools.chain(*single):
        add(say(american), say(other), "train")
    kinds, shares = [*KINDS, None], [*KINDS.values(), LISTS]
    for kind in draw.choices(kinds, shares, k=count):
        say = kind(draw) if kind else list_of_names(draw, single)
        english = as_typed(say(british if draw.random() < 0.3 else american), draw)
        part = draw.choices(["train", "validation", "test"], (94, 3, 3))[0]
        add(english, say(other), part)
    return {part: list(found.items()) for part, found in made.items()}
