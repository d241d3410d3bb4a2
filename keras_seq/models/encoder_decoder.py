"""A sequence in, another one of its own length out."""

from __future__ import annotations

from typing import Any

import keras

from keras_seq.layers import (
    AppendContext,
    CopyWords,
    EndStates,
    GroupSteps,
    KnownTokens,
    TiedEmbedding,
    ValidSteps,
    WordPlaces,
    arguments,
    recurrent_stack,
    state_sizes,
)
from keras_seq.layers.recurrent import Cell
from keras_seq.models.attending import ATTENTIONS, LUONG_SCORES, decode_attending
from keras_seq.models.heads import output_layer, sequence_dropout
from keras_seq.models.inputs import Stem, sequence_input, token_vectors
from keras_seq.models.one_to_many import states_from

BRIDGES = ("state", "every_step")


def encoder_decoder(
    *,
    source_vocab_size: int | None = None,
    target_vocab_size: int,
    attention: str | None = "bahdanau",
    attention_score: str = "general",
    bridge: str = "state",
    input_feeding: bool = False,
    tie_embeddings: bool = False,
    copy: bool = False,
    coverage: bool = False,
    stem: Stem | None = None,
    stride: int = 1,
    feature_dim: int | None = None,
    encoder: keras.Model | None = None,
    embedding_dim: int | None = 128,
    cell: Cell = "lstm",
    units: int = 128,
    num_layers: int = 1,
    bidirectional: bool = False,
    dropout: float = 0.0,
    recurrent_dropout: float = 0.0,
    name: str | None = None,
) -> keras.Model:
    """Build a model that reads a sequence and writes another one.

    Compile it with `SparseCategoricalCrossentropy(from_logits=True, ignore_class=0)`. For training
    it gets the source and the target from its start token on, and is asked for the target one
    token on, as in `one_to_many`. To write, use `start_model` and `step_model` of this package:
    what was read travels in the states.

    Padding behind a source changes nothing in the answers.

    Args:
        source_vocab_size: the source is tokens, int32 `(batch, time)`, so many kinds, 0 is padding.
        target_vocab_size: how many tokens can be written, padding (0) included.
        attention: `"bahdanau"` (Bahdanau et al., 2015): before each step the state looks for what
            it needs in all that was read; `"luong"` (Luong et al., 2015): after it; None: all that
            is known of the source is one vector (Sutskever et al., 2014).
        attention_score: how `"luong"` compares a state with what was read: `"dot"`, as they are,
            which takes vectors of one size, so `bidirectional=False`; `"general"`, through a
            matrix; `"concat"`, both through a layer, as `"bahdanau"` always does.
        bridge: where the vector of the whole source goes: `"state"`, the decoder's first state, or
            `"every_step"`, beside each token's vector too (Cho et al., 2014).
        input_feeding: what attention made of a step goes into the next one; for `"luong"`.
        tie_embeddings: score the target's tokens by their embeddings.
        copy: words may be copied from where attention looks, also such as no vocabulary has (See
            et al., 2017). Both sides have one vocabulary then, in which 1 is what is unknown; a
            word of the source that it hasn't is `target_vocab_size` and the first step at which it
            stands, as `keras_seq.data.text.copying` numbers it, and so is the same word of the
            target. `CopyTraining` trains it.
        coverage: attention is told how much it has looked at each step before, against texts that
            repeat themselves (See et al., 2017); for additive scores: `"bahdanau"`, or `"luong"`
            with `attention_score="concat"`.
        stem: what stands in front of the encoder's recurrence: a function of the vectors of the
            steps, as `lambda x: keras_seq.layers.convolution_stack(x, filters=64)`; None: nothing.
        stride: the encoder reads so many neighbouring steps of the source as one, and the decoder
            looks at these: for long sources, such as sound.
        feature_dim: the source is vectors, float32 `(batch, time, feature_dim)`, padded with
            `keras_seq.constants.PADDING_VALUE`.
        encoder: the source is frames; this model makes a vector of each.
        embedding_dim: size of the learned token vectors of both sides; None: one-hot.
        cell: `"simple_rnn"` (Elman, 1990), `"gru"` (Cho et al., 2014), `"lstm"` (Hochreiter and
            Schmidhuber, 1997), or a function from units to a Keras cell.
        units: units of each recurrent layer and direction.
        num_layers: recurrent layers of the encoder, and of the decoder.
        bidirectional: read the source backwards too.
        dropout: share of features dropped before each recurrent layer and before the output, the
            same at all steps (Gal and Ghahramani, 2016).
        recurrent_dropout: share of the state dropped, except in the layer that attends.
        name: the model's name.

    Returns:
        A `keras.Model` from `[source, target]`, the latter int32 `(batch, target_time)`, to float32
        logits of the next tokens, `(batch, target_time, target_vocab_size)`; with `copy` their
        log probabilities, those of the source's own words behind the others, `(batch, target_time,
        target_vocab_size + time)`, which are logits, too.

    Raises:
        ValueError: if arguments are wrong or don't belong together.

    >>> model = encoder_decoder(source_vocab_size=20, target_vocab_size=30, units=8)
    >>> model.output_shape
    (None, None, 30)
    """
    arguments.choice("attention", attention, ATTENTIONS)
    arguments.choice("attention_score", attention_score, LUONG_SCORES)
    arguments.choice("bridge", bridge, BRIDGES)
    if attention == "luong" and attention_score == "dot" and bidirectional:
        raise ValueError(
            "attention_score='dot' compares vectors of one size: give bidirectional=False, "
            "or attention_score='general'"
        )
    if input_feeding and attention != "luong":
        raise ValueError(
            f"input_feeding=True is for attention='luong', got attention={attention!r}"
        )
    if tie_embeddings and embedding_dim is None:
        raise ValueError(
            "tie_embeddings=True needs learned token vectors: give embedding_dim, got None"
        )
    if copy:
        _check_copying(attention, stride, source_vocab_size, target_vocab_size)
    if coverage and (attention is None or (attention == "luong" and attention_score != "concat")):
        raise ValueError(
            "coverage=True is for attention='bahdanau', or attention='luong' with "
            f"attention_score='concat', got {attention!r} with {attention_score!r}"
        )
    common: dict[str, Any] = {"cell": cell, "units": units, "dropout": dropout,
                              "recurrent_dropout": recurrent_dropout}  # fmt: skip

    # Reading.
    source, x = sequence_input(
        vocab_size=source_vocab_size, feature_dim=feature_dim, encoder=encoder,
        embedding_dim=embedding_dim, unknown_behind=copy,
    )  # fmt: skip
    x = stem(x) if stem is not None else x
    if arguments.count("stride", stride) > 1:
        x = GroupSteps(stride, name="groups")(x)  # (batch, source_time / stride, stride * dim)
    valid = ValidSteps(name="source_valid")(x)
    memory = recurrent_stack(
        x, **common, num_layers=num_layers, bidirectional=bidirectional, prefix="encoder"
    )  # (batch, source_time, units or twice that)
    vector = EndStates(bidirectional, name="context")([memory, valid])
    states = states_from(vector, state_sizes(cell, units), num_layers)

    # Writing, from the target so far.
    target = keras.Input((None,), dtype="int32", name="target")
    embedding = (
        TiedEmbedding(target_vocab_size, arguments.count("embedding_dim", embedding_dim),
                      name="target_embedding")
        if tie_embeddings
        else token_vectors(target_vocab_size, embedding_dim, "target_")
    )  # fmt: skip
    x = read = embedding(KnownTokens(target_vocab_size, name="known_target")(target)
                         if copy else target)  # fmt: skip
    if bridge == "every_step":
        x = AppendContext(name="append_context")([x, vector])
    if attention is None:
        x = recurrent_stack(
            x, **common, num_layers=num_layers, initial_states=states, prefix="decoder"
        )
    else:
        x, looked = decode_attending(
            x, memory, valid, states, common, attention=attention,
            attention_score=attention_score, input_feeding=input_feeding, coverage=coverage,
            show=copy,
        )  # fmt: skip
    if copy:
        told = keras.layers.Concatenate(name="gate_input")([x, read])
        gate = keras.layers.Dense(1, dtype="float32", name="gate")(told)
    x = sequence_dropout(x, dropout)
    if tie_embeddings:
        if x.shape[-1] != embedding_dim:
            x = keras.layers.Dense(embedding_dim, name="projection")(x)
        logits = embedding(x, reverse=True)
    else:
        logits = output_layer(target_vocab_size)(x)
    if copy:
        words = WordPlaces(target_vocab_size, name="word_places")(source)
        logits = CopyWords(name="copy_words")([logits, words, gate, looked])
    return keras.Model([source, target], logits, name=name or "encoder_decoder")


def _check_copying(
    attention: str | None, stride: int, source_vocab_size: int | None, target_vocab_size: int
) -> None:
    if attention is None:
        raise ValueError("copy=True copies from where attention looks: got attention=None")
    if source_vocab_size != target_vocab_size:
        raise ValueError(
            "copy=True needs one vocabulary of both sides, so one source_vocab_size and "
            f"target_vocab_size, got {source_vocab_size!r} and {target_vocab_size!r}"
        )
    if stride != 1:
        raise ValueError(f"copy=True copies words one by one: stride must be 1, got {stride!r}")
