"""The likeliest sequences that a model knows, by beam search."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any, NamedTuple

import keras
import numpy as np

from keras_seq.decoding.generation import Step, compiled

NEVER = -1e9


class Beams(NamedTuple):
    """How to search.

    Attributes:
        num_beams: sequences that are followed at once; 1 is greedy: the likeliest token each time.
        length_penalty: a sequence's score is its log probability, divided by its length to this
            power: 0 favours short ones, 1 takes the mean of a token.
        no_repeat_ngram_size: no n-gram of so many tokens stands twice in a sequence; 0: any may.
        min_new_tokens: no sequence ends before it has so many tokens; 0: any may.
    """

    num_beams: int = 5
    length_penalty: float = 1.0
    no_repeat_ngram_size: int = 0
    min_new_tokens: int = 0

    def checked(self) -> Beams:
        """Return itself.

        Raises:
            ValueError: if a value is out of its range.
        """
        for name, value, least in (
            ("num_beams", self.num_beams, 1),
            ("length_penalty", self.length_penalty, 0),
            ("no_repeat_ngram_size", self.no_repeat_ngram_size, 0),
            ("min_new_tokens", self.min_new_tokens, 0),
        ):
            if not value >= least:
                raise ValueError(f"{name} must be {least} or more, got {value!r}")
        return self


class Hypothesis(NamedTuple):
    """A sequence that was found.

    Attributes:
        tokens: int32 `(time,)`, the stop token left out.
        score: log probability, divided as `length_penalty` says; the stop token counts in both.
    """

    tokens: np.ndarray
    score: float


class BeamSearch:
    """Finds likely sequences from given states on (Graves, 2012; Sutskever et al., 2014).

    All sentences and beams go through the model together, in one compiled loop, which ends when
    no beam can beat what is found. A sequence that reaches the limit counts as it stands.

    Args:
        step: takes `[tokens, *states]`, gives `[logits, *states]`, as for `Generator`.
        stop_token: ends a sequence.
        banned_tokens: never part of one; padding, unless you say otherwise.
        constant: which states no step changes, by place, as a source that was read; saves time.
    """

    def __init__(
        self,
        step: Step,
        stop_token: int,
        banned_tokens: Sequence[int] = (0,),
        constant: Sequence[int] = (),
    ) -> None:
        self.step = step
        self.stop_token = stop_token
        self.banned_tokens = list(banned_tokens)
        self.constant = set(constant)
        self._compiled: dict[Any, Any] = {}

    def __call__(
        self,
        logits: Any,
        states: Sequence[Any],
        *,
        max_new_tokens: int,
        beams: Beams = Beams(),  # noqa: B008  a tuple of numbers
        num_return_sequences: int = 1,
    ) -> list[list[Hypothesis]]:
        """Search.

        Args:
            logits: float `(batch, vocab_size)`, of the first token.
            states: of the step, `(batch, size)` each.
            max_new_tokens: the most tokens of a sequence, the stop token among them.
            beams: how to search.
            num_return_sequences: how many to return for each row, at most `num_beams`.

        Returns:
            For each row the best sequences, the best one first; fewer where there aren't so many.

        Raises:
            ValueError: if an option is out of its range.
        """
        ops = keras.ops
        beams = beams.checked()
        if max_new_tokens < 1:
            raise ValueError(f"max_new_tokens must be 1 or more, got {max_new_tokens!r}")
        if not 1 <= num_return_sequences <= beams.num_beams:
            raise ValueError(
                f"num_return_sequences must be from 1 to num_beams={beams.num_beams}, "
                f"got {num_return_sequences!r}"
            )
        key = (beams, max_new_tokens)
        if key not in self._compiled:
            search = _greedy if beams.num_beams == 1 else _search
            self._compiled[key] = compiled(functools.partial(search, self, beams, max_new_tokens))
        found = self._compiled[key](*(ops.convert_to_tensor(one) for one in (logits, *states)))
        tokens, lengths, scores = (ops.convert_to_numpy(one) for one in found)
        return [
            [
                Hypothesis(line[: length - (line[length - 1] == self.stop_token)], float(score))
                for line, length, score in list(zip(*row, strict=True))[:num_return_sequences]
                if score > NEVER / 2
            ]
            for row in zip(tokens, lengths, scores, strict=True)
        ]


def _allowed(search: BeamSearch, vocab_size: int) -> Any:
    """Return what is added to the chances, so that banned tokens are never written."""
    bias = np.zeros(vocab_size, "float32")
    bias[search.banned_tokens] = NEVER
    return keras.ops.convert_to_tensor(bias)


def _too_soon(index: Any, beams: Beams, stop: int, vocab_size: int) -> Any:
    """Return what is added to the chances, so that no sequence ends before its least length."""
    early = keras.ops.cast(index < beams.min_new_tokens, "float32")
    return early * NEVER * (np.arange(vocab_size) == stop).astype("float32")


def _greedy(
    search: BeamSearch, beams: Beams, limit: int, logits: Any, *states: Any
) -> tuple[Any, Any, Any]:
    """Take the likeliest token at each step, up to the stop token; return as `_search` does."""
    ops = keras.ops
    batch, vocab_size = logits.shape
    bias, numbers = _allowed(search, vocab_size), ops.arange(vocab_size, dtype="int32")

    def one(
        index: Any, tokens: Any, logs: Any, lengths: Any, going: Any, logits: Any, *states: Any
    ) -> tuple[Any, ...]:
        logits = ops.cast(logits, "float32")
        chances = logits + bias
        if beams.no_repeat_ngram_size:
            chances += NEVER * _repeats(
                tokens, index, beams.no_repeat_ngram_size, search.stop_token, vocab_size
            )
        if beams.min_new_tokens:
            chances += _too_soon(index, beams, search.stop_token, vocab_size)
        best = ops.max(chances, axis=-1)
        # XLA takes twice as long for `argmax` on a CPU.
        highest = ops.where(chances == ops.expand_dims(best, -1), numbers, vocab_size - 1)
        token = ops.where(going, ops.min(highest, axis=-1), 0)
        best -= ops.logsumexp(logits, axis=-1)
        at = ops.cast(ops.arange(limit) == index, "int32")
        tokens = tokens + ops.expand_dims(token, -1) * at
        logs = logs + ops.where(going, best, 0.0)
        lengths = lengths + ops.cast(going, "int32")
        going = ops.logical_and(going, token != search.stop_token)
        return (index + 1, tokens, logs, lengths, going, *search.step([token, *states]))

    start = (
        0, ops.zeros((batch, limit), "int32"), ops.zeros((batch,), "float32"),
        ops.zeros((batch,), "int32"), ops.ones((batch,), "bool"), logits, *states,
    )  # fmt: skip
    _, tokens, logs, lengths, *_ = ops.while_loop(
        lambda index, tokens, logs, lengths, going, *_: ops.logical_and(
            index < limit, ops.any(going)
        ),
        one, start,
    )  # fmt: skip
    scores = logs / ops.cast(lengths, "float32") ** beams.length_penalty
    return tuple(ops.expand_dims(found, 1) for found in (tokens, lengths, scores))


def _search(
    search: BeamSearch, beams: Beams, limit: int, logits: Any, *states: Any
) -> tuple[Any, Any, Any]:
    """Return tokens `(batch, beams, limit)`, lengths and scores `(batch, beams)`, best first."""
    ops = keras.ops
    width, stop = beams.num_beams, search.stop_token
    batch, vocab_size = logits.shape
    bias = _allowed(search, vocab_size)

    def score(logs: Any, length: Any) -> Any:
        return logs / ops.cast(length, "float32") ** beams.length_penalty

    def pick(rows: Any, chosen: Any) -> Any:
        """Take beams of each sentence: `(batch, n, ...)` and `(batch, m)` to `(batch, m, ...)`."""
        extra = len(rows.shape) - 2
        return ops.take_along_axis(rows, ops.reshape(chosen, (*chosen.shape, *[1] * extra)), axis=1)

    def one(
        index: Any, tokens: Any, logs: Any, done: Any, lengths: Any, scores: Any,
        logits: Any, *states: Any,
    ) -> tuple[Any, ...]:  # fmt: skip
        chances = ops.log_softmax(ops.cast(logits, "float32"), axis=-1) + bias
        if beams.no_repeat_ngram_size:
            flat = ops.reshape(tokens, (batch * width, limit))
            chances += NEVER * _repeats(flat, index, beams.no_repeat_ngram_size, stop, vocab_size)
        if beams.min_new_tokens:
            chances += _too_soon(index, beams, stop, vocab_size)
        every = ops.expand_dims(logs, -1) + ops.reshape(chances, (batch, width, vocab_size))
        # Twice as many as needed: at most `width` of them end here.
        count = min(2 * width, width * vocab_size)
        best, places = ops.top_k(ops.reshape(every, (batch, -1)), count)
        best = ops.maximum(best, NEVER)
        token = ops.cast(places % vocab_size, "int32")
        lines = pick(tokens, places // vocab_size)
        at = ops.cast(ops.arange(limit) == index, "int32")
        lines = lines * (1 - at) + ops.expand_dims(token, -1) * at
        ends = ops.logical_or(token == stop, index + 1 == limit)

        new = ops.where(ends, score(best, index + 1), NEVER)
        new = ops.where(best > NEVER / 2, new, NEVER)
        scores, kept = ops.top_k(ops.concatenate([scores, new], axis=1), width)
        done = pick(ops.concatenate([done, lines], axis=1), kept)
        lengths = ops.concatenate([lengths, ops.zeros_like(token) + index + 1], axis=1)
        lengths = pick(lengths, kept)

        logs, alive = ops.top_k(ops.where(ends, NEVER, best), width)
        tokens = pick(lines, alive)
        token = ops.reshape(pick(token, alive), (-1,))
        origin = pick(places // vocab_size, alive)
        origin = ops.reshape(origin + ops.expand_dims(ops.arange(batch) * width, 1), (-1,))
        logits, *after = search.step([token, *(
            # Beams change places within a sentence: what is the same for all of them stays.
            state if place in search.constant else ops.take(state, origin, axis=0)
            for place, state in enumerate(states)
        )])  # fmt: skip
        return (index + 1, tokens, logs, done, lengths, scores, logits, *after)

    def hopeful(
        index: Any, tokens: Any, logs: Any, done: Any, lengths: Any, scores: Any, *_: Any
    ) -> Any:
        # The most that a beam may still get: no token more costs anything, up to the limit.
        ahead = score(ops.max(logs, axis=1), limit)
        return ops.logical_and(index < limit, ops.any(ahead > ops.min(scores, axis=1)))

    first = np.full((batch, width), NEVER, "float32")
    first[:, 0] = 0  # all beams begin alike: one of them is enough
    start = (
        0,
        ops.zeros((batch, width, limit), "int32"),
        ops.convert_to_tensor(first),
        ops.zeros((batch, width, limit), "int32"),
        ops.ones((batch, width), "int32"),
        ops.full((batch, width), NEVER, "float32"),
        *(ops.repeat(one, width, axis=0) for one in (logits, *states)),
    )
    _, _, _, done, lengths, scores, *_ = ops.while_loop(hopeful, one, start)
    return done, lengths, scores


def _repeats(tokens: Any, index: Any, size: int, stop: int, vocab_size: int) -> Any:
    """Mark with 1 the tokens that would complete an n-gram for the second time."""
    ops = keras.ops
    rows, limit = tokens.shape
    places = ops.arange(limit)
    same = ops.zeros((rows, limit), "bool") | (places + size - 1 < index)
    for offset in range(size - 1):
        last = ops.take(tokens, ops.clip(index - size + 1 + offset, 0, limit - 1), axis=1)
        here = ops.take(tokens, ops.clip(places + offset, 0, limit - 1), axis=1)
        same = ops.logical_and(same, here == ops.expand_dims(last, 1))
    following = ops.take(tokens, ops.clip(places + size - 1, 0, limit - 1), axis=1)
    same = ops.logical_and(same, following != stop)
    row = ops.repeat(ops.arange(rows), limit)
    indices = ops.stack([row, ops.reshape(ops.cast(following, row.dtype), (-1,))], axis=1)
    counts = ops.scatter(indices, ops.reshape(ops.cast(same, "float32"), (-1,)), (rows, vocab_size))
    return ops.minimum(counts, 1.0)
