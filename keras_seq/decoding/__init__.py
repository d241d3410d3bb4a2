"""From what a model says to a sequence. Knows no model: functions on tensors and on steps."""

from keras_seq.decoding.beam import Beams, BeamSearch, Hypothesis
from keras_seq.decoding.chain import marginals, viterbi
from keras_seq.decoding.ctc import CTCBeams, Spike, align, best_path, prefix_beam_search
from keras_seq.decoding.generation import Generator
from keras_seq.decoding.sampling import Sampling

__all__ = [
    "BeamSearch",
    "Beams",
    "CTCBeams",
    "Generator",
    "Hypothesis",
    "Sampling",
    "Spike",
    "align",
    "best_path",
    "marginals",
    "prefix_beam_search",
    "viterbi",
]
