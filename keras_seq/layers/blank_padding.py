"""Padding behind answers of which most steps are blank."""

from __future__ import annotations

from typing import Any

import keras

NEVER = -1e9


@keras.saving.register_keras_serializable(package="keras_seq")
class BlankPadding(keras.layers.Layer):
    """Makes class 0, the blank of CTC, certain where the mask says that steps are padding.

    So what comes out says by itself how long it is, also when the mask is gone: `keras_seq.losses
    .CTC` counts no step whose other classes are impossible, and no decoder reads anything there.

    Call arguments:
        x: float logits `(batch, time, num_classes)`, with their mask.

    Returns:
        The logits; without mask, which a loss for each sequence can't use.

    >>> import numpy as np
    >>> layer, logits = BlankPadding(), np.array([[[1.0, 2.0], [3.0, 4.0]]])
    >>> made = layer(logits, mask=np.array([[True, False]]))
    >>> keras.ops.convert_to_numpy(made).tolist()
    [[[1.0, 2.0], [0.0, -1000000000.0]]]
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.supports_masking = True

    def call(self, x: Any, mask: Any = None) -> Any:
        """Replace the logits of padding."""
        if mask is None:
            return x
        ops = keras.ops
        blank = ops.arange(x.shape[-1]) == 0
        certain = ops.cast(ops.where(blank, 0.0, NEVER), x.dtype)
        return ops.where(ops.expand_dims(mask, -1), x, certain)

    def compute_mask(self, x: Any, mask: Any = None) -> None:
        """Let no mask go on."""
        return None

    def compute_output_shape(self, x_shape: Any) -> Any:
        """Keep the shape."""
        return x_shape
