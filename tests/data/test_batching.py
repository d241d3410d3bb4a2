import keras
import numpy as np
import pytest

from keras_seq.constants import PADDING_VALUE
from keras_seq.data.batching import Batches, noise, predict, predict_steps, unknown_words

DRAW = np.random.default_rng(0)
SEQUENCES = [np.full(length, length) for length in DRAW.integers(1, 60, 500)]
TARGETS = np.array([len(one) for one in SEQUENCES])


def epoch(batches, number):
    batches.epoch = number
    return [batches[index] for index in range(len(batches))]


def test_every_sequence_comes_once_in_each_epoch_beside_its_target():
    batches = Batches(SEQUENCES, TARGETS, batch_size=16, shuffle=True)
    for number in range(2):
        seen = []
        for tokens, targets in epoch(batches, number):
            assert ((tokens > 0).sum(axis=1) == targets).all()
            assert (tokens.max(axis=1) == targets).all()
            seen += targets.tolist()
        assert sorted(seen) == sorted(TARGETS.tolist())


def test_the_order_depends_on_seed_and_epoch_alone():
    def order(seed, number, first=()):
        batches = Batches(SEQUENCES, TARGETS, batch_size=16, shuffle=True, seed=seed)
        for one in first:
            epoch(batches, one)
        return [targets.tolist() for _, targets in epoch(batches, number)]

    assert order(1, 3) == order(1, 3, first=(0, 1, 2))
    assert order(1, 3) != order(1, 2) and order(1, 3) != order(2, 3)


def test_sequences_of_like_length_stand_together():
    batches = Batches(SEQUENCES, batch_size=16, shuffle=True)
    steps = sum(tokens.size for (tokens,) in epoch(batches, 0))
    share = 1 - TARGETS.sum() / steps
    assert share == pytest.approx(batches.padding_share(), abs=0.01)  # one batch has a step more
    assert share < 0.1
    by_chance = sum(max(len(one) for one in SEQUENCES[i : i + 16]) * 16 for i in range(0, 500, 16))
    assert 1 - TARGETS.sum() / by_chance > 0.4


def test_max_length_cuts():
    (tokens,) = Batches([np.arange(1, 9)], batch_size=1, max_length=3)[0]
    assert tokens.tolist() == [[1, 2, 3]]


def test_augment_sees_a_generator_of_its_own_for_each_epoch_and_batch():
    def noise(batch, draw):
        return batch + draw.integers(1, 1000)

    batches = Batches(SEQUENCES, batch_size=250, augment=noise)
    first, again, other = epoch(batches, 0), epoch(batches, 0), epoch(batches, 1)
    assert (first[0][0] == again[0][0]).all()
    assert (first[0][0] != other[0][0]).any()


def test_predictions_come_back_in_the_order_of_the_sequences():
    tokens = keras.Input((None,), dtype="int32")
    model = keras.Model(tokens, keras.ops.max(tokens, axis=1, keepdims=True))
    assert predict(model, Batches(SEQUENCES, batch_size=16))[:, 0].tolist() == TARGETS.tolist()


def test_keras_never_takes_the_length_of_the_first_batches_for_all():
    # Two batches of one length, then others: Keras compares batches 0 and 1.
    sequences = [np.ones(5, int)] * 4 + [np.ones(7, int)] * 2
    model = keras.Sequential([keras.Input((None,), dtype="int32"), keras.layers.Embedding(9, 2)])
    model.add(keras.layers.GlobalAveragePooling1D())
    assert predict(model, Batches(sequences, batch_size=2)).shape == (6, 2)


def test_a_target_for_each_step_is_padded_with_its_sequence():
    batches = Batches([np.array([5, 6, 7]), np.array([8])], [np.array([1, 0, 1]), np.array([1])],
                      batch_size=2)  # fmt: skip
    tokens, targets = batches[0]
    assert tokens.tolist() == [[8, 0, 0], [5, 6, 7]]
    assert targets.tolist() == [[1, 0, 0], [1, 0, 1]]


def test_a_model_of_several_outputs_gets_targets_by_name():
    targets = {"tags": [np.array([1, 0, 1]), np.array([1])], "label": np.array([7, 8])}
    batches = Batches([np.array([5, 6, 7]), np.array([8])], targets, batch_size=2, max_length=2)
    tokens, found = batches[0]
    assert tokens.tolist() == [[8, 0], [5, 6]]
    assert found["tags"].tolist() == [[1, 0], [1, 0]] and found["label"].tolist() == [8, 7]


