"""A sequence in, an answer for each of its steps out."""

from __future__ import annotations

import keras

from keras_seq.layers import (
    CRF,
    BlankPadding,
    GroupSteps,
    SequencePooling,
    SpreadSteps,
    arguments,
    recurrent_stack,
    zero_states,
)
from keras_seq.layers.recurrent import Cell
from keras_seq.models.heads import HEADS, output_layer, output_size, sequence_dropout
from keras_seq.models.inputs import Stem, sequence_input


def many_to_many(
    *,
    num_classes: int | None = None,
    output_dim: int | None = None,
    head: str = "softmax",
    num_labels: int | None = None,
    stem: Stem | None = None,
    stride: int = 1,
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
    """Build a model from a sequence to an answer for each step: a tag, several labels, or numbers.

    Compile it with

    - `SparseCategoricalCrossentropy(from_logits=True)` for `head="softmax"`,
    - `BinaryCrossentropy(from_logits=True)` for `head="sigmoid"`,
    - `keras_seq.losses.ChainCrossentropy()` for `head="crf"`,
    - `keras_seq.losses.CTC()` for `head="ctc"`,
    - `MeanSquaredError()` or another loss of regression for `head="linear"`.

    The mask of the input stays with the output, so that losses and metrics of Keras leave padded
    steps out; fill the targets there with any valid value, such as 0.

    With `bidirectional=False` an answer depends on the past alone, and the model can answer while
    steps still arrive: see `step_model`. Its recurrent layers start from zeros.

    Args:
        num_classes: number of classes, at least 2 for softmax and 1 for sigmoid.
        output_dim: how many values to predict at each step, for `head="linear"`.
        head: `"softmax"` for classes that exclude each other, `"sigmoid"` for labels that don't,
            or for a single yes or no, `"crf"` for classes that depend on the class before (see
            `keras_seq.layers.CRF`), `"ctc"` for a shorter sequence of classes in the same order, of
            which nobody says at which steps they stand (Graves et al., 2006, "Connectionist
            Temporal Classification"): class 0 is the blank between them; `"linear"` for values.
        num_labels: how many labels there are for the whole sequence, which gets one of them from
            the largest value of each feature over the steps (as commands have slots and an intent;
            Liu and Lane, 2016); None: it gets none.
        stem: what stands in front of the recurrence: a function of the vectors of the steps, as
            `lambda x: keras_seq.layers.convolution_stack(x, filters=64)`; None: nothing.
        stride: the recurrence reads so many neighbouring steps as one, and each step gets its own
            share of what comes out, beside what the stem made of it: for sequences of thousands of
            steps, such as bases. With `head="ctc"` a group has one answer, and shares nothing out.
        vocab_size: input is `tokens`, int32 `(batch, time)`, so many kinds, 0 is padding.
        feature_dim: input is `features`, float32 `(batch, time, feature_dim)`, padded with
            `keras_seq.constants.PADDING_VALUE`.
        encoder: input is `frames`, float32 `(batch, time, *encoder.input_shape[1:])`, padded in
            the same way; this model makes a vector of each, and is trained along unless frozen.
        embedding_dim: size of the learned token vectors; None: one-hot.
        cell: `"simple_rnn"` (Elman, 1990), `"gru"` (Cho et al., 2014), `"lstm"` (Hochreiter and
            Schmidhuber, 1997), or a function from units to a Keras cell.
        units: units of each recurrent layer and direction.
        num_layers: how many recurrent layers.
        bidirectional: read backwards too (Schuster and Paliwal, 1997): better where the whole
            sequence is there before the first answer is needed.
        dropout: share of features dropped before each recurrent layer and before the output, the
            same at all steps (Gal and Ghahramani, 2016).
        recurrent_dropout: share of the state dropped; leaves the fast cuDNN kernel on a GPU.
        name: the model's name.

    Returns:
        A `keras.Model` to float32 logits `(batch, time, num_classes)`, or values
        `(batch, time, output_dim)`. With `head="crf"` to log probabilities
        `(batch, time, num_classes, num_classes)` of each class after each class before, from which
        `keras_seq.decoding.viterbi` and `marginals` read tags and chances. With `head="ctc"` to
        logits `(batch, ceil(time / stride), num_classes)`, the blank certain where padding is. With
        `num_labels` to a dictionary: all that as `tags`, and as `label` float32 logits
        `(batch, num_labels)`.

    Raises:
        ValueError: if arguments are wrong or don't belong together: a stem and a stride look ahead,
            and are for `bidirectional=True`, but for a stride with `head="ctc"`.

    >>> model = many_to_many(num_classes=5, feature_dim=12, units=8, bidirectional=True)
    >>> model.output_shape
    (None, None, 5)
    """
    stride = arguments.count("stride", stride)
    size = output_size(
        head=head, num_classes=num_classes, output_dim=output_dim, heads=(*HEADS, "crf", "ctc")
    )

    inputs, x = sequence_input(
        vocab_size=vocab_size,
        feature_dim=feature_dim,
        encoder=encoder,
        embedding_dim=embedding_dim,
    )  # (batch, time, dim)
    if head == "ctc" and num_labels is not None:
        raise ValueError("num_labels is for a label beside tags of steps, not for head='ctc'")
    if not bidirectional and (stem is not None or (stride > 1 and head != "ctc")):
        raise ValueError("stem and stride look ahead: they are for bidirectional=True")
    x = steps = stem(x) if stem is not None else x
    if stride > 1:
        x = GroupSteps(stride, name="groups")(x)  # (batch, time / stride, stride * dim)
    x = recurrent_stack(
        x,
        cell=cell,
        units=units,
        num_layers=num_layers,
        bidirectional=bidirectional,
        dropout=dropout,
        recurrent_dropout=recurrent_dropout,
        initial_states=None
        if bidirectional
        else zero_states(x, cell=cell, units=units, num_layers=num_layers),
    )
    if stride > 1 and head != "ctc":
        shares = keras.layers.Dense(stride * units, activation="relu", name="shares")(x)
        x = SpreadSteps(stride, name="spread")([steps, shares])
    x = sequence_dropout(x, dropout)
    outputs = output_layer(size, head)(x)
    if head == "crf":
        outputs = CRF(dtype="float32", name="crf")(outputs)
    if head == "ctc":
        outputs = BlankPadding(dtype="float32", name="ctc")(outputs)
    if num_labels is not None:
        num_labels = arguments.count("num_labels", num_labels, minimum=2)
        whole = SequencePooling("max", name="whole_sequence")(x)
        label = keras.layers.Dense(num_labels, dtype="float32", name="label")(whole)
        outputs = {"tags": outputs, "label": label}
    return keras.Model(inputs, outputs, name=name or "many_to_many")
