"""From a word to a vector: what it means, how it is written, and its letters."""

from __future__ import annotations

import keras
import numpy as np

from keras_seq.layers import SequencePooling, arguments, recurrent_stack

LETTERS = ("convolution", "recurrent", "none")


def word_encoder(
    *,
    vocab_size: int,
    num_letters: int,
    max_letters: int,
    num_writings: int = 8,
    embedding_dim: int = 100,
    letters: str = "convolution",
    letter_dim: int = 30,
    letter_units: int = 30,
    writing_dim: int = 8,
    dropout: float = 0.0,
    vectors: np.ndarray | None = None,
    name: str | None = None,
) -> keras.Model:
    """Build a model from one word to one vector, to be given to a factory as its `encoder`.

    The vector of the word, that of the way in which it is written, and what a small network makes
    of its letters stand side by side: words that training never showed still have their letters.
    By convolution as in Ma and Hovy (2016), "End-to-end Sequence Labeling via Bi-directional
    LSTM-CNNs-CRF"; by recurrence as in Lample et al. (2016), "Neural Architectures for Named Entity
    Recognition".

    Args:
        vocab_size: how many words there are, padding (0) and unknown (1) among them.
        num_letters: the same of letters.
        max_letters: how many letters a frame has.
        num_writings: how many ways of writing there are.
        embedding_dim: size of the vector of a word.
        letters: `"convolution"` over three letters and the largest value of each filter,
            `"recurrent"`, both ways, or `"none"`.
        letter_dim: size of the vector of a letter.
        letter_units: filters, or units of each direction.
        writing_dim: size of the vector of the way of writing.
        dropout: share of the features of letters dropped.
        vectors: float `(vocab_size, embedding_dim)` to start the words' vectors from; None: small
            random numbers.
        name: the model's name.

    Returns:
        A `keras.Model` from float32 `(batch, 2 + max_letters)`, as
        `keras_seq.data.text.word_forms.WordForms` makes them, to `(batch, size)`.

    Raises:
        ValueError: if an argument is none of what it may be.

    >>> word_encoder(vocab_size=9, num_letters=5, max_letters=4, embedding_dim=6).output_shape
    (None, 44)
    """
    arguments.choice("letters", letters, LETTERS)
    max_letters = arguments.count("max_letters", max_letters)
    ops = keras.ops
    frame = keras.Input((2 + max_letters,), name="word")
    vocab_size = arguments.count("vocab_size", vocab_size, minimum=2)
    if vectors is not None and vectors.shape != (vocab_size, embedding_dim):
        raise ValueError(f"vectors must be of shape {(vocab_size, embedding_dim)}, "
                         f"got {vectors.shape}")  # fmt: skip
    word = keras.layers.Embedding(vocab_size, embedding_dim, name="word_vectors")
    writing = keras.layers.Embedding(num_writings, writing_dim, name="writing_vectors")
    parts = [word(frame[:, 0]), writing(frame[:, 1])]
    if vectors is not None:
        word.set_weights([vectors])
    if letters != "none":
        spelled = frame[:, 2:]
        # A step of padding has no letter at all, and cuDNN reads no sequence without a step.
        spelled = ops.concatenate([ops.maximum(spelled[:, :1], 1.0), spelled[:, 1:]], axis=1)
        recurrent = letters == "recurrent"
        x = keras.layers.Embedding(
            num_letters, letter_dim, mask_zero=recurrent, name="letter_vectors"
        )(spelled)
        if dropout:
            x = keras.layers.Dropout(dropout, name="letter_dropout")(x)
        if recurrent:
            x = recurrent_stack(x, units=letter_units, bidirectional=True, return_sequences=False,
                                prefix="letters")  # fmt: skip
        else:
            x = keras.layers.Conv1D(letter_units, 3, padding="same", name="letter_convolution")(x)
            # Keras's convolutions know no mask.
            x = SequencePooling("max", name="letter_pooling")(x, mask=ops.not_equal(spelled, 0.0))
        parts.append(x)
    return keras.Model(frame, keras.layers.Concatenate(name="joined")(parts), name=name or "word")
