"""Simple models of music in words: the last chord again, and each key by itself."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def last_step_again(
    train: Sequence[np.ndarray], test: Sequence[np.ndarray], *,
    vocab_size: int, step: int, pitches: range, held_from: int,
) -> np.ndarray:  # fmt: skip
    """Expect in each step the notes of the step before, one after the other.

    Where the words of a step so far are the notes that the step before began with, its next one is
    expected, struck or held; it gets the share of cases in which it came, in training. The rest,
    and all other words, go by how often each word stands there.

    Args:
        train: int `(time,)` each, what is counted.
        test: the same of what is judged.
        vocab_size: number of words.
        step: the word that ends a step.
        pitches: the words of notes that are struck.
        held_from: the word of the lowest note that is held.

    Returns:
        float `(words,)`, the log probability of each word of `test` but the first of each.
    """
    counts = np.ones(vocab_size)
    for tokens in train:
        counts += np.bincount(tokens, minlength=vocab_size)
    general = np.log(counts / counts.sum())

    def expected(tokens: np.ndarray) -> np.ndarray:
        """Return the pitch that is expected in each place, as struck, or `step`; 0 for none."""
        plain = np.where(tokens >= held_from, tokens - held_from + pitches[0], tokens)
        is_note = (tokens >= pitches[0]) & (tokens < held_from + len(pitches))
        wanted = np.zeros(len(tokens), int)
        before: list[int] = []
        now: list[int] = []
        for at, (token, note) in enumerate(zip(plain.tolist(), is_note.tolist(), strict=True)):
            if now == before[: len(now)]:
                wanted[at] = before[len(now)] if len(now) < len(before) else step
            if note:
                now.append(token)
            elif token == step:
                before, now = now, []
        return wanted

    hits = np.array([1, 1, 1], float)  # struck, held, neither
    for tokens in train:
        wanted = expected(tokens)
        struck, held, there = _kinds(tokens, wanted, pitches[0], held_from)
        hits += [struck.sum(), held.sum(), (there & ~struck & ~held).sum()]
    shares = hits / hits.sum()
    found = []
    for tokens in test:
        wanted = expected(tokens)
        struck, held, there = _kinds(tokens, wanted, pitches[0], held_from)
        copied = shares[0] * struck + shares[1] * held
        ends = wanted == step  # which can't be held
        copied = np.where(ends & struck, shares[0] + shares[1], copied)
        general_now = np.exp(general[tokens])
        found.append(np.log(np.where(there, copied + shares[2] * general_now, general_now))[1:])
    return np.concatenate(found)


def _kinds(
    tokens: np.ndarray, wanted: np.ndarray, lowest: int, held_from: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    there = wanted > 0
    struck = there & (tokens == wanted)
    held = (wanted >= lowest) & (tokens == wanted - lowest + held_from)
    return struck, held, there


def keys_alone(
    train: Sequence[np.ndarray], test: Sequence[np.ndarray], *,
    step: int, pitches: range, held_from: int,
) -> np.ndarray:  # fmt: skip
    """Take each key of the piano by itself: how often it is struck, held or silent.

    Args:
        train: as for `last_step_again`, like the others.
        test: the same.
        step: the same.
        pitches: the same.
        held_from: the same.

    Returns:
        float `(words,)`: the log probability of a whole step stands at the word that ends it, 0
        at all others.
    """

    def states(tokens: np.ndarray) -> np.ndarray:
        """Return uint8 `(steps, keys)`: 0 silent, 1 struck, 2 held."""
        row = np.cumsum(tokens == step) - (tokens == step)
        rolls = np.zeros((int((tokens == step).sum()) + 1, len(pitches)), np.uint8)
        for state, low in ((2, held_from), (1, pitches[0])):
            here = (tokens >= low) & (tokens < low + len(pitches))
            rolls[row[here], tokens[here] - low] = state
        return rolls[:-1]

    counts = np.full((3, len(pitches)), 1 / 3)
    for tokens in train:
        rolls = states(tokens)
        counts += np.stack([(rolls == state).sum(axis=0) for state in range(3)])
    logs = np.log(counts / counts.sum(axis=0))
    found = []
    for tokens in test:
        rolls = states(tokens)
        each = np.zeros(len(tokens))
        each[tokens == step] = logs[rolls, np.arange(len(pitches))].sum(axis=1)
        found.append(each[1:])
    return np.concatenate(found)
