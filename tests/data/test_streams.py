import numpy as np
import pytest

from keras_seq.data.streams import StreamBatches

TOKENS = np.arange(1, 1001).astype(np.uint16)


def test_streams_are_read_on_from_batch_to_batch():
    batches = StreamBatches(TOKENS, batch_size=4, window=10)
    read = [batches[index] for index in range(len(batches))]
    assert len(batches) == 24
    for inputs, targets in read:
        assert inputs.shape == targets.shape == (4, 10) and inputs.dtype == np.int32
        np.testing.assert_array_equal(targets, inputs + 1)
    rows = np.concatenate([inputs for inputs, _ in read], axis=1)
    assert (np.diff(rows, axis=1) == 1).all()
    assert rows[:, 0].tolist() == [1, 250, 499, 748]


def test_each_epoch_begins_elsewhere_and_can_be_repeated():
    batches = StreamBatches(TOKENS, batch_size=4, window=10, moving=True, seed=3)
    starts = []
    for epoch in range(6):
        batches.epoch = epoch
        first = batches[0][0]
        np.testing.assert_array_equal(first, batches[0][0])
        starts.append(first[0, 0])
        assert max(batches[index][1].max() for index in range(len(batches))) <= 1000
    assert len(set(starts)) > 2 and max(starts) <= 40


def test_windows_are_drawn_at_random():
    batches = StreamBatches(TOKENS, batch_size=8, window=20, shuffle=True)
    one = batches[0][0]
    assert (np.diff(one, axis=1) == 1).all() and len(set(one[:, 0])) == 8
    assert not np.array_equal(batches[1][0], one)
    batches.epoch = 1
    assert not np.array_equal(batches[0][0], one)


@pytest.mark.parametrize("count", [2, 3, 5, 9, 40])
def test_a_short_text_fills_fewer_streams_and_counts_once(count):
    batches = StreamBatches(TOKENS[:count], batch_size=8, window=5)
    assert len(batches) >= 1
    judged = []
    for index in range(len(batches)):
        inputs, targets, *weights = batches[index]
        assert inputs.shape[0] == 8
        np.testing.assert_array_equal(targets, inputs + 1)
        counted = weights[0] > 0 if weights else np.ones(targets.shape, bool)
        judged += targets[counted].tolist()
    assert len(set(judged)) == len(judged) > 0
