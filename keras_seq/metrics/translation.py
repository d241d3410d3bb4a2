"""How good translations are, and the simple rivals they have to beat."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
KANA = re.compile("[\u3041-\u30ff\uff66-\uff9f]")
WITHOUT_BLANKS = re.compile("[\u0e01-\u0fff\u1000-\u109f\u1780-\u17ff]")  # Thai to Khmer
LETTER = re.compile(r"[^\W\d_]")


def translation_metrics(
    translations: Sequence[str], references: Sequence[Sequence[str]]
) -> tuple[dict[str, float], dict[str, str]]:
    """Judge translations of whole texts, as written, with sacreBLEU.

    Args:
        translations: one for each source.
        references: for each source one or more right translations.

    Returns:
        `bleu` (Papineni et al., 2002), `bleu_lowercase`, `chrf` (Popović, 2015), from 0 to 100, and
        `exact_match`, the share that is a reference word for word; and the signatures of the first
        three, which say how they were counted. BLEU counts words, or what `bleu_tokenizer` takes
        for them.

    >>> metrics, signatures = translation_metrics(["the cat sat"], [["the cat sat", "a cat sat"]])
    >>> metrics["exact_match"], signatures["chrf"].split("|")[0]
    (1.0, 'nrefs:2')
    """
    from sacrebleu.metrics import BLEU, CHRF

    most = max(map(len, references))
    # sacreBLEU wants as many references for each; None stands where there are fewer.
    columns: list[Any] = [
        [one[place] if place < len(one) else None for one in references] for place in range(most)
    ]
    # `force`: no advice on texts that end with blanks and full stops.
    usual: dict[str, Any] = {
        "tokenize": bleu_tokenizer(text for texts in references for text in texts), "force": True,
    }  # fmt: skip
    judges = {
        "bleu": BLEU(**usual), "bleu_lowercase": BLEU(lowercase=True, **usual), "chrf": CHRF(),
    }  # fmt: skip
    metrics, signatures = {}, {}
    for name, judge in judges.items():
        metrics[name] = float(judge.corpus_score(list(translations), columns).score)
        signatures[name] = str(judge.get_signature())
    right = [one in good for one, good in zip(translations, references, strict=True)]
    return {**metrics, "exact_match": float(np.mean(right))}, signatures


def sentence_bleu(translation: str, references: Sequence[str]) -> float:
    """Judge a single translation, smoothed, from 0 to 100."""
    from sacrebleu.metrics import BLEU

    judge = BLEU(effective_order=True, tokenize=bleu_tokenizer(references))
    return float(judge.sentence_score(translation, list(references)).score)


def bleu_tokenizer(texts: Iterable[str]) -> str:
    """Choose how sacreBLEU finds words, by the script: many have no blanks between them.

    Returns:
        `zh` for Chinese; for Japanese `ja-mecab` where that is installed; `char`, for each letter,
        for Japanese else, Thai, Lao, Tibetan, Burmese and Khmer; for others `13a`.

    >>> bleu_tokenizer(["a black cat"]), bleu_tokenizer(["我喜欢猫"])
    ('13a', 'zh')
    """
    kana = han = others = letters = 0
    for text in texts:
        kana += len(KANA.findall(text))
        han += len(HAN.findall(text))
        others += len(WITHOUT_BLANKS.findall(text))
        letters += len(LETTER.findall(text))
    if 2 * (kana + han + others) <= letters or not letters:
        return "13a"
    if others > kana + han:
        return "char"
    if 10 * kana <= kana + han:
        return "zh"
    installed = all(importlib.util.find_spec(name) for name in ("MeCab", "ipadic"))
    return "ja-mecab" if installed else "char"
