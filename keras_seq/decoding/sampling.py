"""Choosing the next token from what a model says about it.

KerasHub has samplers too. They aren't used here: they come with a second framework of models and
tokenizers, draw inside the loop (so that a text depends on what else is in its batch), and leave
out min-p and the repetition penalty.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import keras


class Sampling(NamedTuple):
    """How the next token is chosen.

    Attributes:
        temperature: 0 takes the likeliest token each time; below 1 is more careful, above 1 bolder.
        top_k: choose among so many of the likeliest tokens.
        top_p: choose among the likeliest tokens that together have this probability (Holtzman et
            al., "The Curious Case of Neural Text Degeneration", 2020); more than 0, at most 1.
        min_p: choose among the tokens at least so probable, as a share of the likeliest one's
            probability (Nguyen et al., "Turning Up the Heat", 2024).
        repetition_penalty: logits of tokens that stand in the text are divided by it where
            positive, multiplied where negative (Keskar et al., "CTRL", 2019); 1 changes nothing.
    """

    temperature: float = 1.0
    top_k: int | None = None
    top_p: float | None = None
    min_p: float | None = None
    repetition_penalty: float = 1.0

    def checked(self) -> Sampling:
        """Return itself.

        Raises:
            ValueError: if a value is out of its range.
        """
        if not self.temperature >= 0:
            raise ValueError(f"temperature must be 0 or more, got {self.temperature!r}")
        if self.top_k is not None and self.top_k < 1:
            raise ValueError(f"top_k must be 1 or more, got {self.top_k!r}")
        for name, value in (("top_p", self.top_p), ("min_p", self.min_p)):
            if value is not None and not 0 < value <= 1:
                raise ValueError(f"{name} must be more than 0 and at most 1, got {value!r}")
        if not self.repetition_penalty > 0:
            raise ValueError(
                f"repetition_penalty must be more than 0, got {self.repetition_penalty!r}"
            )
        return self


PLAIN = Sampling()  # from the model's own probabilities


def penalised(logits: Any, seen: Any, penalty: float) -> Any:
    """Make tokens that were seen less likely.

    Args:
        logits: float `(batch, vocab_size)`.
        seen: bool of the same shape.
        penalty: see `Sampling`.

    Returns:
        The new logits.
    """
    ops = keras.ops
    return ops.where(seen, ops.where(logits > 0, logits / penalty, logits * penalty), logits)


def chances(logits: Any, sampling: Sampling) -> Any:
    """Turn logits into the probabilities to draw from.

    Args:
        logits: float `(batch, vocab_size)`.
        sampling: with a temperature above 0.

    Returns:
        float `(batch, vocab_size)`, summing to 1; what mustn't be chosen has 0.

    >>> import numpy as np
    >>> logits = np.log([[0.5, 0.3, 0.2]])
    >>> keras.ops.convert_to_numpy(chances(logits, Sampling(top_p=0.7))).round(3).tolist()
    [[0.625, 0.375, 0.0]]
    """
    ops = keras.ops
    made = ops.softmax(ops.cast(logits, "float32") / sampling.temperature, axis=-1)
    if sampling.min_p is not None:
        floor = sampling.min_p * ops.max(made, axis=-1, keepdims=True)
        made = ops.where(made >= floor, made, 0.0)
    if sampling.top_k is not None and sampling.top_k < logits.shape[-1]:
        best, _ = ops.top_k(made, sampling.top_k)
        made = ops.where(made >= best[:, -1:], made, 0.0)
    if sampling.top_p is not None and sampling.top_p < 1:
        ordered = -ops.sort(-made, axis=-1)
        before = ops.cumsum(ordered, axis=-1) - ordered  # of all that is likelier
        kept = ops.where(before < sampling.top_p * ops.sum(made, -1, keepdims=True), ordered, 2.0)
        made = ops.where(made >= ops.min(kept, axis=-1, keepdims=True), made, 0.0)
    return made / ops.sum(made, axis=-1, keepdims=True)


def choose(logits: Any, uniform: Any, sampling: Sampling) -> Any:
    """Choose a token for each row.

    Args:
        logits: float `(batch, vocab_size)`.
        uniform: float `(batch,)`, drawn evenly from 0 to 1 for each row.
        sampling: how to choose.

    Returns:
        int32 `(batch,)`.

    >>> import numpy as np
    >>> logits = np.log([[0.5, 0.3, 0.2]] * 3)
    >>> choose(logits, np.array([0.1, 0.6, 0.9]), Sampling()).tolist()  # doctest: +SKIP
    [0, 1, 2]
    """
    ops = keras.ops
    if sampling.temperature == 0:
        return ops.cast(ops.argmax(logits, axis=-1), "int32")
    summed = ops.cumsum(chances(logits, sampling), axis=-1)
    # The last sum may lie a rounding below 1, and a draw above it: never beyond what is allowed.
    drawn = ops.expand_dims(ops.cast(uniform, "float32"), -1) * summed[:, -1:]
    below = ops.cast(summed <= ops.minimum(drawn, summed[:, -1:] * (1 - 1e-6)), "int32")
    return ops.sum(below, axis=-1)
