"""What the report shows: timelines, the worst frames, lengths of segments."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq.contract import Result
from keras_seq.data.frames import video
from keras_seq.data.frames.options import Frames
from keras_seq.data.frames.recordings import TaggedSequence
from keras_seq.data.frames.segments import runs

if TYPE_CHECKING:
    from keras_seq.report import Report

    Rows = dict[str, list[dict[str, Any]]]  # of predictions.csv, by recording

SHOWN = 4  # recordings whose timelines are drawn


def timelines(result: Result, page: Report) -> None:
    """Draw the first recordings of the test part, and the frames that are tagged worst."""
    from keras_seq.report import tagging_plots

    config, labels = result.trained.config, result.trained.preprocessing.labels
    rows, test = by_recording(result), {record.name: record for record in result.splits.test}
    shown = list(rows.items())[:SHOWN]
    page.figure(
        "Timelines",
        tagging_plots.timelines(
            [(name, [row["expected"] for row in steps], [row["predicted"] for row in steps])
             for name, steps in shown], labels.names,
            [pictures(config, test[name]) for name, _ in shown],
        ),
        "The first recordings of the test part: above what is true, below what is predicted.",
    )  # fmt: skip
    strip = worst_frames(config, rows, test)
    if strip:
        page.figure("Worst frames", tagging_plots.frame_strip(strip), "Tagged wrong, and surest.")


def lengths(result: Result, page: Report) -> None:
    """Draw how long segments are, true and predicted."""
    from keras_seq.report import tagging_plots

    recordings = by_recording(result).values()
    expected, predicted = (
        [segment.end - segment.start for steps in recordings
         for segment in runs([row[key] for row in steps])]
        for key in ("expected", "predicted")
    )  # fmt: skip
    page.figure(
        "Lengths of segments", tagging_plots.length_histogram(expected, predicted),
        "Many short predicted segments mean restless tags: raise --smoothing, or take --head crf.",
    )  # fmt: skip
    if result.evaluation.metrics["edit"] < 50:
        page.paragraph("The order of segments is far from the true one (edit below 50).")


def by_recording(result: Result) -> Rows:
    """Collect the rows of each recording."""
    rows: Rows = {}
    for row in result.evaluation.predictions:
        rows.setdefault(row["input"], []).append(row)
    return rows


def worst_frames(
    frames: Frames, by_name: Rows, test: dict[str, TaggedSequence]
) -> Sequence[tuple[np.ndarray, str]]:
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
    images_of = {name: pictures(frames, test[name]) for name in {name for name, _ in taken}}
    return [
        (images[index], "{predicted},\nnot {expected}\n{score:.0%} sure, {time:.1f} s".format(
            **by_name[name][index]))
        for name, index in taken if (images := images_of[name]) is not None
    ]  # fmt: skip


def pictures(frames: Frames, recording: TaggedSequence) -> np.ndarray | None:
    """Get the frames of a recording, to be shown; None if it has none."""
    if recording.steps.ndim == 4:
        return recording.steps
    if (
        Path(recording.source).suffix.lower() not in video.SUFFIXES
        or not Path(recording.source).is_file()
    ):
        return None
    return video.read_frames(recording.source, fps=frames.fps, height=54, width=96).steps
