"""Video files, read and written by PyAV: frames at a steady rate, small enough to learn from."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from keras_seq.errors import InputError

SUFFIXES = (".mp4", ".mov", ".avi", ".mkv", ".webm", ".m4v", ".gif", ".mpg")


class Frames(NamedTuple):
    """A video's frames.

    Attributes:
        steps: uint8 `(time, height, width, channels)`, or what an encoder made of them, float32
            `(time, features)`.
        times: float64 `(time,)`, seconds on a player's clock.
        length: of the video, in seconds.
        numbers: int `(time,)`, which frame of the file each is, from 0.
    """

    steps: np.ndarray
    times: np.ndarray
    length: float
    numbers: np.ndarray


class Shown(NamedTuple):
    """A frame at a moment at which it is shown.

    Attributes:
        image: uint8 `(height, width, channels)`, or what an encoder made of it.
        time: the moment, in seconds.
        end: of what was decoded so far, in seconds.
        number: which frame of the file it is, from 0.
    """

    image: np.ndarray
    time: float
    end: float
    number: int


def joined(shown: Sequence[Shown]) -> Frames:
    """Put frames into arrays."""
    images, times, ends, numbers = zip(*shown, strict=True)
    return Frames(np.stack(images), np.array(times), ends[-1], np.array(numbers))


ReadVideo = Callable[[Path], Frames]


def read_frames(
    path: str | Path, *, fps: float | None = None, height: int, width: int, channels: int = 3
) -> Frames:
    """Decode a video, frame by frame, so that only the small frames are kept in memory.

    The frame of a moment is the last one shown by then, found by its time stamp, so that videos
    of any rate, even a varying one, come out at the same pace. Times are those of a player: where
    the picture begins later than the sound, so do the frames. Frames are turned as a player does.

    Args:
        path: a file that FFmpeg can read.
        fps: frames per second to keep; None: every frame, as it is.
        height: of the small frames, in pixels.
        width: the same.
        channels: 3 for colour, 1 for grey.

    Returns:
        Frames, times and length.

    Raises:
        InputError: if the file is missing, is no video, or is cut off or damaged.
    """
    look = {"height": height, "width": width, "channels": channels}
    return joined(list(sample_frames(path, fps=fps, **look)))


def sample_frames(
    path: str | Path, *, fps: float | None = None, height: int, width: int, channels: int = 3
) -> Iterator[Shown]:
    """Decode a video like `read_frames`, giving each frame as it comes.

    Args:
        path: as for `read_frames`, like the others.
        fps: the same.
        height: the same.
        width: the same.
        channels: the same.

    Yields:
        The frames, in the order of time.

    Raises:
        InputError: as `read_frames`.
    """
    kind = "rgb24" if channels == 3 else "gray"
    empty, after = True, 0
    for number, (time, lasts, frame) in enumerate(_decoded(path)):
        end = time + lasts
        moments = [time]
        if fps is not None:  # the moments k / fps at which this frame is shown
            if number == 0 and time > lasts:  # the picture begins later
                after = int(np.ceil((time - 1e-6) * fps))
            until = int(np.ceil((end - 1e-6) * fps))
            moments = [one / fps for one in range(after, until)]
            after = max(after, until)
        if moments:
            turns = round(frame.rotation / 90) % 4  # against the clock
            size = (height, width) if turns % 2 else (width, height)
            small = frame.reformat(*size, format=kind).to_ndarray()
            small = np.rot90(small.reshape(size[1], size[0], channels), turns)
            for moment in moments:
                yield Shown(small, moment, end, number)
                empty = False
    if empty:
        raise InputError(f"{path}: there is no frame in it")


def count_frames(path: str | Path) -> int:
    """Count the frames of a video by decoding all of them.

    Raises:
        InputError: as `read_frames`.
    """
    return sum(1 for _ in _decoded(path))


def write_video(path: Path, images: Iterable[np.ndarray], fps: int | Fraction) -> None:
    """Write frames as an MPEG-4 video.

    Args:
        path: the file; its ending chooses the container.
        images: uint8 `(height, width, 3)`, even sizes.
        fps: frames per second.
    """
    av = _import_av()
    with av.open(str(path), "w") as container:
        stream: Any = None
        for image in images:
            if stream is None:
                stream = container.add_stream("mpeg4", rate=fps)
                stream.height, stream.width = image.shape[:2]
                stream.pix_fmt = "yuv420p"
                stream.bit_rate = 2_000_000
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(image), format="rgb24")
            container.mux(stream.encode(frame))
        if stream is not None:
            container.mux(stream.encode())


def _decoded(path: str | Path) -> Iterator[tuple[float, float, Any]]:
    """Yield start and length in seconds, and each frame."""
    av = _import_av()
    path = Path(path)
    if not path.is_file():
        raise InputError(f"{path}: no such video")
    if path.stat().st_size == 0:
        raise InputError(f"{path}: the file is empty")
    with _one_line(av, path), av.open(str(path)) as container:
        if not container.streams.video:
            raise InputError(f"{path}: there is no picture in it, only sound")
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        usual = 1 / float(stream.average_rate or 25)
        begins = (container.start_time or 0) / av.time_base
        time, shown = 0.0, None
        for frame in container.decode(stream):
            stamp = time + usual * (shown is not None)
            if frame.time is not None:
                stamp = max(frame.time - begins, 0.0)
            if shown is not None:
                yield time, max(stamp - time, 0.0), shown
            time, shown = stamp, frame
        if shown is None:
            return
        lasts = float((shown.duration or 0) * (shown.time_base or 0)) or usual
        yield time, lasts, shown
        expected = _length(container, av.time_base)
        if expected and time + lasts + usual + 0.5 < 0.9 * expected:
            raise InputError(f"{path}: cut off: {time:.1f} s can be read of {expected:.1f} s")


def _length(container: Any, time_base: int) -> float | None:
    """Say how long the picture should be, in seconds; sound may go on behind it."""
    stream = container.streams.video[0]
    if stream.duration:
        return float(stream.duration * stream.time_base)
    said = stream.metadata.get("DURATION", "")  # of Matroska, as 00:00:04.500000000
    if re.fullmatch(r"\d+:\d+:[\d.]+", said):
        hours, minutes, seconds = map(float, said.split(":"))
        return hours * 3600 + minutes * 60 + seconds
    alone = len(container.streams) == 1 and container.duration
    return container.duration / time_base if alone else None


def _import_av() -> Any:
    try:
        import av
    except ImportError:
        raise InputError("videos need PyAV: pip install 'keras_seq[video]'") from None
    av.logging.set_level(av.logging.PANIC)
    return av


@contextlib.contextmanager
def _one_line(av: Any, path: Path) -> Iterator[None]:
    try:
        yield
    except av.FFmpegError as error:
        said = (error.strerror or str(error)).lower()
        raise InputError(f"{path}: not a video that can be read, or damaged: {said}") from None
