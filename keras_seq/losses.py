"""Losses that Keras hasn't."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras


@keras.saving.register_keras_serializable(package="keras_seq")
class SmoothTagging(keras.losses.Loss):
    """Cross-entropy at each step, and a penalty for answers that change from step to step.

    The penalty is the squared difference of neighbouring log probabilities, cut off at 16 so that
    a true border costs no more than that, `mean_c min((log p_t,c - log p_t-1,c)^2, 16)`, where
    the earlier step counts as given (Farha and Gall, "MS-TCN: Multi-Stage Temporal Convolutional
    Network for Action Segmentation", 2019).

    Args:
        smoothing: weight of the penalty; 0.15 in the paper.
        **kwargs: `name`, `reduction` and the like, as of any Keras loss.

    Call arguments:
        y_true: int `(batch, time)`, the right tags.
        y_pred: float logits `(batch, time, num_classes)`; their mask leaves padding out.

    >>> import numpy as np
    >>> steady, restless = np.zeros((1, 2, 2)), np.array([[[3.0, -3.0], [-3.0, 3.0]]])
    >>> loss = SmoothTagging(0.15, reduction=None)
    >>> tags = np.array([[0, 1]])
    >>> [round(float(value), 3) for value in loss(tags, steady)[0]]
    [0.693, 0.693]
    >>> [round(float(value), 3) for value in loss(tags, restless)[0]]
    [0.002, 2.402]
    """

    def __init__(self, smoothing: float = 0.15, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.smoothing = smoothing

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """Give the loss of each step, `(batch, time)`."""
        ops = keras.ops
        crossed = ops.sparse_categorical_crossentropy(y_true, y_pred, from_logits=True)
        logs = ops.log_softmax(y_pred, axis=-1)
        change = ops.square(logs[:, 1:] - ops.stop_gradient(logs[:, :-1]))
        penalty = ops.mean(ops.minimum(change, 16.0), axis=-1)
        return crossed + self.smoothing * ops.pad(penalty, ((0, 0), (1, 0)))

    def get_config(self) -> dict[str, Any]:
        """Say what `__init__` was given."""
        return {**super().get_config(), "smoothing": self.smoothing}


@keras.saving.register_keras_serializable(package="keras_seq")
class ChainCrossentropy(keras.losses.Loss):
    """Cross-entropy of tags whose chances depend on the tag before, as the layer `CRF` gives them.

    Summed over a sequence it is the negative log-likelihood of a linear-chain conditional random
    field; here it is given for each step, so that it compares with other losses, and masks work.

    Call arguments:
        y_true: int `(batch, time)`, the right tags.
        y_pred: float log probabilities `(batch, time, num_classes, num_classes)` of each tag after
            each tag before; their mask leaves padding out.

    >>> import numpy as np
    >>> links = np.log([[[[0.5, 0.5], [0.5, 0.5]], [[0.9, 0.1], [0.2, 0.8]]]])
    >>> [round(float(value), 3) for value in ChainCrossentropy(reduction=None)([[1, 0]], links)[0]]
    [0.693, 1.609]
    """

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """Look up the links of the right path, `(batch, time)`."""
        ops = keras.ops
        tags = ops.cast(y_true, "int32")
        size = y_pred.shape[-1]
        earlier = ops.pad(tags[:, :-1], ((0, 0), (1, 0)))  # any before the first
        flat = ops.reshape(y_pred, (*ops.shape(tags), size * size))
        place = ops.expand_dims(earlier * size + tags, -1)
        return -ops.squeeze(ops.take_along_axis(flat, place, axis=-1), -1)


@keras.saving.register_keras_serializable(package="keras_seq")
class ForecastLoss(keras.losses.Loss):
    """Error of forecasts, in which what was not observed (NaN) doesn't count.

    Args:
        error: `"mse"`, the mean of the squared error; `"mae"`, of the absolute one; or `"pinball"`,
            of the quantile loss `max(q e, (q - 1) e)` with `e = y_true - y_pred` (Koenker and
            Bassett, 1978, "Regression Quantiles").
        quantiles: levels for `"pinball"`.
        **kwargs: `name`, `reduction` and the like, as of any Keras loss.

    Call arguments:
        y_true: float `(..., values)`.
        y_pred: float `(..., values)`; for `"pinball"` `(..., values * quantiles)`, the quantiles
            of a value beside one another.

    >>> import numpy as np
    >>> float(ForecastLoss("mae")(np.array([[1.0, np.nan]]), np.array([[3.0, 7.0]])))
    2.0
    >>> float(ForecastLoss("pinball", (0.1, 0.9))(np.array([[1.0]]), np.array([[0.0, 0.0]])))
    0.5
    """

    def __init__(self, error: str = "mse", quantiles: Sequence[float] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if error not in ("mse", "mae", "pinball"):
            raise ValueError(f"error must be 'mse', 'mae' or 'pinball', got {error!r}")
        if (error == "pinball") != bool(quantiles) or not all(0 < one < 1 for one in quantiles):
            raise ValueError(
                "quantiles must be levels between 0 and 1 for error='pinball', and none otherwise, "
                f"got {quantiles!r}"
            )
        self.error = error
        self.quantiles = list(quantiles)

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """Give the mean error of the last axis."""
        ops = keras.ops
        there = ops.isfinite(y_true)
        y_true = ops.where(there, y_true, 0)
        count = ops.maximum(ops.sum(ops.cast(there, y_pred.dtype), axis=-1), 1)
        if self.error == "pinball":
            levels = ops.convert_to_tensor(self.quantiles, y_pred.dtype)
            shape = (*ops.shape(y_true), len(self.quantiles))
            apart = ops.expand_dims(y_true, -1) - ops.reshape(y_pred, shape)
            errors = ops.mean(ops.maximum(levels * apart, (levels - 1) * apart), axis=-1)
        else:
            apart = y_true - y_pred
            errors = ops.square(apart) if self.error == "mse" else ops.abs(apart)
        return ops.sum(ops.where(there, errors, 0), axis=-1) / count

    def get_config(self) -> dict[str, Any]:
        """Say what `__init__` was given."""
        return {**super().get_config(), "error": self.error, "quantiles": self.quantiles}


@keras.saving.register_keras_serializable(package="keras_seq")
class SmoothedCrossentropy(keras.losses.Loss):
    """Cross-entropy of tokens with label smoothing, in which padding (0) doesn't count.

    A share of the probability is spread evenly over all tokens (Szegedy et al., 2016, "Rethinking
    the Inception Architecture for Computer Vision"). The mean is over the tokens that count.

    Args:
        smoothing: the share; 0 is plain cross-entropy.
        **kwargs: `name` and the like, as of any Keras loss.

    Call arguments:
        y_true: int `(batch, time)`, 0 is padding.
        y_pred: float logits `(batch, time, vocab_size)`.

    >>> import numpy as np
    >>> logits = np.log([[[0.1, 0.6, 0.3], [0.2, 0.2, 0.6]]])
    >>> round(float(SmoothedCrossentropy(0.0)(np.array([[1, 0]]), logits)), 3)  # -log 0.6
    0.511
    """

    def __init__(self, smoothing: float = 0.1, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.smoothing = smoothing

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """Give the loss of each step, scaled so that the plain mean is the mean that counts."""
        ops = keras.ops
        tokens = ops.cast(y_true, "int32")
        there = ops.cast(tokens != 0, y_pred.dtype)
        losses = ops.sparse_categorical_crossentropy(tokens, y_pred, from_logits=True)
        if self.smoothing:
            evenly = -ops.mean(ops.log_softmax(y_pred, axis=-1), axis=-1)
            losses = (1 - self.smoothing) * losses + self.smoothing * evenly
        size = ops.cast(ops.size(there), y_pred.dtype)
        return losses * there * (size / ops.maximum(ops.sum(there), 1))

    def get_config(self) -> dict[str, Any]:
        """Say what `__init__` was given."""
        return {**super().get_config(), "smoothing": self.smoothing}


@keras.saving.register_keras_serializable(package="keras_seq")
class CTC(keras.losses.Loss):
    """How improbable a shorter sequence is, wherever its classes stand (Graves et al., 2006).

    That is the negative logarithm of the summed probability of all ways to spread the classes over
    the steps with blanks (class 0) between. Keras's own loss of this name takes all steps of a
    padded batch for valid ones; here those aren't at which `keras_seq.layers.BlankPadding` made
    all other classes impossible. A sequence that can't be spread over so few steps costs nothing:
    backends give anything from 710 to infinity for it.

    Call arguments:
        y_true: int `(batch, length)`, classes from 1 on, padded with 0.
        y_pred: float logits `(batch, time, num_classes)`.

    >>> import numpy as np
    >>> logits = np.log([[[0.5, 0.5], [0.5, 0.5]]]).astype("float32")  # 1, 01, 10, 11: not 00
    >>> round(float(CTC()(np.array([[1, 0]]), logits)), 3)  # -log(3 / 4)
    0.288
    """

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """Give the loss of each sequence, `(batch,)`."""
        ops = keras.ops
        classes = ops.cast(y_true, "int32")
        there = ops.any(y_pred[:, :, 1:] > -1e8, axis=-1)
        steps = ops.sum(ops.cast(there, "int32"), axis=1)
        count = ops.sum(ops.cast(classes != 0, "int32"), axis=1)
        alike = ops.logical_and(classes[:, 1:] == classes[:, :-1], classes[:, 1:] != 0)
        possible = count + ops.sum(ops.cast(alike, "int32"), axis=1) <= steps
        losses = ops.ctc_loss(classes, y_pred, ops.where(possible, count, 0), steps, mask_index=0)
        return ops.where(possible, losses, 0.0)
