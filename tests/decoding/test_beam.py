import itertools

import keras
import numpy as np
import pytest

from keras_seq.decoding import Beams, BeamSearch

pytestmark = pytest.mark.usefixtures("searches_compiled")

STOP, VOCAB = 1, 4


def model(seed=0, rows=2):
    """A step whose logits depend on the last two tokens: a table; states are `(batch, 2)`."""
    table = np.random.default_rng(seed).normal(0, 2, (rows, VOCAB, VOCAB, VOCAB))
    flat = keras.ops.convert_to_tensor(table.reshape(-1, VOCAB).astype("float32"))

    def step(inputs):
        token, state = inputs
        ops = keras.ops
        row, last = state[:, 0], ops.cast(state[:, 1], "int32")
        place = (ops.cast(row, "int32") * VOCAB + last) * VOCAB + token
        return [ops.take(flat, place, axis=0), ops.stack([row, ops.cast(token, row.dtype)], axis=1)]

    first = table[:, 0, 0].astype("float32")
    states = np.stack([np.arange(rows), np.zeros(rows)], axis=1).astype("float32")
    return step, table, first, states


def log_softmax(x):
    return x - np.log(np.exp(x - x.max()).sum()) - x.max()


def every(table, row, limit, penalty):
    """All sequences and their scores."""
    found = []
    for length in range(1, limit + 1):
        for tokens in itertools.product([2, 3], repeat=length - 1):
            for last in [STOP] if length < limit else [1, 2, 3]:
                before, now, logs = 0, 0, 0.0
                for token in (*tokens, last):
                    logs += log_softmax(table[row, before, now])[token]
                    before, now = now, token
                line = (*tokens, last) if last != STOP else tokens
                found.append((logs / length**penalty, line))
    return sorted(found, reverse=True)


@pytest.mark.parametrize("penalty", [0.0, 0.6, 1.0])
@pytest.mark.parametrize("limit", [1, 2, 4])
def test_a_wide_beam_finds_the_best_of_all(limit, penalty):
    step, table, first, states = model()
    beams = Beams(40, length_penalty=penalty)
    found = BeamSearch(step, STOP)(first, [states], max_new_tokens=limit, beams=beams,
                                   num_return_sequences=5)  # fmt: skip
    for row, hypotheses in enumerate(found):
        expected = every(table, row, limit, penalty)[:5]
        assert [tuple(one.tokens) for one in hypotheses] == [line for _, line in expected]
        np.testing.assert_allclose([one.score for one in hypotheses],
                                   [score for score, _ in expected], atol=1e-4)  # fmt: skip


@pytest.mark.parametrize("penalty", [0.0, 1.0])
def test_one_beam_is_no_worse_than_greedy(penalty):
    """It also keeps the ends that it passes by."""
    step, table, first, states = model(3)
    found = BeamSearch(step, STOP)(first, [states], max_new_tokens=9, beams=Beams(1, penalty))
    for row, (hypothesis,) in enumerate(found):
        before, now, logs, length = 0, 0, 0.0, 0
        while length < 9 and now != STOP:
            token = 1 + int(table[row, before, now][1:].argmax())
            logs += log_softmax(table[row, before, now])[token]
            before, now, length = now, token, length + 1
        assert hypothesis.score >= logs / length**penalty - 1e-5


def test_wider_is_never_worse_here_and_rows_do_not_mix():
    step, _, first, states = model(5)
    scores = [
        [row[0].score for row in BeamSearch(step, STOP)(
            first, [states], max_new_tokens=7, beams=Beams(width, 0.0))]
        for width in (1, 3, 50)
    ]  # fmt: skip
    assert (np.diff(scores, axis=0) >= -1e-5).all()
    alone = BeamSearch(step, STOP)(first[1:], [states[1:]], max_new_tokens=7, beams=Beams(3, 0.0))
    assert abs(alone[0][0].score - scores[1][1]) < 1e-5


@pytest.mark.parametrize("size", [1, 2, 3])
def test_no_ngram_stands_twice(size):
    step, _, first, states = model(7)
    first[:, STOP] = -9
    found = BeamSearch(step, STOP)(first, [states], max_new_tokens=12, num_return_sequences=4,
                                   beams=Beams(4, 1.0, no_repeat_ngram_size=size))  # fmt: skip
    seen = 0
    for hypothesis in itertools.chain.from_iterable(found):
        line = hypothesis.tokens.tolist()
        grams = [tuple(line[i : i + size]) for i in range(len(line) - size + 1)]
        assert len(set(grams)) == len(grams)
        seen += len(grams)
    assert seen


def test_no_sequence_ends_before_its_least_length():
    step, _, first, states = model(rows=3)
    usual = BeamSearch(step, STOP)(first, [states], max_new_tokens=5, beams=Beams(2, 0.0))
    assert min(len(one.tokens) for row in usual for one in row) < 3
    for width in (1, 2):
        found = BeamSearch(step, STOP)(first, [states], max_new_tokens=5,
                                       beams=Beams(width, 0.0, min_new_tokens=3))  # fmt: skip
        assert all(len(one.tokens) >= 3 for row in found for one in row)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"beams": Beams(0)}, "num_beams must be 1 or more"),
        ({"beams": Beams(2, -1.0)}, "length_penalty must be 0 or more"),
        ({"beams": Beams(2, 1.0, -1)}, "no_repeat_ngram_size must be 0 or more"),
        ({"max_new_tokens": 0}, "max_new_tokens must be 1 or more"),
        ({"beams": Beams(2), "num_return_sequences": 3}, "must be from 1 to num_beams=2"),
    ],
)
def test_wrong_options(wrong, message):
    step, _, first, states = model()
    with pytest.raises(ValueError, match=message):
        BeamSearch(step, STOP)(first, [states], **{"max_new_tokens": 3, **wrong})
