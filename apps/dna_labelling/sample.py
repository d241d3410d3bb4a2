"""The embedded sample: made genomes with genes on both strands, and what is no gene.

Genes begin with ATG behind a place where ribosomes bind, use some codons more than others, and end
with a stop. Between them lie letters of the same composition, pieces of genes without a start and
shifted in their middle, which no longer code, and genes of tRNA, which fold.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np

from keras_seq.data.biology.alphabets import DNA
from keras_seq.data.biology.coordinates import Feature, on_other_strand
from keras_seq.data.biology.records import Region, painted

if TYPE_CHECKING:
    from keras_seq.data.biology.options import LabelledSequences

STOPS = ("TAA", "TAG", "TGA")
CODONS = ["".join(one) for one in itertools.product("ACGT", repeat=3) if "".join(one) not in STOPS]
ANTICODONS = ("GCC", "TGC", "CAT", "GTA", "TTC", "GAA")
BINDING = "AGGAGG"
D_ARM, T_ARM = "GCTCAGTTGGTAGAGC", "GGTTCGATTCC"  # as most bacteria have them, about


def genomes(config: LabelledSequences, count: int, length: int) -> list[Region]:
    """Make sequences and label their letters.

    Args:
        config: `seed` decides all of them; `features`, `background` and `tell_strands` say which
            labels there are.
        count: how many.
        length: letters of each, at least.

    Returns:
        The sequences.
    """
    draw = np.random.default_rng(config.seed)
    usage = draw.dirichlet(np.full(len(CODONS), 0.25))
    regions = []
    for number in range(1, count + 1):
        text, features = genome(draw, usage, f"sample{number}", length)
        tags = painted(len(text), features, config.features, config.background, config.tell_strands)
        letters = DNA.encode(text.encode(), "the sample")
        regions.append(Region(letters, tags, f"sample{number}", 0, f"sample, genome {number}"))
    return regions


def genome(
    draw: np.random.Generator, usage: np.ndarray, name: str, length: int
) -> tuple[str, list[Feature]]:
    """Make one sequence, and say what is where."""
    text, features = "", []
    while len(text) < length:
        text += between(draw, usage, int(draw.integers(40, 400)))
        kind = draw.choice(["CDS", "broken", "tRNA"], p=[0.55, 0.25, 0.2])
        before = ""
        if kind == "tRNA":
            made = transfer(draw)
        else:
            made = gene(draw, usage, int(draw.integers(40, 300)))
            before = BINDING + between(draw, usage, int(draw.integers(5, 9)))
            made = broken(draw, made) if kind == "broken" else made
        start, end, strand = len(before), len(before) + len(made), "+"
        piece = before + made
        if draw.random() < 0.5:
            piece, strand = other(piece), "-"
            start, end = on_other_strand(start, end, len(piece))
        if kind != "broken":
            features.append(Feature(name, len(text) + start, len(text) + end, str(kind), strand))
        text += piece
    return text + between(draw, usage, 60), features


def other(text: str) -> str:
    """Write the other strand."""
    return text[::-1].translate(str.maketrans("ACGT", "TGCA"))


def gene(draw: np.random.Generator, usage: np.ndarray, codons: int) -> str:
    """Make a gene: a start, codons as they are used, a stop."""
    return "ATG" + "".join(draw.choice(CODONS, codons, p=usage)) + str(draw.choice(STOPS))


def broken(draw: np.random.Generator, text: str) -> str:
    """Break a gene: its first half loses a letter here and there, so that nothing is read."""
    kept = [letter for letter in text[3:] if draw.random() > 0.05]
    return "".join(kept)


def between(draw: np.random.Generator, usage: np.ndarray, length: int) -> str:
    """Make letters of the composition of genes that code for nothing."""
    codons = "".join(draw.choice(CODONS, length // 3 + 1, p=usage))
    return "".join(draw.permutation(list(codons))[:length])


def transfer(draw: np.random.Generator) -> str:
    """Make a tRNA: stems whose sides pair, arms with the letters that most have, some changed."""

    def some(count: int) -> str:
        return "".join(draw.choice(list("ACGT"), count))

    acceptor, anti = some(7), some(5)
    loop = f"CT{draw.choice(ANTICODONS)}AA"
    text = f"{acceptor}TA{D_ARM}A{anti}{loop}{other(anti)}{some(5)}{T_ARM}{other(acceptor)}"
    changed = draw.random(len(text)) < 0.04
    drawn = draw.choice(list("ACGT"), len(text))
    letters = zip(text, drawn, changed, strict=True)
    return "".join(str(new) if change else old for old, new, change in letters)
