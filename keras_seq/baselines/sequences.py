"""Simple rivals of models that label sequences of bases or of amino acids.

They take numbers, as `keras_seq.data.biology.alphabets.Alphabet` gives them: 1 to 4 are A, C, G, T.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence

import numpy as np

from keras_seq.metrics.classification import classification_metrics

_ATG, _STOPS = 14, (48, 50, 56)  # codons as numbers with the base 4: ATG; TAA, TAG, TGA
LENGTHS = (60, 90, 150, 240, 360, 600, 900)  # the least of a reading frame, to choose among
SAMPLED, CHUNK = 40_000, 50_000  # letters that are fitted on; those that are predicted together
_UNSURE = -(10**6)


def _codons(letters: np.ndarray) -> np.ndarray:
    """Number the three bases from each place on; negative where one isn't sure."""
    bases = np.where((letters >= 1) & (letters <= 4), letters.astype(np.int64) - 1, _UNSURE)
    return 16 * bases[:-2] + 4 * bases[1:-1] + bases[2:]


def reading_frames(letters: np.ndarray) -> Iterator[tuple[int, int]]:
    """Find the open reading frames of one strand, from ATG to a stop.

    Args:
        letters: int `(time,)`.

    Yields:
        Start and end of each, the stop included; of those with one stop, the longest.

    >>> list(reading_frames(np.array([2, 1, 4, 3, 1, 1, 1, 4, 1, 1])))  # CATGAAATAA
    [(1, 10)]
    """
    codons = _codons(letters) if len(letters) > 2 else np.zeros(0, int)
    for frame in range(3):
        row = codons[frame::3]
        stops = np.flatnonzero(np.isin(row, _STOPS))
        starts = np.flatnonzero(row == _ATG)
        behind = -1
        for stop in stops:
            first = np.searchsorted(starts, behind + 1)
            if first < len(starts) and starts[first] < stop:
                yield frame + 3 * int(starts[first]), frame + 3 * int(stop) + 3
            behind = int(stop)


def stops_by_frame(letters: np.ndarray) -> list[int]:
    """Count the stops of each of the three frames of one strand, the last codon left out.

    A gene ends with a stop.

    >>> stops_by_frame(np.array([1, 1, 1, 4, 1, 1]))  # AAATAA
    [0, 0, 0]
    >>> stops_by_frame(np.array([4, 1, 1, 1, 1, 1]))  # TAAAAA
    [1, 0, 0]
    """
    codons = _codons(letters) if len(letters) > 2 else np.zeros(0, int)
    return [int(np.isin(codons[frame::3][:-1], _STOPS).sum()) for frame in range(3)]


def both_strands(letters: np.ndarray) -> list[tuple[int, int, bool]]:
    """Find the open reading frames of both strands: start, end, and whether it is the other one."""
    other = np.where(letters <= 4, 5 - letters.astype(int), letters)[::-1]
    length = len(letters)
    found = [(start, end, False) for start, end in reading_frames(letters)]
    return found + [(length - end, length - start, True) for start, end in reading_frames(other)]


def open_frames(
    train: Sequence[np.ndarray],
    labels: Sequence[np.ndarray],
    test: Sequence[np.ndarray],
    coding: tuple[int, int],
    other: int,
) -> list[np.ndarray]:
    """Call each long open reading frame coding, the longer one where two overlap.

    Args:
        train: the letters of training sequences, by which the least length is chosen.
        labels: their labels.
        test: the letters of test sequences.
        coding: the label of a gene on the strand that is read, and on the other one.
        other: the label of all else.

    Returns:
        Labels for each test sequence.
    """
    found = [both_strands(letters) for letters in train]
    is_coding = [np.isin(row, coding) for row in labels]

    def accuracy(least: int) -> float:
        pairs = zip(found, is_coding, strict=True)
        hits = [(_drawn(frames, len(row), least, (1, 1), 0) == row).sum() for frames, row in pairs]
        return float(np.sum(hits))

    least = max(LENGTHS, key=accuracy)
    return [_drawn(both_strands(letters), len(letters), least, coding, other) for letters in test]


def _drawn(
    frames: Sequence[tuple[int, int, bool]],
    length: int,
    least: int,
    coding: tuple[int, int],
    other: int,
) -> np.ndarray:
    labels = np.full(length, other, np.uint8)
    for start, end, across in sorted(frames, key=lambda frame: frame[1] - frame[0]):
        if end - start >= least:
            labels[start:end] = coding[across]
    return labels


