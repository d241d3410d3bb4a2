import random

import pytest

from keras_seq.metrics.rouge import longest_common, rouge, summary_metrics, summary_score

rouge_scorer = pytest.importorskip("rouge_score.rouge_scorer")
WORDS = ["the", "a", "cat", "dog", "sat", "ran", "on", "mat", "12", "3-1", "don't", "U.S."]


def test_it_is_what_rouge_score_says():
    draw = random.Random(0)
    judge = rouge_scorer.RougeScorer(["rouge1", "rouge2", "rougeL"], use_stemmer=False)
    texts = [" ".join(draw.choices(WORDS, k=draw.randrange(0, 14))) for _ in range(300)]
    for text, right in zip(texts[::2], texts[1::2], strict=True):
        expected = judge.score(right, text)
        found = rouge(text, right)
        for ours, theirs in (("rouge_1", "rouge1"), ("rouge_2", "rouge2"), ("rouge_l", "rougeL")):
            assert found[ours] == pytest.approx(expected[theirs].fmeasure), (text, right)


def test_scripts_without_blanks_count_by_letter_and_accents_stay():
    assert rouge("東京で火事", "東京の火事")["rouge_1"] == pytest.approx(0.8)
    assert rouge("café", "caf")["rouge_1"] == 0
    assert longest_common([], ["a"]) == longest_common(["a"], []) == 0


def test_of_several_right_summaries_the_nearest_counts():
    metrics, notes = summary_metrics(["a b", "x y"], [["c", "a b"], ["x z"]])
    assert metrics["exact_match"] == 0.5 and metrics["rouge_1"] == pytest.approx(0.75)
    assert notes == {} and summary_score("a b", ["c", "a b"]) == 1.0
