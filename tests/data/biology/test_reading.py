import gzip

import numpy as np
import pytest

from keras_seq.data.biology.alphabets import ALPHABETS, DNA
from keras_seq.data.biology.options import LabelledSequences
from keras_seq.data.biology.reading import describe, load, load_test
from keras_seq.data.biology.records import on_other_strand, painted
from keras_seq.errors import InputError


def bases(count, seed=0):
    return "".join(np.random.default_rng(seed).choice(list("ACGT"), count))


def genome(tmp_path, count=1, length=3000):
    rows = [f">chr{i}\n{bases(length, i)}\n" for i in range(count)]
    (tmp_path / "a.fa").write_text("".join(rows))
    genes = [f"chr{i}\t{at}\t{at + 100}\tgene\t0\t{'+-'[at // 300 % 2]}\n"
             for i in range(count) for at in range(100, length - 100, 300)]  # fmt: skip
    (tmp_path / "a.bed").write_text("".join(genes))
    return LabelledSequences(data=str(tmp_path / "a.fa"), gap=50)


def test_an_annotation_beside_the_sequences_is_found(tmp_path):
    options = genome(tmp_path)
    parts = load(options)
    assert {name for one in parts.train for name in one.tags} == {"gene", "other"}
    assert any("gene" in line for line in describe(options, parts))
    (whole,) = load_test(options, options.data)
    assert "".join("ga"[name == "other"] for name in whole.tags[99:201]) == "a" + "g" * 100 + "a"


def test_many_sequences_are_split_whole_and_the_same_ones_stay_together(tmp_path):
    genome(tmp_path, count=20, length=300)
    rows = (tmp_path / "a.fa").read_text().replace(bases(300, 1), bases(300, 0))
    turned = DNA.decode(DNA.reverse_complement(DNA.encode(bases(300, 0).encode(), "")))
    (tmp_path / "a.fa").write_text(rows.replace(bases(300, 2), turned))
    for seed in range(5):
        options = LabelledSequences(data=str(tmp_path / "a.fa"), seed=seed)
        parts = load(options)
        sides = {one.name: part for part in parts.sizes() for one in getattr(parts, part)}
        assert len(sides) == 20 and sides["chr0"] == sides["chr1"] == sides["chr2"]


def test_named_regions_are_the_test_part(tmp_path):
    genome(tmp_path)
    data = str(tmp_path / "a.fa")
    parts = load(LabelledSequences(data=data, test_regions=("chr0:1001-1300",), gap=50))
    (test,) = parts.test
    assert (test.start, len(test.letters)) == (1000, 300)
    with pytest.raises(InputError, match="no such sequence; there are chr0"):
        load(LabelledSequences(data=data, test_regions=("chr9",)))


def test_the_label_named_first_wins_and_strands_are_told():
    from keras_seq.data.biology.coordinates import Feature

    features = [Feature("x", 0, 4, "CDS", "-"), Feature("x", 2, 6, "tRNA", "+")]
    tags = painted(7, features, ["tRNA", "CDS"], "other", stranded=True)
    assert list(tags) == ["CDS-", "CDS-", "tRNA+", "tRNA+", "tRNA+", "tRNA+", "other"]
    names = ["CDS+", "CDS-", "other", "tRNA+"]
    assert on_other_strand(names).tolist() == [1, 0, 2, 3]


def test_sequences_without_labels_are_refused(tmp_path):
    genome(tmp_path)
    (tmp_path / "a.bed").unlink()
    with pytest.raises(InputError, match=r"name them with --annotation genes\.gff3"):
        load(LabelledSequences(data=str(tmp_path / "a.fa")))
    (tmp_path / "a.bed").write_text("chr7\t1\t9\tx\n")
    with pytest.raises(InputError, match="no feature of x lies on a sequence"):
        load(LabelledSequences(data=str(tmp_path / "a.fa")))
    (tmp_path / "a.bed").write_text("chr0\t1\t9999\tx\n")
    with pytest.raises(InputError, match="line 1: goes from 2 to 9999, but chr0 has 3000"):
        load(LabelledSequences(data=str(tmp_path / "a.fa")))


def test_pairs_with_a_mask_in_a_zip(tmp_path):
    import zipfile

    sets = ["SET=train VALIDATION=False", "SET=train VALIDATION=True", "SET=test VALIDATION=False"]
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name, row in (("sequences", "MKVL"), ("mask", "0111"), ("sampled", "HHCE")):
            text = "".join(f">p{i} {sets[i]}\n{row}{row[-1] * i}\n" for i in range(3))
            archive.writestr(f"splits/{name}.fasta", text)
    options = LabelledSequences(data=str(tmp_path), alphabet="protein")
    parts = load(options)
    assert [[one.name for one in part] for part in vars(parts).values()] == [["p0"], ["p1"], ["p2"]]
    assert list(parts.train[0].tags) == ["", "H", "C", "E"]
    letters = ALPHABETS["protein"].decode(parts.test[0].letters)
    assert letters == "MKVLLL"


def test_labels_of_another_length_are_refused(tmp_path):
    (tmp_path / "sequences.fasta").write_text(">a\nMKV\n")
    (tmp_path / "labels.fasta").write_text(">a\nHH\n")
    with pytest.raises(InputError, match="line 1: a has 2 labels, and 3 letters"):
        load(LabelledSequences(data=str(tmp_path), alphabet="protein"))


def test_windows_of_a_table_repeated_ones_left_out(tmp_path, capsys):
    rows = [f"{'ab'[i % 2]},  {bases(20, i // 2 * 2)}" for i in range(80)]
    (tmp_path / "x.csv").write_text("label,sequence\n" + "\n".join(rows) + "\n")
    parts = load(LabelledSequences(data=str(tmp_path), answer="whole"))
    assert sum(parts.sizes().values()) == 40
    assert "40 sequences that stand there twice" in capsys.readouterr().err


def test_labels_of_a_chloroplast_are_those_made_by_others(shared_data):
    pytest.importorskip("Bio")
    folder = shared_data("chloroplast_genbank")
    options = LabelledSequences(data=str(folder / "NC_000932.gb.gz"))
    (whole,) = load_test(options, options.data)
    path = folder / "NC_000932.seq_and_labels.txt.gz"
    letters, labels = gzip.decompress(path.read_bytes()).decode().split()
    names = {"N": "other", "C": "CDS", "T": "tRNA", "R": "rRNA"}
    assert DNA.decode(whole.letters) == letters
    assert list(whole.tags) == [names[label] for label in labels]
    parts = load(options)
    known = {label for one in parts.train for label in one.tags.counts()}
    assert known == set(names.values())  # both copies of the rRNA are never held out
