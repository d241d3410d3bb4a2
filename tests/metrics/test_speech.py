import numpy as np
import pytest

from keras_seq.metrics.speech import edits, speech_metrics


def test_rates_are_those_of_jiwer():
    jiwer = pytest.importorskip("jiwer")
    draw = np.random.default_rng(0)
    words = ["a", "bc", "def", "gh", "i"]
    said, heard = (
        [" ".join(draw.choice(words, draw.integers(1, 9))) for _ in range(40)] for _ in range(2)
    )
    metrics = speech_metrics(said, heard)
    assert metrics["wer"] == pytest.approx(jiwer.wer(said, heard))
    assert metrics["cer"] == pytest.approx(jiwer.cer(said, heard))
    assert metrics["exact_match"] == np.mean([a == b for a, b in zip(said, heard, strict=True)])


def test_changes_by_hand():
    assert edits(["one", "two", "six"], ["one", "six", "six"]) == [("two", "six")]
    assert edits("abc", "c") == [("a", None), ("b", None)]
    assert edits("", "ab") == [(None, "a"), (None, "b")]
    assert edits("ab", "") == [("a", None), ("b", None)]
    assert edits("same", "same") == []


def test_nothing_heard_is_all_wrong():
    assert speech_metrics(["one two"], [""]) == {"wer": 1.0, "cer": 1.0, "exact_match": 0.0}
