"""Pictures: read from files of any kind, with a label or without, and as rows of grey levels."""

from keras_seq.data.pictures.greys import Greys
from keras_seq.data.pictures.labelled import LabelledPicture, LabelledPictures

__all__ = ["Greys", "LabelledPicture", "LabelledPictures"]
