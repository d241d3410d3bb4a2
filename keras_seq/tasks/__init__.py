"""Kinds of problem: how answers are judged, compared with simple rivals, drawn and given.

Each is a frozen dataclass made of an app's functions; `keras_seq.contract.Task` says what a run
asks of it. There is nothing to inherit: write a class with these methods where none fits.
"""

from keras_seq.tasks.classification import TEXT_RIVALS, Classification, moving_words
from keras_seq.tasks.generation import DrawingOptions, Generation, GenerationOptions, count_tokens
from keras_seq.tasks.generation_figures import surprise, texts_written
from keras_seq.tasks.regression import Regression
from keras_seq.tasks.tagging import Tagging
from keras_seq.tasks.transduction import TRANSLATION_RIVALS, BeamOptions, Transduction

__all__ = [
    "TEXT_RIVALS",
    "TRANSLATION_RIVALS",
    "BeamOptions",
    "Classification",
    "DrawingOptions",
    "Generation",
    "GenerationOptions",
    "Regression",
    "Tagging",
    "Transduction",
    "count_tokens",
    "moving_words",
    "surprise",
    "texts_written",
]
