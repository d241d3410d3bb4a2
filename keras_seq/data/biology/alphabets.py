"""Letters of sequences: bases with the codes of IUPAC, and amino acids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from keras_seq.errors import InputError

_SKIPPED = 255
_BASES = {
    "R": "AG", "Y": "CT", "S": "CG", "W": "AT", "K": "GT", "M": "AC", "B": "CGT", "D": "AGT",
    "H": "ACT", "V": "ACG", "N": "ACGT",
}  # fmt: skip


@dataclass(frozen=True)
class Alphabet:
    """What a sequence is written in; on the inside 1, 2, 3 ... in a byte each, and 0 is padding.

    Attributes:
        letters: the ones that are sure.
        unsure: what each other letter may stand for, as `{"R": "AG"}` (Cornish-Bowden,
            "Nomenclature for incompletely specified bases in nucleic acid sequences", 1985).
        same: letters that are written in another way, as `{"U": "T"}`.
        partners: the complement of each sure letter, in the order of `letters`; "": there is none.
    """

    letters: str
    unsure: Mapping[str, str]
    same: Mapping[str, str]
    partners: str = ""

    @property
    def names(self) -> str:
        """All letters, in the order of their numbers from 1."""
        return self.letters + "".join(self.unsure)

    @cached_property
    def _numbers(self) -> np.ndarray:
        """The number of each byte; 0 for what is no letter, 255 for what is passed over."""
        numbers = np.zeros(256, np.uint8)
        for letter in (*self.names, *self.same):
            number = self.names.index(self.same.get(letter, letter)) + 1
            numbers[[ord(letter), ord(letter.lower())]] = number
        numbers[list(b" \t\r\n")] = _SKIPPED
        return numbers

    def encode(self, text: bytes, source: str, line: int | None = None) -> np.ndarray:
        """Turn letters into numbers; blanks and line ends are passed over, case doesn't matter.

        Args:
            text: the letters.
            source: the file, for errors.
            line: on which `text` begins; None: `source` says it.

        Returns:
            uint8 `(letters,)`.

        Raises:
            InputError: for any other letter.
        """
        numbers = self._numbers[np.frombuffer(text, np.uint8)]
        wrong = np.flatnonzero(numbers == 0)
        if len(wrong):
            before = text[: wrong[0]].count(b"\n")
            where = source if line is None else f"{source}, line {line + before}"
            shown = ascii(chr(text[wrong[0]]))
            raise InputError(f"{where}: {shown} is no letter of {self.names}; take it out, or name "
                             "another --alphabet")  # fmt: skip
        return numbers[numbers != _SKIPPED]

    def decode(self, numbers: np.ndarray) -> str:
        """Turn numbers into letters.

        >>> DNA.decode(DNA.encode(b"acgUn", ""))
        'ACGTN'
        """
        names = np.frombuffer(f"-{self.names}".encode(), np.uint8)
        return names[numbers].tobytes().decode()

    @cached_property
    def complement(self) -> np.ndarray:
        """The number that stands across from each, uint8 `(1 + letters,)`; of padding padding."""
        across = dict(zip(self.letters, self.partners, strict=True))
        sets = {frozenset(meant): letter for letter, meant in self.unsure.items()}
        for letter, meant in self.unsure.items():
            across[letter] = sets[frozenset(across[one] for one in meant)]
        order = [0, *(self.names.index(across[letter]) + 1 for letter in self.names)]
        return np.array(order, np.uint8)

    def reverse_complement(self, numbers: np.ndarray) -> np.ndarray:
        """Read the other strand.

        >>> DNA.decode(DNA.reverse_complement(DNA.encode(b"AACGR", "")))
        'YCGTT'
        """
        return self.complement[numbers[::-1]]

    @cached_property
    def shares(self) -> np.ndarray:
        """What each number means: float32 `(1 + names, letters)`.

        A sure letter is itself, an unsure one each that it may stand for alike; padding is nothing.
        """
        table = np.zeros((1 + len(self.names), len(self.letters)), np.float32)
        for number, letter in enumerate(self.names, start=1):
            meant = self.unsure.get(letter, letter)
            table[number, [self.letters.index(one) for one in meant]] = 1 / len(meant)
        return table


DNA = Alphabet("ACGT", _BASES, {"U": "T"}, partners="TGCA")
PROTEIN = Alphabet(
    "ACDEFGHIKLMNPQRSTVWY",
    {"B": "DN", "Z": "EQ", "J": "IL", "U": "C", "O": "K", "X": "ACDEFGHIKLMNPQRSTVWY"},
    {"*": "X"},
)
ALPHABETS = {"dna": DNA, "protein": PROTEIN}
