"""Sound files of any kind as one channel of samples, at the rate that is wanted."""

from __future__ import annotations

import io
import math
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from keras_seq.data.folders import File
from keras_seq.errors import InputError

SUFFIXES = (".wav", ".flac", ".ogg", ".oga", ".opus", ".mp3", ".aif", ".aiff", ".aifc", ".au",
            ".caf",
            ".w64", ".m4a", ".aac", ".mp4", ".mkv", ".webm", ".mov", ".wma", ".amr", ".3gp",
            ".sph")  # fmt: skip
BLOCK = 1 << 16  # samples that are read together
QUIETEST = 1e-6  # of full scale: what never gets louder is silence
_TAPS = 10  # zero crossings of the filter on each side, as of scipy's `resample_poly`
_UNKNOWN = (0, 0x7FFFFFFF, 0xFFFFFFFF)  # sizes that stand in a header that was written to a pipe


def read_sound(path: File, rate: int) -> np.ndarray:
    """Read a sound file as one channel.

    Args:
        path: anything that libsndfile or, if `av` is installed, FFmpeg can read; also in a zip.
        rate: samples a second that are wanted.

    Returns:
        float32 `(samples,)`, between -1 and 1 but for what was louder in the file.

    Raises:
        InputError: if it isn't there, is no sound, is cut off, has values that are no numbers, is
            silent, or too short to hear anything in it.
    """
    found, blocks = sound_blocks(path)
    samples = np.concatenate([np.zeros(0, np.float32), *resampled(blocks, found, rate)])
    if len(samples) < rate // 40:
        raise InputError(f"{path}: {len(samples):,} samples at {rate:,} a second; a recording must "
                         "last at least a fortieth of a second")  # fmt: skip
    if not np.isfinite(samples).all():
        raise InputError(f"{path}: values in it are no numbers (NaN or infinite); record or "
                         "convert it again")  # fmt: skip
    if np.abs(samples).max() < QUIETEST:
        raise InputError(f"{path}: silent from start to end; leave it out, or record it again")
    return samples


def sound_blocks(path: File) -> tuple[int, Iterator[np.ndarray]]:
    """Open a sound file.

    Returns:
        Its rate in samples a second; and blocks of its samples, float32 `(samples,)`, the mean of
        all channels.

    Raises:
        InputError: as `read_sound`; of what is found out on the way, while blocks are taken.
    """
    try:
        import soundfile
    except ImportError:
        raise InputError("reading sound needs soundfile: pip install 'keras_seq[audio]'") from None
    if not path.is_file():
        what = "a folder, where a sound file is expected" if path.is_dir() else "no such file"
        raise InputError(f"{path}: {what}")
    if path.stat().st_size == 0 if isinstance(path, Path) else not path.read_bytes():
        raise InputError(f"{path}: the file is empty")
    content: Any = str(path) if isinstance(path, Path) else io.BytesIO(path.read_bytes())
    _require_whole(path)
    try:
        file = soundfile.SoundFile(content)
    except (soundfile.LibsndfileError, RuntimeError, TypeError) as error:
        return _with_av(path, error)
    return file.samplerate, _blocks(path, file)


def _blocks(path: File, file: Any) -> Iterator[np.ndarray]:
    import soundfile

    read = 0
    with file:
        try:
            for block in file.blocks(BLOCK, dtype="float32", always_2d=True):
                read += len(block)
                yield block.mean(axis=1)
        except (soundfile.LibsndfileError, RuntimeError) as error:
            raise InputError(f"{path}: damaged, or cut off, after {read / file.samplerate:.1f} s "
                             f"({error})") from None  # fmt: skip
        if file.format == "FLAC" and read < file.frames:
            raise InputError(f"{path}: cut off: {read:,} of {file.frames:,} samples are there; "
                             "copy it again")  # fmt: skip


def _require_whole(path: File) -> None:
    """Refuse a WAV file that ends before its header says: libsndfile would read what is left."""
    with path.open("rb") as stream:
        head = stream.read(12)
        if head[:4] != b"RIFF" or head[8:] != b"WAVE":
            return
        stream.seek(0, io.SEEK_END)
        size, at = stream.tell(), 12
        while at + 8 <= size:
            stream.seek(at)
            name, length = struct.unpack("<4sI", stream.read(8))
            if name == b"data":
                if length not in _UNKNOWN and at + 8 + length > size:
                    raise InputError(f"{path}: cut off: {size - at - 8:,} of {length:,} bytes of "
                                     "sound are there; copy it again")  # fmt: skip
                return
            at += 8 + length + length % 2
    raise InputError(f"{path}: a WAV file without sound in it; record or convert it again")


