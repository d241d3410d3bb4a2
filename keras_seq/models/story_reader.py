"""A story and a question in, an answer out."""

from __future__ import annotations

import weakref
from typing import Any

import keras
import numpy as np

from keras_seq.layers import (
    Embedding,
    PerStep,
    PositionEncoding,
    QueryReduction,
    arguments,
    recurrent_stack,
)
from keras_seq.layers.recurrent import Cell
from keras_seq.progress import track

SENTENCES = ("position", "recurrent")
_attending: weakref.WeakKeyDictionary[keras.Model, keras.Model] = weakref.WeakKeyDictionary()


def story_reader(
    *,
    num_answers: int,
    max_words: int,
    vocab_size: int,
    hops: int = 2,
    sentences: str = "position",
    context: bool = False,
    gates: str = "product",
    cell: Cell = "gru",
    units: int = 64,
    dropout: float = 0.0,
    name: str | None = None,
) -> keras.Model:
    """Build a model that reads the sentences of a story, asks them a question, and answers.

    Each hop goes over the whole story, forwards and backwards, and makes of the question one that
    is easier to answer (`keras_seq.layers.QueryReduction`; Seo et al., 2017, "Query-Reduction
    Networks for Question Answering"); the last hop reads it once more to the end, and what it
    finds is the answer. Compile it with `SparseCategoricalCrossentropy(from_logits=True)`.
    Padding behind a story, or behind its sentences, changes nothing.

    Args:
        num_answers: how many answers there are.
        max_words: places for words in a sentence.
        vocab_size: how many words there are; 0 is padding.
        hops: how often the story is read.
        sentences: what makes a vector of a sentence: `"position"`, a sum that knows where a word
            stands (`keras_seq.layers.PositionEncoding`), or `"recurrent"`, a recurrent layer.
        context: add to each sentence what a recurrent layer over the sentences makes of those
            before it, so that "she" may be known (Xiong et al., 2016, "Dynamic Memory Networks for
            Visual and Textual Question Answering"); a thousand stories may be too few for it.
        gates: what decides whether a sentence concerns a question: `"product"` of both, or a
            `"network"`, which wants more data, as of `keras_seq.layers.QueryReduction`.
        cell: of those layers, as of the other factories.
        units: size of the vectors of words, sentences and questions.
        dropout: share of the features of a sentence dropped.
        name: the model's name.

    Returns:
        A `keras.Model` from `story`, int32 `(batch, time, max_words)`, a sentence each step, and
        `question`, int32 `(batch, max_words)`, to float32 logits `(batch, num_answers)`.

    Raises:
        ValueError: if an argument is wrong.

    >>> import numpy as np
    >>> model = story_reader(num_answers=6, max_words=5, vocab_size=20, units=8)
    >>> story = np.array([[[1, 2, 3, 0, 0], [4, 2, 5, 6, 0], [0, 0, 0, 0, 0]]])
    >>> model.predict([story, np.array([[7, 8, 1, 0, 0]])], verbose=0).shape
    (1, 6)
    """
    hops, units = arguments.count("hops", hops), arguments.count("units", units)
    max_words = arguments.count("max_words", max_words)
    arguments.choice("sentences", sentences, SENTENCES)
    arguments.rate("dropout", dropout)
    words = keras.Input((max_words,), dtype="int32", name="words")
    # Gates multiply what they compare: vectors near 0, as they usually start, would say nothing.
    spread = keras.initializers.RandomNormal(stddev=0.5)
    vocab_size = arguments.count("vocab_size", vocab_size, minimum=2)
    x = Embedding(vocab_size, units, mask_zero=True, embeddings_initializer=spread,
                  name="embedding")(words)  # fmt: skip
    if sentences == "position":
        vector = PositionEncoding(name="position_encoding")(x)
    else:
        vector = recurrent_stack(x, cell=cell, units=units, return_sequences=False)
    encoder = keras.Model(words, vector, name="sentence")

    story = keras.Input((None, max_words), dtype="int32", name="story")
    question = keras.Input((max_words,), dtype="int32", name="question")
    ops = keras.ops
    texts = ops.concatenate([ops.expand_dims(question, 1), story], axis=1)
    vectors = PerStep(encoder, name="sentences")(texts)  # (batch, 1 + time, units)
    query, facts = vectors[:, 0], vectors[:, 1:]
    stands = ops.any(ops.not_equal(story, 0), axis=-1)  # (batch, time)
    if dropout:
        facts = keras.layers.Dropout(dropout, name="dropout")(facts)
    if context:
        facts = facts + recurrent_stack(facts, cell=cell, units=units, prefix="context")
    for number in range(1, hops + 1):
        hop = QueryReduction(units, gates, return_sequences=number < hops, name=f"hop_{number}")
        query, _ = hop([facts, query, stands])
    outputs = keras.layers.Dense(
        arguments.count("num_answers", num_answers), dtype="float32", name="output"
    )(query)
    return keras.Model([story, question], outputs, name=name or "story_reader")


def attending(model: keras.Model) -> keras.Model:
    """Make of a `story_reader` one that says, too, which sentences decided; made once for each.

    Args:
        model: what `story_reader` returned, trained or read from a file.

    Returns:
        A model from the same inputs to the logits, and float `(batch, hops, time)`: the share that
        each sentence has in what a hop handed on and the answer was made of, each hop adding up
        to 1.

    Raises:
        ValueError: if the model has no hops.

    >>> import numpy as np
    >>> model = story_reader(num_answers=6, max_words=5, vocab_size=20, units=8, hops=3)
    >>> logits, shares = attending(model)([np.ones((1, 4, 5)), np.ones((1, 5))])
    >>> shares.shape[1:] == (3, 4)
    True
    """
    if model not in _attending:
        hops = [layer for layer in model.layers if isinstance(layer, QueryReduction)]
        if not hops:
            raise ValueError(f"model must be one of story_reader; {model.name} has no hops")
        ops = keras.ops
        found: list[Any] = []
        for hop in reversed(hops):
            weights = hop.output[1]
            if found:  # what the queries of the next hop were made of
                weights = ops.squeeze(ops.matmul(ops.expand_dims(found[0], 1), weights), 1)
            total = ops.sum(weights, axis=-1, keepdims=True)
            found.insert(0, weights / ops.maximum(total, 1e-9))
        shares = ops.stack(found, axis=1)
        _attending[model] = keras.Model(model.inputs, [*model.outputs, shares], name="attending")
    return _attending[model]


def answers_of(model: keras.Model, batches: Any) -> list[tuple[np.ndarray, np.ndarray]]:
    """Ask a model of `story_reader`.

    Args:
        model: the model.
        batches: `keras_seq.data.text.story_batches.StoryBatches`, not shuffled.

    Returns:
        For each story in order: the probability of each answer, float32 `(num_answers,)`, and the
        shares of its sentences, float32 `(hops, sentences)`.
    """
    both, lengths = attending(model), batches.inner.lengths
    found: dict[int, tuple[np.ndarray, np.ndarray]] = {}
    places = iter(batches.inner.places())
    for index in track(range(len(batches)), "reading"):
        logits, shares = both.predict_on_batch(batches[index][0])
        chances = keras.ops.convert_to_numpy(keras.ops.softmax(logits, axis=-1))
        for row, share in zip(chances, shares, strict=True):
            place = int(next(places))
            found[place] = (row, share[:, : lengths[place]])
    return [found[place] for place in range(len(found))]
