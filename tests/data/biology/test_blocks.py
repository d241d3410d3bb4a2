import numpy as np

from keras_seq.data.biology.alphabets import DNA
from keras_seq.data.biology.blocks import blocks, copies, named_region, without
from keras_seq.data.biology.records import CodedTags, Region


def region(letters, name="chr1"):
    letters = np.asarray(letters, np.uint8)
    return Region(letters, CodedTags(np.zeros(len(letters), np.uint8), ["other"]), name, 0, name)


def places(parts):
    return sorted((one.start, one.start + len(one.letters)) for one in parts)


def test_blocks_are_contiguous_with_gaps_between():
    whole = region(np.random.default_rng(0).integers(1, 5, 10_000))
    for seed in range(20):
        train, validation, test = blocks([whole], [0.1, 0.2], gap=100, seed=seed)
        assert [len(part) for part in (validation, test)] == [1, 1]
        assert len(validation[0].letters) == 1000 and len(test[0].letters) == 2000
        held = places([*validation, *test])
        for start, end in places(train):
            assert all(end + 100 <= first or start >= last + 100 for first, last in held)
        assert held[0][1] + 100 <= held[1][0]
        for part in (*train, *validation, *test):
            np.testing.assert_array_equal(
                part.letters, whole.letters[part.start : part.start + len(part.letters)]
            )


def test_copies_are_found_on_both_strands():
    draw = np.random.default_rng(1)
    held, train = draw.integers(1, 5, 3000), draw.integers(1, 5, 5000)
    train[1000:1300] = held[500:800]
    train[3000:3200] = DNA.reverse_complement(held[2000:2200].astype(np.uint8))
    train[4000:4050] = held[100:150]  # too short to count
    found = copies([region(held)], [region(train)], DNA)
    assert [one[0] for one in found] == [0, 0]
    for (_, start, end), right in zip(found, [(1000, 1300), (3000, 3200)], strict=True):
        assert abs(start - right[0]) <= 3 and abs(end - right[1]) <= 3  # chance may add a few
    left = without([region(train)], found, gap=0)
    assert len(left) == 3 and not copies([region(held)], left, DNA)


def test_unsure_letters_are_no_copies():
    assert copies([region([15] * 500)], [region([15] * 500)], DNA) == []


def test_names_with_places():
    regions = [region([1] * 9, "a:b"), region([1] * 9, "chr2")]
    assert named_region("a:b", regions) == (0, 0, 9)
    assert named_region("chr2:2-5", regions) == (1, 1, 5)
