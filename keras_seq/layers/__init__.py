"""The layers that the factories are built of. All run on TensorFlow, JAX and torch.

- `LSTM`, `GRU`: those of Keras, trained faster on a CPU.
- `recurrent_stack`: recurrent layers one upon another, as a function on Keras tensors.
- `Embedding`, `OneHot`, `MaskPadding`, `PerStep`: how tokens, feature vectors and frames come in.
- `CRF`: tags that depend on their neighbours.
- `SequencePooling`: from all steps of a sequence to one vector.
- `AttentionRNN`, `AttentionCell`, `EndStates`: what a decoder sees of what was read.
- `TiedEmbedding`, `AppendContext`, `ZeroState`, `CellStep`, `ValidSteps`: what models that write
  sequences need.

Importing this module makes the layers known to `keras.saving.load_model`.
"""

from keras_seq.layers.append_context import AppendContext
from keras_seq.layers.attention import AttentionCell, AttentionRNN
from keras_seq.layers.cell_step import CellStep
from keras_seq.layers.crf import CRF
from keras_seq.layers.embedding import Embedding
from keras_seq.layers.end_states import EndStates
from keras_seq.layers.fast import GRU, LSTM
from keras_seq.layers.mask_padding import MaskPadding
from keras_seq.layers.one_hot import OneHot
from keras_seq.layers.per_step import PerStep
from keras_seq.layers.recurrent import (
    recurrent_cell,
    recurrent_layer,
    recurrent_stack,
    state_sizes,
    zero_states,
)
from keras_seq.layers.sequence_pooling import SequencePooling
from keras_seq.layers.tied_embedding import TiedEmbedding
from keras_seq.layers.valid_steps import ValidSteps
from keras_seq.layers.zero_state import ZeroState

__all__ = [
    "CRF",
    "GRU",
    "LSTM",
    "AppendContext",
    "AttentionCell",
    "AttentionRNN",
    "CellStep",
    "Embedding",
    "EndStates",
    "MaskPadding",
    "OneHot",
    "PerStep",
    "SequencePooling",
    "TiedEmbedding",
    "ValidSteps",
    "ZeroState",
    "recurrent_cell",
    "recurrent_layer",
    "recurrent_stack",
    "state_sizes",
    "zero_states",
]
