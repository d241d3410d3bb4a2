"""From a source to its likeliest targets, with a model of `encoder_decoder`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import keras
import numpy as np

from keras_seq.constants import MOST_STEPS
from keras_seq.data.feeding import padded_length
from keras_seq.data.padding import pad
from keras_seq.decoding import Beams, BeamSearch, Hypothesis
from keras_seq.decoding.generation import compiled, traced
from keras_seq.layers import AppendContext, AttentionRNN, CopyWords, LookBack
from keras_seq.layers.copy_words import two_ways
from keras_seq.models.copy_training import copied_parts
from keras_seq.models.stepping import start_model, step_model


class Translator:
    """Writes targets by beam search, many sources together.

    Sources of like length go through the model side by side. Batches and lengths are padded to few
    sizes, since the search is compiled for each.

    Args:
        model: of `encoder_decoder`, or of `one_to_many` with the context as the source; fresh or
            loaded.
        start: the token that stands before a target.
        end: the token behind it.
        banned_tokens: never written; padding and the start, unless you say otherwise.

    >>> from keras_seq.models import encoder_decoder
    >>> model = encoder_decoder(source_vocab_size=9, target_vocab_size=9, units=4)
    >>> found = Translator(model, start=2, end=3)([np.array([4, 5])], Beams(num_beams=2))
    >>> len(found), len(found[0])
    (1, 1)
    """

    def __init__(
        self,
        model: keras.Model,
        start: int,
        end: int,
        banned_tokens: Sequence[int] | None = None,
    ) -> None:
        self.model = model
        self.start = start
        self.end = end
        inputs = model.inputs  # a model of `one_to_many` takes its context last
        self._source = inputs[0] if inputs[-1].name == "target" else inputs[-1]
        self._fixed = None not in self._source.shape[1:]
        self._first = start_model(model)
        self._step = step_model(model)
        banned = [0, start] if banned_tokens is None else list(banned_tokens)
        self._search = BeamSearch(self._step, end, banned, constant_places(model))
        self._read = compiled(self._read_all)
        self._copies = any(isinstance(layer, CopyWords) for layer in model.layers)
        self._parts: Any = None

    def __call__(
        self,
        sources: Sequence[np.ndarray],
        beams: Beams = Beams(),  # noqa: B008  a tuple of numbers
        *,
        num_return_sequences: int = 1,
        batch_size: int = 64,
        longest: float = 2.0,
        max_new_tokens: int | None = None,
    ) -> list[list[Hypothesis]]:
        """Translate.

        Args:
            sources: int32 `(time,)` each, or float `(time, features)`; of `one_to_many` contexts,
                all of one shape.
            beams: how to search; one beam is greedy.
            num_return_sequences: how many targets for each source.
            batch_size: sources side by side, at most.
            longest: the most tokens of a target, as a multiple of the source's, and ten more; that
                is of the longest source it is read beside.
            max_new_tokens: the most tokens of a target, whatever its source; None: as `longest`
                says.

        Returns:
            For each source its targets, the best one first.
        """
        found: list[list[Hypothesis]] = [[] for _ in sources]
        order = np.argsort([len(one) for one in sources], kind="stable")
        # Batches of one size, as even as can be: one shape the fewer to compile.
        size = -(-len(order) // max(1, -(-len(order) // batch_size)))
        at = 0
        while at < len(order):
            rows = order[at : at + size]
            most = MOST_STEPS // beams.num_beams  # long ones stand in smaller batches
            while len(rows) > 1 and len(rows) * len(sources[rows[-1]]) > most:
                rows = rows[: len(rows) // 2]
            at += len(rows)
            given = [sources[row] for row in rows]
            length = self._rounded(max(1, *map(len, given)))
            if size * length <= most:
                given += [given[-1]] * (size - len(given))
            states, logits = self._begin(self._padded(given, length))
            answers = self._search(
                logits, states, max_new_tokens=max_new_tokens or round(longest * length) + 10,
                beams=beams, num_return_sequences=num_return_sequences,
            )  # fmt: skip
            for row, answer in zip(rows, answers, strict=False):
                found[row] = answer
        return found

    def score(self, sources: Sequence[np.ndarray], targets: Sequence[np.ndarray]) -> np.ndarray:
        """Say how probable given targets are.

        Args:
            sources: as for a call.
            targets: int32 `(time,)` each, without start and end.

        Returns:
            float `(pairs,)`: log probabilities, that of the end token among them.
        """
        ops = keras.ops
        found = []
        for at in range(0, len(sources), 64):
            rows = slice(at, at + 64)
            most, longest = (padded_length(max(map(len, sides[rows]), default=0) + more)
                             for sides, more in ((sources, 0), (targets, 1)))  # fmt: skip
            before = [np.append(self.start, one).astype("int32") for one in targets[rows]]
            behind = [np.append(one, self.end).astype("int32") for one in targets[rows]]
            inputs, answers = pad(before, longest), pad(behind, longest)
            given = self._given(self._padded(sources[rows], most), inputs)
            logs = ops.log_softmax(self.model.predict_on_batch(given), axis=-1)
            picked = ops.take_along_axis(logs, ops.expand_dims(answers, -1), axis=-1)[..., 0]
            found.append(ops.convert_to_numpy(ops.sum(picked * (answers > 0), axis=1)))
        return np.concatenate([np.zeros(0, np.float32), *found])

    def attention(
        self, sources: Sequence[np.ndarray], targets: Sequence[np.ndarray]
    ) -> list[np.ndarray] | None:
        """Say where the model looks at each token of given targets, the end token included.

        Args:
            sources: as for a call; read side by side, so give a batch of them at most.
            targets: int32 `(time,)` each, without start and end.

        Returns:
            For each pair float `(target time + 1, source time)`, of a context `(..., places)`, each
            row adding up to 1; None for a model without attention.
        """
        place = weights_place(self.model)
        if place is None:
            return None
        ops = keras.ops
        states, _ = self._begin(self._padded(sources))
        steps = [ops.convert_to_numpy(states[place])]
        for tokens in pad([np.asarray(one, "int32") for one in targets]).T:
            _, *states = self._step([ops.convert_to_tensor(tokens), *states])
            steps.append(ops.convert_to_numpy(states[place]))
        weights = np.stack(steps, axis=1)
        return [
            rows[: len(target) + 1, : weights.shape[2] if self._fixed else len(source)]
            for rows, source, target in zip(weights, sources, targets, strict=True)
        ]

    def copied(
        self, sources: Sequence[np.ndarray], targets: Sequence[np.ndarray]
    ) -> list[np.ndarray]:
        """Say how far each token of given targets is copied, with a model of `copy=True`.

        Args:
            sources: as for a call; read side by side, so give a batch of them at most.
            targets: int32 `(time,)` each, without start and end.

        Returns:
            For each pair float `(time,)`: the share of a token's probability that comes from the
            source, from 0 to 1.
        """
        if self._parts is None:
            self._parts = traced(copied_parts(self.model))
        ops = keras.ops
        inputs = pad([np.append(self.start, one).astype("int32")[:-1] for one in targets])
        words = pad([np.asarray(one, "int32") for one in targets])
        given = self._given(pad(list(sources)), inputs)
        written, copied = two_ways(words, self._parts([*map(ops.convert_to_tensor, given)]))
        shares = ops.convert_to_numpy(ops.sigmoid(copied - written))
        return [row[: len(one)] for row, one in zip(shares, targets, strict=True)]

    def _padded(self, sources: Sequence[np.ndarray], length: int | None = None) -> np.ndarray:
        """Stack sources, of one length if the model takes any; contexts have one shape."""
        if self._fixed:
            return np.stack(list(sources)).astype(self._source.dtype)
        return pad(list(sources), length)

    def _given(self, sources: Any, targets: Any) -> list[Any]:
        """Put both in the order in which the model takes them."""
        last = self.model.inputs[-1].name
        return [sources, targets] if last == "target" else [targets, sources]

    def _rounded(self, length: int) -> int:
        """Round a length up to one of few; texts to copy from are long, and of all sizes."""
        few = 64 if self._copies and length > 64 else 8
        return -(-length // few) * few

    def _begin(self, sources: np.ndarray) -> tuple[list[Any], Any]:
        """Read sources, and take the step of the start token."""
        logits, *states = self._read(keras.ops.convert_to_tensor(sources))
        return states, logits

    def _read_all(self, sources: Any) -> list[Any]:
        tokens = keras.ops.full((sources.shape[0],), self.start, "int32")
        states = self._first(self._given(sources, keras.ops.expand_dims(tokens, 1)))
        return list(self._step([tokens, *states]))


def weights_place(model: keras.Model) -> int | None:
    """Find the state that holds the weights of the attention."""
    for layer, first, _ in state_places(model):
        if isinstance(layer, AttentionRNN):
            return first + len(layer.cell.cell_sizes) + layer.cell.feed
    return None


def constant_places(model: keras.Model) -> list[int]:
    """Find the states that no step changes: what was read."""
    found: list[int] = []
    for layer, first, last in state_places(model):
        if isinstance(layer, AttentionRNN):
            found += range(last - 3, last)  # keys, memory, and where it is valid
        elif isinstance(layer, AppendContext | CopyWords):
            found.append(first)
    return found


def state_places(model: keras.Model) -> Iterator[tuple[keras.layers.Layer, int, int]]:
    """List the layers with states, and which of the states of `step_model` are theirs."""
    place = 0
    for layer in model.layers:
        if isinstance(layer, keras.layers.RNN) and layer.return_state:
            count = len(layer.output) - 1
        elif isinstance(layer, AppendContext | CopyWords | LookBack):
            count = 1
        else:
            continue
        yield layer, place, place + count
        place += count
