"""A start in, a sequence out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras

from keras_seq.layers import (
    AppendContext,
    LookBack,
    TiedEmbedding,
    ZeroState,
    arguments,
    recurrent_stack,
    state_sizes,
    zero_states,
)
from keras_seq.layers.recurrent import Cell
from keras_seq.models.attending import ATTENTIONS, LUONG_SCORES, decode_attending
from keras_seq.models.heads import output_layer, sequence_dropout
from keras_seq.models.inputs import check_encoder, set_of_vectors, token_vectors

BRIDGES = ("state", "every_step")


def one_to_many(
    *,
    num_classes: int | None = None,
    context_dim: int | None = None,
    bridge: str = "state",
    tie_embeddings: bool = False,
    delays: Sequence[int] = (),
    attention: str | None = None,
    attention_score: str = "general",
    input_feeding: bool = False,
    vocab_size: int | None = None,
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
    """Build a model that writes sequences: text, music, captions.

    It is trained by teacher forcing: it reads the tokens so far and is asked for the next one at
    each step. Give it a sequence without its last token, and as targets the same without its
    first; compile it with `SparseCategoricalCrossentropy(from_logits=True)`. Steps whose input is
    padding (0) don't count; so end each sequence with a token of its own that says so.

    To write, take `start_model`, `chunk_model` and `step_model`: they share the weights. To train
    over long streams with the state carried on, take `StreamModel`.

    What the sequence is about, its context, is nothing, or one of

    - a class (`num_classes`): input `context`, int32 `(batch,)`,
    - a vector (`context_dim`): input `context`, float32 `(batch, context_dim)`,
    - what `encoder` makes a vector of, an image to be captioned for one (Vinyals et al., 2015,
      "Show and Tell"): input `context`, float32 `(batch, *encoder.input_shape[1:])`.

    Args:
        num_classes: number of classes of the context.
        context_dim: size of the context vector.
        bridge: how the context is handed over: `"state"`, as the first state of each recurrent
            layer (tanh of a learned projection), or `"every_step"`, appended to each token's
            vector.
        tie_embeddings: score the tokens by their embeddings, instead of by weights of their own
            (Press and Wolf, 2017); where units aren't embedding_dim a projection comes between.
        delays: the vectors of the tokens so many steps before stand beside each token's: in a
            picture that is written line by line, the width is the point above.
        attention: the context is a set of vectors, what `encoder` makes of it, such as the grid of
            a picture (Xu et al., 2015, "Show, Attend and Tell"), and each step looks at them:
            `"bahdanau"` or `"luong"`, as of `encoder_decoder`; the mean and the largest of each of
            their features are handed over by `bridge`. None: the context is one vector.
        attention_score: how `"luong"` compares: `"dot"`, `"general"` or `"concat"`.
        input_feeding: what attention made of a step goes into the next one; for `"luong"`.
        vocab_size: number of tokens, padding (0) included. Input `tokens`, int32 `(batch, time)`.
        feature_dim: not here; a vector to start from is `context_dim`.
        encoder: a model from the raw context to a vector, trained along unless frozen.
        embedding_dim: size of the learned token vectors; None: one-hot.
        cell: `"simple_rnn"` (Elman, 1990), `"gru"` (Cho et al., 2014), `"lstm"` (Hochreiter and
            Schmidhuber, 1997), or a function from units to a Keras cell.
        units: units of each recurrent layer.
        num_layers: how many recurrent layers.
        bidirectional: not here: who writes can't read what comes next.
        dropout: share of features dropped before each recurrent layer and before the output, the
            same at all steps (Gal and Ghahramani, 2016).
        recurrent_dropout: share of the state dropped; leaves the fast cuDNN kernel on a GPU.
        name: the model's name.

    Returns:
        A `keras.Model` from `tokens`, or `[tokens, context]`, to the float32 logits of the next
        token, `(batch, time, vocab_size)`.

    Raises:
        ValueError: if arguments are wrong or don't belong together.

    >>> model = one_to_many(vocab_size=30, units=8, num_classes=4)
    >>> [tensor.name for tensor in model.inputs], model.output_shape
    (['tokens', 'context'], (None, None, 30))
    """
    vocab_size = arguments.count("vocab_size", vocab_size, minimum=2)
    contexts = {"num_classes": num_classes, "context_dim": context_dim, "encoder": encoder}
    given = [argument for argument, value in contexts.items() if value is not None]
    _check(given, bridge, tie_embeddings, embedding_dim, feature_dim, bidirectional)
    _check_attention(attention, attention_score, input_feeding, encoder)

    tokens = keras.Input((None,), dtype="int32", name="tokens")
    embedding = (
        TiedEmbedding(vocab_size, arguments.count("embedding_dim", embedding_dim), name="embedding")
        if tie_embeddings
        else token_vectors(vocab_size, embedding_dim)
    )
    x = embedding(tokens)  # (batch, time, dim)
    if delays:
        delays = [arguments.count("delays", delay) for delay in delays]
        (nothing,) = ZeroState([max(delays) * x.shape[-1]], name="nothing_before")(x)
        x, _ = LookBack(delays, name="look_back")([x, nothing])
    inputs, states = tokens, zero_states(x, cell=cell, units=units, num_layers=num_layers)
    memory: Any = None
    if given:
        if attention is not None and encoder is not None:
            context, memory = set_of_vectors(encoder)  # (batch, places, size)
            vector = keras.ops.concatenate(  # a mean alone hardly tells how many there are
                [keras.ops.mean(memory, axis=1), keras.ops.max(memory, axis=1)], axis=-1
            )
        else:
            context, vector = _context(num_classes, context_dim, encoder, embedding_dim or units)
        inputs = [tokens, context]
        if bridge == "every_step":
            x = AppendContext(name="append_context")([x, vector])
        else:
            states = states_from(vector, state_sizes(cell, units), num_layers)
    common: dict[str, Any] = {"cell": cell, "units": units, "dropout": dropout,
                              "recurrent_dropout": recurrent_dropout}  # fmt: skip
    if attention is not None:
        x, _ = decode_attending(
            x, memory, keras.ops.ones_like(memory[..., 0]), states, common, attention=attention,
            attention_score=attention_score, input_feeding=input_feeding,
        )  # fmt: skip
    else:
        x = recurrent_stack(x, **common, num_layers=num_layers, initial_states=states)
    x = sequence_dropout(x, dropout)
    if tie_embeddings:
        if x.shape[-1] != embedding_dim:
            x = keras.layers.Dense(embedding_dim, name="projection")(x)
        logits = embedding(x, reverse=True)
    else:
        logits = output_layer(vocab_size)(x)
    return keras.Model(inputs, logits, name=name or "one_to_many")


def _check(
    contexts: list[str],
    bridge: str,
    tie_embeddings: bool,
    embedding_dim: int | None,
    feature_dim: int | None,
    bidirectional: bool,
) -> None:
    if len(contexts) > 1:
        raise ValueError(
            "give at most one of num_classes, context_dim and encoder as the context, "
            f"got {' and '.join(contexts)}"
        )
    arguments.choice("bridge", bridge, BRIDGES)
    if bridge == "every_step" and not contexts:
        raise ValueError(
            "bridge='every_step' needs a context: give num_classes, context_dim or encoder"
        )
    if tie_embeddings and embedding_dim is None:
        raise ValueError(
            "tie_embeddings=True needs learned token vectors: give embedding_dim, got None"
        )
    if feature_dim is not None:
        raise ValueError(
            f"feature_dim={feature_dim!r} is not for one_to_many, which reads and writes tokens: "
            "a vector to start from is context_dim"
        )
    if bidirectional:
        raise ValueError(
            "bidirectional=True is not for one_to_many: who writes can't read what comes next"
        )


def _check_attention(
    attention: str | None, score: str, input_feeding: bool, encoder: keras.Model | None
) -> None:
    arguments.choice("attention", attention, ATTENTIONS)
    arguments.choice("attention_score", score, LUONG_SCORES)
    if attention is not None and encoder is None:
        raise ValueError(
            f"attention={attention!r} looks at a set of vectors: give encoder, a model that makes "
            "one of the context"
        )
    if input_feeding and attention != "luong":
        raise ValueError(
            f"input_feeding=True is for attention='luong', got attention={attention!r}"
        )


def _context(
    num_classes: int | None, context_dim: int | None, encoder: keras.Model | None, size: int
) -> tuple[Any, Any]:
    """Make the input `context`, and the vector that it becomes."""
    if num_classes is not None:
        num_classes = arguments.count("num_classes", num_classes)
        context = keras.Input((), dtype="int32", name="context")
        return context, keras.layers.Embedding(num_classes, size, name="class_vector")(context)
    if encoder is not None:
        context = keras.Input(check_encoder(encoder), name="context")
        return context, encoder(context)
    context = keras.Input((arguments.count("context_dim", context_dim),), name="context")
    return context, context


def states_from(vector: Any, sizes: list[int], num_layers: int) -> list[list[Any]]:
    """Learn the first states of each layer from the context."""
    return [
        [
            keras.layers.Dense(size, activation="tanh", name=f"state_{layer + 1}_{index + 1}")(
                vector
            )
            for index, size in enumerate(sizes)
        ]
        for layer in range(num_layers)
    ]
