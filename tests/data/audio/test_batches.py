import numpy as np
import pytest

from keras_seq.constants import PADDING_VALUE
from keras_seq.data.audio.batches import SoundBatches


def made(**options):
    lengths = [3, 9, 4, 7, 5]
    targets = [np.full(1 + at % 2, at + 1, np.int32) for at in range(5)]

    def features(row, draw):
        length = sum(lengths[number] for number in row)
        return np.full((length, 2), 0.0 if draw is None else draw.random(), np.float32)

    return SoundBatches(features, lengths, targets, batch_size=2, **options)


def test_each_clip_comes_once_and_padding_is_marked():
    batches = made()
    seen = []
    for index in range(len(batches)):
        read, target = batches[index]
        assert (read == PADDING_VALUE).all(-1).any(1).shape == (len(target),)
        seen += [int(row[0]) for row in target]
    assert sorted(seen) == [1, 2, 3, 4, 5]


def test_the_first_two_batches_have_no_dimension_in_common():
    for seed in range(20):
        batches = made(training=True, seed=seed, start_end=(8, 9))
        (first, _), (second, _) = batches[0], batches[1]
        for one, other in zip(first, second, strict=True):
            assert one.shape[1] != other.shape[1]


def test_epochs_differ_and_come_back():
    batches = made(training=True)
    first = batches[0][0].tobytes(), batches[1][0].tobytes()
    batches.epoch = 1
    assert (batches[0][0].tobytes(), batches[1][0].tobytes()) != first
    again = made(training=True)
    assert (again[0][0].tobytes(), again[1][0].tobytes()) == first


def test_what_writes_gets_its_answer_one_step_before():
    (_, before), behind = made(start_end=(8, 9))[2]
    assert (before[:, 0] == 8).all()
    for one, other in zip(before, behind, strict=True):
        count = np.count_nonzero(other)
        assert other[count - 1] == 9 and (one[1:count] == other[: count - 1]).all()


@pytest.mark.parametrize("training", [True, False])
def test_strings_of_clips_have_blanks_between_them(training):
    batches = made(training=training, join=3, between=[7])
    blanks = 0
    for index in range(len(batches)):
        for target in batches[index][1]:
            pieces = "".join(map(str, target[target > 0])).split("7")
            assert 1 <= len(pieces) <= 3
            assert all(piece in ("1", "22", "3", "44", "5") for piece in pieces)
            blanks += len(pieces) - 1
    assert blanks
