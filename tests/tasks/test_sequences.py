import dataclasses
from types import SimpleNamespace

import numpy as np
import pytest

from keras_seq.data.biology.alphabets import DNA
from keras_seq.data.biology.records import CodedTags, Region
from keras_seq.data.labels import Labels, Tagged
from keras_seq.errors import InputError
from keras_seq.models.windowed import Labelled
from keras_seq.tasks import sequences
from keras_seq.tasks.sequences import (
    FeatureOptions,
    answer_features,
    joined,
    pieces_of,
    region_rows,
)

CONFIG = SimpleNamespace(alphabet="dna", background="other", strands="both")
NAMES = ("CDS+", "CDS-", "other")


def piece(key, letters, labels):
    return Labelled(key, letters, np.array(labels, np.uint8), np.eye(3, dtype=np.float32)[labels])


def test_a_feature_goes_on_from_window_to_window_and_ends_with_its_sequence():
    letters = np.ones(4, np.uint8)
    pieces = [piece("a", letters, [2, 0, 0, 0]), piece("a", letters, [0, 0, 2, 1]),
              piece("b", letters[:2], [1, 1])]  # fmt: skip
    found = [(key, *stretch, len(held)) for key, stretch, held, _ in joined(pieces)]
    assert found == [("a", 0, 1, 2, 1), ("a", 1, 6, 0, 5), ("a", 6, 7, 2, 1), ("a", 7, 8, 1, 1),
                     ("b", 0, 2, 1, 2)]  # fmt: skip


def test_answers_have_strand_phase_and_unsure_letters(monkeypatch, capsys):
    trained = SimpleNamespace(
        config=CONFIG, preprocessing=SimpleNamespace(labels=Labels(NAMES)), model=None
    )
    # G ATG AAA; then, read from the other strand, C ATG TTN.
    text = "GATGAAACCNAACATG"
    labels = [0] * 7 + [2] * 2 + [1] * 7

    def labelled(_, given):
        for key, pieces in given:
            letters = np.concatenate(list(pieces))
            yield piece(key, letters, labels[: len(letters)])

    monkeypatch.setattr(sequences, "labelled", labelled)
    first, second = answer_features(trained, [f">x y\n{text}"[:4], text], FeatureOptions())
    assert (first["sequence"], first["start"], first["end"], first["strand"]) == ("x", 0, 7, "+")
    assert (second["label"], second["strand"], second["unknown"]) == ("CDS", "-", ["N"])
    assert first["phase"] in (0, 1, 2) and first["unknown"] == []
    assert "2 features in 1 sequences" in capsys.readouterr().err
    long = list(answer_features(trained, [text], FeatureOptions(min_length=8)))
    assert long == []


def test_inputs_are_files_lines_of_fasta_or_letters(tmp_path):
    (tmp_path / "a.fa").write_text(">one\nAC\n>two\nGT\n")
    found = list(pieces_of([str(tmp_path / "a.fa"), "acgu", "", ">x", "AC", "GT"], DNA))
    assert [(piece.name, DNA.decode(piece.letters)) for piece in found] == [
        ("one", "AC"), ("two", "GT"), ("input_2", "ACGT"), ("x", "ACGT"),
    ]  # fmt: skip
    with pytest.raises(InputError, match=r"input 1: ' ' is no letter|'O' is no letter|'o' is no"):
        list(pieces_of(["a good film"], DNA))


def test_rows_of_a_region():
    tags = CodedTags(np.array([0, 0, 1, 1], np.uint8), ("other", "CDS"))
    ours = CodedTags(np.array([0, 1, 1, 1], np.uint8), ("other", "CDS"))
    record = Region(np.ones(4, np.uint8), tags, "chr1", 100, "a.fa")
    rows = list(region_rows(record, Tagged(ours, np.ones(4))))
    assert [tuple(row.values())[1:5] for row in rows] == [
        (100, 101, "other", "other"), (101, 102, "other", "CDS"), (102, 104, "CDS", "CDS"),
    ]  # fmt: skip


def test_what_nobody_knows_is_not_judged():
    right = CodedTags(np.array([0, 1, 255, 255], np.uint8), ("H", "E"))
    ours = CodedTags(np.array([0, 1, 1, 0], np.uint8), ("H", "E"))
    config = SimpleNamespace(background="none")
    metrics = sequences.sequence_metrics([right], [ours], config)
    assert metrics["accuracy"] == 1 and metrics["feature_f1"] == 1


def test_a_place_is_needed_for_gff():
    with pytest.raises(InputError, match="--answer each"):
        list(sequences.FEATURE_FORMATS["gff3"]([{"label": "EI"}]))


def test_either_task_is_chosen_by_what_was_trained():
    from keras_seq.tasks import Classification, Tagging
    from keras_seq.tasks.either import Either

    first = Tagging(*[None] * 3, steps=None, metrics=None, rivals={}, metric="macro_f1")
    second = Classification(None, rivals={}, line=lambda answer: "whole")
    task = Either(first, second, lambda trained: trained.config.answer == "whole", "probabilities")
    each = dataclasses.make_dataclass("Config", ["answer"])
    assert task.decides(SimpleNamespace(config=each("whole"))) == "accuracy"
    assert task.decides(SimpleNamespace(config=each("each"))) == "macro_f1"
    assert task.as_text({"probabilities": {}}) == "whole"
