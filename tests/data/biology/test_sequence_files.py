import gzip
import sys

import numpy as np
import pytest

from keras_seq.data.biology import sequence_files
from keras_seq.data.biology.alphabets import DNA
from keras_seq.data.biology.sequence_files import by_sequence, fasta_pieces, read_fasta, read_flat
from keras_seq.errors import InputError

TEXT = ">one of two\nACGT\nacg\n\n>two\r\nNN\r\n"


def wholes(pieces):
    return {name: DNA.decode(np.concatenate(list(each))) for (_, name), each in by_sequence(pieces)}


@pytest.mark.parametrize("packed", ["plain", "gzip", "bgzip"])
def test_plain_and_packed(tmp_path, packed):
    content = TEXT.encode()
    if packed == "gzip":
        content = gzip.compress(content)
    if packed == "bgzip":  # which is several members, the last one empty
        content = gzip.compress(content[:9]) + gzip.compress(content[9:]) + gzip.compress(b"")
    (tmp_path / "a.fa.gz").write_bytes(content)
    assert wholes(read_fasta(tmp_path / "a.fa.gz", DNA)) == {"one": "ACGTACG", "two": "NN"}


def test_long_lines_come_in_pieces_and_lines_are_counted(monkeypatch, tmp_path):
    monkeypatch.setattr(sequence_files, "PIECE", 5)
    (tmp_path / "a.fa").write_text(">one\nACGTACGTACGT\nAC\n>two\nACGT\nACGT\nAC!T\n")
    pieces = read_fasta(tmp_path / "a.fa", DNA)
    first = [next(pieces) for _ in range(3)]
    assert "".join(DNA.decode(one.letters) for one in first) == "ACGTACGTACGTAC"
    assert [one.begins for one in first] == [True, False, False]
    with pytest.raises(InputError, match=r"a.fa, line 7: '!' is no letter"):
        list(pieces)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ACGT\n", "line 1: letters before a first line that begins with '>'"),
        (">one\n>two\nA\n", "line 1: no letter follows 'one'"),
        (">one\nA\n>two\n\n", "line 3: no letter follows 'two'"),
        (">\nACGT\n", "line 1: a sequence has no name"),
        ("", "there is no sequence in it"),
    ],
)
def test_what_is_no_fasta_is_refused(text, said):
    with pytest.raises(InputError, match=said):
        list(fasta_pieces(text.encode().splitlines(True), DNA, "a.fa"))


RECORD = """LOCUS       X                 40 bp    DNA     circular PLN 01-JAN-2000
DEFINITION  x.
ACCESSION   X
VERSION     X.1
FEATURES             Location/Qualifiers
     CDS             complement(join(3..8,11..16))
     CDS             join(complement(20..22),25..30)
     tRNA            join(38..40,1..2)
ORIGIN
        1 acgtacgtac gtacgtacgt acgtacgtac gtacgtacgt
//
"""


def test_joins_strands_and_the_origin_of_genbank(tmp_path):
    pytest.importorskip("Bio")
    (tmp_path / "a.gb").write_text(RECORD)
    ((name, letters, features),) = read_flat(tmp_path / "a.gb", DNA)
    assert (name, DNA.decode(letters)) == ("X.1", "ACGT" * 10)
    assert {(one.start, one.end, one.kind, one.strand) for one in features} == {
        (2, 8, "CDS", "-"), (10, 16, "CDS", "-"), (19, 22, "CDS", "-"), (24, 30, "CDS", "+"),
        (37, 40, "tRNA", "+"), (0, 2, "tRNA", "+"),
    }  # fmt: skip


def test_without_biopython_the_mend_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "Bio", None)
    with pytest.raises(InputError, match=r"pip install .keras_seq\[bio\]"):
        list(read_flat(tmp_path / "a.gb", DNA))
