"""The page of a run, and its pictures. These know no model, app or data set."""

from keras_seq.report import plots
from keras_seq.report.page import Report
from keras_seq.report.texts import HighlightedText, MarkedText
from keras_seq.report.verdict import verdict

__all__ = ["HighlightedText", "MarkedText", "Report", "plots", "verdict"]
