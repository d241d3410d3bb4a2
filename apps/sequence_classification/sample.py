"""The embedded sample: gestures of a hand with a phone in it, as its two accelerometers feel them.

Which gesture it is shows in the order of the movements alone: clockwise and counterclockwise have
the same mean, spread, least and largest values, and so have a push to the left that is taken back
and one to the right. Whatever sums a recording up without its order can only guess between them.
"""

from __future__ import annotations

import numpy as np

from keras_seq.data.frames.recordings import TaggedSequence
from keras_seq.data.frames.whole import LabelledRecording

GESTURES = ("clockwise", "counterclockwise", "left and back", "right and back", "shake")
COLUMNS = ("x", "y")
PERSONS = 40


def gestures(count: int, seed: int) -> list[LabelledRecording]:
    """Make recordings of gestures by forty persons, each with a speed and a strength of their own.

    Args:
        count: how many.
        seed: decides them.

    Returns:
        Recordings of 30 to 120 steps; the group is the person.
    """
    draw = np.random.default_rng(seed)
    speeds, strengths = draw.uniform(0.7, 1.4, PERSONS), draw.uniform(0.6, 1.6, PERSONS)
    records = []
    for number in range(count):
        gesture, person = GESTURES[number % len(GESTURES)], int(draw.integers(PERSONS))
        moved = movement(gesture, int(draw.integers(14, 34) / speeds[person]), draw)
        before, behind = (np.zeros((int(draw.integers(5, 30)), 2)) for _ in range(2))
        steps = np.concatenate([before, moved * strengths[person], behind])
        steps += draw.normal(0, 0.15, steps.shape)
        name, who = f"gesture {number + 1}", f"person {person + 1}"
        recording = TaggedSequence(
            name, steps.astype(np.float32), np.arange(len(steps), dtype=float), [], who,
            f"sample, {name}", columns=COLUMNS,
        )  # fmt: skip
        records.append(LabelledRecording(recording, gesture, recording.source))
    return records


def movement(gesture: str, length: int, draw: np.random.Generator) -> np.ndarray:
    """Make the accelerations of a gesture, float `(length, 2)`."""
    time = np.linspace(0, 1, max(length, 8))
    if gesture in ("clockwise", "counterclockwise"):
        turn = -1 if gesture == "clockwise" else 1
        angle = 2 * np.pi * (turn * time * draw.uniform(1.0, 1.6) + draw.random())
        return np.stack([np.cos(angle), np.sin(angle)], axis=1)
    if gesture == "shake":
        return np.stack([np.sin(2 * np.pi * time * draw.uniform(3, 5)), np.zeros_like(time)], 1)
    # To push and stop, then to pull and stop: one wave, and its mirror image.
    side = -1 if gesture.startswith("left") else 1
    return np.stack([side * np.sin(2 * np.pi * time), np.zeros_like(time)], axis=1)
