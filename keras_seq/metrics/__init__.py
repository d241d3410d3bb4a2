"""How good answers are. Arrays and lists in, numbers out."""

from keras_seq.metrics.classification import classification_metrics, confusion_counts

__all__ = ["classification_metrics", "confusion_counts"]
