import math

import numpy as np
import pytest

from keras_seq.metrics.captions import caption_metrics, cider_d


def test_cider_d_is_what_the_formula_gives_by_hand():
    # Two pictures, one reference each. "a" stands in both, so its weight is log(2/2) = 0; the
    # other n-grams stand in one, so log(2/1) for each time.
    captions, references = ["a dog runs", "a cat"], [["a dog sits down"], ["a bird"]]
    # n = 1: vectors (dog, runs) and (dog, sits, down): one in common.
    # n = 2: (a dog, dog runs) and (a dog, dog sits, sits down): one in common.
    # n = 3, n = 4: none. One word apart in length.
    cosine = 1 / (math.sqrt(2) * math.sqrt(3))
    expected = 10 * (2 * cosine) / 4 * math.exp(-1 / 72)
    np.testing.assert_allclose(cider_d(captions, references), [expected, 0], rtol=1e-6)


def test_cider_d_takes_no_word_more_often_than_the_reference():
    # "dog" three times: clipped to one. n = 1 alone has something in common.
    # Own vector of n = 1: (3,), the reference's: (1, 1).
    cut = min(3, 1) * 1 / (3 * math.sqrt(2))
    expected = 10 * cut / 4 * math.exp(-((3 - 2) ** 2) / 72)
    found = cider_d(["dog dog dog", "cat"], [["dog barks"], ["cow"]])
    assert found[0] == pytest.approx(expected)


def test_cider_d_is_the_mean_over_references():
    alone = [cider_d(["a dog runs", "x"], [[one], ["y"]])[0] for one in ("a dog runs", "no")]
    # Document frequencies differ when both references stand together; here no n-gram is shared.
    together = cider_d(["a dog runs", "x"], [["a dog runs", "no"], ["y"]])[0]
    assert together == pytest.approx(sum(alone) / 2)
    assert alone[0] == pytest.approx(7.5)  # no 4-gram: its cosine is 0


def test_bleu_takes_all_references():
    captions = ["The dog runs .", "two cats sleep"]
    references = [["a dog walks .", "the dog runs ."], ["three cats sleep", "two dogs eat"]]
    metrics, signatures = caption_metrics(captions, references)
    # Each word stands in one of the references of its picture.
    assert metrics["bleu_1"] == pytest.approx(100)
    # Of bigrams: the-dog, dog-runs, runs-. and cats-sleep are there, two-cats is not.
    assert metrics["bleu_2"] == pytest.approx(100 * math.sqrt(4 / 5))
    assert metrics["exact_match"] == 0.5 and metrics["distinct"] == 1
    assert "nrefs:2" in signatures["bleu_2"]
    assert caption_metrics(["a b"] * 4, [["a b"]] * 4)[0]["distinct"] == 0.25
