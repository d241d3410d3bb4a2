"""The embedded sample: people go from room to room, and take, leave and give things.

A small world is kept while a story is told, and questions are answered from it. Half of the people,
rooms and things of the validation part, and others of the test part, stand in no other part.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field

from keras_seq.data.splits import Splits
from keras_seq.data.text.story_files import Asked

from .sayings import (
    GIVING,
    LEAVING,
    LYING,
    MEETING,
    MOVING,
    OPENINGS,
    QUESTIONS,
    STAYING,
    TAKING,
    Names,
)  # fmt: skip

# How often each kind of question is asked. What takes two sentences to answer is asked more often.
WEIGHTS = {
    "where is": 4, "where is the thing": 9, "who has": 3, "what has": 3, "is in": 2,
    "does have": 2, "who is in": 2, "who gave": 1, "to whom": 1, "what gave": 1,
}  # fmt: skip


@dataclass
class World:
    """Who is where, and what lies where, as far as a story has said it.

    Attributes:
        rooms: of a person, the rooms so far.
        held: of a person, the things.
        lying: of a thing that nobody holds, its room.
        given: thing, giver and taker of what was given last.
        told: the sentences.
    """

    rooms: dict[str, list[str]] = field(default_factory=dict)
    held: dict[str, list[str]] = field(default_factory=dict)
    lying: dict[str, str] = field(default_factory=dict)
    given: tuple[str, str, str] | None = None
    told: list[str] = field(default_factory=list)

    def holder(self, thing: str) -> str:
        """Who holds a thing; "" for nobody."""
        return next((one for one, things in self.held.items() if thing in things), "")

    def place(self, thing: str) -> str:
        """Where a thing is; "" where nobody knows."""
        holder = self.holder(thing)
        return self.room(holder) if holder else self.lying.get(thing, "")

    def room(self, person: str) -> str:
        """Where a person is; "" where nobody knows."""
        return (self.rooms.get(person) or [""])[-1]

    def go(self, person: str, room: str) -> None:
        """Move a person."""
        if self.room(person) != room:
            self.rooms.setdefault(person, []).append(room)
        self.held.setdefault(person, [])


def stories(count: int, seed: int) -> Splits[Asked]:
    """Make stories to train on, and others, with names of their own, to be judged by.

    Args:
        count: how many to train on; validation gets a tenth, test a sixth.
        seed: decides all of them.

    Returns:
        The three parts, a question about each story.
    """
    draw = random.Random(seed)
    sizes = {"train": count, "validation": count // 10, "test": count // 6}
    return Splits(**{
        part: [story(draw, Names(part), f"sample, {part} story {number}")
               for number in range(1, size + 1)]
        for part, size in sizes.items()
    })  # fmt: skip


def story(draw: random.Random, names: Names, source: str) -> Asked:
    """Tell a story, and ask something that it answers."""
    while True:
        people = names.people(draw, draw.randint(1, 4))
        rooms = names.rooms(draw, draw.randint(2, 4))
        things = names.things(draw, draw.randint(1, 3))
        world = World()
        for _ in range(draw.choice((1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 8))):
            tell(draw, world, people, rooms, things)
        (kind,) = draw.choices(list(WEIGHTS), list(WEIGHTS.values()))
        asked = ask(draw, world, kind, people, rooms, things)
        easy = sum(room in " ".join(world.told) for room in rooms) < 2  # there is but one room
        if asked and (not easy or draw.random() < 0.2):
            return Asked(tuple(world.told), *asked, source, source)


def tell(
    draw: random.Random, world: World, people: list[str], rooms: list[str], things: list[str]
) -> None:
    """Let something happen, and say so."""
    person, room, thing = draw.choice(people), draw.choice(rooms), draw.choice(things)
    holder, place = world.holder(thing), world.place(thing)
    other = draw.choice(people)
    if not holder and not place and draw.random() < 0.15:
        world.lying[thing] = room
        saying = draw.choice(LYING)
    elif not holder and draw.random() < 0.6 and (not place or world.room(person) in (place, "")):
        world.held.setdefault(person, []).append(thing)
        if place:
            world.go(person, place)
        world.lying.pop(thing, None)
        there = world.room(person)
        saying = draw.choice(TAKING)
        if there and "{R}" not in saying and draw.random() < 0.2:
            saying = saying[:-1] + " there."
        room = there or room
        if "{R}" in saying:
            world.go(person, room)
    elif holder and draw.random() < 0.35 and (world.room(holder) or draw.random() < 0.3):
        person = holder
        there = world.room(holder)
        saying = draw.choice(LEAVING if there else [one for one in LEAVING if "{R}" in one])
        room = there or room
        world.go(person, room)
        world.held[person].remove(thing)
        world.lying[thing] = room
    elif holder and holder != other and draw.random() < 0.4:
        person = holder
        if world.room(holder) and not world.room(other):
            world.go(other, world.room(holder))
        world.held[holder].remove(thing)
        world.held.setdefault(other, []).append(thing)
        world.given = (thing, holder, other)
        saying = draw.choice(GIVING)
    elif person != other and draw.random() < 0.1:
        world.go(person, room)
        world.go(other, room)
        saying = draw.choice(MEETING)
    else:
        saying = draw.choice(MOVING if draw.random() < 0.8 else STAYING)
        world.go(person, room)
    if draw.random() < 0.1:
        # A thing in front, "The {T}", is no name, and loses its capital letter.
        saying = draw.choice(OPENINGS) + (saying[0].lower() + saying[1:])
    told = saying.format(P=person, Q=other, R=room, T=thing)
    world.told.append(re.sub(r"\ba (?=[aeiou])", "an ", told))


def ask(
    draw: random.Random, world: World, kind: str, people: list[str], rooms: list[str],
    things: list[str],
) -> tuple[str, str] | None:  # fmt: skip
    """Ask a question of a kind, with its answer; None where the story doesn't say."""
    said = " ".join(world.told)
    known = [one for one in people if one in said]
    person = draw.choice(known) if known else ""
    there = [one for one in things if one in said]
    thing = draw.choice(there) if there else ""
    carried = [one for one in there if world.holder(one)]
    if carried and draw.random() < 0.7:  # the answer is where its holder is
        thing = draw.choice(carried)
    if world.given and draw.random() < 0.4:
        thing, person = world.given[0], draw.choice(world.given[1:])
    room, other = draw.choice(rooms), ""
    holds = world.held.get(person, [])
    answer = ""
    if kind == "where is":
        answer = world.room(person)
    elif kind == "where is the thing" and thing:
        answer = world.place(thing)
    elif kind == "who has" and thing:
        answer = world.holder(thing) or "nobody"
    elif kind == "what has" and person and len(holds) < 2:
        answer = holds[0] if holds else "nothing"
    elif kind == "is in" and world.room(person):
        room = world.room(person) if draw.random() < 0.5 else room
        answer = "yes" if room == world.room(person) else "no"
    elif kind == "does have" and person and thing:
        answer = "yes" if thing in holds else "no"
    elif kind == "who is in":
        inside = [one for one in known if world.room(one) == room]
        answer = inside[0] if len(inside) == 1 else ""
    elif world.given and kind in ("who gave", "to whom", "what gave"):
        thing, person, other = world.given
        answer = {"who gave": person, "to whom": other, "what gave": thing}[kind]
    if not answer:
        return None
    return draw.choice(QUESTIONS[kind]).format(P=person, Q=other, R=room, T=thing), answer
