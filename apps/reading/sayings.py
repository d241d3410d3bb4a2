"""What the embedded stories are made of: names, and ways to say what happens and to ask."""

from __future__ import annotations

import random

# Those of training are few, so that each is met often: what is new has places of its own.
_PEOPLE = {
    "train": "Mary Sandra Anna Julia Emma Lucy Sarah Laura John Daniel Tom Peter Paul Sam Max Bill",
    "validation": "Vera Tina Gloria Monica Paula Ruth Hugo Victor Ian Ralph Stan Gary",
    "test": "Zoe Wendy Freya Isabel Beth Amelia Carol Heidi Theo Marcus Ivan Nick Albert Dylan "
    "Omar Keith",
}
_ROOMS = {
    "train": "kitchen garden office bathroom bedroom hallway cellar garage park school library "
    "shop station market cinema beach",
    "validation": "stable pantry lobby gym theatre",
    "test": "attic barn tower harbour bank castle nursery",
}
_THINGS = {
    "train": "milk apple football book key ball cup letter bag hat lamp pen phone box cake "
    "umbrella newspaper bottle",
    "validation": "spoon drum torch scarf melon",
    "test": "kite sandwich hammer violin laptop wallet pillow",
}


class Names:
    """Names for a part of the sample; of validation and test half are its own."""

    def __init__(self, part: str) -> None:
        self.part = part

    def people(self, draw: random.Random, count: int) -> list[str]:
        """Draw different people."""
        return self._drawn(draw, _PEOPLE, count)

    def rooms(self, draw: random.Random, count: int) -> list[str]:
        """Draw different rooms."""
        return self._drawn(draw, _ROOMS, count)

    def things(self, draw: random.Random, count: int) -> list[str]:
        """Draw different things."""
        return self._drawn(draw, _THINGS, count)

    def _drawn(self, draw: random.Random, names: dict[str, str], count: int) -> list[str]:
        known = draw.sample(names["train"].split(), count)
        if self.part == "train":
            return known
        own = draw.sample(names[self.part].split(), count)
        return [draw.choice(pair) for pair in zip(known, own, strict=True)]


# P is who does it, Q another person, R a room, T a thing.
MOVING = [
    "{P} went to the {R}.", "{P} went to the {R}.", "{P} walked to the {R}.", "{P} ran to the {R}.",
    "{P} moved to the {R}.", "{P} travelled to the {R}.", "{P} journeyed to the {R}.",
    "{P} headed to the {R}.", "{P} hurried to the {R}.", "{P} came to the {R}.",
    "{P} went back to the {R}.", "{P} returned to the {R}.", "{P} went into the {R}.",
    "{P} walked into the {R}.", "{P} entered the {R}.", "{P} goes to the {R}.",
    "{P} drove to the {R}.", "{P} left for the {R}.", "{P} has gone to the {R}.",
]  # fmt: skip
STAYING = [
    "{P} is in the {R}.", "{P} is in the {R}.", "{P} was in the {R}.", "{P} is at the {R}.",
    "{P} is now in the {R}.", "{P} sits in the {R}.", "{P} is waiting in the {R}.",
    "{P} lives in the {R}.", "{P} stayed in the {R}.",
]  # fmt: skip
MEETING = [
    "{P} and {Q} went to the {R}.", "{P} and {Q} are in the {R}.", "{P} met {Q} in the {R}.",
    "{P} and {Q} walked to the {R}.",
]  # fmt: skip
LYING = [
    "The {T} is in the {R}.", "The {T} was in the {R}.", "There is a {T} in the {R}.",
    "There was a {T} in the {R}.", "The {T} lies in the {R}.", "The {T} is at the {R}.",
]  # fmt: skip
TAKING = [
    "{P} took the {T}.", "{P} took the {T}.", "{P} took a {T}.", "{P} grabbed the {T}.",
    "{P} picked up the {T}.", "{P} picked the {T} up.", "{P} got the {T}.", "{P} found the {T}.",
    "{P} found a {T}.", "{P} fetched the {T}.", "{P} bought a {T}.", "{P} bought the {T}.",
    "{P} has the {T}.", "{P} has a {T}.", "{P} is carrying the {T}.", "{P} is holding the {T}.",
    "{P} holds the {T}.", "{P} took the {T} in the {R}.", "{P} found the {T} in the {R}.",
    "{P} bought a {T} in the {R}.", "{P} stole the {T}.",
]  # fmt: skip
LEAVING = [
    "{P} dropped the {T}.", "{P} put down the {T}.", "{P} put the {T} down.", "{P} left the {T}.",
    "{P} left the {T} there.", "{P} discarded the {T}.", "{P} dropped the {T} there.",
    "{P} forgot the {T}.", "{P} left the {T} in the {R}.", "{P} put the {T} in the {R}.",
    "{P} dropped the {T} in the {R}.", "{P} forgot the {T} in the {R}.", "{P} lost the {T}.",
    "{P} hid the {T} in the {R}.", "{P} lost the {T} in the {R}.",
]  # fmt: skip
GIVING = [
    "{P} gave the {T} to {Q}.", "{P} gave {Q} the {T}.", "{P} handed the {T} to {Q}.",
    "{P} passed the {T} to {Q}.", "{P} handed {Q} the {T}.", "{P} sold the {T} to {Q}.",
    "{P} gave the {T} back to {Q}.",
]  # fmt: skip
OPENINGS = ["Then ", "After that ", "Later ", "Afterwards ", "Meanwhile ", "Now ", "Today "]
QUESTIONS = {
    "where is": [
        "Where is {P}?", "Where is {P}?", "Where is {P} now?", "In which room is {P}?",
        "Where did {P} go?", "Which room is {P} in?", "Where's {P}?",
    ],
    "where is the thing": [
        "Where is the {T}?", "Where is the {T}?", "Where is the {T} now?",
        "Where can I find the {T}?", "In which room is the {T}?", "Where's the {T}?",
    ],
    "who has": [
        "Who has the {T}?", "Who is carrying the {T}?", "Who is holding the {T}?",
        "Who has got the {T}?", "Who holds the {T}?",
    ],
    "what has": [
        "What is {P} carrying?", "What does {P} have?", "What is {P} holding?",
        "What does {P} carry?", "What has {P} got?",
    ],
    "is in": ["Is {P} in the {R}?", "Is {P} in the {R} now?", "Is {P} at the {R}?"],
    "does have": ["Does {P} have the {T}?", "Is {P} carrying the {T}?", "Has {P} got the {T}?"],
    "who is in": ["Who is in the {R}?", "Who is at the {R}?"],
    "who gave": ["Who gave the {T} to {Q}?", "Who gave {Q} the {T}?", "Who gave the {T} away?"],
    "to whom": ["Who did {P} give the {T} to?", "To whom did {P} give the {T}?",
                "Who got the {T} from {P}?", "Who received the {T}?"],
    "what gave": ["What did {P} give to {Q}?", "What did {P} give {Q}?"],
}  # fmt: skip
