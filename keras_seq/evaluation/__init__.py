"""How good a model is, beside simple rivals, and the page that says so.

`metrics` and `baselines` give numbers, `influence` says which words mattered, `plots` gives
matplotlib figures, and `Report` puts all of it on one self-contained page. These know no model,
app or data set: arrays, lists and dicts come in. Two functions look at models, any of yours too:
`gradient_by_lag` says how far back one remembers, `compare_variants` trains several forms of one.
"""

from keras_seq.evaluation import plots
from keras_seq.evaluation.ablation import compare_variants
from keras_seq.evaluation.baselines import bag_of_bigrams, majority_class, verdict
from keras_seq.evaluation.influence import HighlightedText, occlusion
from keras_seq.evaluation.memory import gradient_by_lag
from keras_seq.evaluation.metrics import classification_metrics, confusion_counts
from keras_seq.evaluation.report import Report

__all__ = [
    "HighlightedText",
    "Report",
    "bag_of_bigrams",
    "classification_metrics",
    "compare_variants",
    "confusion_counts",
    "gradient_by_lag",
    "majority_class",
    "occlusion",
    "plots",
    "verdict",
]
