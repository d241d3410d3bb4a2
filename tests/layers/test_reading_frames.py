import keras
import numpy as np

from keras_seq.baselines.sequences import both_strands
from keras_seq.layers import ReadingFrames

DRAW = np.random.default_rng(0)


def frames(letters, doublings=7):
    """The six frames of letters 1 to 4, in codons without a stop."""
    shares = np.eye(5, dtype="float32")[letters][None, :, 1:]
    outputs = keras.ops.convert_to_numpy(ReadingFrames(doublings)(shares))
    np.testing.assert_array_equal(outputs[..., :4], shares)
    return np.expm1(outputs[0, :, 4:] + np.log1p(64 / 3))


def counted(letters, place, across):
    """The same for one base and the frame whose codon begins there, by walking."""
    stops = [(4, 4, 1), (2, 4, 1), (4, 2, 1)] if across else [(4, 1, 1), (4, 1, 3), (4, 3, 1)]

    def walk(at, way):
        count = 0
        while 0 <= at <= len(letters) - 3 and tuple(letters[at : at + 3]) not in stops:
            count, at = count + 1, at + 3 * way
        return count if 0 <= at <= len(letters) - 3 else 128

    if across:
        return walk(place, -1) + walk(place + 3, 1)
    return walk(place, 1) + walk(place - 3, -1)


def test_codons_are_counted_as_by_walking():
    letters = DRAW.integers(1, 5, 400)
    found = frames(letters)
    for place in range(100, 300):
        for strand in (0, 1):
            right = counted(letters, place, strand)
            for third in range(3):  # all three bases of a codon are in the same frame
                np.testing.assert_allclose(
                    found[place + third, 3 * strand + third], right, 1e-3, 1e-3
                )


def test_the_other_strand_has_the_same_frames_turned_round():
    letters = DRAW.integers(1, 5, 300)
    here, there = frames(letters), frames(5 - letters[::-1])
    turned = there[::-1][:, [5, 4, 3, 2, 1, 0]]
    np.testing.assert_allclose(turned[2:-2], here[2:-2], rtol=1e-4)  # whole codons


def test_a_long_gene_is_open():
    gene = np.array([1, 4, 3] + [3, 2, 2] * 60 + [4, 1, 1])
    letters = np.concatenate([[4, 1, 1], gene, DRAW.integers(1, 5, 60)])
    ((start, end, _), *_) = [one for one in both_strands(letters) if one[1] - one[0] > 150]
    assert (start, end) == (3, 3 + len(gene))
    np.testing.assert_allclose(frames(letters)[start:end:3, 0], 61, rtol=1e-3)


def test_what_is_far_and_padding_do_not_matter():
    letters = DRAW.integers(1, 5, 300)
    near = frames(letters, doublings=3)
    np.testing.assert_allclose(frames(letters[60:], doublings=3)[30:], near[90:], rtol=1e-4)
    padded = np.concatenate([letters, np.zeros(40, int)])
    np.testing.assert_allclose(frames(padded)[:300], frames(letters), rtol=1e-4)


def test_it_comes_back(tmp_path):
    inputs = keras.Input((None, 4))
    keras.Model(inputs, ReadingFrames(2)(inputs)).save(tmp_path / "a.keras")
    assert keras.saving.load_model(tmp_path / "a.keras").layers[-1].doublings == 2
