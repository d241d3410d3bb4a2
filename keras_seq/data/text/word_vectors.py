"""Where to start the vectors of words: from counts in the texts themselves, or from a file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np

from keras_seq import files
from keras_seq.data import tables
from keras_seq.errors import InputError
from keras_seq.progress import track

MOST_AT_ONCE = 20_000_000  # pairs of tokens that are counted in one go, to bound memory


@dataclass(frozen=True)
class WordVectors:
    """A vector for each token.

    Attributes:
        values: float32 `(vocab_size, dim)`; no row at all where there is nothing to start from.
    """

    SUFFIX: ClassVar[str] = ".npy"
    values: np.ndarray

    def save(self, path: Path) -> None:
        """Write the vectors to a .npy file."""
        files.write_array(path, self.values)

    @classmethod
    def load(cls, path: Path) -> WordVectors:
        """Read what `save` wrote; `InputError` if the file is damaged."""
        return cls(files.read_array(path))


def count_vectors(
    sequences: Sequence[np.ndarray],
    vocab_size: int,
    dim: int,
    *,
    window: int = 5,
    scale: float = 0.3,
    seed: int = 0,
) -> np.ndarray:
    """Make token vectors of which tokens stand near which others, more often than by chance.

    The positive pointwise mutual information of tokens and their neighbours, a neighbour at
    distance d counted 1/d, and its singular value decomposition: `U sqrt(S)`. Levy and Goldberg,
    "Neural Word Embedding as Implicit Matrix Factorization", 2014; the frequencies of the
    neighbours are smoothed by the power 3/4 as in Levy, Goldberg and Dagan, 2015.

    Args:
        sequences: int arrays `(time,)` of tokens; 0 and 1 (padding and unknown) don't count.
        vocab_size: number of tokens.
        dim: size of the vectors.
        window: how many tokens to each side are neighbours.
        scale: root mean square of the result. Keras starts embeddings at 0.03; what is known
            already should weigh more.
        seed: of the decomposition, which is randomized.

    Returns:
        float32 `(vocab_size, dim)`; zeros for a token without neighbours, and in the last columns
        where the vocabulary has fewer than `dim` tokens.

    >>> pairs = [np.array(pair) for pair in ([2, 3], [2, 4], [5, 6], [5, 7])]
    >>> a, b, c = count_vectors(pairs, vocab_size=8, dim=2)[[3, 4, 6]]
    >>> bool(np.dot(a, b) > 0.01 and abs(np.dot(a, c)) < 0.001)
    True
    """
    from scipy import sparse
    from sklearn.utils.extmath import randomized_svd

    # Doubles throughout: what starts a model must not hang on how a processor rounds.
    counts = sparse.csr_matrix((vocab_size, vocab_size), dtype=np.float64)
    gap = np.zeros(window, np.int64)  # neighbours don't reach into the next sequence
    joined = np.concatenate([part for one in sequences for part in (one, gap)])
    for start in range(0, len(joined), MOST_AT_ONCE):
        tokens = joined[start : start + MOST_AT_ONCE].astype(np.int64)
        for distance in track(range(1, window + 1), "counting neighbours"):
            left, right = tokens[:-distance], tokens[distance:]
            known = (left > 1) & (right > 1)
            weights = np.full(known.sum(), 1 / distance)
            pairs = (left[known], right[known])
            found = sparse.coo_matrix((weights, pairs), shape=counts.shape).tocsr()
            counts = counts + found + found.T

    vectors = np.zeros((vocab_size, dim))
    if counts.nnz == 0:
        return vectors.astype(np.float32)
    own = np.asarray(counts.sum(axis=1)).ravel()
    chance = own**0.75 / (own**0.75).sum()
    pairs = counts.tocoo()
    information = np.log(pairs.data / (own[pairs.row] * chance[pairs.col]))
    positive = information > 0
    matrix = sparse.csr_matrix(
        (information[positive], (pairs.row[positive], pairs.col[positive])), shape=counts.shape
    )
    rank = min(dim, vocab_size)
    left, strengths, _ = randomized_svd(matrix, rank, n_iter=4, random_state=seed)
    vectors[:, :rank] = left * np.sqrt(strengths)
    vectors[own == 0] = 0  # but for rounding they are so already
    size = np.sqrt(np.square(vectors).mean())
    return (vectors * (scale / size) if size else vectors).astype(np.float32)


def read_vectors(
    path: str | Path,
    words: Collection[str],
    *,
    more: int = 0,
    normal: Callable[[str], str] = str,
) -> dict[str, np.ndarray]:
    """Read the vectors of some words from a file in the text form of word2vec, GloVe or fastText.

    The file, plain or with .gz, has a word and its numbers a line, blanks between; a first line may
    say how many words and numbers there are. It is read as a stream, and only what is asked for is
    kept.

    Args:
        path: the file.
        words: those that are wanted, as `normal` writes them.
        more: take so many further words, too, the first of the file: the commonest.
        normal: turns a word of the file into one of the vocabulary, such as `str.lower`. Of several
            that become the same, the one that is written so itself counts, else the first.

    Returns:
        float32 `(dim,)` by word, in the order of the file.

    Raises:
        InputError: naming the line that isn't a word and its numbers.
    """
    vectors: dict[str, np.ndarray] = {}
    exact: set[str] = set()
    wanted = set(words)
    dim = 0
    for number, line in enumerate(track(tables.read_lines(path), f"reading {path}"), start=1):
        cells = line.rstrip().split(" ")
        if number == 1:
            if len(cells) == 2 and all(cell.isdecimal() for cell in cells):
                dim = int(cells[1])
                continue
            dim = len(cells) - 1
        size = len(cells) - dim  # a word may hold blanks, so the numbers are counted from the end
        word, own = " ".join(cells[:size]), cells[size:]
        if not dim or size < 1 or not word:
            raise InputError(
                f"{path}, line {number}: {len(cells) - 1} numbers behind a word, where others have "
                f"{dim}"
            )
        key = normal(word)
        if key in exact or (key in vectors and key != word):
            continue
        if key not in wanted:
            if more <= 0:
                continue
            wanted.add(key)
            more -= 1
        try:
            vectors[key] = np.array(own, np.float32)
        except ValueError:
            raise InputError(f"{path}, line {number}: not {dim} numbers behind a word; is it the "
                             "text form of word2vec, GloVe or fastText?") from None  # fmt: skip
        if key == word:
            exact.add(key)
    if not vectors:
        raise InputError(f"{path}: no word of the training part has a vector in it")
    return vectors
