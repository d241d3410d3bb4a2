"""What the report shows: pictures drawn, halves completed, and how they are read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq.contract import Result
from keras_seq.data.pictures import greys
from keras_seq.progress import say
from keras_seq.tasks.generation import writer_of

if TYPE_CHECKING:
    from keras_seq.contract import Trained
    from keras_seq.report import Report
    from keras_seq.tasks import Generation

COLUMNS, SHOWN = 8, 10  # pictures of a class, and classes or halves, that are drawn
READ = 50  # pictures of each class that are drawn to be read
LEARNED_FROM = 5_000  # pictures that the reader learns from, at most


def drawn(task: Generation, result: Result, page: Report) -> None:
    """Show pictures of each class."""
    from keras_seq.report import picture_plots

    names = result.trained.preprocessing.labels.names[:SHOWN]
    if names:
        pictures = np.split(draw(task, result.trained, np.arange(len(names)), COLUMNS), len(names))
        rows = list(zip(names, map(list, pictures), strict=True))
    else:
        rows = [("", list(draw(task, result.trained, None, COLUMNS)))]
    page.figure("Pictures drawn", picture_plots.picture_rows(rows),
                f"Temperature {task.options().temperature}, seed 0, none left out.")  # fmt: skip


def completions(task: Generation, result: Result, page: Report) -> None:
    """Show pictures of the test part, their upper halves, and what was made of these."""
    from keras_seq.report import picture_plots

    trained, test = result.trained, result.splits.test
    reader = trained.preprocessing.tokenizer
    labels: dict[str, Any] = {}
    for record in test:  # one of each class; without classes the first ones
        labels.setdefault(record.label or record.source, record)
    names = trained.preprocessing.labels.names or list(labels)
    records = [labels[name] for name in names if name in labels][:SHOWN]
    rows = []
    for record in records:
        kept = record.image[: reader.size // 2]
        upper = np.full_like(record.image, 255)
        upper[: len(kept)] = kept
        number = trained.preprocessing.labels.encode([record.label]) if record.label else None
        made = draw(task, trained, number, 4, kept)
        rows.append((record.label, [record.image, upper, *made]))
    page.figure(
        "Upper halves completed", picture_plots.picture_rows(rows, ["true", "given"]),
        "Of the test part: a picture, its upper half, and four completions of it.",
    )  # fmt: skip


def read_as_their_class(task: Generation, result: Result, page: Report) -> None:
    """Have a classifier, trained on real pictures, read the drawn ones, and real ones beside."""
    from sklearn.svm import SVC

    labels = result.trained.preprocessing.labels
    if len(labels.names) < 2:
        return
    reader = result.trained.preprocessing.tokenizer

    def shown(records: Sequence[Any]) -> np.ndarray:
        rows = [reader.picture(reader.encode(record.image)).ravel() for record in records]
        return np.stack(rows) / 255

    train, test = result.splits.train[:LEARNED_FROM], result.splits.test
    classifier = SVC().fit(shown(train), labels.encode([record.label for record in train]))
    real = classifier.predict(shown(test)) == labels.encode([record.label for record in test])
    wanted = np.arange(len(labels.names))
    made = draw(task, result.trained, wanted, READ)
    read = classifier.predict(made.reshape(len(made), -1) / 255) == np.repeat(wanted, READ)
    known = {row.tobytes() for row in shown(result.splits.train)}
    copies = np.mean([(one.ravel() / 255).tobytes() in known for one in made])
    say(f"read as their class by a classifier of real pictures: {read.mean():.3f} of {len(read):,} "
        f"drawn, {real.mean():.3f} of {len(real):,} real ones of the test part")  # fmt: skip
    shares = np.split(read, len(wanted))
    page.table(
        "Read as their class", ["", "share", "pictures"],
        [["drawn", read.mean(), len(read)], ["real, test part", real.mean(), len(real)],
         *([f"drawn as {name}", share.mean(), len(share)]
           for name, share in zip(labels.names, shares, strict=True))],
        "By a support vector machine that was trained on real pictures of the training part. "
        f"{copies:.0%} of the drawn ones stand point for point in the training part.",
    )  # fmt: skip


def draw(
    task: Generation, trained: Trained, classes: Any, count: int, upper: np.ndarray | None = None
) -> np.ndarray:
    """Draw pictures with the options that `predict` has by default.

    Args:
        task: of the app.
        trained: what was trained.
        classes: int `(classes,)`; None: a model without.
        count: of each class.
        upper: rows to go on from.

    Returns:
        uint8 `(pictures, height, width)`, those of a class one behind the other.
    """
    from keras_seq.decoding import Sampling

    reader = trained.preprocessing.tokenizer
    rows = np.zeros((0, reader.size), np.uint8) if upper is None else upper
    first = np.append(greys.START, reader.encode(rows)).astype(np.int32)
    writer = writer_of(trained.model, task.banned_tokens)
    found = writer(
        [first] * (1 if classes is None else len(classes)), classes,
        max_new_tokens=reader.size**2 + 1 - len(first), num_return_sequences=count,
        sampling=Sampling(task.options().temperature),
    )  # fmt: skip
    return np.stack([reader.picture(np.append(first, one)) for row in found for one in row])
