"""What the report shows: timelines, the worst frames, confusions, lengths of segments."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq.contract import Result
from keras_seq.data.frames import video
from keras_seq.data.frames.recordings import TaggedSequence
from keras_seq.data.frames.segments import runs
from keras_seq.data.labels import Labels

if TYPE_CHECKING:
    from keras_seq.report import Report

    from .app import Config


def report(result: Result, page: Report) -> None:
    """Add timelines, the worst frames, confusions, and how long segments are."""
    from keras_seq.metrics import confusion_counts
    from keras_seq.report import plots, tagging_plots

    labels: Labels = result.preprocessing.labels
    rows = result.evaluation.predictions
    test = {one.name: one for one in result.splits.test}
    by_name: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_name.setdefault(row["input"], []).append(row)
    shown = list(by_name.items())[:4]
    page.figure(
        "Timelines",
        tagging_plots.timelines(
            [(name, [row["expected"] for row in steps], [row["predicted"] for row in steps])
             for name, steps in shown], labels.names,
            [pictures(result.config, test[name]) for name, _ in shown],
        ),
        "The first recordings of the test part: above what is true, below what is predicted.",
    )  # fmt: skip
    strip = worst_frames(result.config, by_name, test)
    if strip:
        page.figure("Worst frames", tagging_plots.frame_strip(strip), "Tagged wrong, and surest.")
    expected, predicted = (
        labels.encode([row[key] for row in rows]) for key in ("expected", "predicted")
    )
    page.figure(
        "Confusions of steps",
        plots.confusion_matrix(
            confusion_counts(expected, predicted, len(labels.names)), labels.names
        ),
    )
    lengths = {
        key: [one.end - one.start for steps in by_name.values()
              for one in runs([row[key] for row in steps])]
        for key in ("expected", "predicted")
    }  # fmt: skip
    page.figure(
        "Lengths of segments",
        tagging_plots.length_histogram(lengths["expected"], lengths["predicted"]),
        "Many short predicted segments mean restless tags: raise --smoothing, or take --head crf.",
    )
    if result.evaluation.metrics["edit"] < 50:
        page.paragraph("The order of segments is far from the true one (edit below 50).")


def worst_frames(
    config: Config, by_name: dict[str, list[dict[str, Any]]], test: dict[str, TaggedSequence]
) -> list[tuple[np.ndarray, str]]:
    """Pick up to eight frames that are tagged wrong with the greatest confidence, far apart."""
    wrong = sorted(
        ((row["score"], name, index) for name, steps in by_name.items()
         for index, row in enumerate(steps) if row["predicted"] != row["expected"]), reverse=True,
    )  # fmt: skip
    taken: list[tuple[str, int]] = []
    for _, name, index in wrong:  # neighbours look alike
        apart = len(by_name[name]) / 20
        if len(taken) < 8 and all(o != name or abs(index - i) > apart for o, i in taken):
            taken.append((name, index))
    found = {name: pictures(config, test[name]) for name in {name for name, _ in taken}}
    return [
        (images[index], "{predicted},\nnot {expected}\n{score:.0%} sure, {time:.1f} s".format(
            **by_name[name][index]))
        for name, index in taken if (images := found[name]) is not None
    ]  # fmt: skip


def pictures(config: Config, one: TaggedSequence) -> np.ndarray | None:
    """Get the frames of a recording, to be shown; None if it has none."""
    if one.steps.ndim == 4:
        return one.steps
    if Path(one.source).suffix.lower() not in video.SUFFIXES or not Path(one.source).is_file():
        return None
    return video.read_frames(one.source, fps=config.fps, height=54, width=96).steps
