"""From a source to its likeliest targets, with a model of `encoder_decoder`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np

from keras_seq.data.padding import pad
from keras_seq.decoding import Beams, BeamSearch, Hypothesis
from keras_seq.decoding.generation import compiled
from keras_seq.layers import AppendContext
from keras_seq.models.stepping import start_model, step_model


class Translator:
    """Writes targets by beam search, many sources together.

    Sources of like length go through the model side by side. Batches and lengths are padded to few
    sizes, since the search is compiled for each.

    Args:
        model: of `encoder_decoder`, fresh or loaded.
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
        self._first = start_model(model)
        self._step = step_model(model)
        banned = [0, start] if banned_tokens is None else list(banned_tokens)
        self._search = BeamSearch(self._step, end, banned)
        self._read = compiled(self._read_all)

    def __call__(
        self,
        sources: Sequence[np.ndarray],
        beams: Beams = Beams(),  # noqa: B008  a tuple of numbers
        *,
        num_return_sequences: int = 1,
        batch_size: int = 64,
        longest: float = 2.0,
    ) -> list[list[Hypothesis]]:
        """Translate.

        Args:
            sources: int32 `(time,)` each, or float `(time, features)`.
            beams: how to search; one beam is greedy.
            num_return_sequences: how many targets for each source.
            batch_size: sources side by side.
            longest: the most tokens of a target, as a multiple of the source's, and ten more.

        Returns:
            For each source its targets, the best one first.
        """
        found: list[list[Hypothesis]] = [[] for _ in sources]
        order = np.argsort([len(one) for one in sources], kind="stable")
        for at in range(0, len(order), batch_size):
            rows = order[at : at + batch_size]
            given = [sources[row] for row in rows]
            length = -(-max(map(len, given)) // 8) * 8
            # The last batch is filled up: one shape the fewer to compile.
            filled = given + [given[-1]] * (batch_size - len(given) if at else 0)
            states, logits = self._begin(pad(filled, length))
            answers = self._search(
                logits, states, max_new_tokens=round(longest * length) + 10, beams=beams,
                num_return_sequences=num_return_sequences,
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
            inputs = pad([np.append(self.start, one).astype("int32") for one in targets[rows]])
            answers = pad([np.append(one, self.end).astype("int32") for one in targets[rows]])
            logs = ops.log_softmax(
                self.model.predict_on_batch([pad(list(sources[rows])), inputs]), axis=-1
            )
            picked = ops.take_along_axis(logs, ops.expand_dims(answers, -1), axis=-1)[..., 0]
            found.append(ops.convert_to_numpy(ops.sum(picked * (answers > 0), axis=1)))
        return np.concatenate(found)

    def attention(self, source: np.ndarray, target: np.ndarray) -> np.ndarray | None:
        """Say where the model looks at each token of a target, the end token included.

        Args:
            source: one source, int32 `(time,)` or float `(time, features)`.
            target: int32 `(time,)`, without start and end.

        Returns:
            float `(target time + 1, source time)`, each row adding up to 1; None for a model
            without attention.
        """
        place = weights_place(self.model)
        if place is None:
            return None
        states, _ = self._begin(np.asarray(source)[None])
        rows = [keras.ops.convert_to_numpy(states[place])[0]]
        for token in target:
            _, *states = self._step([keras.ops.convert_to_tensor(np.array([token])), *states])
            rows.append(keras.ops.convert_to_numpy(states[place])[0])
        return np.stack(rows)

    def _begin(self, sources: np.ndarray) -> tuple[list[Any], Any]:
        """Read sources, and take the step of the start token."""
        logits, *states = self._read(keras.ops.convert_to_tensor(sources))
        return states, logits

    def _read_all(self, sources: Any) -> list[Any]:
        tokens = keras.ops.full((sources.shape[0],), self.start, "int32")
        states = self._first([sources, keras.ops.expand_dims(tokens, 1)])
        return list(self._step([tokens, *states]))


def weights_place(model: keras.Model) -> int | None:
    """Find the state that holds the weights of the attention."""
    place = 0
    for layer in model.layers:
        if isinstance(layer, keras.layers.RNN) and layer.return_state:
            if layer.name == "attention":
                return place + len(layer.cell.cell_sizes) + layer.cell.feed
            place += len(layer.output) - 1
        elif isinstance(layer, AppendContext):
            place += 1
    return None
