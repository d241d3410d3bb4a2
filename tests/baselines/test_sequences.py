import numpy as np

from keras_seq.baselines.sequences import (
    bayes_by_position,
    both_strands,
    kmer_windows,
    neighbours,
    open_frames,
)
from keras_seq.data.biology.alphabets import DNA, PROTEIN


def coded(text):
    return DNA.encode(text.encode(), "")


def test_frames_of_both_strands_by_hand():
    gene = "ATGGCCTAA"
    turned = DNA.decode(DNA.reverse_complement(coded(gene)))
    assert both_strands(coded(f"CC{gene}CC{turned}C")) == [(2, 11, False), (13, 22, True)]
    assert both_strands(coded("ATGGNNTAA")) == [(0, 9, False)]
    assert both_strands(coded("AT")) == []


def test_long_frames_are_coding_and_short_ones_are_chosen_by_training():
    gene = "ATG" + "GCC" * 60 + "TAA"
    text = coded("C" * 50 + gene + "C" * 50)
    labels = np.zeros(len(text), np.uint8)
    labels[50 : 50 + len(gene)] = 1
    (ours,) = open_frames([text], [labels], [text], coding=(1, 1), other=0)
    np.testing.assert_array_equal(ours, labels)


def test_windows_of_3_mers_tell_what_composition_tells():
    draw = np.random.default_rng(0)
    rich, poor = draw.choice([2, 3], 400), draw.choice([1, 4], 400)
    text = np.concatenate([rich, poor, rich]).astype(np.uint8)
    labels = np.repeat([0, 1, 0], 400).astype(np.uint8)
    (ours,) = kmer_windows([text], [labels], [text])
    assert np.mean(ours == labels) > 0.95


def test_neighbours_see_a_place_beside():
    letters = PROTEIN.encode(b"AKAKAAKAAKKAAKAKAKKA" * 10, "")
    labels = np.roll(letters == letters[1], 1).astype(np.uint8)
    labels[:7] = 255
    (ours,) = neighbours([letters], [labels], [letters], radius=2)
    np.testing.assert_array_equal(ours[7:], labels[7:])


def test_naive_bayes_is_scikit_learn_s():
    from sklearn.naive_bayes import CategoricalNB

    draw = np.random.default_rng(0)
    texts = ["".join(draw.choice(list("ACGT"), 6)) for _ in range(60)]
    labels = np.array([int(text[2] == "A") for text in texts])
    table = np.array([["ACGT".index(letter) for letter in text] for text in texts])
    theirs = CategoricalNB(min_categories=5).fit(table, labels).predict(table)
    ours = bayes_by_position(texts, labels, texts, labels, 2)
    assert ours["accuracy"] == np.mean(theirs == labels)
