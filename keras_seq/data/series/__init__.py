"""Time series: tables read and checked, features, windows and their batches."""

from keras_seq.data.series.features import SCALINGS, SeriesFeatures
from keras_seq.data.series.reading import SeriesTable, cut, series_in
from keras_seq.data.series.tables import Roles, Series, read_series
from keras_seq.data.series.windows import Window, Windows, spans, stretches

__all__ = [
    "SCALINGS",
    "Roles",
    "Series",
    "SeriesFeatures",
    "SeriesTable",
    "Window",
    "Windows",
    "cut",
    "read_series",
    "series_in",
    "spans",
    "stretches",
]