def kmer_windows(
    train: Sequence[np.ndarray],
    labels: Sequence[np.ndarray],
    test: Sequence[np.ndarray],
    *,
    radii: Sequence[int] = (15, 60),
    unjudged: int = 255,
    seed: int = 0,
) -> list[np.ndarray]:
    """Label each base by logistic regression on how often each 3-mer stands around it.

    Args:
        train: the letters of training sequences; some are drawn.
        labels: their labels.
        test: the letters of test sequences.
        radii: how far windows reach to both sides.
        unjudged: a label that isn't learned.
        seed: decides what is drawn.

    Returns:
        Labels for each test sequence.
    """

    def features(letters: np.ndarray, places: np.ndarray) -> np.ndarray:
        far = max(radii)
        first, last = max(0, int(places.min()) - far), min(len(letters), int(places.max()) + far)
        piece = letters[first:last]
        words = _codons(piece) if len(piece) > 2 else np.zeros(0, int)
        ones = np.zeros((len(words) + 1, 64), np.float32)
        sure = np.flatnonzero(words >= 0)
        ones[sure + 1, words[sure]] = 1
        sums = np.cumsum(ones, axis=0, dtype=np.float32)
        at = places - first
        borders = [
            [np.clip(at + place, 0, len(words)) for place in (radius - 1, -radius)]
            for radius in radii
        ]
        return np.concatenate([sums[last] - sums[first] for last, first in borders], axis=1)

    return _linear(train, labels, test, features, unjudged, seed)


def neighbours(
    train: Sequence[np.ndarray],
    labels: Sequence[np.ndarray],
    test: Sequence[np.ndarray],
    *,
    radius: int = 7,
    unjudged: int = 255,
    seed: int = 0,
) -> list[np.ndarray]:
    """Label each letter by logistic regression on which letter stands at each place around it.

    Args:
        train: the letters of training sequences; some are drawn.
        labels: their labels.
        test: the letters of test sequences.
        radius: how many places to both sides.
        unjudged: a label that isn't learned.
        seed: decides what is drawn.

    Returns:
        Labels for each test sequence.
    """
    kinds = 1 + max(int(letters.max()) for letters in (*train, *test))

    def features(letters: np.ndarray, places: np.ndarray) -> np.ndarray:
        padded = np.pad(letters, radius)
        around = padded[places[:, None] + np.arange(2 * radius + 1)]
        return np.eye(kinds, dtype=np.float32)[around].reshape(len(places), -1)

    return _linear(train, labels, test, features, unjudged, seed)


def _linear(train, labels, test, features, unjudged, seed):  # type: ignore[no-untyped-def]
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    draw = np.random.default_rng(seed)
    share = min(1.0, SAMPLED / sum(map(len, train)))
    rows, wanted = [], []
    for letters, row in zip(train, labels, strict=True):
        known = np.flatnonzero(row != unjudged)
        places = np.sort(draw.permutation(known)[: int(np.ceil(share * len(known)))])
        for at in np.array_split(places, len(places) // CHUNK + 1):
            if len(at):
                rows.append(features(letters, at))
                wanted.append(row[at])
    right = np.concatenate(wanted)
    if len(np.unique(right)) < 2:
        return [np.full(len(letters), right[0], np.uint8) for letters in test]
    model = LogisticRegression(max_iter=100)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # near enough for a rival
        model.fit(np.concatenate(rows), right)
    answers = []
    for letters in test:
        pieces = [
            model.predict(features(letters, np.arange(at, min(at + CHUNK, len(letters)))))
            for at in range(0, len(letters), CHUNK)
        ]
        answers.append(np.concatenate(pieces).astype(np.uint8))
    return answers


def bayes_by_position(
    train: Sequence[str],
    labels: np.ndarray,
    test: Sequence[str],
    test_labels: np.ndarray,
    num_classes: int,
) -> dict[str, float]:
    """Judge naive Bayes: each place of a fixed window has letters of its own for each label.

    Args:
        train: sequences, aligned at their beginnings.
        labels: int `(train,)`.
        test: sequences.
        test_labels: int `(test,)`.
        num_classes: how many labels there are.

    Returns:
        What `classification_metrics` does.

    >>> bayes_by_position(["AC", "AG"], np.array([0, 1]), ["TC"], np.array([0]), 2)["accuracy"]
    1.0
    """
    letters = sorted({letter for text in train for letter in text})
    number = {letter: index for index, letter in enumerate(letters)}
    width = max(map(len, train))
    counts = np.ones((num_classes, width, len(letters) + 1))  # one imagined example of each
    for text, label in zip(train, labels, strict=True):
        for place, letter in enumerate(text):
            counts[label, place, number[letter]] += 1
    logs = np.log(counts / counts.sum(-1, keepdims=True))
    prior = np.log(np.bincount(labels, minlength=num_classes) + 1)
    scores = np.array([
        prior + sum(
            (logs[:, place, number.get(letter, len(letters))]
             for place, letter in enumerate(text[:width])), np.zeros(num_classes),
        )
        for text in test
    ])  # fmt: skip
    scores = np.exp(scores - scores.max(1, keepdims=True))
    return classification_metrics(test_labels, scores / scores.sum(1, keepdims=True))
