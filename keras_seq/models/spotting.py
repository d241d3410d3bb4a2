"""Training that also asks an encoder which words a picture shows."""

from __future__ import annotations

import keras

from keras_seq.layers.word_spotting import WordSpotting


def spotting_words(model: keras.Model, weight: float) -> keras.Model:
    """Build the model to train in place of another one, whose weights it shares.

    It gives what `model` gives; in training a loss is added by which the places that the writer
    looks at learn which words they show (see `WordSpotting`).

    Args:
        model: of `one_to_many` with an encoder to a set of vectors.
        weight: of the added loss; 0: train `model` itself.

    Returns:
        A `keras.Model` with the inputs and outputs of `model`.

    Raises:
        ValueError: if `model` looks at no set of vectors.

    >>> from keras_seq.models import one_to_many
    >>> picture = keras.Input((4, 4, 3))
    >>> encoder = keras.Model(picture, keras.layers.Conv2D(5, 2, strides=2)(picture))
    >>> model = one_to_many(vocab_size=9, units=4, encoder=encoder, attention="luong")
    >>> spotting_words(model, 0.1).output_shape
    (None, None, 9)
    """
    if weight == 0:
        return model
    places = next((layer.output for layer in model.layers if layer.name == "places"), None)
    if places is None:
        raise ValueError(f"model {model.name!r} looks at no set of vectors: give attention")
    size = model.output_shape[-1]
    layer = WordSpotting(size, weight, name="word_spotting")
    made = layer([model.output, places, model.inputs[0]])
    return keras.Model(model.inputs, made, name=f"{model.name}_spotting")
