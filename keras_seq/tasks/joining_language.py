"""A model of text that joins in where speech is written down."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq.contract import Trained
from keras_seq.data.text import Tokenizer
from keras_seq.errors import InputError
from keras_seq.tasks.writing import prompt_tokens

if TYPE_CHECKING:
    from keras_seq.decoding.ctc import Language

MOST_KEPT = 20_000  # prefixes whose states are kept


def language_of(run: Trained, tokenizer: Tokenizer) -> Language:
    """Let a model of text say what may follow prefixes of another model's tokens.

    Args:
        run: of text_generation, without labels.
        tokenizer: that of the other model; each of its tokens is one of the text model's.

    Returns:
        A function for `keras_seq.decoding.prefix_beam_search`.

    Raises:
        InputError: if the run is of another kind, or of other tokens.
    """
    import keras
    from scipy.special import log_softmax

    from keras_seq.decoding.generation import traced
    from keras_seq.models.stepping import start_model, step_model

    own = getattr(run.preprocessing, "tokenizer", None)
    if not isinstance(own, Tokenizer) or len(run.model.inputs) != 1:
        raise InputError("--language-model: not a run of text_generation without labels")
    if own.level != tokenizer.level:
        raise InputError(f"--language-model: its tokens are of --level {own.level}, those of this "
                         f"run of {tokenizer.level}; train one of the same")  # fmt: skip
    try:
        first, step = start_model(run.model), traced(step_model(run.model))
    except ValueError:
        raise InputError("--language-model: not a run of text_generation") from None
    pieces = [tokenizer.decode([number]) for number in range(tokenizer.vocab_size)]
    numbers = np.array([tokens[0] if len(tokens) == 1 else 1 for tokens in own.encode(pieces)])
    ops = keras.ops
    kept: dict[tuple[int, ...], tuple[list[np.ndarray], np.ndarray]] = {}

    def taken(tokens: Sequence[int], states: list[Any]) -> tuple[list[np.ndarray], np.ndarray]:
        batch = ops.convert_to_tensor(np.asarray(tokens, np.int32))
        logits, *states = step([batch, *(ops.convert_to_tensor(state) for state in states)])
        logs = log_softmax(ops.convert_to_numpy(logits).astype(np.float64), axis=-1)
        return [ops.convert_to_numpy(state) for state in states], logs[:, numbers]

    def begin() -> None:
        kept.clear()
        prompt = prompt_tokens(own, None, documents=False)
        states = first(ops.convert_to_tensor(prompt[None]))
        states = list(states) if isinstance(states, list | tuple) else [states]
        for token in prompt:
            states, logs = taken([token], states)
        kept[()] = [state[0] for state in states], logs[0]

    def following(prefixes: Sequence[tuple[int, ...]]) -> np.ndarray:
        if not kept or len(kept) > MOST_KEPT:
            begin()
        while missing := {prefix for prefix in prefixes if prefix not in kept}:
            ready = []
            for prefix in missing:
                while prefix[:-1] not in kept:
                    prefix = prefix[:-1]
                ready.append(prefix)
            ready = list(dict.fromkeys(ready))
            before = zip(*(kept[prefix[:-1]][0] for prefix in ready), strict=True)
            tokens = [int(numbers[prefix[-1]]) for prefix in ready]
            states, logs = taken(tokens, [np.stack(rows) for rows in before])
            for place, prefix in enumerate(ready):
                kept[prefix] = [state[place] for state in states], logs[place]
        return np.stack([kept[prefix][1] for prefix in prefixes])

    return following
