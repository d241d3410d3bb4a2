import numpy as np

from keras_seq.metrics.copies import copied_share


def by_hand(text, training, least):
    stretches = [
        (start, end)
        for start in range(len(text))
        for end in range(start + 1, len(text) + 1)
        if text[start:end] in training
    ]
    copied = {i for start, end in stretches if end - start >= least for i in range(start, end)}
    return len(copied) / max(len(text), 1), max([end - start for start, end in stretches] or [0])


def test_equals_looking_at_every_stretch():
    draw = np.random.default_rng(0)
    for _ in range(60):
        text, training = ("".join(draw.choice(list("abc"), 25)) for _ in range(2))
        share, longest = copied_share(text, training, 4)
        expected, length = by_hand(text, training, 4)
        assert abs(share - expected) < 1e-9
        assert len(longest) == length and longest in training


def test_nothing_and_nothing_in_common():
    assert copied_share("", "abc", 2) == (0, "")
    assert copied_share("xyz", "abc", 1) == (0, "")
