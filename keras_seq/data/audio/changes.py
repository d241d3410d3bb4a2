"""Changes of sound in training: what is said stays the same."""

from __future__ import annotations

import numpy as np

from keras_seq.data.audio.options import SoundChanges


def changed_sound(
    samples: np.ndarray, changes: SoundChanges, draw: np.random.Generator
) -> np.ndarray:
    """Change speed (and pitch with it), level and noise of a clip (Ko et al., 2015).

    Args:
        samples: float32 `(samples,)`.
        changes: how much at most.
        draw: decides.

    Returns:
        float32, longer or shorter by up to `changes.speed`.
    """
    if changes.speed:
        factor = draw.uniform(1 - changes.speed, 1 + changes.speed)
        places = np.arange(0, len(samples) - 1, factor)
        samples = np.interp(places, np.arange(len(samples)), samples)
    if changes.gain_db:
        samples = samples * 10 ** (draw.uniform(-changes.gain_db, changes.gain_db) / 20)
    if changes.noise_db < 200 and draw.random() < 0.5:
        level = np.sqrt(np.mean(samples**2)) * 10 ** (-draw.uniform(0, 30) / 20)
        level *= 10 ** (-changes.noise_db / 20)
        samples = samples + draw.normal(0, level + 1e-9, len(samples))
    return samples.astype(np.float32)


def joined_sound(
    clips: list[np.ndarray], rate: int, draw: np.random.Generator | None = None
) -> np.ndarray:
    """Put clips one behind another, with pauses of up to 0.3 s of faint noise between them.

    Args:
        clips: float32 `(samples,)` each.
        rate: samples a second.
        draw: decides the pauses; None: all are 0.1 s.

    Returns:
        float32 `(samples,)`.
    """
    pieces = [clips[0]]
    for clip in clips[1:]:
        pause = 0.1 if draw is None else draw.uniform(0, 0.3)
        quiet = np.zeros(round(pause * rate), np.float32)
        if draw is not None:
            quiet += draw.normal(0, 10 ** draw.uniform(-5, -2.5), len(quiet)).astype(np.float32)
        pieces += [quiet, clip]
    return np.concatenate(pieces)


def masked(features: np.ndarray, changes: SoundChanges, draw: np.random.Generator) -> np.ndarray:
    """Hide bands and moments (SpecAugment; Park et al., 2019), at the mean, which is 0.

    Args:
        features: scaled, float32 `(time, bands)`; left as it is.
        changes: how wide masks may be.
        draw: decides.

    Returns:
        float32 of the same shape.
    """
    features = features.copy()
    time, bands = features.shape
    for _ in range(2):
        width = int(draw.integers(0, min(changes.mask_bands, bands) + 1))
        start = int(draw.integers(0, bands - width + 1))
        features[:, start : start + width] = 0
        width = int(draw.integers(0, min(changes.mask_frames, time // 5) + 1))
        start = int(draw.integers(0, time - width + 1))
        features[start : start + width] = 0
    return features
