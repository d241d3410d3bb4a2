"""From what a model says to a sequence. Knows no model: functions on tensors and on steps."""

from keras_seq.decoding.beam import Beams, BeamSearch, Hypothesis
from keras_seq.decoding.chain import marginals, viterbi
from keras_seq.decoding.generation import Generator
from keras_seq.decoding.sampling import Sampling

__all__ = ["BeamSearch", "Beams", "Generator", "Hypothesis", "Sampling", "marginals", "viterbi"]
