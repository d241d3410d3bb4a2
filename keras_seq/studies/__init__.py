"""Studies of any Keras model: how far back it remembers, and what moves its answers."""

from keras_seq.studies.ablation import compare_variants
from keras_seq.studies.influence import occlusion
from keras_seq.studies.memory import gradient_by_lag

__all__ = ["compare_variants", "gradient_by_lag", "occlusion"]
