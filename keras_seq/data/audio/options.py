"""Options of what reads sound and the texts of it."""

from __future__ import annotations

from dataclasses import dataclass

from keras_seq.config import Options, option
from keras_seq.options import DataOptions


@dataclass(frozen=True)
class SpokenTexts(DataOptions):
    """Recordings and their texts."""

    sample_rate: int = option(
        8000, "Samples a second to which all sound is brought.", minimum=4000, maximum=48_000
    )
    path_column: str = option("path", "Column of a table that names the sound files.")
    text_column: str = option("text", "Column of what is said in them.")
    speaker_column: str = option("speaker", "Column of who says it, where there is one.")
    test_speakers: tuple[str, ...] = option(
        (), "Speakers to test on, and on no other data; default: as the data say, else drawn."
    )
    lowercase: bool = option(True, "Fold upper case in texts.")
    punctuation: bool = option(False, "Keep punctuation in texts.")


@dataclass(frozen=True)
class MelFrames(Options):
    """Frames of sound."""

    window_ms: float = option(25.0, "Length of a frame.", minimum=2, maximum=1000)
    hop_ms: float = option(10.0, "From a frame to the next.", minimum=1, maximum=1000)
    num_mels: int = option(40, "Bands of the spectrum, even for an ear.", minimum=2, maximum=256)


@dataclass(frozen=True)
class SoundChanges(Options):
    """Changes of sound in training."""

    speed: float = option(0.1, "Faster and slower by up to this share.", minimum=0, maximum=0.5)
    gain_db: float = option(6.0, "Louder and softer by up to this.", minimum=0, maximum=60)
    noise_db: float = option(
        30.0, "White noise in half of the clips, at least so far below the sound; 200: none.",
        minimum=-20, maximum=200,
    )  # fmt: skip
    mask_bands: int = option(6, "Widest of two masks over bands (SpecAugment); 0: none.", minimum=0)
    mask_frames: int = option(
        8, "Longest of two masks over time, in frames, and a fifth of a clip at most.", minimum=0
    )
    join: int = option(
        1, "Train on strings of up to so many clips, one behind another.", minimum=1, maximum=100
    )
