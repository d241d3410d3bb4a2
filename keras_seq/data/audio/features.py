"""Log-mel features: what of a sound's spectrum an ear tells apart, at each moment.

Of NumPy, beside the model: each recording by itself, so that no other one changes its features.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from scipy.fft import rfft
from scipy.sparse import csr_array

from keras_seq.data.audio.options import MelFrames

FLOOR = 1e-6  # added to energies before the logarithm; samples are between -1 and 1


@functools.lru_cache(maxsize=16)
def mel_filters(rate: int, fft_size: int, num_mels: int) -> np.ndarray:
    """Make triangular filters whose centres stand evenly on the mel scale.

    The scale is `2595 log10(1 + f / 700)` (O'Shaughnessy, 1987, "Speech Communication").

    Args:
        rate: samples a second.
        fft_size: samples that are transformed together.
        num_mels: how many filters.

    Returns:
        float32 `(fft_size // 2 + 1, num_mels)`; each filter is 1 at its centre.

    >>> mel_filters(8000, 256, 40).shape
    (129, 40)
    """
    top = 2595 * np.log10(1 + rate / 2 / 700)
    edges = 700 * (10 ** (np.linspace(0, top, num_mels + 2) / 2595) - 1)
    bins = np.arange(fft_size // 2 + 1)[:, None] * rate / fft_size
    left, centre, right = edges[:-2], edges[1:-1], edges[2:]
    rising, falling = (bins - left) / (centre - left), (right - bins) / (right - centre)
    filters = np.maximum(0, np.minimum(rising, falling)).astype(np.float32)
    filters.flags.writeable = False
    return filters


def log_mels(samples: np.ndarray, rate: int, frames: MelFrames) -> np.ndarray:
    """Describe a sound frame by frame.

    A frame is `window_ms` long and begins `hop_ms` after the one before; none reaches beyond the
    end, so that frames of a stream can be given as soon as they are there.

    Args:
        samples: float `(samples,)`.
        rate: samples a second.
        frames: their sizes.

    Returns:
        float32 `(time, num_mels)`, natural logarithms of energies; at least one frame.

    >>> log_mels(np.zeros(800), 8000, MelFrames()).shape
    (8, 40)
    """
    window, hop, size = sizes(rate, frames)
    if len(samples) < window:
        samples = np.pad(samples, (0, window - len(samples)))
    samples = np.asarray(samples, np.float32)
    views = np.lib.stride_tricks.sliding_window_view(samples, window)[::hop]
    hann = _hann(window)
    filters = _sparse_filters(rate, size, frames.num_mels)
    parts = []
    for start in range(0, len(views), 4096):  # memory doesn't grow with the recording
        spectrum = rfft(views[start : start + 4096] * hann, size)
        energies = spectrum.real**2 + spectrum.imag**2
        parts.append(np.log((filters @ energies.T).T + FLOOR))
    return np.concatenate(parts).astype(np.float32)


@functools.lru_cache(maxsize=16)
def _sparse_filters(rate: int, fft_size: int, num_mels: int) -> Any:
    """Keep what isn't zero alone: that is little, and needs no threads of a matrix product."""
    return csr_array(mel_filters(rate, fft_size, num_mels).T)


def log_mel_blocks(
    blocks: Iterable[np.ndarray], rate: int, frames: MelFrames
) -> Iterator[np.ndarray]:
    """Describe a sound that comes in blocks; all frames together are those of `log_mels`.

    Yields:
        float32 `(time, num_mels)` each.
    """
    window, hop, _ = sizes(rate, frames)
    held, any_yet = np.zeros(0, np.float32), False
    for block in blocks:
        held = np.concatenate([held, block])
        count = (len(held) - window) // hop + 1
        if count > 0:
            yield log_mels(held[: (count - 1) * hop + window], rate, frames)
            held, any_yet = held[count * hop :], True
    if not any_yet and len(held):
        yield log_mels(held, rate, frames)


def sizes(rate: int, frames: MelFrames) -> tuple[int, int, int]:
    """Return how many samples a frame has, lies behind the last one, and is transformed with."""
    window = max(2, round(rate * frames.window_ms / 1000))
    return window, max(1, round(rate * frames.hop_ms / 1000)), 1 << (window - 1).bit_length()


def frame_count(samples: int, rate: int, frames: MelFrames) -> int:
    """Say how many frames `log_mels` makes of so many samples."""
    window, hop, _ = sizes(rate, frames)
    return max(0, samples - window) // hop + 1


def steps_needed(classes: Sequence[int] | np.ndarray) -> int:
    """Say on how many steps CTC can spread classes at the least: a blank stands between like ones.

    >>> steps_needed([5, 5, 7])
    4
    """
    return len(classes) + sum(one == other for one, other in itertools.pairwise(classes))


@functools.lru_cache(maxsize=16)
def _hann(window: int) -> np.ndarray:
    return (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(window) / window)).astype(np.float32)
