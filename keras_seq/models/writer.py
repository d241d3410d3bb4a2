"""Writing with a model of `one_to_many`: prompts and contexts in, sequences out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import keras
import numpy as np

from keras_seq.data.padding import pad
from keras_seq.decoding import Beams, BeamSearch, Generator, Hypothesis, Sampling
from keras_seq.decoding.generation import compiled_loops, traced
from keras_seq.decoding.sampling import PLAIN
from keras_seq.models.stepping import chunk_model, start_model, step_model

PIECE = 256  # tokens of prompts that are read at once; longer ones piece by piece
MOST_SCORES = 1 << 26  # in a piece: one for each token of the vocabulary, at each step


class Writer:
    """Goes on from prompts, many of unequal length at once.

    Keep it: making it takes longer than writing a few words, and it keeps its compiled loops.

    Args:
        model: of `one_to_many`, fresh or loaded.
        banned_tokens: never written; padding, unless you say otherwise.

    >>> from keras_seq.models import one_to_many
    >>> writer = Writer(one_to_many(vocab_size=9, units=4))
    >>> texts = writer([np.array([3, 4]), np.array([5])], max_new_tokens=6, num_return_sequences=2)
    >>> [[len(one) for one in row] for row in texts]
    [[6, 6], [6, 6]]
    """

    def __init__(self, model: keras.Model, banned_tokens: Sequence[int] = (0,)) -> None:
        self.start, self.chunk = start_model(model), chunk_model(model)
        self._read = compiled_loops(lambda *given: self.chunk(list(given)))
        self._read_long = traced(lambda *given: self.chunk(list(given)))
        self.generator = Generator(step_model(model), banned_tokens)
        self._searches: dict[int | None, BeamSearch] = {}

    def __call__(
        self,
        prompts: Sequence[np.ndarray],
        contexts: np.ndarray | None = None,
        *,
        max_new_tokens: int,
        num_return_sequences: int = 1,
        sampling: Sampling = PLAIN,
        stop_tokens: Sequence[int] = (),
        seed: int = 0,
    ) -> list[list[np.ndarray]]:
        """Write to the end.

        Args:
            prompts: int32 `(time,)` each, at least one token.
            contexts: what the model takes for them, first axis as long as `prompts`.
            max_new_tokens: the most tokens to write.
            num_return_sequences: texts for each prompt.
            sampling: how tokens are chosen.
            stop_tokens: a text ends with the first of these, which it keeps.
            seed: decides the draws.

        Returns:
            For each prompt its texts, int32 `(time,)`, without the prompt.

        Raises:
            ValueError: if an option is out of its range.
        """
        ready = self.read(prompts, contexts, num_return_sequences)
        texts = self.generator(
            *ready[:2], seen=ready[2], max_new_tokens=max_new_tokens, sampling=sampling,
            stop_tokens=stop_tokens, seed=seed,
        )  # fmt: skip
        count = num_return_sequences
        return [texts[start : start + count] for start in range(0, len(texts), count)]

    def stream(
        self,
        prompt: np.ndarray,
        context: np.ndarray | None = None,
        *,
        max_new_tokens: int,
        sampling: Sampling = PLAIN,
        stop_tokens: Sequence[int] = (),
        seed: int = 0,
        piece: int = 8,
    ) -> Iterator[np.ndarray]:
        """Write one text, handing out `piece` tokens at a time; otherwise like a call.

        Yields:
            int32 `(time,)`.
        """
        contexts = None if context is None else np.asarray(context)[None]
        logits, states, seen = self.read([prompt], contexts, 1)
        for (added,) in self.generator.stream(
            logits, states, seen=seen, max_new_tokens=max_new_tokens, sampling=sampling,
            stop_tokens=stop_tokens, seed=seed, piece=piece,
        ):  # fmt: skip
            yield added

    def search(
        self,
        prompts: Sequence[np.ndarray],
        contexts: np.ndarray | None = None,
        *,
        max_new_tokens: int,
        beams: Beams = Beams(),  # noqa: B008  a tuple of numbers
        num_return_sequences: int = 1,
        stop_token: int | None = None,
    ) -> list[list[Hypothesis]]:
        """Find the likeliest texts by beam search.

        Args:
            prompts: as for a call, like the others.
            contexts: the same.
            max_new_tokens: the same.
            beams: how to search.
            num_return_sequences: texts for each prompt, at most `num_beams`.
            stop_token: ends a text; None: only the limit does.

        Returns:
            For each prompt its texts and their scores, the best one first.

        Raises:
            ValueError: if an option is out of its range.
        """
        search = self._searches.setdefault(
            stop_token,
            BeamSearch(self.generator.step, -1 if stop_token is None else stop_token,
                       self.generator.banned_tokens),
        )  # fmt: skip
        logits, states, _ = self.read(prompts, contexts, 1)
        return search(
            logits, states, max_new_tokens=max_new_tokens, beams=beams,
            num_return_sequences=num_return_sequences,
        )  # fmt: skip

    def read(
        self, prompts: Sequence[np.ndarray], contexts: np.ndarray | None, count: int
    ) -> tuple[Any, list[Any], np.ndarray]:
        """Read prompts; return logits and states behind them, each `count` times, and the tokens.

        Raises:
            ValueError: for a prompt without a token.
        """
        ops = keras.ops
        lengths = np.array([len(one) for one in prompts])
        if not len(lengths) or lengths.min() < 1:
            raise ValueError("every prompt needs one token at least")
        # Few lengths, so that little is compiled anew.
        tokens = pad(list(prompts), 1 << int(lengths.max() - 1).bit_length())
        inputs = [ops.convert_to_tensor(tokens)]
        if contexts is not None:
            inputs.append(ops.convert_to_tensor(contexts))
        states = self.start(inputs if contexts is not None else inputs[0])
        read = self._read_long if tokens.shape[1] > PIECE else self._read
        size = PIECE
        while size > 1 and len(tokens) * size * self.chunk.output[0].shape[-1] > MOST_SCORES:
            size //= 2
        logits: Any = 0
        for at in range(0, tokens.shape[1], size):
            some, *states = read(inputs[0][:, at : at + size], *states)
            places = np.clip(lengths - 1 - at, 0, some.shape[1] - 1)[:, None, None]
            last = ops.squeeze(ops.take_along_axis(some, ops.convert_to_tensor(places), axis=1), 1)
            ends_here = ops.convert_to_tensor((lengths > at)[:, None])
            logits = ops.where(ends_here, last, logits) if at else last
        seen = np.zeros(logits.shape, bool)
        seen[np.arange(len(tokens))[:, None], tokens] = True
        seen[:, 0] = False  # padding
        logits, *states = (ops.repeat(one, count, axis=0) for one in (logits, *states))
        return logits, states, np.repeat(seen, count, axis=0)
