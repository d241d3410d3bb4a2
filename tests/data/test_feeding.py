import keras
import numpy as np
import pytest

from keras_seq.data.batching import Batches
from keras_seq.data.feeding import feed, padded_length
from keras_seq.data.pair_batches import PairBatches
from keras_seq.data.streams import StreamBatches

ROWS = [np.arange(1, length) for length in (3, 9, 4, 9, 5, 7)]
ALL = {
    "batches": Batches(ROWS, np.arange(6), batch_size=2, shuffle=True),
    "contexts": Batches(ROWS, ROWS, batch_size=4, shuffle=True, contexts=np.arange(6)),
    "one": Batches(ROWS, np.arange(6.0), batch_size=6),
    "pairs": PairBatches(ROWS, ROWS[::-1], start=1, end=2, batch_tokens=20, shuffle=True),
    "streams": StreamBatches(np.arange(100), batch_size=3, window=5, moving=True),
    "weights": StreamBatches(np.arange(5), batch_size=3, window=5),
}


def leaves(batches):
    return [np.asarray(leaf) for batch in batches for leaf in keras.tree.flatten(batch)]


@pytest.mark.parametrize("name", ALL)
def test_the_same_batches_in_the_order_of_each_epoch(name):
    batches = ALL[name]
    data = feed(batches)
    assert int(data.cardinality()) == len(batches)
    for epoch in (0, 3):
        batches.epoch = epoch
        expected = leaves(batches[index] for index in range(len(batches)))
        found = leaves(data)
        assert len(found) == len(expected)
        for one, other in zip(found, expected, strict=True):
            np.testing.assert_array_equal(one, other)


def test_lengths_may_vary_where_they_do():
    (inputs, _), answers = feed(ALL["pairs"]).element_spec
    assert inputs.shape == answers.shape == (None, None)
    features = Batches([np.ones((one, 3)) for one in (2, 5, 4)], np.arange(3.0), batch_size=2)
    inputs, targets = feed(features).element_spec
    assert inputs.shape == (None, None, 3) and inputs.dtype == targets.dtype == "float32"
    assert feed(ALL["streams"]).element_spec[0].shape == (None, 5)


def test_nothing_is_tuned_in_a_thread_that_an_epoch_waits_for():
    assert feed(ALL["batches"]).options().autotune.enabled is False


def test_other_backends_get_the_batches_themselves(monkeypatch):
    monkeypatch.setattr(keras.backend, "backend", lambda: "jax")
    assert feed(ALL["batches"]) is ALL["batches"]


def test_jax_meets_few_lengths(monkeypatch):
    monkeypatch.setattr(keras.backend, "backend", lambda: "jax")
    lengths = [*range(500)]
    padded = [padded_length(one) for one in lengths]
    assert padded == sorted(padded) and all(a >= b for a, b in zip(padded, lengths, strict=True))
    assert sorted(set(padded)) == [16, 32, 64, 96, 128, 192, 256, 384, 512]
    pairs = PairBatches(ROWS, ROWS[::-1], start=1, end=2, batch_tokens=32)
    shapes = {one.shape for index in range(len(pairs)) for one in keras.tree.flatten(pairs[index])}
    assert shapes == {(2, 16)}
    assert {Batches(ROWS, batch_size=2)[index][0].shape for index in range(3)} == {(2, 16)}
