"""The embedded sample: scenes, of which those of the test part combine what training never did."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from typing import Any

import numpy as np

from keras_seq.data.pictures.captioned import CaptionedPicture, Thing
from keras_seq.data.splits import Splits
from keras_seq.progress import track

from .scenes import COLOURS, COUNTS, SHAPES, SIZES, Group, Scene, arranged, drawn, noisy

TRAIN, JUDGED = 24_000, 500  # scenes to train on, and of the validation and of the test part
SINGLE = 0.4  # share of scenes with one group
HELD_OUT = 0.1  # share of all combinations that is kept for validation, and for the test
PARTS = ("test", "validation", "train")

Kind = tuple[str, str]  # colour and shape


def scenes_of(size: int, seed: int) -> Splits[CaptionedPicture]:
    """Draw all scenes.

    Two kinds of things, as red circles and blue squares, that stand together in a scene of the
    test part never do so in training, however many they are and of whichever size.

    Args:
        size: height and width of the pictures.
        seed: decides all.
    """
    draw, noise = random.Random(seed), np.random.default_rng(seed)
    kinds = list(itertools.product(COLOURS, SHAPES))
    pairs = _shared_out([frozenset(two) for two in itertools.combinations(kinds, 2)], draw)
    parts: dict[str, list[CaptionedPicture]] = {}
    for part in PARTS:
        made = range(TRAIN if part == "train" else JUDGED)
        parts[part] = [
            pictured(_scene(pairs[part], draw), size, f"{part} {number + 1}", draw,
                     noise)
            for number in track(made, f"drawing the {part} part")
        ]  # fmt: skip
    return Splits(parts["train"], parts["validation"], parts["test"])


def crowded(*groups: Group) -> bool:
    """Whether groups have no room in a picture, or hardly any."""
    taken = sum(group.number * SIZES[group.size][1] ** 2 for group in groups)
    return taken > (0.16 if len(groups) == 1 else 0.11)


def pictured(
    scene: Scene, size: int, name: str, draw: random.Random, noise: np.random.Generator
) -> CaptionedPicture:
    """Draw a scene, and say what it shows and where."""
    caption = scene.said()
    nouns = [place for place, word in enumerate(caption.split())
             if word.removesuffix("s") in SHAPES]  # fmt: skip
    things = []
    for place, shapes in zip(nouns, scene.places, strict=True):
        boxes = tuple((max(0.0, one.x - one.radius), max(0.0, one.y - one.radius),
                       min(1.0, one.x + one.radius), min(1.0, one.y + one.radius))
                      for one in shapes)  # fmt: skip
        things.append(Thing(0, place, boxes))
    image = noisy(np.asarray(drawn(scene, size, draw)), noise)
    return CaptionedPicture(image, (caption,), name, things=tuple(things))


def _shared_out(combinations: Sequence[Any], draw: random.Random) -> dict[str, list[Any]]:
    """Share combinations out among the parts."""
    mixed = draw.sample(combinations, len(combinations))
    count = round(HELD_OUT * len(mixed))
    return {"test": mixed[:count], "validation": mixed[count : 2 * count],
            "train": mixed[2 * count :]}  # fmt: skip


def _scene(pairs: Sequence[frozenset[Kind]], draw: random.Random) -> Scene:
    """Draw a scene of a part: a pair, or one of two alone."""
    counts, sizes = list(COUNTS), list(SIZES)
    kinds = draw.sample(sorted(draw.choice(pairs)), 1 if draw.random() < SINGLE else 2)
    while True:
        groups = tuple(Group(draw.choice(counts), draw.choice(sizes), *kind) for kind in kinds)
        if not crowded(*groups):
            return arranged(groups, draw)
