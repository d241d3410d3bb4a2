import numpy as np

from keras_seq.baselines.chords import keys_alone, last_step_again

STEP, PITCHES, HELD = 1, range(2, 5), 5  # three pitches, struck 2 to 4, held 5 to 7
SIGNS = {"step": STEP, "pitches": PITCHES, "held_from": HELD}
TRAIN = [np.array([4, 2, 1, 4, 5, 1, 7, 3, 1, 1])]


def test_chances_of_the_last_step_add_up_to_one():
    for start in ([4, 2, 1], [4, 2, 1, 4], [4, 2, 1, 4, 2], [4, 2, 1, 3], [1]):
        sums = [
            np.exp(last_step_again(TRAIN, [np.array([*start, token])], vocab_size=8, **SIGNS)[-1])
            for token in range(8)
        ]
        np.testing.assert_allclose(np.sum(sums), 1)


def test_the_last_step_is_expected_by_its_share():
    logs = last_step_again(TRAIN, [np.array([4, 2, 1, 4])], vocab_size=8, **SIGNS)
    # Expected in training: STEP at the first word, which came not; then 4, 2, STEP after the first
    # step: struck, held, came; then 4, 2, STEP: held, not, nothing expected; then 4, not.
    hits = np.array([1 + 2, 1 + 2, 1 + 3])
    shares = hits / hits.sum()
    general = (1 + 2) / (8 + 10)
    np.testing.assert_allclose(np.exp(logs[-1]), shares[0] + shares[2] * general)


def test_each_key_alone():
    logs = keys_alone(TRAIN, [np.array([4, 2, 1, 1])], **SIGNS)
    # Of 4 steps: pitch 0 struck 1, held 1, silent 2; pitch 1 struck 1, silent 3; pitch 2 struck 2,
    # held 1, silent 1; a third of a count for each state before.
    first = (1 + 1 / 3) / 5 * (3 + 1 / 3) / 5 * (2 + 1 / 3) / 5
    second = (2 + 1 / 3) / 5 * (3 + 1 / 3) / 5 * (1 + 1 / 3) / 5
    np.testing.assert_allclose(np.exp(logs), [1, first, second])
