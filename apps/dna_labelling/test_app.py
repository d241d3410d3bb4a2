"""A test that any copy of this app should keep passing: train small, predict, reload."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import keras_seq

APP = str(Path(__file__).parent)
SMALL = {"epochs": 1, "units": 4, "filters": 4, "kernel_size": 3, "window": 300, "overlap": 60,
         "cell": "simple_rnn"}  # fmt: skip

# Not for tf.data.
EAGER = pytest.mark.filterwarnings("ignore:Even though the `tf.config:UserWarning")


def bases(count: int, seed: int = 0) -> str:
    return "".join(np.random.default_rng(seed).choice(list("ACGT"), count))


@EAGER
@pytest.mark.usefixtures("step_by_step")
def test_the_app_runs_from_data_to_prediction(tmp_path: Path) -> None:
    run = keras_seq.run(APP, {**SMALL, "tell_strands": True}, tmp_path / "run")
    assert 0 <= run.metrics["test"]["macro_f1"] <= 1
    assert "Labels along" in (tmp_path / "run" / "report.html").read_text(encoding="utf-8")

    inputs = [str(tmp_path / "run" / "examples" / "a.fa"), bases(700)]
    answers = list(keras_seq.load(tmp_path / "run").predict(inputs))
    assert answers == list(run.predict(inputs))
    for answer in answers:
        assert 0 <= answer["start"] < answer["end"] and answer["label"] in ("CDS", "tRNA")


def test_genes_of_the_sample_are_genes() -> None:
    pytest.importorskip("Bio")
    from Bio.Seq import Seq

    from keras_seq.app import load
    from keras_seq.data.biology.alphabets import DNA
    from keras_seq.metrics.stretches import stretches

    module: Any = load(APP)
    parts = module.sample(module.Config(tell_strands=True))
    genes = 0
    for record in parts.train:
        text = DNA.decode(record.letters)
        for start, end, number in stretches(record.tags.numbers):
            name = record.tags.names[number]
            if name.startswith("CDS"):
                gene = Seq(text[start:end])
                protein = str((gene if name == "CDS+" else gene.reverse_complement()).translate())
                assert protein[0] == "M" and protein.index("*") == len(protein) - 1
                genes += 1
    assert genes > 2


@EAGER
@pytest.mark.usefixtures("step_by_step")
def test_one_label_for_a_window(tmp_path: Path) -> None:
    rows = [f"{'ab'[i % 2]},{'A' * (i % 2)}{bases(20, i)}" for i in range(60)]
    (tmp_path / "x.csv").write_text("label,sequence\n" + "\n".join(rows) + "\n")
    options = {"epochs": 1, "units": 4, "filters": 4, "data": str(tmp_path)}
    run = keras_seq.run(APP, options, tmp_path / "run")
    assert run.metrics["decides"] == "accuracy"
    assert set(run.metrics["baselines"]) == {"majority_class", "bayes_by_position"}
    (answer,) = run.predict(["ACGT" * 5])
    assert answer["label"] in ("a", "b")


@EAGER
@pytest.mark.usefixtures("step_by_step")
def test_residues_of_proteins(tmp_path: Path) -> None:
    rows = [("MKVLAT" * (3 + i), "HHHEEC" * (3 + i)) for i in range(12)]
    for name, column in (("sequences", 0), ("labels", 1)):
        text = "".join(f">p{i}\n{row[column]}\n" for i, row in enumerate(rows))
        (tmp_path / f"{name}.fasta").write_text(text)
    options = {**SMALL, "data": str(tmp_path), "alphabet": "protein", "head": "crf"}
    run = keras_seq.run(APP, options, tmp_path / "run")
    assert set(run.metrics["baselines"]) == {"commonest_label", "linear_windows"}
    assert {answer["label"] for answer in run.predict(["MKVLAT"])} <= set("HEC")
