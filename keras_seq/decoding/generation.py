"""Writing sequences token by token, in loops that are compiled."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import keras
import numpy as np

from keras_seq.decoding.sampling import PLAIN, Sampling, choose, penalised

Step = Callable[[list[Any]], list[Any]]  # [tokens, *states] → [logits, *states]
PIECE = 64  # tokens that one call of the compiled loop writes


class Generator:
    """Writes on from given states.

    The loop over the tokens is compiled, on TensorFlow by XLA and on JAX by `jit`, and writes
    `PIECE` tokens a call; nothing happens in Python for each token. It is compiled once for each
    batch size and `Sampling`. The draws are made outside, for each row by itself: a row's text
    depends on its own seed and not on its neighbours.

    Args:
        step: takes `[tokens, *states]` with int32 tokens `(batch,)`, gives `[logits, *states]`,
            such as `keras_seq.models.step_model` makes it.
        banned_tokens: never written; padding, unless you say otherwise.
    """

    def __init__(self, step: Step, banned_tokens: Sequence[int] = (0,)) -> None:
        self.step = step
        self.banned_tokens = list(banned_tokens)
        self._compiled: dict[Any, Any] = {}

    def __call__(
        self,
        logits: Any,
        states: Sequence[Any],
        *,
        max_new_tokens: int,
        sampling: Sampling = PLAIN,
        stop_tokens: Sequence[int] = (),
        seed: int = 0,
        seen: np.ndarray | None = None,
    ) -> list[np.ndarray]:
        """Write to the end.

        Args:
            logits: float `(batch, vocab_size)`, of the first token to be written.
            states: of the step, `(batch, size)` each.
            max_new_tokens: the most tokens to write.
            sampling: how tokens are chosen.
            stop_tokens: a row ends with the first of these, which it keeps.
            seed: decides the draws.
            seen: bool `(batch, vocab_size)`, tokens that stand in the text already, for the
                repetition penalty; None: none.

        Returns:
            int32 `(time,)` for each row.
        """
        pieces = list(
            self.stream(
                logits, states, max_new_tokens=max_new_tokens, sampling=sampling,
                stop_tokens=stop_tokens, seed=seed, seen=seen,
            )
        )  # fmt: skip
        return [np.concatenate(row) for row in zip(*pieces, strict=True)]

    def stream(
        self,
        logits: Any,
        states: Sequence[Any],
        *,
        max_new_tokens: int,
        sampling: Sampling = PLAIN,
        stop_tokens: Sequence[int] = (),
        seed: int = 0,
        seen: np.ndarray | None = None,
        piece: int = PIECE,
    ) -> Iterator[list[np.ndarray]]:
        """Write piece by piece.

        Args:
            logits: as for a call, like the others.
            states: the same.
            max_new_tokens: the same.
            sampling: the same.
            stop_tokens: the same.
            seed: the same.
            seen: the same.
            piece: how many tokens are written before they are handed out.

        Yields:
            For each row the int32 tokens that were added, perhaps none.

        Raises:
            ValueError: if an option is out of its range.
        """
        ops = keras.ops
        sampling = sampling.checked()
        if max_new_tokens < 1:
            raise ValueError(f"max_new_tokens must be 1 or more, got {max_new_tokens!r}")
        batch, vocab_size = logits.shape
        draws = [np.random.default_rng([seed, row]) for row in range(batch)]
        loop = self._loop(sampling, min(piece, max_new_tokens))
        seen = np.zeros((batch, vocab_size), bool) if seen is None else seen
        carried = [ops.convert_to_tensor(one) for one in (logits, seen, *states)]
        going = np.ones(batch, bool)
        left = max_new_tokens
        while left > 0 and going.any():
            size = min(piece, max_new_tokens)
            uniforms = np.stack([draw.random(size, np.float32) for draw in draws])
            tokens, *carried = loop(ops.convert_to_tensor(uniforms.T), *carried)
            written = ops.convert_to_numpy(tokens).T[:, :left]
            added = []
            for row, line in enumerate(written):
                stops = np.flatnonzero(np.isin(line, list(stop_tokens)))
                end = stops[0] + 1 if len(stops) else len(line)
                added.append(line[: end if going[row] else 0])
                going[row] &= not len(stops)
            yield added
            left -= size

    def _loop(self, sampling: Sampling, size: int) -> Any:
        key = (sampling, size)
        if key not in self._compiled:
            self._compiled[key] = compiled(
                functools.partial(_write, self.step, sampling, self.banned_tokens)
            )
        return self._compiled[key]


def _write(
    step: Step, sampling: Sampling, banned: list[int],
    uniforms: Any, logits: Any, seen: Any, *states: Any,
) -> tuple[Any, ...]:  # fmt: skip
    """Write as many tokens as `uniforms` has rows; return them, and what to go on from."""
    ops = keras.ops
    away = np.zeros(logits.shape[-1], "float32")
    away[banned] = -1e9
    bias = ops.convert_to_tensor(away)
    penalty = sampling.repetition_penalty

    def one(index: Any, tokens: Any, logits: Any, seen: Any, *states: Any) -> tuple[Any, ...]:
        shown = penalised(logits, seen, penalty) if penalty != 1 else logits
        token = choose(shown + bias, ops.take(uniforms, index, axis=0), sampling)
        tokens = ops.slice_update(tokens, (index, 0), ops.expand_dims(token, 0))
        if penalty != 1:
            seen = ops.logical_or(seen, ops.one_hot(token, seen.shape[-1], dtype="bool"))
        logits, *after = step([token, *states])
        return (index + 1, tokens, logits, seen, *after)

    first = ops.zeros(uniforms.shape, "int32")
    _, *rest = ops.while_loop(
        lambda index, *_: index < uniforms.shape[0], one, (0, first, logits, seen, *states)
    )
    return tuple(rest)


def compiled(function: Any) -> Any:
    """Compile a function of tensors, as the backend can."""
    backend = keras.backend.backend()
    if backend == "tensorflow":
        import tensorflow as tf

        return tf.function(function, jit_compile=True, autograph=False)
    if backend == "jax":
        import jax

        return jax.jit(function)
    return function


def compiled_loops(function: Any) -> Any:
    """Compile a function of tensors on JAX, which else compiles its loops anew for each call.

    On TensorFlow a loop of few steps takes less time than tracing it.
    """
    return compiled(function) if keras.backend.backend() == "jax" else function


def traced(function: Any) -> Any:
    """Make a graph of a function of tensors of many sizes, where the backend has graphs.

    On TensorFlow a loop over thousands of steps costs little then, and nothing is compiled for each
    size. JAX compiles for each size, but without it for each call.
    """
    if keras.backend.backend() != "tensorflow":
        return compiled(function)
    import tensorflow as tf

    return tf.function(function, reduce_retracing=True, autograph=False)
