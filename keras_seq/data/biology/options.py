"""Options of what reads labelled sequences."""

from __future__ import annotations

from dataclasses import dataclass

from keras_seq.config import option
from keras_seq.options import DataOptions


@dataclass(frozen=True)
class LabelledSequences(DataOptions):
    """Sequences and what their letters are part of."""

    annotation: str | None = option(
        None, "GFF3, BED, or FASTA of a label a letter; default: beside --data, by name."
    )
    alphabet: str = option("dna", "What sequences are written in.", choices=("dna", "protein"))
    answer: str = option(
        "each", "A label for each letter, or one for the whole sequence.", choices=("each", "whole")
    )
    features: tuple[str, ...] = option(
        ("tRNA", "rRNA", "CDS"), "Types that are labels; where two overlap, the first. BED: names."
    )
    background: str = option("other", "The label of what is none of them.")
    tell_strands: bool = option(False, "Labels say the strand: CDS+ and CDS-.")
    test_regions: tuple[str, ...] = option(
        (), "What to be judged by: sequences, as chr5, or stretches, as chr2:1-50000."
    )
    gap: int = option(500, "Letters left out on each side of what is held out.", minimum=0)
    sequence_column: str = option("sequence", "Column of a table of sequences.")
    label_column: str = option("label", "Column of their labels.")
