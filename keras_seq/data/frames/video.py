"""Video files, read and written by PyAV: frames at a steady rate, small enough to learn from."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
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
        times: float64 `(time,)`, seconds from the start.
        length: of the video, in seconds.
    """

    steps: np.ndarray
    times: np.ndarray
    length: float


ReadVideo = Callable[[Path], Frames]


def read_frames(
    path: str | Path, *, fps: float | None = None, height: int, width: int, channels: int = 3
) -> Frames:
    """Decode a video, frame by frame, so that only the small frames are kept in memory.

    The frame of a moment is the last one shown by then, found by its time stamp, so that videos
    of any rate, even a varying one, come out at the same pace.

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
    images: list[np.ndarray] = []
    times: list[float] = []
    length = 0.0
    small = sample_frames(path, fps=fps, height=height, width=width, channels=channels)
    for image, time, end in small:
        images.append(image)
        times.append(time)
        length = end
    return Frames(np.stack(images), np.array(times), length)


def sample_frames(
    path: str | Path, *, fps: float | None = None, height: int, width: int, channels: int = 3
) -> Iterator[tuple[np.ndarray, float, float]]:
    """Decode a video like `read_frames`, giving each frame as it comes.

    Args:
        path: as for `read_frames`, like the others.
        fps: the same.
        height: the same.
        width: the same.
        channels: the same.

    Yields:
        uint8 `(height, width, channels)`, the frame's time, and the end of what was decoded so
        far, in seconds.

    Raises:
        InputError: as `read_frames`.
    """
    kind = "rgb24" if channels == 3 else "gray"
    count = 0
    for time, lasts, frame in _decoded(path):
        end = time + lasts
        moments = [time]
        if fps is not None:  # the moments k / fps at which this frame is shown
            moments = [one / fps for one in range(count, int(np.ceil((end - 1e-6) * fps)))]
        if moments:
            small = frame.reformat(width=width, height=height, format=kind).to_ndarray()
            for moment in moments:
                yield small.reshape(height, width, channels), moment, end
        count += len(moments)
    if not count:
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
        started, shown = None, None
        expected = container.duration and container.duration / av.time_base
        time = 0.0
        for frame in container.decode(stream):
            stamp = frame.time if frame.time is not None else (time + usual if shown else 0.0)
            started = stamp if started is None else started
            if shown is not None:
                yield time, max(stamp - started - time, 0.0), shown
            time, shown = stamp - started, frame
        if shown is not None:
            yield time, usual, shown
        if expected and time + 2 * usual + 0.5 < 0.9 * expected:
            raise InputError(f"{path}: cut off: {time:.1f} s can be read of {expected:.1f} s")


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
