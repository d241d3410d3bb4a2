import numpy as np

from keras_seq.baselines.speech import linear_words


def test_words_of_other_levels_are_told_apart():
    draw = np.random.default_rng(0)

    def part(count):
        words = [("low", "high")[at % 2] for at in range(count)]
        return [draw.normal(3 * (word == "high"), 1, (9, 4)) for word in words], words

    train, validation, (test, right) = part(40), part(10), part(10)
    assert linear_words(*train, *validation, test) == right
