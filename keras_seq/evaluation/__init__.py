"""How good a model is, beside simple rivals, and the page that says so.

`metrics` and `baselines` give numbers, `influence` says which words mattered, `plots` gives
matplotlib figures, and `Report` puts all of it on one self-contained page. Nothing in here knows
a model, an app or a data set: arrays, lists and dicts come in.
"""

from keras_seq.evaluation import plots
from keras_seq.evaluation.baselines import bag_of_bigrams, majority_class, verdict
from keras_seq.evaluation.influence import HighlightedText, occlusion
from keras_seq.evaluation.metrics import classification_metrics, confusion_counts
from keras_seq.evaluation.report import Report

__all__ = [
    "HighlightedText",
    "Report",
    "bag_of_bigrams",
    "classification_metrics",
    "confusion_counts",
    "majority_class",
    "occlusion",
    "plots",
    "verdict",
]
