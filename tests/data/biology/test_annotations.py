from urllib.parse import unquote

import pytest

from keras_seq.data.biology.annotations import bed_lines, gff_lines, read_annotation
from keras_seq.errors import InputError

GFF = """##gff-version 3
# a remark
chr1\t.\tgene\t1\t90\t.\t+\t.\tID=g
chr1\t.\tCDS\t11\t20\t.\t+\t0\tID=c;Parent=g
chr1\t.\tCDS\t31\t40\t.\t+\t1\tID=c;Parent=g
chr1\t.\ttRNA\t51\t80\t.\t-\t.\tID=t
chr1\t.\texon\t51\t60\t.\t-\t.\tParent=t
chr1\t.\texon\t71\t80\t.\t-\t.\tParent=t
##FASTA
>chr1
"""
ANSWERS = [
    {"sequence": "chr 1;x", "start": 4, "end": 10, "label": "CDS", "strand": "+", "score": 0.9,
     "phase": 2},
    {"sequence": "chr2", "start": 0, "end": 7, "label": "a=b", "strand": ".", "score": 0.5},
    {"sequence": "chr2", "start": 9, "end": 12, "label": "CDS", "strand": "-", "score": 1.0,
     "phase": 0},
]  # fmt: skip


def write(tmp_path, name, text):
    (tmp_path / name).write_text(text)
    return tmp_path / name


def test_parts_and_the_exons_of_a_trna(tmp_path):
    found = read_annotation(write(tmp_path, "a.gff3", GFF), ["CDS", "tRNA"])
    assert sorted((one.start, one.end, one.kind, one.strand) for one in found) == [
        (10, 20, "CDS", "+"), (30, 40, "CDS", "+"), (50, 60, "tRNA", "-"), (70, 80, "tRNA", "-"),
    ]  # fmt: skip


def test_bed_with_blocks(tmp_path):
    rows = "track name=x\nchr1\t10\t20\nchr1\t100\t200\tgene\t0\t-\t100\t200\t0\t2\t10,20,\t0,80,\n"
    found = read_annotation(write(tmp_path, "a.bed", rows))
    assert [(one.start, one.end, one.kind, one.strand) for one in found] == [
        (10, 20, "feature", "."), (100, 110, "gene", "-"), (180, 200, "gene", "-"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("chr1\t.\tCDS\t20\t11\t.\t+\t0\tID=c", "a.gff3, line 2: a feature must end behind"),
        ("chr1\t.\tCDS\t0\t11\t.\t+\t0\tID=c", "line 2: a feature must end behind"),
        ("chr1\t.\tCDS\tx\t11\t.\t+\t0\tID=c", "line 2: x and 11 must be whole numbers"),
        ("chr1 . CDS 1 11", "line 2: has 1 columns; there must be 9"),
    ],
)
def test_a_wrong_line_is_named(tmp_path, row, said):
    with pytest.raises(InputError, match=said):
        read_annotation(write(tmp_path, "a.gff3", f"##gff-version 3\n{row}\n"), ["CDS"])


def test_gffutils_reads_the_gff_whole(tmp_path):
    gffutils = pytest.importorskip("gffutils")
    text = "\n".join(gff_lines(ANSWERS)) + "\n"
    database = gffutils.create_db(text, ":memory:", from_string=True)
    try:
        found = list(database.all_features(order_by=("seqid", "start")))
    finally:
        database.conn.close()
    assert [(unquote(one.seqid), one.start, one.end, one.featuretype, one.strand, one.frame, one.id)
            for one in found] == [
        ("chr 1;x", 5, 10, "CDS", "+", "2", "CDS1"), ("chr2", 1, 7, "a=b", ".", ".", "a=b1"),
        ("chr2", 10, 12, "CDS", "-", "0", "CDS2"),
    ]  # fmt: skip
    assert [float(one.score) for one in found] == [0.9, 0.5, 1.0]


def test_both_forms_are_read_back(tmp_path):
    for name, lines_of in (("a.gff3", gff_lines), ("a.bed", bed_lines)):
        path = write(tmp_path, name, "\n".join(lines_of(ANSWERS[:1] + ANSWERS[2:])) + "\n")
        assert [(one.sequence, one.start, one.end, one.kind, one.strand)
                for one in read_annotation(path)] == [
            ("chr 1;x", 4, 10, "CDS", "+"), ("chr2", 9, 12, "CDS", "-"),
        ]  # fmt: skip
