"""An embedding that is the output layer too."""

from __future__ import annotations

from typing import Any

import keras

from keras_seq.layers import arguments


@keras.saving.register_keras_serializable(package="keras_seq")
class TiedEmbedding(keras.layers.ReversibleEmbedding):
    """Embeds tokens, and scores all tokens for a vector by the same matrix.

    `logits = x E^T + b`, where row i of E is the embedding of token i. Halves the weights of a
    language model and makes it better: Press and Wolf (2017), "Using the Output Embedding to
    Improve Language Models"; Inan et al. (2017), "Tying Word Vectors and Word Classifiers". Over
    `keras.layers.ReversibleEmbedding` it has the bias, and float32 logits in any dtype policy.

    Args:
        input_dim: how many tokens there are, padding included.
        output_dim: size of the vectors.
        **kwargs: `name`, `dtype` and the like, as of any Keras layer.

    Call arguments:
        inputs: tokens, int `(batch, time)`; or with `reverse`, float `(batch, time, output_dim)`.
        reverse: score instead of embed.

    Returns:
        float `(batch, time, output_dim)`, token 0 masked; with `reverse`
        float32 `(batch, time, input_dim)`.

    >>> import numpy as np
    >>> layer = TiedEmbedding(9, 4)
    >>> layer(layer(np.array([[1, 2]])), reverse=True).shape[1:] == (2, 9)
    True
    """

    def __init__(self, input_dim: int, output_dim: int, **kwargs: Any) -> None:
        kwargs = {"mask_zero": True, "reverse_dtype": "float32", **kwargs}
        super().__init__(input_dim, output_dim, **kwargs)
        self.supports_masking = True

    def build(self, input_shape: Any = None) -> None:
        """Make the matrix and the bias."""
        super().build(input_shape)
        self.bias = self.add_weight(shape=(self.input_dim,), initializer="zeros", name="bias")

    def call(self, inputs: Any, reverse: bool = False) -> Any:
        """Embed or score."""
        arguments.sequences(inputs)
        outputs = super().call(inputs, reverse=reverse)
        return outputs + keras.ops.cast(self.bias, outputs.dtype) if reverse else outputs

    def compute_mask(self, inputs: Any, mask: Any = None) -> Any:
        """Mask token 0; keep the mask when scoring."""
        return keras.ops.not_equal(inputs, 0) if len(inputs.shape) == 2 else mask

    def compute_output_spec(self, inputs: Any, reverse: bool = False) -> keras.KerasTensor:
        """Say shape and dtype."""
        shape = self.compute_output_shape(inputs.shape, reverse=reverse)
        return keras.KerasTensor(shape, self.reverse_dtype if reverse else self.compute_dtype)

    @property
    def variable_serialization_spec(self) -> dict[Any, list[str]]:
        """Name the weights that are saved, the bias among them."""
        spec = super().variable_serialization_spec
        return {mode: [*names, "bias"] for mode, names in spec.items()}
