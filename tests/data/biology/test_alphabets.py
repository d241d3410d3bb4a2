import numpy as np
import pytest

from keras_seq.data.biology.alphabets import DNA, PROTEIN
from keras_seq.errors import InputError

# Nomenclature Committee of the International Union of Biochemistry, 1984, table 2.
COMPLEMENTS = dict(zip("ACGTRYSWKMBDHVN", "TGCAYRSWMKVHDBN", strict=True))


def test_every_letter_has_the_complement_of_iupac():
    for letter, partner in COMPLEMENTS.items():
        assert DNA.decode(DNA.reverse_complement(DNA.encode(letter.encode(), ""))) == partner


def test_case_and_line_ends_do_not_matter_and_u_is_t():
    assert DNA.decode(DNA.encode(b"ac\r\ngu n", "")) == "ACGTN"


def test_another_letter_is_named_with_its_line():
    with pytest.raises(InputError, match=r"a.fa, line 5: 'E' is no letter of ACGT"):
        DNA.encode(b"ACG\nACE\n", "a.fa", line=4)


def test_an_unsure_letter_is_each_that_it_may_stand_for():
    assert DNA.shares[DNA.encode(b"RN", "")].tolist() == [[0.5, 0, 0.5, 0], [0.25] * 4]
    assert not DNA.shares[0].any()
    np.testing.assert_allclose(PROTEIN.shares[1:].sum(1), 1, rtol=1e-6)
