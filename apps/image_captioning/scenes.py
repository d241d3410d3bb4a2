"""Scenes of the embedded sample: one or two groups of shapes, how they look and are said.

Shades, sizes, places, edges, grounds and noise are drawn widely, so that what a person draws in a
paint program lies among them.
"""

from __future__ import annotations

import colorsys
import math
import random
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from PIL.Image import Image

#: Of each colour its hues in degrees, and saturation and brightness from 0 to 1.
COLOURS = {
    "red": ((-8, 6), (0.75, 1), (0.7, 1)),
    "orange": ((24, 38), (0.8, 1), (0.88, 1)),
    "yellow": ((48, 62), (0.65, 1), (0.88, 1)),
    "green": ((92, 152), (0.5, 1), (0.4, 1)),
    "blue": ((200, 243), (0.6, 1), (0.5, 1)),
    "purple": ((266, 298), (0.45, 1), (0.4, 0.8)),
    "pink": ((318, 350), (0.35, 0.65), (0.92, 1)),
    "black": ((0, 360), (0, 0.2), (0, 0.13)),
}
SHAPES = ("circle", "square", "triangle")
COUNTS = {1: "a", 2: "two"}
#: Half the width of a shape, as a share of the picture's.
SIZES = {"small": (0.08, 0.115), "large": (0.165, 0.22)}
RELATIONS = ("left of", "above")
GAP = 0.03  # between groups
TRIES = 30  # places that are tried for a shape


class Group(NamedTuple):
    """Shapes that look alike: how many, and of which size, colour and shape."""

    number: int
    size: str
    colour: str
    shape: str

    def said(self) -> str:
        """Say what it is.

        >>> Group(1, "large", "blue", "circle").said(), Group(2, "small", "red", "square").said()
        ('a large blue circle', 'two small red squares')
        """
        words = " ".join([COUNTS[self.number], self.size, self.colour, self.shape])
        return words + "s" * (self.number > 1)


class Shape(NamedTuple):
    """Where a shape stands: its middle and half its width, as shares of the picture's."""

    x: float
    y: float
    radius: float


class Scene(NamedTuple):
    """One or two groups, where their shapes stand, and how the first stands to the second."""

    groups: tuple[Group, ...]
    places: tuple[tuple[Shape, ...], ...]
    relation: str = ""

    def said(self) -> str:
        """Say what is seen, what is on the left or above first."""
        return f" {self.relation} ".join(group.said() for group in self.groups)


def arranged(groups: tuple[Group, ...], draw: random.Random) -> Scene:
    """Find places for groups, the first one left of the second or above it."""
    relation = draw.choice(RELATIONS) if len(groups) == 2 else ""
    along = int(relation == "above")  # the axis on which they stand apart
    while True:
        limits = [[0.0, 1.0], [0.0, 1.0]]
        if relation:  # room for one shape of the second group, at least
            limits[along][1] = 1 - 2 * SIZES[groups[1].size][1] - GAP
        places = [_placed(groups[0], limits, draw)]
        if relation and places[0]:
            first = places[0]
            limits[along] = [max(one[along] + one.radius for one in first) + GAP, 1.0]
            middle = sum(one[1 - along] for one in first) / len(first)
            limits[1 - along] = [max(0.0, middle - 0.5), min(1.0, middle + 0.5)]
            places.append(_placed(groups[1], limits, draw))
        if all(places) and (not relation or _apart(places, along)):
            return Scene(groups, tuple(map(tuple, places)), relation)


def _placed(group: Group, limits: list[list[float]], draw: random.Random) -> list[Shape]:
    """Place the shapes of a group between limits; nothing where there is no room."""
    low, high = SIZES[group.size]
    typical = draw.uniform(low, high)
    found: list[Shape] = []
    for _ in range(TRIES):
        radius = min(high, max(low, typical * draw.uniform(0.92, 1.08)))
        (left, right), (top, bottom) = ((one + radius, two - radius) for one, two in limits)
        if left > right or top > bottom:
            return []
        if found:  # beside the last one
            far = found[-1].radius + radius * draw.uniform(1.25, 2)
            angle = math.radians(draw.choice([0, 90, 180, 270]) + draw.uniform(-20, 20))
            one = Shape(found[-1].x + far * math.cos(angle), found[-1].y + far * math.sin(angle),
                        radius)  # fmt: skip
        else:
            one = Shape(draw.uniform(left, right), draw.uniform(top, bottom), radius)
        if left <= one.x <= right and top <= one.y <= bottom:
            found.append(one)
        if len(found) == group.number:
            return found
    return []


