"""Beginning a model with what another one has learned of the same tokens."""

from __future__ import annotations

import re
from typing import Any

import keras

#: Layers that a model of tokens may have in common with another one.
COMMON = re.compile(r"embedding|recurrent_\d+")


def take_over(model: keras.Model, start: keras.Model) -> list[str]:
    """Give a model the token vectors and the recurrent layers of another one.

    So a classifier begins with what a language model has learned (Dai and Le, "Semi-supervised
    Sequence Learning", 2015). Of layers that read both ways it is the one forwards.

    Args:
        model: as a factory of this package makes it; its layers `embedding` and `recurrent_1`,
            ... are changed.
        start: the one that has learned; as many layers of the same sizes are taken as both have.

    Returns:
        The names of the layers.

    Raises:
        ValueError: if layers of the same name have other sizes or other cells, or there is none.

    >>> from keras_seq.models import many_to_one, one_to_many
    >>> language = one_to_many(vocab_size=9, embedding_dim=4, units=3)
    >>> labels = many_to_one(num_classes=2, vocab_size=9, embedding_dim=4, units=3)
    >>> take_over(labels, language)
    ['embedding', 'recurrent_1']
    """
    theirs = {layer.name: _forwards(layer) for layer in start.layers}
    pairs = []
    for layer in model.layers:
        if COMMON.fullmatch(layer.name) and layer.name in theirs:
            ours, given = _forwards(layer), theirs[layer.name]
            sizes = [[tuple(weight.shape) for weight in one.get_weights()] for one in (ours, given)]
            if sizes[0] != sizes[1] or type(ours) is not type(given):
                raise ValueError(f"{layer.name} is {_words(ours)}, that to start from "
                                 f"{_words(given)}")  # fmt: skip
            pairs.append((layer.name, ours, given))
    if not pairs:
        raise ValueError("no embedding and no recurrent layer in common")
    for _, ours, given in pairs:
        ours.set_weights(given.get_weights())
    return [name for name, _, _ in pairs]


def _forwards(layer: Any) -> Any:
    return layer.forward_layer if isinstance(layer, keras.layers.Bidirectional) else layer


def _words(layer: Any) -> str:
    sizes = " and ".join(" x ".join(map(str, weight.shape)) for weight in layer.get_weights()[:2])
    return f"{type(layer).__name__} of {sizes}"