def test_answers_for_each_step_come_back_without_padding():
    tokens = keras.Input((None,), dtype="int32")
    model = keras.Model(tokens, keras.ops.expand_dims(tokens, -1))
    found = predict_steps(model, Batches(SEQUENCES, batch_size=16))
    for sequence, outputs in zip(SEQUENCES, found, strict=True):
        assert outputs[:, 0].tolist() == sequence.tolist()


def test_noise_is_drawn_anew_each_epoch_and_spares_padding():
    sequences = [np.zeros((500, 2), "float32"), np.zeros((400, 2), "float32")]
    batches = Batches(sequences, batch_size=2, augment=noise(0.5))
    (batch,) = batches[0]
    short = next(row for row in batch if (row == PADDING_VALUE).any())
    assert (short[400:] == PADDING_VALUE).all() and not (short[:400] == PADDING_VALUE).any()
    assert batch.dtype == np.float32
    assert 0.4 < short[:400].std(axis=0).min() < short[:400].std(axis=0).max() < 0.6
    np.testing.assert_array_equal(batch, batches[0][0])
    batches.epoch = 1
    assert not np.array_equal(batch, batches[0][0])


def test_one_long_sequence_among_short_ones_is_alone():
    lengths = [10] * 63 + [50_000]
    batches = Batches([np.ones(length, np.int32) for length in lengths], batch_size=64)
    shapes = [batches[index][0].shape for index in range(len(batches))]
    assert shapes == [(63, 10), (1, 50_000)]  # together they would be 3.2 million tokens
    assert sorted(batches.places()) == list(range(64))
    frames = Batches([np.zeros((300, 32, 32, 3), np.float32)] * 100, batch_size=100)
    assert len(frames) == 2


def test_one_long_sequence_among_short_ones_is_alone_in_training_too():
    lengths = [10] * 63 + [100_000]
    sequences = [np.ones(length, np.int32) for length in lengths]
    batches = Batches(sequences, batch_size=64, shuffle=True)
    for number in range(3):
        shapes = sorted(tokens.shape for (tokens,) in epoch(batches, number))
        assert shapes == [(1, 100_000), (63, 10)]  # together they would be 6.4 million tokens


def test_long_sequences_stand_in_batches_within_the_bound_as_many_in_each_epoch():
    # At most 100 steps: 8 of 12, then 4 of 13 to 25, 2 of 26 to 50, and longer ones alone.
    lengths = np.array([12] * 8 + [13, 20, 25, 25] + [26, 50, 40] + [51, 99, 250])
    batches = Batches([np.full(length, length) for length in lengths], batch_size=8, shuffle=True,
                      most_steps=100)  # fmt: skip
    orders = []
    for number in range(4):
        seen = []
        for (tokens,) in epoch(batches, number):
            longest = tokens.max()  # each sequence is made of its length
            assert len(tokens) == 1 or len(tokens) * longest <= 100
            seen.append(tokens.max(axis=1).tolist())
        assert sorted(one for batch in seen for one in batch) == sorted(lengths.tolist())
        assert len(seen) == len(batches) == 1 + 1 + 2 + 3
        orders.append(seen)
    assert orders[0] != orders[1]


def test_where_nothing_is_long_the_order_is_that_of_pools_sorted_by_length():
    sequences = [np.full(length, length) for length in DRAW.integers(1, 60, 2500)]
    batches = Batches(sequences, batch_size=8, shuffle=True, seed=5)
    draw = np.random.default_rng([5, 2])
    rows, expected = draw.permutation(2500), []
    for pool in (rows[:800], rows[800:1600], rows[1600:2400], rows[2400:]):
        ordered = sorted(pool.tolist(), key=lambda row: len(sequences[row]))
        expected += [ordered[i : i + 8] for i in range(0, len(ordered), 8)]
    batches.epoch = 2
    assert batches.places().tolist() == [
        row for place in draw.permutation(len(expected)) for row in expected[place]
    ]


def test_a_share_of_the_words_becomes_unknown_anew_each_epoch_and_padding_stays():
    sequences = [np.full(3000, 7), np.full(2000, 8)]
    batches = Batches(sequences, batch_size=2, augment=unknown_words(0.2))
    (batch,) = batches[0]
    short, long = sorted(batch, key=lambda row: (row > 0).sum())
    assert (short[2000:] == 0).all() and set(short[:2000]) == {1, 8} and set(long) == {1, 7}
    assert (long == 1).mean() == pytest.approx(0.2, abs=0.03)
    assert batch.dtype == np.int32 and (sequences[0] == 7).all()
    np.testing.assert_array_equal(batch, batches[0][0])
    batches.epoch = 1
    assert not np.array_equal(batch, batches[0][0])
    (unchanged,) = Batches(sequences, batch_size=2, augment=unknown_words(0.0))[0]
    assert not (unchanged == 1).any()
