"""A sequence in, one answer out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras

from keras_seq.layers import NGramScores, SequencePooling, SpreadSteps, arguments, recurrent_stack
from keras_seq.layers.recurrent import Cell
from keras_seq.models.heads import output_layer, output_size
from keras_seq.models.inputs import Stem, sequence_input

POOLINGS = ("last", "mean", "max", "attention")


def many_to_one(
    *,
    num_classes: int | None = None,
    output_dim: int | None = None,
    pooling: str | Callable[[Any], Any] = "last",
    head: str = "softmax",
    stem: Stem | None = None,
    ngrams: int = 0,
    ngram_buckets: int = 1 << 20,
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
    """Build a model from a sequence to one answer: a class, several labels, or numbers.

    Compile it with

    - `SparseCategoricalCrossentropy(from_logits=True)` for `head="softmax"`,
    - `BinaryCrossentropy(from_logits=True)` for `head="sigmoid"`,
    - `MeanSquaredError()` or another loss of regression for `head="linear"`.

    Padding behind a sequence changes nothing in its answer.

    Args:
        num_classes: number of classes, at least 2 for softmax and 1 for sigmoid.
        output_dim: how many values to predict, for `head="linear"`.
        pooling: how the steps become one vector: `"last"` (the state after the last step; of both
            directions, if bidirectional), `"mean"`, `"max"`, `"attention"` (a learned weighted
            average, Yang et al., 2016), or a layer, such as `keras_seq.layers.PositionPooling(60)`.
        head: `"softmax"` for classes that exclude each other, `"sigmoid"` for labels that don't,
            or for a single yes or no, `"linear"` for values.
        stem: what stands in front of the recurrence: a function of the vectors of the steps, as
            `lambda x: keras_seq.layers.convolution_stack(x, filters=64)`; what it makes stands
            beside what the recurrence does, too, unless `pooling` is `"last"`; None: nothing.
        ngrams: add what tokens and runs of up to so many say by themselves: a layer `ngrams`,
            `keras_seq.layers.NGramScores`, whose scores are counted elsewhere, and 0 until then.
        ngram_buckets: rows of scores that these share.
        vocab_size: input is `tokens`, int32 `(batch, time)`, so many kinds, 0 is padding.
        feature_dim: input is `features`, float32 `(batch, time, feature_dim)`, padded with
            `keras_seq.constants.PADDING_VALUE`.
        encoder: input is `frames`, float32 `(batch, time, *encoder.input_shape[1:])`, padded in
            the same way; this model makes a vector of each, and is trained along unless frozen.
        embedding_dim: size of the learned token vectors; None: one-hot.
        cell: `"simple_rnn"` (Elman, 1990, "Finding Structure in Time"), `"gru"` (Cho et al., 2014,
            "Learning Phrase Representations using RNN Encoder-Decoder"), `"lstm"` (Hochreiter and
            Schmidhuber, 1997, "Long Short-Term Memory"), or a function from units to a Keras
            cell, such as `keras.layers.LSTMCell`.
        units: units of each recurrent layer and direction.
        num_layers: how many recurrent layers.
        bidirectional: read backwards too (Schuster and Paliwal, 1997, "Bidirectional Recurrent
            Neural Networks").
        dropout: share of features dropped before each recurrent layer, the same at all steps, and
            of the pooled vector (Gal and Ghahramani, 2016).
        recurrent_dropout: share of the state dropped; leaves the fast cuDNN kernel on a GPU.
        name: the model's name.

    Returns:
        A `keras.Model` to float32 logits `(batch, num_classes)`, or values `(batch, output_dim)`.

    Raises:
        ValueError: if arguments are wrong or don't belong together.

    >>> model = many_to_one(num_classes=3, vocab_size=50, units=8, bidirectional=True)
    >>> model.output_shape
    (None, 3)
    >>> import numpy as np
    >>> model.predict(np.array([[4, 2, 7], [5, 1, 0]]), verbose=0).shape
    (2, 3)
    """
    size = output_size(head=head, num_classes=num_classes, output_dim=output_dim)
    if not callable(pooling):
        arguments.choice("pooling", pooling, POOLINGS)

    inputs, x = sequence_input(
        vocab_size=vocab_size,
        feature_dim=feature_dim,
        encoder=encoder,
        embedding_dim=embedding_dim,
    )  # (batch, time, dim)
    x = steps = stem(x) if stem is not None else x
    x = recurrent_stack(
        x,
        cell=cell,
        units=units,
        num_layers=num_layers,
        bidirectional=bidirectional,
        dropout=dropout,
        recurrent_dropout=recurrent_dropout,
        return_sequences=pooling != "last",
    )
    if stem is not None and pooling != "last":
        x = SpreadSteps(1, name="beside")([steps, x])
    if callable(pooling):
        x = pooling(x)
    elif pooling != "last":
        x = SequencePooling(pooling, name="pooling")(x)  # (batch, units or twice that)
    if dropout:
        x = keras.layers.Dropout(dropout, name="dropout_output")(x)
    outputs = output_layer(size, head)(x)
    if arguments.count("ngrams", ngrams, minimum=0):
        if vocab_size is None or head == "linear":
            raise ValueError(f"ngrams={ngrams!r} is for classes of tokens: give vocab_size, and a "
                             "head of softmax or sigmoid")  # fmt: skip
        counted = NGramScores(vocab_size, size, order=ngrams, buckets=ngram_buckets, name="ngrams")
        outputs = keras.layers.Add(name="together")([outputs, counted(inputs)])
    return keras.Model(inputs, outputs, name=name or "many_to_one")
