import itertools

import numpy as np

from keras_seq.data.audio.pieces import pieces


def test_cuts_are_where_it_is_quiet():
    sound = np.random.default_rng(0).normal(size=10_000)
    quiet = [range(1500, 1700), range(3200, 3400), range(5000, 5200)]
    for span in quiet:
        sound[list(span)] *= 0.01
    found = pieces(sound, 1000, 2.0)
    assert found[0][0] == 0 and found[-1][1] == 10_000
    assert all(end == start for (_, end), (start, _) in itertools.pairwise(found))
    assert all(end - start <= 2000 for start, end in found)
    ends = [end for _, end in found]
    assert all(any(end in span for end in ends) for span in quiet)


def test_what_is_short_stays_whole():
    assert pieces(np.ones(1999), 1000, 2.0) == [(0, 1999)]
