"""The embedded sample: the handwritten digits that scikit-learn carries."""

from __future__ import annotations

from keras_seq.data.pictures import LabelledPicture

COUNT = 1797  # all of them


def digits() -> list[LabelledPicture]:
    """Take 8 x 8 digits, black ink on white, in 17 shades (Alpaydin and Kaynak, 1998)."""
    from sklearn.datasets import load_digits

    data = load_digits()
    images = (255 - data.images * (255 / 16)).round().astype("uint8")
    return [
        LabelledPicture(image, str(label), f"digit {number}")
        for number, (image, label) in enumerate(zip(images, data.target, strict=True), start=1)
    ][:COUNT]
