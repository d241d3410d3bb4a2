"""Recordings of frames or features with a tag for each step."""

from keras_seq.data.frames.options import Frames, Recordings
from keras_seq.data.frames.recordings import TaggedSequence

__all__ = ["Frames", "Recordings", "TaggedSequence"]
