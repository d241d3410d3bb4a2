"""The embedded sample: short clips of a disc over noise, tagged by how it moves.

Where the disc is says nothing about its tag; only how it goes on does. So a model that looks at
one frame alone can't do better than guess, apart from the frames in which a blinking disc is dark.
"""

from __future__ import annotations

import math
import random
from pathlib import Path

import numpy as np

from keras_seq.data.frames.video import write_video

TAGS = ("left", "right", "clockwise", "counterclockwise", "blinking")
SIZE, FPS, FRAMES = 32, 10, 60


def write_clips(folder: Path, count: int, seed: int) -> None:
    """Write videos and their `labels.csv`, as a user's own folder would have them.

    Args:
        folder: an empty folder.
        count: how many clips.
        seed: decides all of them.
    """
    draw = random.Random(seed)
    noise = np.random.default_rng(seed)
    lines = ["video,start,end,label"]
    for number in range(count):
        name = f"clip_{number:03}.mp4"
        images, segments = clip(draw, noise)
        write_video(folder / name, images, FPS)
        lines += [f"{name},{start / FPS},{end / FPS},{tag}" for start, end, tag in segments]
    (folder / "labels.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def clip(
    draw: random.Random, noise: np.random.Generator
) -> tuple[list[np.ndarray], list[tuple[int, int, str]]]:
    """Make the frames of one clip, uint8 `(height, width, 3)`, and its segments."""
    x, y = draw.uniform(8, SIZE - 8), draw.uniform(8, SIZE - 8)
    radius, brightness = draw.uniform(3, 5), draw.randint(130, 200)
    images: list[np.ndarray] = []
    segments: list[tuple[int, int, str]] = []
    while len(images) < FRAMES:
        length = min(draw.randint(12, 22), FRAMES - len(images))
        room = {"left": x - length, "right": SIZE - x - length}  # it never leaves the picture
        before = segments[-1][2] if segments else ""
        tag = draw.choice([one for one in TAGS if one != before and room.get(one, 9) > 2])
        turn = {"clockwise": 0.45, "counterclockwise": -0.45}.get(tag, 0.0)
        heading = math.atan2(SIZE / 2 - y, SIZE / 2 - x) - math.copysign(math.pi / 2, turn)
        for step in range(length):
            if tag in ("left", "right"):
                x += 1 if tag == "right" else -1
            elif turn:
                heading += turn
                x, y = x + 2 * math.cos(heading), y + 2 * math.sin(heading)
            lit = tag != "blinking" or step % 4 < 2
            images.append(frame(x, y, radius, brightness * lit, noise))
        segments.append((len(images) - length, len(images), tag))
    return images, segments


def frame(
    x: float, y: float, radius: float, brightness: float, noise: np.random.Generator
) -> np.ndarray:
    """Draw a soft disc over noise."""
    rows, columns = np.mgrid[:SIZE, :SIZE]
    distance = np.hypot(columns - x, rows - y)
    picture = 25 + brightness * np.clip(radius - distance + 0.5, 0, 1)
    picture = picture + noise.normal(0, 10, picture.shape)
    return np.repeat(np.clip(picture, 0, 255).astype(np.uint8)[..., None], 3, axis=2)
