import gzip

import numpy as np
import pytest

from keras_seq.data.text.word_vectors import WordVectors, count_vectors, read_vectors
from keras_seq.errors import InputError


def cosine(a, b):
    return np.dot(a, b) / np.linalg.norm(a) / np.linalg.norm(b)


def test_tokens_with_the_same_neighbours_are_alike():
    # 2 and 3 stand between 4 and 5; 6 and 7 between 8 and 9.
    draw = np.random.default_rng(0)
    sequences = [
        np.array(draw.choice([[4, draw.choice([2, 3]), 5], [8, draw.choice([6, 7]), 9]]))
        for _ in range(400)
    ]
    vectors = count_vectors(sequences, vocab_size=10, dim=4)
    assert vectors.shape == (10, 4) and vectors.dtype == np.float32
    assert cosine(vectors[2], vectors[3]) > 0.9 and cosine(vectors[6], vectors[7]) > 0.9
    assert abs(cosine(vectors[2], vectors[6])) < 0.1
    assert np.sqrt(np.square(vectors).mean()) == pytest.approx(0.3, rel=1e-5)


def test_padding_and_unknown_have_no_vector_and_sequences_no_neighbours_outside():
    vectors = count_vectors([np.array([1, 2]), np.array([3])], vocab_size=5, dim=2)
    assert not vectors.any()
    vectors = count_vectors([np.array([2, 3, 1, 0])], vocab_size=5, dim=2)
    assert vectors[2].any() and vectors[3].any() and not vectors[[0, 1, 4]].any()


def test_it_is_the_same_each_time_and_in_pieces(monkeypatch):
    sequences = [np.random.default_rng(seed).integers(2, 30, 50) for seed in range(20)]
    whole = count_vectors(sequences, vocab_size=30, dim=5)
    np.testing.assert_array_equal(count_vectors(sequences, vocab_size=30, dim=5), whole)
    # A piece ends at the end of a sequence: 50 tokens and a gap of 5.
    monkeypatch.setattr("keras_seq.data.text.word_vectors.MOST_AT_ONCE", 55)
    np.testing.assert_allclose(count_vectors(sequences, vocab_size=30, dim=5), whole, atol=1e-5)


def test_a_vocabulary_smaller_than_the_vectors():
    vectors = count_vectors([np.array([2, 3, 2, 3])], vocab_size=4, dim=6)
    assert vectors.shape == (4, 6) and vectors[2].any() and not vectors[:, 4:].any()


def test_save_and_load(tmp_path):
    vectors = WordVectors(np.arange(6, dtype=np.float32).reshape(3, 2))
    vectors.save(tmp_path / "v.npy")
    np.testing.assert_array_equal(WordVectors.load(tmp_path / "v.npy").values, vectors.values)
    for content in (b"", b"text", np.array([object()]).dumps()):
        (tmp_path / "v.npy").write_bytes(content)
        with pytest.raises(InputError, match=r"v.npy: damaged"):
            WordVectors.load(tmp_path / "v.npy")


@pytest.mark.parametrize("header", ["", "5 2\n"])
def test_only_the_vectors_that_are_needed_are_read(tmp_path, header):
    path = tmp_path / "vectors.txt"
    lines = "the 1 2\nParis 3 4\n. . 5 6\nparis 7 8\nROME 9 10 \n"
    path.write_text(header + lines, encoding="utf-8")
    found = read_vectors(path, {"paris", "rome", "x"}, normal=str.lower)
    assert {word: values.tolist() for word, values in found.items()} == {
        "paris": [7, 8], "rome": [9, 10],  # what is written so itself counts, else the first
    }  # fmt: skip
    assert list(read_vectors(path, {"Paris"}, more=1)) == ["the", "Paris"]
    assert list(read_vectors(path, {"Paris"}, more=9)) == ["the", "Paris", ". .", "paris", "ROME"]
    packed = tmp_path / "vectors.txt.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert list(read_vectors(packed, {"the"})) == ["the"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("the 1 2\nparis 3\n", "line 2: 1 numbers behind a word, where others have 2"),
        ("the 1 2\nparis 3 x\n", "line 2: not 2 numbers behind a word; is it the text form of"),
        ("the\n", "line 1: 0 numbers behind a word"),
        ("a 1 2\n", "no word of the training part has a vector in it"),
    ],
)
def test_a_broken_file_of_vectors_names_the_line(tmp_path, content, words):
    path = tmp_path / "vectors.txt"
    path.write_text(content)
    with pytest.raises(InputError, match=rf"vectors.txt.*{words}"):
        read_vectors(path, {"the", "paris"})
