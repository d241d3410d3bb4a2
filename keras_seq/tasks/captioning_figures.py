"""Figures of `Captioning`: where the model looked, the best and the worst, what it says often."""

from __future__ import annotations

import io
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from keras_seq.contract import Result
from keras_seq.data.pictures.captioned import CaptionedPicture
from keras_seq.data.pictures.opening import import_pillow
from keras_seq.report.readable import readable_number
from keras_seq.tasks.captioning import Captioning, looked_at, seen_of, words_of

if TYPE_CHECKING:
    from keras_seq.report import Report

LOOKED = 4  # pictures whose attention is drawn
SHOWN = 6  # pictures that are shown as the best, and as the worst
OFTEN = 8  # captions in the table of the commonest
LEAST = 160  # points of a picture's larger side on the page


def where_it_looked(task: Captioning, result: Result, page: Report) -> None:
    """Draw for some pictures where the model looked at each word."""
    from keras_seq.report.picture_plots import looking

    trained, records = result.trained, result.splits.test
    told = result.evaluation.details
    places = _spread(result, LOOKED)
    weights = looked_at(
        trained, [seen_of(records[place]) for place in places], [told[place] for place in places]
    )
    if weights is None:
        return
    for place, one in zip(places, weights, strict=True):
        words = words_of(trained.preprocessing.tokenizer, told[place].tokens)
        page.figure(
            "Where the model looked", looking(records[place].image, words, one),
            "At each word that it wrote the picture is light where it looked.",
        )  # fmt: skip


def best_and_worst(task: Captioning, result: Result, page: Report) -> None:
    """Show the pictures whose captions have the best and the worst scores."""
    rows, records = result.evaluation.predictions, result.splits.test
    order = np.argsort([-row["score"] for row in rows], kind="stable").tolist()
    for title, places in {"Best captions": order, "Worst captions": order[::-1]}.items():
        page.pictures(
            title,
            [
                (png(records[place]),
                 {"the model": rows[place]["predicted"],
                  "right": "\n".join(records[place].captions),
                  "CIDEr-D": readable_number(rows[place]["score"])})
                for place in places[:SHOWN]
            ],
            "Of the test part, by CIDEr-D, from 0 to 10.",
        )  # fmt: skip


def said_most(task: Captioning, result: Result, page: Report) -> None:
    """List the captions that are given most often."""
    counts = Counter(row["predicted"] for row in result.evaluation.predictions)
    page.table(
        "Captions given most often", ["caption", "pictures"],
        [[caption, count] for caption, count in counts.most_common(OFTEN)],
        f"{len(counts):,} different captions for {counts.total():,} pictures.",
    )  # fmt: skip


def png(record: CaptionedPicture) -> bytes:
    """Write a picture as PNG, enlarged by a whole number if it is small."""
    image = import_pillow().fromarray(record.image)
    times = max(1, -(-LEAST // max(image.size)))
    image = image.resize([side * times for side in image.size], import_pillow().Resampling.NEAREST)
    written = io.BytesIO()
    image.save(written, "PNG", optimize=True)
    return written.getvalue()


def _spread(result: Result, count: int) -> list[int]:
    """Choose test pictures from the best to the worst, by score."""
    scores = [row["score"] for row in result.evaluation.predictions]
    order = np.argsort(np.negative(scores), kind="stable")
    chosen = np.linspace(0, len(order) - 1, min(count, len(order)) * 2 + 1)[:-1:2]
    return [int(order[int(place)]) for place in chosen]
