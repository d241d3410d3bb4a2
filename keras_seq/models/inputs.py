"""How sequences come into a model: tokens, feature vectors or frames."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import keras

from keras_seq.layers import Embedding, KnownTokens, MaskPadding, OneHot, PerStep, arguments

#: What stands in front of a recurrence: from Keras tensor `(batch, time, dim)` to another one.
Stem: TypeAlias = Callable[[Any], Any]


def sequence_input(
    *,
    vocab_size: int | None,
    feature_dim: int | None,
    encoder: keras.Model | None,
    embedding_dim: int | None,
    unknown_behind: bool = False,
) -> tuple[Any, Any]:
    """Make the input of a model, and the vectors of its steps.

    Args:
        vocab_size: how many tokens there are, padding (0) included.
        feature_dim: size of the feature vectors.
        encoder: a model from one frame to one vector.
        embedding_dim: size of the token vectors; None: one-hot.
        unknown_behind: whether tokens may stand behind the vocabulary, and are read as unknown.

    Returns:
        The input, a Keras tensor named `tokens`, `features` or `frames`; and what a recurrent
        layer reads, float `(batch, time, dim)`, with its mask.

    Raises:
        ValueError: unless just one kind of input is given, and right.
    """
    kinds = {"vocab_size": vocab_size, "feature_dim": feature_dim, "encoder": encoder}
    given = [name for name, value in kinds.items() if value is not None]
    if len(given) != 1:
        raise ValueError(
            "give just one of vocab_size (tokens), feature_dim (feature vectors) and encoder "
            f"(frames) to say what the input is, got {' and '.join(given) or 'none'}"
        )
    if vocab_size is not None:
        tokens = keras.Input((None,), dtype="int32", name="tokens")
        vectors = token_vectors(vocab_size, embedding_dim)
        known = KnownTokens(vocab_size, name="known")(tokens) if unknown_behind else tokens
        return tokens, vectors(known)
    if feature_dim is not None:
        feature_dim = arguments.count("feature_dim", feature_dim)
        features = keras.Input((None, feature_dim), name="features")
        return features, MaskPadding(name="padding")(features)
    frame_shape = check_encoder(encoder)
    frames = keras.Input((None, *frame_shape), name="frames")
    return frames, PerStep(encoder, name="encoder")(MaskPadding(name="padding")(frames))


def token_vectors(
    vocab_size: int, embedding_dim: int | None, prefix: str = ""
) -> keras.layers.Layer:
    """Make the layer that turns tokens into vectors and masks token 0.

    Args:
        vocab_size: how many tokens there are, padding (0) included.
        embedding_dim: size of the vectors; None: one-hot.
        prefix: what the layer's name begins with.

    Returns:
        The layer.

    Raises:
        ValueError: if a size is wrong.
    """
    vocab_size = arguments.count("vocab_size", vocab_size, minimum=2)
    if embedding_dim is None:
        return OneHot(vocab_size, name=f"{prefix}one_hot")
    embedding_dim = arguments.count("embedding_dim", embedding_dim)
    return Embedding(vocab_size, embedding_dim, mask_zero=True, name=f"{prefix}embedding")


def check_encoder(encoder: Any) -> tuple[int | None, ...]:
    """Make sure that `encoder` is a model from one input to one vector.

    Returns:
        The shape of its input, without the batch.

    Raises:
        ValueError: if it is anything else.
    """
    if not isinstance(encoder, keras.Model):
        raise ValueError(
            f"encoder must be a keras.Model from a frame to a vector, got {type(encoder).__name__}"
        )
    if not encoder.built or len(encoder.inputs or []) != 1:
        raise ValueError(
            "encoder must be a functional or sequential model with one keras.Input, "
            "so that the shape of a frame is known"
        )
    if len(encoder.output_shape) != 2 or encoder.output_shape[-1] is None:
        raise ValueError(
            f"encoder must give a vector, (batch, size), got {encoder.output_shape}: "
            "end it with GlobalAveragePooling2D or Flatten"
        )
    return tuple(encoder.input_shape[1:])


def set_of_vectors(encoder: Any) -> tuple[Any, Any]:
    """Make the input `context`, and the vectors that an encoder makes of it.

    Args:
        encoder: a model to a grid, `(batch, height, width, size)`, or a set of vectors,
            `(batch, places, size)`.

    Returns:
        The input; and float `(batch, places, size)`, a grid row by row.

    Raises:
        ValueError: if it is none of these.
    """
    if not isinstance(encoder, keras.Model) or not encoder.built or len(encoder.inputs or []) != 1:
        raise ValueError("encoder must be a built keras.Model with one keras.Input")
    shape = encoder.output_shape
    if len(shape) not in (3, 4) or None in shape[1:]:
        raise ValueError(
            "encoder must give a grid, (batch, height, width, size), or a set of vectors, (batch, "
            f"places, size), of known sizes, got {shape}: leave out its pooling"
        )
    context = keras.Input(encoder.input_shape[1:], name="context")
    return context, keras.layers.Reshape((-1, shape[-1]), name="places")(encoder(context))
