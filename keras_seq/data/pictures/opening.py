"""Picture files, opened by Pillow: upright, eight bits a colour, of one size."""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq import files
from keras_seq.data.folders import File
from keras_seq.errors import InputError

if TYPE_CHECKING:
    from PIL.Image import Image

SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".pgm", ".ppm")


def read_picture(path: File, *, size: int | None = None, channels: int = 3) -> np.ndarray:
    """Read a picture, upright as a viewer shows it, of an animation the first frame.

    Palettes, CMYK and 16 bits become 8 bits of red, green and blue, or of grey; what is
    transparent becomes white.

    Args:
        path: a file that Pillow can read, perhaps in a zip.
        size: height and width of what is returned: the greatest square in the middle is shrunk,
            or enlarged, to it. None: as it is.
        channels: 3 for colour, 1 for grey.

    Returns:
        uint8 `(height, width, channels)`.

    Raises:
        InputError: if Pillow is missing, or the file is missing, damaged, huge or no picture.
    """
    image = open_picture(path)
    if size is not None:
        from PIL import ImageOps

        image = ImageOps.fit(image, (size, size))
    pixels = np.asarray(image.convert("L" if channels == 1 else "RGB"))
    return pixels.reshape(*pixels.shape[:2], channels)


def read_whole(path: File, size: int) -> np.ndarray:
    """Read all of a picture into a square; what the square has more is like the picture's border.

    Args:
        path: as for `read_picture`, and errors are the same.
        size: height and width of what is returned.

    Returns:
        uint8 `(size, size, 3)`.
    """
    return whole_square(open_picture(path), size)


def whole_square(image: Image, size: int) -> np.ndarray:
    """Shrink or enlarge a picture until it fits into a square, in the middle of it.

    Args:
        image: in RGB.
        size: height and width of the square.

    Returns:
        uint8 `(size, size, 3)`; around the picture is the median colour of its border.
    """
    from PIL.Image import Resampling

    scale = size / max(image.size)
    width, height = (max(1, round(side * scale)) for side in image.size)
    pixels = np.asarray(image.resize((width, height), Resampling.BOX if scale < 0.5 else
                                     Resampling.BICUBIC))  # fmt: skip
    border = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    square = np.empty((size, size, 3), np.uint8)
    square[:] = np.median(border, axis=0)
    top, left = (size - height) // 2, (size - width) // 2
    square[top : top + height, left : left + width] = pixels
    return square


def open_picture(path: File) -> Image:
    """Read a picture as RGB, as `read_picture` says; errors are the same."""
    image_module = import_pillow()
    try:
        with warnings.catch_warnings(), path.open("rb") as stream:
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", image_module.DecompressionBombWarning)
            with image_module.open(stream) as image:
                return _plain(image)
    except (image_module.DecompressionBombWarning, image_module.DecompressionBombError):
        most = (image_module.MAX_IMAGE_PIXELS or 0) // 1_000_000
        raise InputError(f"{path}: more than {most} million points; shrink the picture") from None
    except FileNotFoundError:
        raise InputError(f"{path}: no such file") from None
    except IsADirectoryError:
        raise InputError(f"{path}: a folder, not a picture") from None
    except MemoryError:
        raise
    except Exception as error:  # each of Pillow's readers has its own
        known = isinstance(error, image_module.UnidentifiedImageError)
        why = "no kind of picture that is known" if known else str(error)[:120]
        raise InputError(f"{path}: not a picture, or damaged ({why})") from None


def _plain(image: Any) -> Any:
    """Turn a picture upright, and bring it into RGB."""
    from PIL import ImageOps

    image_module = import_pillow()
    image.load()
    image = ImageOps.exif_transpose(image)
    if image.mode.startswith(("I", "F")):  # 16 bits and more, of grey
        values = np.asarray(image, np.float32)
        most = 255.0 if values.max(initial=0) <= 255 and image.mode in ("I", "F") else 65535.0
        image = image_module.fromarray(np.clip(values * (255 / most), 0, 255).astype(np.uint8))
    if image.has_transparency_data:
        image = image.convert("RGBA")
        ground = image_module.new("RGBA", image.size, "white")
        image = image_module.alpha_composite(ground, image)
    return image.convert("RGB")


def write_grid(path: Path, pictures: Sequence[np.ndarray], *, least: int = 96) -> None:
    """Write pictures into one file, in rows as long as there are rows; whole or not at all.

    Args:
        path: its ending says the format, such as `.png`.
        pictures: uint8 `(height, width)` each, of one size.
        least: points that the larger side of each takes; small ones are enlarged by whole numbers.
    """
    image_module = import_pillow()
    height, width = pictures[0].shape
    times = max(1, least // max(height, width))
    columns = math.ceil(math.sqrt(len(pictures)))
    gap = max(1, times // 2)
    down, across = height * times + gap, width * times + gap
    sheet = np.full((-(-len(pictures) // columns) * down - gap, columns * across - gap), 255,
                    np.uint8)  # fmt: skip
    for number, picture in enumerate(pictures):
        top, left = number // columns * down, number % columns * across
        large = np.kron(picture, np.ones((times, times), np.uint8))
        sheet[top : top + height * times, left : left + width * times] = large
    with files.atomic(path) as temporary:
        image_module.fromarray(sheet).save(temporary)


def write_picture(path: Path, pixels: np.ndarray, least: int = 1) -> None:
    """Write a picture into a file, whole or not at all.

    Args:
        path: its ending says the format, such as `.png`.
        pixels: uint8 `(height, width, 3)`.
        least: points that the larger side has; smaller pictures are enlarged, smoothly.
    """
    image_module = import_pillow()
    image = image_module.fromarray(pixels)
    times = max(1.0, least / max(image.size))
    if times > 1:
        size = tuple(round(side * times) for side in image.size)
        image = image.resize(size, image_module.Resampling.BICUBIC)
    with files.atomic(path) as temporary:
        image.save(temporary)


def import_pillow() -> Any:
    """Return `PIL.Image`.

    Raises:
        InputError: if Pillow isn't installed.
    """
    try:
        from PIL import Image
    except ImportError:
        raise InputError("pictures need Pillow: pip install 'keras_seq[images]'") from None
    return Image
