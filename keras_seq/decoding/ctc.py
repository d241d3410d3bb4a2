"""From what a CTC model says at each step to sequences, their chances and their places.

Of NumPy, for one sequence at a time; class 0 is the blank.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np

from keras_seq.decoding.beam import Hypothesis

#: From prefixes to log probabilities of the next class after each, float `(prefixes, classes)`.
Language: TypeAlias = Callable[[Sequence[tuple[int, ...]]], np.ndarray]


class Spike(NamedTuple):
    """A class that was found, and its steps.

    Attributes:
        token: the class.
        start: its first step.
        end: the step after its last one.
    """

    token: int
    start: int
    end: int


class CTCBeams(NamedTuple):
    """How to search.

    Attributes:
        num_beams: prefixes that are followed at once.
        lm_weight: how much a language model counts beside the sound.
        token_bonus: added to the score for each class, since a language model likes short texts.
        least: classes less probable than this at a step aren't tried there, but for the best one.
    """

    num_beams: int = 16
    lm_weight: float = 0.5
    token_bonus: float = 0.0
    least: float = 1e-5


def best_path(logs: np.ndarray) -> list[Spike]:
    """Take the likeliest class of each step, and join neighbours that are alike (greedy decoding).

    Args:
        logs: float `(time, classes)`, logits or log probabilities.

    Returns:
        What was found, without blanks.

    >>> [tuple(spike) for spike in best_path(np.eye(3)[[1, 1, 0, 1, 2]])]
    [(1, 0, 2), (1, 3, 4), (2, 4, 5)]
    """
    best = logs.argmax(-1)
    borders = np.flatnonzero(np.diff(best, prepend=-1, append=-1))
    return [Spike(int(best[start]), int(start), int(end))
            for start, end in itertools.pairwise(borders) if best[start]]  # fmt: skip


def prefix_beam_search(
    logs: np.ndarray,
    beams: CTCBeams = CTCBeams(),  # noqa: B008  a tuple of numbers
    language: Language | None = None,
    banned_tokens: Sequence[int] = (),
) -> list[Hypothesis]:
    """Find the sequences that are likeliest over all ways to spread them over the steps.

    (Graves, 2012; Hannun et al., 2014, "First-Pass Large Vocabulary Continuous Speech Recognition
    using Bi-Directional Recurrent DNNs".)

    Args:
        logs: float `(time, classes)`, log probabilities.
        beams: how to search.
        language: what a language model says of classes after a prefix; None: there is none.
        banned_tokens: never part of a sequence.

    Returns:
        At most `num_beams` sequences, the best one first, with the score by which they are ranked:
        the log probability and, with a language model, its weighted one and the bonuses.

    >>> logs = np.log([[0.6, 0.4], [0.6, 0.4]])  # 00: 0.36; 01, 10, 11: 0.64
    >>> best = prefix_beam_search(logs)[0]
    >>> best.tokens.tolist(), round(float(np.exp(best.score)), 2)
    ([1], 0.64)
    """
    # Log probabilities of each prefix that end with a blank, and with its last class.
    alive: dict[tuple[int, ...], tuple[float, float]] = {(): (0.0, -np.inf)}
    said: dict[tuple[int, ...], float] = {(): 0.0}  # what the language model makes of it
    following: dict[tuple[int, ...], np.ndarray] = {}
    banned = set(banned_tokens)

    def rank(prefix: tuple[int, ...], blank: float, last: float) -> float:
        return float(np.logaddexp(blank, last)) + said[prefix] + beams.token_bonus * len(prefix)

    for row in logs:
        tried = np.flatnonzero(np.exp(row) >= beams.least)
        tokens = [int(token) for token in (tried if len(tried) else [row.argmax()])
                  if token and token not in banned]  # fmt: skip
        if language is not None:
            fresh = [prefix for prefix in alive if prefix not in following]
            if fresh and tokens:
                following |= zip(fresh, language(fresh), strict=True)
        new: dict[tuple[int, ...], tuple[float, float]] = {}
        for prefix, (blank, last) in alive.items():
            both = np.logaddexp(blank, last)
            stay_blank, stay_last = new.get(prefix, (-np.inf, -np.inf))
            stay_blank = np.logaddexp(stay_blank, both + row[0])
            if prefix:
                stay_last = np.logaddexp(stay_last, last + row[prefix[-1]])
            new[prefix] = stay_blank, stay_last
            for token in tokens:
                # The same class again is a new one only behind a blank.
                from_where = blank if prefix and token == prefix[-1] else both
                if from_where == -np.inf:
                    continue
                longer = (*prefix, token)
                if longer not in said:
                    said[longer] = said[prefix] + (
                        beams.lm_weight * float(following[prefix][token])
                        if language is not None
                        else 0.0
                    )
                was_blank, was_last = new.get(longer, (-np.inf, -np.inf))
                new[longer] = was_blank, np.logaddexp(was_last, from_where + row[token])
        ranked = sorted(new, key=lambda prefix: -rank(prefix, *new[prefix]))
        alive = {prefix: new[prefix] for prefix in ranked[: beams.num_beams]}
    return [Hypothesis(np.array(prefix, np.int32), rank(prefix, *both))
            for prefix, both in alive.items()]  # fmt: skip


def log_probability(logs: np.ndarray, tokens: Sequence[int] | np.ndarray) -> float:
    """Say how probable a sequence is over all ways to spread it over the steps.

    Args:
        logs: float `(time, classes)`, log probabilities.
        tokens: the sequence, without blanks.

    Returns:
        The log probability; `-inf` for one that needs more steps.
    """
    scores, _ = _trellis(logs, np.asarray(tokens, int), np.logaddexp)
    return float(np.logaddexp(scores[-1], scores[-2]) if len(tokens) else scores[-1])


def align(logs: np.ndarray, tokens: Sequence[int] | np.ndarray) -> list[Spike]:
    """Find the likeliest steps of a given sequence (Viterbi).

    Args:
        logs: float `(time, classes)`, log probabilities.
        tokens: the sequence, without blanks.

    Returns:
        The steps of each class in turn; none if it needs more steps than there are.

    >>> [tuple(spike) for spike in align(np.log(np.eye(3)[[0, 1, 1, 0, 2]] + 0.1), [1, 2])]
    [(1, 1, 3), (2, 4, 5)]
    """
    tokens = np.asarray(tokens, int)
    scores, sources = _trellis(logs, tokens, np.maximum)
    if not len(tokens) or not np.isfinite(max(scores[-1], scores[-2])):
        return []
    state = len(scores) - 1 if scores[-1] >= scores[-2] else len(scores) - 2
    path = np.empty(len(logs), int)
    for step in range(len(logs) - 1, -1, -1):
        path[step] = state
        state -= sources[step, state]
    return [
        Spike(int(token), int(steps[0]), int(steps[-1]) + 1)
        for place, token in enumerate(tokens)
        for steps in [np.flatnonzero(path == 2 * place + 1)]
    ]


def _trellis(
    logs: np.ndarray, tokens: np.ndarray, together: np.ufunc
) -> tuple[np.ndarray, np.ndarray]:
    """Go through blank, class, blank, class ... blank; return the last scores, and the jumps."""
    states = np.zeros(2 * len(tokens) + 1, int)
    states[1::2] = tokens
    skips = np.zeros(len(states), bool)  # a blank may be left out between two unlike classes
    skips[3::2] = tokens[1:] != tokens[:-1]
    scores = np.full(len(states), -np.inf)
    scores[:2] = logs[0, states[:2]]
    sources = np.zeros((len(logs), len(states)), np.int8)
    never = np.array([-np.inf, -np.inf])
    for step in range(1, len(logs)):
        padded = np.concatenate([never, scores])
        choices = np.stack([scores, padded[1:-1], np.where(skips, padded[:-2], -np.inf)])
        sources[step] = choices.argmax(axis=0)
        scores = together.reduce(choices, axis=0) + logs[step, states]
    return scores, sources