def _with_av(path: File, why: Exception) -> tuple[int, Iterator[np.ndarray]]:
    """Open with FFmpeg what libsndfile can't read."""
    no_sound = (f"{path}: no sound that can be read; a file without a header, as raw samples, is "
                "for `predict --stream`")  # fmt: skip
    try:
        import av
    except ImportError:
        raise InputError(f"{no_sound}; for more kinds of files pip install 'keras_seq[video]'"
                         ) from why  # fmt: skip
    try:
        name: Any = str(path) if isinstance(path, Path) else io.BytesIO(path.read_bytes())
        container = av.open(name, "r")
        stream = container.streams.audio[0]
        rate = int(stream.rate)
    except (av.FFmpegError, OSError, IndexError, ValueError, TypeError):
        raise InputError(no_sound) from None

    def blocks() -> Iterator[np.ndarray]:
        resampler = av.AudioResampler(format="fltp", rate=rate)
        with container:
            try:
                for frame in container.decode(stream):
                    for part in resampler.resample(frame):
                        yield part.to_ndarray().mean(axis=0).astype(np.float32)
            except (av.FFmpegError, OSError) as error:
                raise InputError(f"{path}: damaged, or cut off ({error})") from None

    return rate, blocks()


def resampled(blocks: Iterable[np.ndarray], found: int, wanted: int) -> Iterator[np.ndarray]:
    """Bring sound to another rate by a polyphase filter, block by block.

    The result is that of `scipy.signal.resample_poly` for the whole, however it is cut into blocks:
    each block is filtered with as many samples around it as the filter is long.

    Args:
        blocks: float `(samples,)` each.
        found: their rate, samples a second.
        wanted: the rate of the result.

    Yields:
        float32 `(samples,)` each.

    >>> import numpy as np
    >>> sum(len(block) for block in resampled([np.zeros(300), np.zeros(141)], 44_100, 8_000))
    80
    """
    if found == wanted:
        yield from (np.asarray(block, np.float32) for block in blocks)
        return
    from scipy.signal import resample_poly

    common = math.gcd(found, wanted)
    up, down = wanted // common, found // common
    reach = _TAPS * max(up, down) // up + 1  # samples on each side that a result depends on
    reach = -(-reach // down) * down  # a whole number of results
    held, begin, done, end = np.zeros(0, np.float32), 0, 0, 0  # begin: place of the first one held
    for block in blocks:
        held = np.concatenate([held, np.asarray(block, np.float32)])
        end += len(block)
        ready = (end - reach) // down * down
        if ready > done:
            yield _between(resample_poly(held, up, down), begin, done, ready, up, down)
            done = ready
            keep = max(begin, done - reach)
            held, begin = held[keep - begin :], keep
    if end > done:
        yield _between(resample_poly(held, up, down), begin, done, None, up, down)


def _between(
    results: np.ndarray, begin: int, first: int, after: int | None, up: int, down: int
) -> np.ndarray:
    """Take what belongs to the samples from `first` to `after`, all whole multiples of `down`."""
    stop = None if after is None else (after - begin) // down * up
    return results[(first - begin) // down * up : stop].astype(np.float32)


def pcm_blocks(pieces: Iterable[bytes]) -> Iterator[np.ndarray]:
    r"""Read raw 16-bit samples, little-endian, one channel, as `arecord -f S16_LE -t raw` gives.

    >>> [block.tolist() for block in pcm_blocks([b"\x00\x40\x00", b"\xc0"])]
    [[0.5], [-0.5]]
    """
    rest = b""
    for piece in pieces:
        piece = rest + piece
        even = len(piece) // 2 * 2
        rest = piece[even:]
        if even:
            yield np.frombuffer(piece[:even], "<i2").astype(np.float32) / 32768


def write_wav(path: Path, samples: np.ndarray, rate: int) -> None:
    """Write one channel as a WAV file of 16 bits, whole or not at all."""
    from keras_seq import files

    files.write_bytes(path, wav_bytes(samples, rate))


def wav_bytes(samples: np.ndarray, rate: int) -> bytes:
    """Return the content of a WAV file of 16 bits, one channel.

    >>> len(wav_bytes(np.zeros(100), 8000))
    244
    """
    data = np.round(np.clip(samples, -1, 32767 / 32768) * 32768).astype("<i2").tobytes()
    head = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + len(data), b"WAVE", b"fmt ", 16, 1, 1,
                       rate, 2 * rate, 2, 16, b"data", len(data))  # fmt: skip
    return head + data
