"""How good translations are, and the simple rivals they have to beat."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np


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
        three, which say how they were counted.

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
    judges = {"bleu": BLEU(), "bleu_lowercase": BLEU(lowercase=True), "chrf": CHRF()}
    metrics, signatures = {}, {}
    for name, judge in judges.items():
        metrics[name] = float(judge.corpus_score(list(translations), columns).score)
        signatures[name] = str(judge.get_signature())
    right = [one in good for one, good in zip(translations, references, strict=True)]
    return {**metrics, "exact_match": float(np.mean(right))}, signatures


def sentence_bleu(translation: str, references: Sequence[str]) -> float:
    """Judge a single translation, smoothed, from 0 to 100."""
    from sacrebleu.metrics import BLEU

    return float(BLEU(effective_order=True).sentence_score(translation, list(references)).score)