def _apart(places: list[list[Shape]], along: int) -> bool:
    """Whether the groups stand apart on one axis more plainly than on the other."""
    middles = [[sum(one[axis] for one in group) / len(group) for axis in (0, 1)]
               for group in places]  # fmt: skip
    far, across = (abs(middles[1][axis] - middles[0][axis]) for axis in (along, 1 - along))
    return across < 0.75 * far


def shade(colour: str, draw: random.Random) -> tuple[int, int, int]:
    """Draw a shade of a colour, 0 to 255."""
    hue, saturation, value = (draw.uniform(*limits) for limits in COLOURS[colour])
    red, green, blue = colorsys.hsv_to_rgb(hue / 360 % 1, saturation, value)
    return round(red * 255), round(green * 255), round(blue * 255)


def ground(colours: list[tuple[int, int, int]], draw: random.Random) -> tuple[int, int, int] | None:
    """Draw what is behind: mostly white or light; None if a shape is too much like it."""
    for _ in range(TRIES):
        kind = draw.random()
        value = draw.uniform(0.88, 1) if kind < 0.88 else draw.uniform(0, 0.3)
        saturation = 0.0 if kind < 0.7 else draw.uniform(0, 0.2)
        value = 1.0 if kind < 0.5 else value
        red, green, blue = colorsys.hsv_to_rgb(draw.random(), saturation, value)
        found = (round(red * 255), round(green * 255), round(blue * 255))
        if all(math.dist(found, one) > 90 for one in colours):
            return found
    return None


def outline(shape: str, one: Shape, turn: float) -> list[tuple[float, float]]:
    """Give the corners of a shape, a circle's too, in a picture of width 1."""
    corners = {"circle": 40, "square": 4, "triangle": 3}[shape]
    first = {"square": 45.0, "triangle": -90.0}.get(shape, 0.0) + turn
    scale = 1.0 if shape == "circle" else 1.2
    found = []
    for corner in range(corners):
        angle = math.radians(first + 360 * corner / corners)
        reach = one.radius * scale
        lower = one.radius * 0.2 if shape == "triangle" else 0.0
        found.append((one.x + reach * math.cos(angle), one.y + lower + reach * math.sin(angle)))
    return found


def drawn(scene: Scene, size: int, draw: random.Random) -> Image:
    """Draw a scene, smooth at its edges.

    Args:
        scene: what to draw.
        size: height and width in points.
        draw: decides shades, ground, turns, outlines.

    Returns:
        A picture in RGB.
    """
    from PIL import Image, ImageDraw

    behind = None
    while behind is None:
        shades = [shade(group.colour, draw) for group in scene.groups]
        behind = ground(shades, draw)
    times = 3
    image = Image.new("RGB", (size * times, size * times), behind)
    pencil = ImageDraw.Draw(image)
    edge = draw.choice(["none", "none", "none", "none", "black", "darker"])
    width = round(draw.uniform(0.006, 0.02) * size * times)
    for group, shapes, fill in zip(scene.groups, scene.places, shades, strict=True):
        most = {"square": 12, "triangle": 14}.get(group.shape, 0)
        darker = tuple(round(value * 0.6) for value in fill)
        line = {"black": (0, 0, 0), "darker": darker}.get(edge)
        for one in shapes:
            turn = draw.choice([0.0, draw.uniform(-most, most)])
            corners = [(x * size * times, y * size * times)
                       for x, y in outline(group.shape, one, turn)]  # fmt: skip
            pencil.polygon(corners, fill=fill, outline=line, width=width if line else 1)
    return image.reduce(times)


def noisy(image: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    """Add noise to some pictures, as cameras and JPEG do."""
    strength = draw.choice([0.0, draw.uniform(0, 9)])
    return np.clip(image + draw.normal(0, strength, image.shape), 0, 255).astype(np.uint8)
