import itertools

import numpy as np
import pytest

from keras_seq.decoding.ctc import CTCBeams, align, best_path, log_probability, prefix_beam_search

ALL = CTCBeams(num_beams=1000, least=0.0)


def collapsed(path):
    return tuple(token for token, _ in itertools.groupby(path) if token)


def every_sequence(logs):
    """The probability of each sequence, summed over all paths, and its likeliest path."""
    sums, best = {}, {}
    for path in itertools.product(range(logs.shape[1]), repeat=len(logs)):
        chance = np.exp(sum(logs[step, token] for step, token in enumerate(path)))
        tokens = collapsed(path)
        sums[tokens] = sums.get(tokens, 0) + chance
        if chance > best.get(tokens, (0, ()))[0]:
            best[tokens] = chance, path
    return sums, best


def logs_of(seed, time=5, size=3):
    chances = np.random.default_rng(seed).dirichlet(np.full(size, 0.7), time)
    return np.log(chances)


@pytest.mark.parametrize("seed", range(4))
def test_beam_search_finds_what_brute_force_does(seed):
    logs = logs_of(seed)
    sums, _ = every_sequence(logs)
    found = prefix_beam_search(logs, ALL)
    assert len(found) == len(sums)
    for answer in found:
        assert np.exp(answer.score) == pytest.approx(sums[tuple(answer.tokens)], rel=1e-6)
    assert [answer.score for answer in found] == sorted((a.score for a in found), reverse=True)


@pytest.mark.parametrize("seed", range(4))
def test_a_language_model_joins_in_as_brute_force_does(seed):
    logs = logs_of(seed, time=4)
    draw = np.random.default_rng(seed)
    known = {}

    def language(prefixes):
        for prefix in prefixes:
            known.setdefault(prefix, np.log(draw.dirichlet(np.ones(3))))
        return np.stack([known[prefix] for prefix in prefixes])

    found = prefix_beam_search(logs, ALL._replace(lm_weight=0.7, token_bonus=0.3), language)
    sums, _ = every_sequence(logs)
    right = {
        tokens: np.log(chance) + 0.3 * len(tokens)
        + 0.7 * sum(known[tokens[:at]][token] for at, token in enumerate(tokens))
        for tokens, chance in sums.items()
    }  # fmt: skip
    assert {tuple(a.tokens): pytest.approx(a.score) for a in found} == right


def test_what_is_banned_is_never_found():
    for answer in prefix_beam_search(logs_of(0), ALL, banned_tokens=[1]):
        assert 1 not in answer.tokens


@pytest.mark.parametrize("seed", range(4))
def test_chance_and_places_of_a_sequence(seed):
    logs = logs_of(seed)
    sums, best = every_sequence(logs)
    for tokens, chance in sums.items():
        assert np.exp(log_probability(logs, tokens)) == pytest.approx(chance, rel=1e-6)
        spikes = align(logs, tokens)
        assert tuple(spike.token for spike in spikes) == tokens
        path = np.zeros(len(logs), int)
        for spike in spikes:
            path[spike.start : spike.end] = spike.token
        chance_of_ours = np.exp(logs[np.arange(len(logs)), path].sum())
        assert chance_of_ours == pytest.approx(best[tokens][0], rel=1e-6)


def test_what_needs_more_steps_is_impossible():
    logs = logs_of(0, time=2)
    assert log_probability(logs, [1, 1]) == -np.inf and align(logs, [1, 1]) == []
    assert log_probability(logs, [1, 2]) > -np.inf


def test_the_likeliest_class_of_each_step():
    spikes = best_path(np.eye(4)[[0, 2, 2, 0, 2, 3, 3]])
    assert [tuple(spike) for spike in spikes] == [(2, 1, 3), (2, 4, 5), (3, 5, 7)]
    assert best_path(np.zeros((0, 4))) == []
