"""Pictures changed a little before training on them, so that no two epochs see the same."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from keras_seq.config import Options, option

#: Words that a mirror makes wrong.
SIDES = frozenset({
    "left", "right", "leftmost", "rightmost", "links", "rechts", "linke", "rechte", "linken",
    "rechten", "gauche", "droite", "izquierda", "derecha", "sinistra", "destra", "esquerda",
    "direita", "vänster", "höger",
})  # fmt: skip


@dataclass(frozen=True)
class PictureChanges(Options):
    """Changes to pictures in training; not to features of a frozen encoder."""

    mirror: bool = option(True, "Mirror every other picture whose captions name no side.")
    crop: float = option(
        0.2, "Cut off up to so much of a picture's height and width.", minimum=0, below=1
    )
    shades: float = option(
        0.3, "Change brightness, contrast and colours by up to so much.", minimum=0, below=1
    )


def names_a_side(caption: str) -> bool:
    """Whether a caption would be wrong in the mirror, by words of a few languages.

    >>> names_a_side("A dog on the left."), names_a_side("He left-handed it.")
    (True, False)
    """
    return not SIDES.isdisjoint(word.strip(".,;:!?()\"'") for word in caption.lower().split())


def changed(
    picture: np.ndarray, options: PictureChanges, draw: np.random.Generator, *, sided: bool
) -> np.ndarray:
    """Mirror, crop and shade a picture, all by chance.

    Args:
        picture: uint8 `(height, width, 3)`.
        options: how much.
        draw: a random generator.
        sided: whether the mirror is left out.

    Returns:
        The same shape; float32 where shades were changed.
    """
    from PIL import Image

    turned, corner, levels = draw.random(), draw.random(3), draw.uniform(-1, 1, 3)
    if options.mirror and not sided and turned < 0.5:
        picture = picture[:, ::-1]
    if options.crop:
        height, width = picture.shape[:2]
        share = 1 - options.crop * corner[0]
        left, top = corner[1] * width * (1 - share), corner[2] * height * (1 - share)
        box = (left, top, left + width * share, top + height * share)
        image = Image.fromarray(np.ascontiguousarray(picture))
        picture = np.asarray(image.resize((width, height), Image.Resampling.BILINEAR, box))
    if options.shades:
        brighter, contrast, colour = 1 + options.shades * levels
        found = picture.astype(np.float32)
        grey = found.mean(axis=2, keepdims=True)
        found = grey + (found - grey) * colour
        middle = found.mean()
        picture = np.clip((middle + (found - middle) * contrast) * brighter, 0, 255)
    return picture
