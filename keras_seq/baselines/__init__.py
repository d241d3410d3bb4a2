"""Simple rivals that a sequence model has to beat."""

from keras_seq.baselines.classification import bag_of_bigrams, majority_class

__all__ = ["bag_of_bigrams", "majority_class"]
