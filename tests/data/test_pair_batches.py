import numpy as np

from keras_seq.data.pair_batches import PairBatches

DRAW = np.random.default_rng(0)
SOURCES = [DRAW.integers(4, 9, DRAW.integers(1, 12)).astype("int32") for _ in range(90)]
TARGETS = [np.append(one[::-1], 9).astype("int32") for one in SOURCES]


def seen(ready):
    rows = []
    for index in range(len(ready)):
        (source, target), answers = ready[index]
        assert source.shape[0] == target.shape[0] and target.shape == answers.shape
        for a, b, c in zip(source, target, answers, strict=True):
            read, written, asked = a[a > 0], b[b > 0], c[c > 0]
            assert written[0] == 2 and asked[-1] == 3
            np.testing.assert_array_equal(written[1:], asked[:-1])
            np.testing.assert_array_equal(written[1:], np.append(read[::-1], 9))
            rows.append(tuple(read))
    return rows


def made(**options):
    return PairBatches(SOURCES, TARGETS, start=2, end=3, batch_tokens=60, **options)


def test_every_pair_once_and_no_batch_too_large():
    ready = made()
    assert sorted(seen(ready)) == sorted(tuple(one) for one in SOURCES)
    for index in range(2, len(ready)):
        (source, target), _ = ready[index]
        assert len(source) * max(source.shape[1], target.shape[1]) <= 60
    shapes = [[one.shape[1] for one in ready[index][0]] for index in (0, 1)]
    assert shapes[0][0] != shapes[1][0] and shapes[0][1] != shapes[1][1]


def test_epochs_differ_and_can_be_repeated():
    ready = made(shuffle=True, seed=3)
    orders = []
    for epoch in (0, 1, 0):
        ready.epoch = epoch
        orders.append(seen(ready))
    assert orders[0] == orders[2] != orders[1]
    assert sorted(orders[0]) == sorted(orders[1])


def test_a_pair_longer_than_a_batch_stands_alone():
    ready = PairBatches([np.arange(4, 9)] * 3, [np.arange(4, 9)] * 3, start=2, end=3,
                        batch_tokens=4)  # fmt: skip
    assert len(ready) == 3
