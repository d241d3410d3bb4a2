"""Answers about recordings: segments with their times, timelines, tags as steps come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq import files
from keras_seq.config import nearest, option
from keras_seq.contract import Result, Trained
from keras_seq.data.frames.reading import read_untagged, read_vectors
from keras_seq.data.frames.recordings import TaggedSequence
from keras_seq.data.frames.segments import runs
from keras_seq.data.frames.video import write_video
from keras_seq.data.splits import listed
from keras_seq.errors import InputError
from keras_seq.options import PredictOptions
from keras_seq.progress import say

if TYPE_CHECKING:
    from keras_seq.data.labels import Tagged


@dataclass(frozen=True)
class RecordingOptions(PredictOptions):
    """Recordings to be tagged."""

    input_fps: float = option(1.0, "Steps a second of inputs that are features.", above=0)
    timeline: str | None = option(
        None, "Draw the tags over time into this file, .png or .svg.", writes=(".png", ".svg")
    )
    find: str | None = option(None, "List only where this tag stands, surest first.")
    stream: bool = option(
        False, "Inputs are single steps, as [0.1, 0.2] a line; tag each as it comes."
    )


def answer_segments(
    trained: Trained,
    paths: Iterable[str],
    options: RecordingOptions,
    tag: Callable[[Trained, Sequence[TaggedSequence]], list[Tagged]],
) -> Iterator[dict[str, Any]]:
    """Tag recordings one after the other; an answer for each segment.

    Args:
        trained: the config is of `Recordings`; the preprocessing has `labels`, `encoder` and
            `scaler`.
        paths: videos, tables of features or arrays.
        options: of `predict`.
        tag: tags recordings.

    Yields:
        `input`, `start` and `end` in seconds, `label`, and `score`, the mean probability.

    Raises:
        InputError: if a tag is to be found that training never showed.
    """
    if options.find is None:
        yield from _segments(trained, paths, options, tag)
        return
    known = trained.preprocessing.labels.names
    if options.find not in known:
        raise InputError(f"--find {options.find}: no tag of this run is called so"
                         f"{nearest(options.find, known)}; there are {listed(known)}")  # fmt: skip
    found = [
        segment
        for segment in _segments(trained, paths, options, tag)
        if segment["label"] == options.find
    ]
    if not found:
        say(f"{options.find} stands nowhere")
    yield from sorted(found, key=lambda segment: -segment["score"])


def _segments(
    trained: Trained,
    paths: Iterable[str],
    options: RecordingOptions,
    tag: Callable[[Trained, Sequence[TaggedSequence]], list[Tagged]],
) -> Iterator[dict[str, Any]]:
    picture = options.timeline and files.check_new(options.timeline, "--timeline", (".png", ".svg"))
    fitted = trained.preprocessing
    recordings = (
        recording
        for path in paths
        for recording in read_untagged(
            path, trained.config, fitted.encoder, features=trained.model.inputs[0].ndim == 3,
            columns=fitted.scaler.columns, fps=options.input_fps,
        )
    )  # fmt: skip
    for number, recording in enumerate(recordings):
        if picture and number:
            raise InputError("--timeline draws one recording; give one input")
        tags, chances, *_ = tag(trained, [recording])[0]
        times, ends = recording.times, ends_of(recording.times)
        for start, end, label, _ in runs(tags):
            first, last = int(start), int(end)
            yield {
                "input": recording.name, "start": round(float(times[first]), 3),
                "end": round(ends[last - 1], 3), "label": label,
                "score": float(chances[first:last].mean()),
            }  # fmt: skip
        if picture:
            from keras_seq.report import tagging_plots
            from keras_seq.report.svg import save_picture

            shown = (Path(recording.name).name, None, tags)
            figure = tagging_plots.timelines([shown], fitted.labels.names)
            save_picture(figure, Path(picture))


def answer_stream(trained: Trained, lines: Iterable[str], fps: float) -> Iterator[dict[str, Any]]:
    """Tag single steps of features as they come, the state carried from each to the next.

    Args:
        trained: reads forwards only, each step by itself; the preprocessing has `labels` and
            `scaler`.
        lines: a step each, as `[0.1, 0.2]`.
        fps: steps a second.

    Yields:
        What `answer_segments` does, for each step.
    """
    from keras_seq.models import stream_steps

    config, fitted = trained.config, trained.preprocessing
    ahead = config.bidirectional or config.head == "crf" or config.scale == "recording"
    if ahead or not len(fitted.scaler.mean):
        raise InputError("--stream needs a model of features trained with --no-bidirectional, "
                         "--head softmax and --scale training")  # fmt: skip
    steps = (fitted.scaler.scale(vector[None])[0] for vector in read_vectors(lines))
    for number, logits in enumerate(stream_steps(trained.model, steps)):
        chances = np.exp(logits - logits.max()) / np.exp(logits - logits.max()).sum()
        yield {
            "input": "stream", "start": round(number / fps, 3), "end": round((number + 1) / fps, 3),
            "label": fitted.labels.names[chances.argmax()], "score": float(chances.max()),
        }  # fmt: skip


def example_recordings(result: Result, folder: Path) -> list[str]:
    """Choose the recording of the test part that was tagged best, and name its file.

    Where recordings aren't files of the user's, as in a sample, three are written down: `a.mp4`,
    or of features `a.npy`, and so on, and in `labels.csv` what is right.

    Args:
        result: rows of its predictions begin with the name of a recording as `input`.
        folder: where they are written.

    Returns:
        The path; relative to the run folder if it was written.
    """
    right: dict[str, list[bool]] = {}
    for row in result.evaluation.predictions:
        right.setdefault(row["input"], []).append(row["expected"] == row["predicted"])
    recordings = sorted(result.splits.test, key=lambda one: -float(np.mean(right[one.name])))
    config, best = result.trained.config, Path(recordings[0].source)
    if best.is_file() and best.suffix != ".npy" and not config.sequence_column:
        return [str(best.resolve())]
    if result.trained.preprocessing.encoder.identity:
        return []  # features of videos that are gone
    lines = ["video,start,end,label"]
    names = []
    for letter, recording in zip("abc", recordings, strict=False):
        path = write_recording(folder / letter, recording, config.fps)
        names.append(f"{folder.name}/{path.name}")
        ends = ends_of(recording.times)
        lines += [f"{path.name},{recording.times[int(start)]:.3f},{ends[int(end) - 1]:.3f},{tag}"
                  for start, end, tag, _ in runs(recording.tags)]  # fmt: skip
    files.write_text(folder / "labels.csv", "\n".join(lines) + "\n")
    return names[:1]


def write_recording(stem: Path, recording: TaggedSequence, fps: float) -> Path:
    """Write a recording as a video, or its features as an array; returns the file."""
    path = stem.with_suffix(".mp4" if recording.steps.ndim == 4 else ".npy")
    with files.atomic(path) as temporary:
        if recording.steps.ndim == 4:
            # Videos have three colours, and even sizes.
            size = 1 + recording.steps.shape[1] % 2
            colours = 3 // recording.steps.shape[3]
            images = recording.steps.repeat(size, 1).repeat(size, 2).repeat(colours, 3)
            write_video(temporary, images, Fraction(fps).limit_denominator(1000))
        else:
            np.save(temporary, recording.steps)
    return path


def ends_of(times: np.ndarray) -> list[float]:
    """Say when each step ends; the last one takes as long as the others in the mean.

    >>> ends_of(np.array([0.0, 0.5, 1.0]))
    [0.5, 1.0, 1.5]
    """
    last = times[-1] + (times[-1] - times[0]) / max(len(times) - 1, 1)
    return [float(time) for time in (*times[1:], last)]
