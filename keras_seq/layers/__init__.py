"""The layers that the factories are built of. All run on TensorFlow, JAX and torch.

- `LSTM`, `GRU`: those of Keras, trained faster on a CPU.
- `recurrent_stack`: recurrent layers one upon another, as a function on Keras tensors.
- `Embedding`, `OneHot`, `MaskPadding`, `PerStep`: how tokens, feature vectors and frames come in.
- `MaskedConv1D`, `convolution_stack`: what sees the neighbours of a step.
- `GroupSteps`, `SpreadSteps`: several steps as one, for a shorter recurrence, and back.
- `ReadingFrames`: how long the six frames of DNA are open.
- `CRF`: tags that depend on their neighbours.
- `BlankPadding`: padding behind answers that come in order, at steps of their own.
- `NGramScores`: what words and their neighbours say, counted beforehand.
- `SequencePooling`, `PositionPooling`: from all steps of a sequence to one vector.
- `PositionEncoding`: from the words of a sentence to a vector; `QueryReduction`: what a story's
  sentences make of a question.
- `LookBack`: what stood some steps before, beside each step.
- `AttentionRNN`, `AttentionCell`, `EndStates`: what a decoder sees of what was read.
- `CopyWords`, `WordPlaces`, `KnownTokens`, `SplitOff`: words that it copies from there.
- `AppendPlaces`: where each vector of a picture's grid stands, beside it.
- `WordSpotting`: which words each vector of a picture's grid shows, asked in training.
- `TiedEmbedding`, `AppendContext`, `ZeroState`, `CellStep`, `ValidSteps`: what models that write
  sequences need.

Importing this module makes the layers known to `keras.saving.load_model`.
"""

from keras_seq.layers.append_context import AppendContext
from keras_seq.layers.append_places import AppendPlaces
from keras_seq.layers.attention import AttentionCell, AttentionRNN
from keras_seq.layers.blank_padding import BlankPadding
from keras_seq.layers.cell_step import CellStep
from keras_seq.layers.copy_words import CopyWords, KnownTokens, WordPlaces
from keras_seq.layers.crf import CRF
from keras_seq.layers.embedding import Embedding
from keras_seq.layers.end_states import EndStates
from keras_seq.layers.fast import GRU, LSTM
from keras_seq.layers.grouped_steps import GroupSteps, SpreadSteps
from keras_seq.layers.look_back import LookBack
from keras_seq.layers.mask_padding import MaskPadding
from keras_seq.layers.masked_conv import MaskedConv1D, convolution_stack
from keras_seq.layers.ngram_scores import NGramScores
from keras_seq.layers.one_hot import OneHot
from keras_seq.layers.per_step import PerStep
from keras_seq.layers.position_encoding import PositionEncoding
from keras_seq.layers.position_pooling import PositionPooling
from keras_seq.layers.query_reduction import QueryReduction
from keras_seq.layers.reading_frames import ReadingFrames
from keras_seq.layers.recurrent import (
    recurrent_cell,
    recurrent_layer,
    recurrent_stack,
    state_sizes,
    zero_states,
)
from keras_seq.layers.sequence_pooling import SequencePooling
from keras_seq.layers.split_off import SplitOff
from keras_seq.layers.tied_embedding import TiedEmbedding
from keras_seq.layers.valid_steps import ValidSteps
from keras_seq.layers.word_spotting import WordSpotting
from keras_seq.layers.zero_state import ZeroState

__all__ = [
    "CRF",
    "GRU",
    "LSTM",
    "AppendContext",
    "AppendPlaces",
    "AttentionCell",
    "AttentionRNN",
    "BlankPadding",
    "CellStep",
    "CopyWords",
    "Embedding",
    "EndStates",
    "GroupSteps",
    "KnownTokens",
    "LookBack",
    "MaskPadding",
    "MaskedConv1D",
    "NGramScores",
    "OneHot",
    "PerStep",
    "PositionEncoding",
    "PositionPooling",
    "QueryReduction",
    "ReadingFrames",
    "SequencePooling",
    "SplitOff",
    "SpreadSteps",
    "TiedEmbedding",
    "ValidSteps",
    "WordPlaces",
    "WordSpotting",
    "ZeroState",
    "convolution_stack",
    "recurrent_cell",
    "recurrent_layer",
    "recurrent_stack",
    "state_sizes",
    "zero_states",
]
