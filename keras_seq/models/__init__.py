"""The factories. Each is a function that returns a plain `keras.Model`.

Which one?

- `many_to_one`: a sequence in, one answer out. Sentiment of a review, class of a gesture, the next
  value of a series.
- `many_to_many`: a sequence in, an answer for each of its steps out. Tags of words, of video
  frames, of sensor readings.
- `one_to_many`: a start in (nothing, a prompt, a class, a vector, an image), a sequence out. Text,
  music, captions.
- `encoder_decoder`: a sequence in, another one out, of any length. Translation, summaries.

They share these arguments, keyword-only, with the same names, order and defaults:

    vocab_size=None         input is tokens, int32 (batch, time), 0 is padding
    feature_dim=None        input is vectors, float32 (batch, time, feature_dim)
    encoder=None            input is frames (batch, time, ...); this model makes each a vector
    embedding_dim=128       size of the token vectors; None: one-hot
    cell="lstm"             or "gru", "simple_rnn", or a function from units to a Keras cell
    units=128               of each layer and direction
    num_layers=1
    bidirectional=False
    dropout=0.0             on the input of each recurrent layer and of the output layer
    recurrent_dropout=0.0   on the state; leaves the fast cuDNN kernel
    name=None

Just one of `vocab_size`, `feature_dim` and `encoder` says what the input is. Vectors and frames
are padded with `keras_seq.constants.PADDING_VALUE`; always pad behind, never in front. Before the
shared arguments each factory has its own:

    many_to_one(*, num_classes=None, output_dim=None, pooling="last", head="softmax",
                stem=None, ngrams=0, ngram_buckets=1048576, ...)
    many_to_many(*, num_classes=None, output_dim=None, head="softmax", num_labels=None,
                 stem=None, stride=1, ...)
    one_to_many(*, num_classes=None, context_dim=None, bridge="state", tie_embeddings=False,
                delays=(), attention=None, attention_score="general", input_feeding=False,
                ...)
    encoder_decoder(*, source_vocab_size=None, target_vocab_size, attention="bahdanau",
                    attention_score="general", bridge="state", input_feeding=False,
                    tie_embeddings=False, copy=False, coverage=False, ...)

All give logits in float32, never probabilities, since losses from logits are exact where
probabilities round to 0 or 1; each docstring names the loss.

Models that only look back, those of `one_to_many` and of `many_to_many` with
`bidirectional=False`, can run with their state in your hands: `start_model` gives the first state,
`chunk_model` reads a piece of a sequence, `step_model` takes a single step. `StreamModel` trains
over long streams with the state carried from batch to batch, `Writer` goes on from prompts,
`Translator` searches for the likeliest answer to a source, `CopyTraining` trains what copies words
of it, `ScheduledSampling` trains on more and more of what the model writes itself, `spotting_words`
on which words a picture shows, and
`next_token_log_probs` and `document_log_probs` say how probable texts are.

`take_over` begins a model with what another one has learned of the same tokens.

`word_encoder` makes an `encoder` for words: what they mean, how they are written, and their
letters. `tags_of` tags sequences with a model of `many_to_many`.

`story_reader` answers questions about a story: its sentences in, a question beside it, an answer
out; `answers_of` asks it, and `attending` says which sentences decided.

`segment_forecaster` is a factory of its own kind, for time series: a look-back in, the whole
horizon out, read and written by segments of many steps.
"""

from keras_seq.models.copy_training import CopyTraining
from keras_seq.models.encoder_decoder import encoder_decoder
from keras_seq.models.many_to_many import many_to_many
from keras_seq.models.many_to_one import many_to_one
from keras_seq.models.one_to_many import one_to_many
from keras_seq.models.scheduled_sampling import ScheduledSampling, TeacherForcing
from keras_seq.models.scoring import document_log_probs, next_token_log_probs
from keras_seq.models.segment_forecaster import segment_forecaster
from keras_seq.models.spotting import spotting_words
from keras_seq.models.stepping import chunk_model, start_model, step_model, stream_steps
from keras_seq.models.story_reader import answers_of, attending, story_reader
from keras_seq.models.stream_model import ResetState, StreamModel
from keras_seq.models.tagger import tags_of
from keras_seq.models.taking_over import take_over
from keras_seq.models.translator import Translator
from keras_seq.models.word_encoder import word_encoder
from keras_seq.models.writer import Writer

__all__ = [
    "CopyTraining",
    "ResetState",
    "ScheduledSampling",
    "StreamModel",
    "TeacherForcing",
    "Translator",
    "Writer",
    "answers_of",
    "attending",
    "chunk_model",
    "document_log_probs",
    "encoder_decoder",
    "many_to_many",
    "many_to_one",
    "next_token_log_probs",
    "one_to_many",
    "segment_forecaster",
    "spotting_words",
    "start_model",
    "step_model",
    "story_reader",
    "stream_steps",
    "tags_of",
    "take_over",
    "word_encoder",
]
