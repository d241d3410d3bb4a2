"""Options of what reads labelled sequences."""

from __future__ import annotations

from dataclasses import dataclass

from keras_seq.config import Options, option
from keras_seq.errors import InputError
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


@dataclass(frozen=True)
class Windows(Options):
    """Windows of long sequences."""

    strands: str = option(
        "both", "Read DNA in both directions, so that its two strands have one answer.",
        choices=("both", "one"),
    )  # fmt: skip
    window: int = option(900, "Letters that are read together.", minimum=2, maximum=1_000_000)
    overlap: int = option(
        150, "Letters on both sides of a window that are read and not answered.", minimum=0
    )
    stride: int = option(
        6, "Letters that are one step of the recurrence; 3 are a codon.", minimum=1
    )
    switch_cost: float = option(
        10.0, "What a change of label costs in an answer, in nats; 0: nothing.", minimum=0
    )

    def check(self) -> None:
        """Refuse windows of which nothing would be kept.

        Raises:
            InputError: saying what would be right.
        """
        if 2 * self.overlap + self.stride > self.window:
            raise InputError("--window must exceed twice --overlap, by --stride at least")
