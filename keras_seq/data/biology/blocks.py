"""Splits of long sequences: whole ones, or contiguous blocks with a gap, never neighbours.

What stands on two sides, read in either direction, is found and kept apart: a genome has repeats,
and a model that has seen one of two copies needn't understand the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from keras_seq.data.biology.alphabets import Alphabet
from keras_seq.data.biology.coordinates import from_closed
from keras_seq.data.biology.records import Region
from keras_seq.errors import InputError

WORD, SHORTEST = 32, 100  # letters that must be the same to count; a stretch that is worth a word
_CHUNK, _MOST = 1 << 20, 1 << 22  # letters looked at together; words that are held


def named_region(text: str, regions: Sequence[Region]) -> tuple[int, int, int]:
    """Find what `chr2` or `chr2:1-1000` means: which region, start and end.

    Raises:
        InputError: if there is no such place.
    """
    names = [region.name for region in regions]
    name, _, span = text.rpartition(":")
    if text in names:
        name, span = text, ""
    if name not in names:
        shown = ", ".join(names[:5])
        raise InputError(f"--test-regions {text[:80]}: no such sequence; there are {shown}")
    index = names.index(name)
    length = len(regions[index].letters)
    if not span:
        return index, 0, length
    first, _, last = span.replace(",", "").partition("-")
    if first.isdigit() and last.isdigit() and 0 < int(first) <= int(last) <= length:
        return index, *from_closed(int(first), int(last))
    raise InputError(f"--test-regions {text[:80]}: must be NAME or NAME:FIRST-LAST, from 1 to "
                     f"{length}")  # fmt: skip


def blocks(
    regions: Sequence[Region], shares: Sequence[float], gap: int, seed: int
) -> tuple[list[Region], ...]:
    """Cut a block for each of some parts out of each sequence; gaps around them are left out.

    Args:
        regions: whole sequences, or what is left of them.
        shares: of each part.
        gap: letters that are left out on each side of a block.
        seed: decides where blocks lie.

    Returns:
        What is left, and then each part. A sequence too short to be cut is left whole.
    """
    parts: list[list[Region]] = [[] for _ in range(1 + len(shares))]
    draw = np.random.default_rng(seed)
    for region in regions:
        length = len(region.letters)
        sizes = [int(length * share) for share in shares]
        free = length - sum(sizes) - 2 * gap * len(sizes)
        if free < max(sizes, default=0) or min(sizes, default=1) < 1:
            parts[0].append(region)
            continue
        order = draw.permutation(len(sizes))
        places = np.sort(draw.integers(0, free + 1, len(sizes)))
        behind, used = 0, 0
        for part, place in zip(order, places, strict=True):
            start = int(place) + used + gap
            end = start + sizes[part]
            if start - gap > behind:
                parts[0].append(region.part(behind, start - gap))
            parts[1 + part].append(region.part(start, end))
            behind, used = end + gap, used + sizes[part] + 2 * gap
        if behind < length:
            parts[0].append(region.part(behind, length))
    return tuple(parts)


def without(
    regions: Sequence[Region], taken: Sequence[tuple[int, int, int]], gap: int
) -> list[Region]:
    """Take stretches out of regions, and a gap on both sides of each.

    Args:
        regions: the regions.
        taken: which region, start and end of each stretch.
        gap: letters.
    """
    left = []
    for index, region in enumerate(regions):
        behind = 0
        for start, end in sorted(span[1:] for span in taken if span[0] == index):
            if start - gap > behind:
                left.append(region.part(behind, start - gap))
            behind = max(behind, end + gap)
        if behind < len(region.letters):
            left.append(region.part(behind, len(region.letters)))
    return left


def copies(
    of: Sequence[Region], regions: Sequence[Region], alphabet: Alphabet
) -> list[tuple[int, int, int]]:
    """Find stretches of `regions` that stand in `of` too, on either strand.

    Args:
        of: those to be judged by.
        regions: those to be searched.
        alphabet: of bases.

    Returns:
        Which region, start and end of each, in order; `SHORTEST` letters at least.
    """
    known = [words for region in of for words, _ in _words(region.letters, alphabet)]
    count = sum(map(len, known))
    if not count:
        return []
    sparse = max(1, count // _MOST)  # of very many, so much as every 16th is looked at
    table = np.unique(np.concatenate([_thinned(words, sparse)[0] for words in known]))
    found: list[tuple[int, int, int]] = []
    for index, region in enumerate(regions):
        for words, start in _words(region.letters, alphabet):
            kept, places = _thinned(words, sparse)
            at = np.minimum(np.searchsorted(table, kept), len(table) - 1)
            for place in places[table[at] == kept] + start:
                last = found[-1] if found else (-1, 0, 0)
                if last[0] == index and place <= last[2] + 2 * sparse:
                    found[-1] = (index, last[1], int(place) + WORD)
                else:
                    found.append((index, int(place), int(place) + WORD))
    return [span for span in found if span[2] - span[1] >= SHORTEST]


def _thinned(words: np.ndarray, sparse: int) -> tuple[np.ndarray, np.ndarray]:
    """Keep about one word in `sparse`, the same ones wherever they stand, and say where."""
    mixed = (words * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(40)
    sure = words != np.uint64(0)  # also a stretch of A, or what has unsure letters
    places = np.flatnonzero(sure & (mixed % np.uint64(sparse) == 0))
    return words[places], places


def _words(letters: np.ndarray, alphabet: Alphabet) -> Iterator[tuple[np.ndarray, int]]:
    """Number the words of 32 bases of a sequence, each as its own other strand is numbered.

    Yields:
        uint64 of the words that begin at each place, 0 where a letter isn't sure; and the first
        place; of some letters at a time.
    """
    for start in range(0, len(letters) - WORD + 1, _CHUNK):
        piece = letters[start : start + _CHUNK + WORD - 1]
        if len(piece) < WORD:
            return
        forward = _numbers(piece)
        backward = _numbers(alphabet.reverse_complement(piece))[::-1]
        unsure = np.convolve(piece > len(alphabet.letters), np.ones(WORD), "valid") > 0.5
        words = np.minimum(forward, backward)
        yield np.where(unsure, np.uint64(0), words), start


def _numbers(letters: np.ndarray) -> np.ndarray:
    """Put 32 neighbours, of two bits each, into one number."""
    numbers = ((letters - 1) & 3).astype(np.uint64)
    size = 1
    while size < WORD:
        numbers = (numbers[:-size] << np.uint64(2 * size)) | numbers[size:]
        size *= 2
    return numbers
