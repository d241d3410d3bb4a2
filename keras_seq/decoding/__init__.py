"""From what a model says to a sequence. Knows no model: functions on tensors and on steps."""

from keras_seq.decoding.chain import marginals, viterbi

__all__ = ["marginals", "viterbi"]
