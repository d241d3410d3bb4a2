import numpy as np

from keras_seq.data.pictures.caption_batches import CaptionBatches

PICTURES = [np.full((2, 2, 3), number, np.uint8) for number in range(5)]
CAPTIONS = [[np.arange(4, 4 + 1 + number + extra) for extra in range(2)] for number in range(5)]


def made(**more):
    return CaptionBatches(PICTURES, CAPTIONS, start=2, end=3, batch_size=2, **more)


def rows(batches):
    """Picture and number of words of each row of an epoch."""
    found = []
    for index in range(len(batches)):
        (tokens, pictures), answers = batches[index]
        assert pictures.dtype == np.float32 and tokens.shape == answers.shape
        for line, picture, answer in zip(tokens, pictures, answers, strict=True):
            words = np.count_nonzero(line) - 1
            assert line[0] == 2 and (line[1 : words + 1] == answer[:words]).all()
            assert answer[words] == 3 and not answer[words + 1 :].any()
            found.append((int(picture[0, 0, 0]), words))
    return found


def test_all_captions_are_judged():
    expected = [(number, 1 + number + extra) for number in range(5) for extra in range(2)]
    assert sorted(rows(made())) == expected
    assert rows(made()) == rows(made())


def test_an_epoch_of_training_has_each_picture_once_with_any_of_its_captions():
    batches = made(training=True, seed=1)
    assert len(batches) == 3
    epochs = []
    for batches.epoch in range(20):
        epochs.append(rows(batches))
        assert sorted(picture for picture, _ in epochs[-1]) == list(range(5))
    assert len({tuple(sorted(epoch)) for epoch in epochs}) > 5
    batches.epoch = 0
    assert rows(batches) == epochs[0]


def test_the_first_two_batches_share_no_length():
    batches = made()
    assert batches[0][1].shape[1] != batches[1][1].shape[1]


def test_pictures_are_changed_in_training_alone():
    def change(picture, caption, draw):
        return PICTURES[picture] + 100 + draw.integers(0, 2)

    batches = made(training=True, change=change)
    assert {picture // 100 for picture, _ in rows(batches)} == {1}
    first, batches.epoch = rows(batches), 1
    assert sorted(rows(batches)) != sorted(first)
    assert {picture // 100 for picture, _ in rows(made(change=change))} == {0}
