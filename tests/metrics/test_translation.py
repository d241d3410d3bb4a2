import numpy as np
import pytest

from keras_seq.baselines.translation import nearest_translations
from keras_seq.metrics.translation import bleu_tokenizer, sentence_bleu, translation_metrics
from keras_seq.report.translation_plots import attention_map, score_by_length


def test_metrics():
    good = ["the cat sat on the mat today", "a dog ran over the old bridge"]
    metrics, signatures = translation_metrics(good, [[one] for one in good])
    assert metrics["bleu"] == pytest.approx(100) and metrics["exact_match"] == 1
    metrics, _ = translation_metrics([one.upper() for one in good], [[one] for one in good])
    assert metrics["bleu"] < 1 < metrics["bleu_lowercase"] and metrics["exact_match"] == 0
    assert "tok:13a" in signatures["bleu"] and "case:lc" in signatures["bleu_lowercase"]
    # By hand: 6 of 7, 4 of 6, 2 of 5, 1 of 4 n-grams, and no brevity penalty.
    metrics, _ = translation_metrics(["the cat sat on a mat today"], [[good[0]]])
    expected = 100 * (6 / 7 * 4 / 6 * 2 / 5 * 1 / 4) ** 0.25
    assert metrics["bleu"] == pytest.approx(expected)


def test_any_reference_is_right():
    metrics, _ = translation_metrics(["va !", "salut"], [["va !", "bouge !"], ["salut"]])
    assert metrics["exact_match"] == 1
    assert sentence_bleu("the cat sat on the mat", ["the cat sat on the mat"]) > 99


def test_the_nearest_source_is_found():
    found = nearest_translations(["der Hund", "die Katze schläft"], ["the dog", "the cat sleeps"],
                                 ["die Katze", "ein Hund"])  # fmt: skip
    assert found == ["the cat sleeps", "the dog"]


def test_figures_say_what_they_show():
    figure = attention_map(np.array([[0.9, 0.1], [0.2, 0.8]]), ["ein", "Hund"], ["a", "dog"])
    assert "a at ein, dog at Hund" in figure.get_label()
    assert "3 words: 50" in score_by_length([3, 3, 3], [0, 50, 100]).get_label()
    assert "words" in score_by_length([1, 2, 3, 4, 5, 9], [1.0] * 6).get_label()


def test_scripts_without_blanks_are_counted_by_their_letters():
    metrics, signatures = translation_metrics(["我喜欢红色的猫"], [["我喜欢黑色的猫"]])
    # By hand: 6 of 7, 4 of 6, 2 of 5 n-grams, none of 4, for which 1 / 2 is taken.
    expected = 100 * (6 / 7 * 4 / 6 * 2 / 5 * (1 / 2) / 4) ** 0.25
    assert metrics["bleu"] == pytest.approx(expected)
    assert "tok:zh" in signatures["bleu"] and "tok:zh" in signatures["bleu_lowercase"]
    assert sentence_bleu("我喜欢红色的猫", ["我喜欢黑色的猫"]) == pytest.approx(expected)
    for text in ("猫が好きです", "私は東京大学の学生です"):
        assert bleu_tokenizer([text]) in ("ja-mecab", "char")
    assert bleu_tokenizer(["ฉันชอบแมว"]) == "char"
    for text in (
        "나는 고양이를 좋아한다",
        "Я люблю кошек",
        "Kanji like 猫 in a sentence",
        "1 + 2",
        "",
    ):
        assert bleu_tokenizer([text]) == "13a"


def test_sacrebleu_gives_no_advice(caplog):
    texts = ["a sentence that ends ."] * 200
    translation_metrics(texts, [[text] for text in texts])
    assert not caplog.records
