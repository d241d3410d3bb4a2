"""The best path through a chain of tags, and the chance of each tag."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np

NEVER = -1e9  # the logarithm of a chance that loses against any path


def viterbi(
    links: Any, allowed: np.ndarray | None = None, lengths: np.ndarray | None = None
) -> Any:
    """Find the likeliest tags of whole sequences (Viterbi, 1967).

    Args:
        links: float `(batch, time, tags, tags)`, log probabilities of each tag (last axis) after
            each tag before, as the layer `CRF` gives them.
        allowed: bool `(tags + 1, tags + 1)`, whether a tag (column) may stand right behind another
            (row); the last row is the beginning of a sequence, the last column its end. None: all.
        lengths: int `(batch,)`, the steps of each sequence; what is behind them doesn't count, and
            its tags are to be cut off. None: all steps count.

    Returns:
        int32 `(batch, time)`.

    >>> import numpy as np
    >>> links = np.log([[[[0.6, 0.4], [0.6, 0.4]], [[0.5, 0.5], [0.1, 0.9]]]])
    >>> keras.ops.convert_to_numpy(viterbi(links)).tolist()  # 0.4 * 0.9 > 0.6 * 0.5
    [[1, 1]]
    """
    ops = keras.ops
    links = ops.convert_to_tensor(links)
    if lengths is not None:
        inside = np.arange(links.shape[1]) < np.asarray(lengths)[:, None]
        links = ops.where(inside[:, :, None, None], links, 0.0)
    if allowed is not None:
        links = links + _forbidden(links.shape, allowed, lengths)
    steps = ops.transpose(links, (1, 0, 2, 3))
    best = ops.zeros_like(steps[0, :, 0])

    # The best rest of a path is found from its end; then the path is read off from its start.
    def before(rest: Any, step: Any) -> tuple[Any, Any]:
        return ops.max(step + ops.expand_dims(rest, 1), axis=-1), rest

    _, rests = ops.scan(before, best, steps, reverse=True)
    choices = ops.cast(ops.argmax(steps + ops.expand_dims(rests, 2), axis=-1), "int32")

    def after(tag: Any, choice: Any) -> tuple[Any, Any]:
        tag = ops.squeeze(ops.take_along_axis(choice, ops.expand_dims(tag, -1), axis=-1), -1)
        return tag, tag

    _, tags = ops.scan(after, ops.zeros_like(choices[0, :, 0]), choices)
    return ops.transpose(tags)


def _forbidden(shape: Any, allowed: np.ndarray, lengths: np.ndarray | None) -> np.ndarray:
    """Make a penalty for each link: float32 `(batch, time, tags, tags)`."""
    batch, time, tags, _ = shape
    lengths = np.full(batch, time) if lengths is None else np.asarray(lengths)
    cost = np.where(allowed, 0.0, NEVER).astype(np.float32)
    penalty = np.zeros((batch, time, tags, tags), np.float32)
    penalty[np.arange(time) < lengths[:, None]] = cost[:tags, :tags]
    penalty[:, 0] = cost[tags, :tags]
    penalty[np.arange(batch), lengths - 1] += cost[:tags, tags]
    return penalty


def marginals(links: Any) -> Any:
    """Sum up how probable each tag is at each step, over all paths (the forward algorithm).

    Args:
        links: as `viterbi` takes them.

    Returns:
        float `(batch, time, tags)`, summing to 1 over the tags.

    >>> import numpy as np
    >>> links = np.log([[[[0.6, 0.4], [0.6, 0.4]], [[0.5, 0.5], [0.1, 0.9]]]])
    >>> keras.ops.convert_to_numpy(marginals(links)).round(2).tolist()
    [[[0.6, 0.4], [0.34, 0.66]]]
    """
    ops = keras.ops
    steps = ops.transpose(ops.exp(ops.convert_to_tensor(links)), (1, 0, 2, 3))

    def after(chances: Any, step: Any) -> tuple[Any, Any]:
        chances = ops.squeeze(ops.matmul(ops.expand_dims(chances, 1), step), 1)
        return chances, chances

    first = ops.zeros_like(steps[0, :, 0]) + 1 / steps.shape[-1]
    _, chances = ops.scan(after, first, steps)
    return ops.transpose(chances, (1, 0, 2))
