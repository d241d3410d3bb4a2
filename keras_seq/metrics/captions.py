"""How good captions are, each judged against all its references."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

WORD = re.compile(r"\w+(?:['\u2019-]\w+)*")
ORDER = 4  # words of the longest n-grams
SPREAD = 6.0  # words by which a caption may be longer or shorter, sigma of CIDEr-D


def caption_metrics(
    captions: Sequence[str], references: Sequence[Sequence[str]]
) -> tuple[dict[str, float], dict[str, str]]:
    """Judge captions, upper and lower case alike.

    Args:
        captions: one for each picture.
        references: for each picture one or more right captions.

    Returns:
        `bleu_1` to `bleu_4` (Papineni et al., 2002) and `chrf` (Popović, 2015), from 0 to 100, by
        sacreBLEU; `cider_d` (see there); `exact_match`, the share that is a reference word for
        word; `distinct`, the share of different captions among all. And the signatures of those by
        sacreBLEU, which say how they were counted.

    >>> metrics, signatures = caption_metrics(["a dog runs"], [["A dog runs", "the dog is fast"]])
    >>> round(metrics["bleu_1"]), metrics["exact_match"], signatures["bleu_1"].split("|")[0]
    (100, 1.0, 'nrefs:2')
    """
    from sacrebleu.metrics import BLEU, CHRF

    made = [one.lower() for one in captions]
    right = [[one.lower() for one in several] for several in references]
    most = max(map(len, right))
    # sacreBLEU wants as many references for each; None stands where there are fewer.
    columns: list[Any] = [
        [one[place] if place < len(one) else None for one in right] for place in range(most)
    ]
    metrics, signatures = {}, {}
    judges: dict[str, Any] = {
        f"bleu_{order}": BLEU(lowercase=True, max_ngram_order=order, force=True)
        for order in range(1, ORDER + 1)
    }
    judges["chrf"] = CHRF(lowercase=True)
    for name, judge in judges.items():
        metrics[name] = float(judge.corpus_score(made, columns).score)
        signatures[name] = str(judge.get_signature())
    metrics["cider_d"] = float(np.mean(cider_d(made, right)))
    metrics["exact_match"] = float(
        np.mean([one in several for one, several in zip(made, right, strict=True)])
    )
    metrics["distinct"] = len(set(made)) / len(made)
    return metrics, signatures


def cider_d(captions: Sequence[str], references: Sequence[Sequence[str]]) -> np.ndarray:
    """Judge each caption by CIDEr-D (Vedantam et al., 2015, "CIDEr: Consensus-based Image ...").

    For n-grams of 1 to 4 words the mean over references of the cosine between vectors of counts
    times log(pictures / pictures in whose references the n-gram stands), where no count of the
    caption is taken higher than the reference's; times exp(-d² / 72), d being the words by which
    they differ in length; the mean of the four, times 10. Punctuation doesn't count.

    Args:
        captions: one for each picture.
        references: for each picture one or more right captions.

    Returns:
        float `(captions,)`, from 0 to 10. With a single picture nothing is rare: all are 0.

    >>> cider_d(["a dog", "a cat"], [["a dog"], ["two birds"]]).round(2).tolist()
    [5.0, 0.0]
    """
    right = [[_counts(one) for one in several] for several in references]
    stands_in: Counter[tuple[str, ...]] = Counter()
    for several in right:
        stands_in.update({gram for counts in several for gram in counts})
    log_pictures = float(np.log(max(1, len(right))))

    def weighed(counts: Counter[tuple[str, ...]]) -> list[dict[tuple[str, ...], float]]:
        vectors: list[dict[tuple[str, ...], float]] = [{} for _ in range(ORDER)]
        for gram, count in counts.items():
            rarity = log_pictures - float(np.log(max(1, stands_in[gram])))
            vectors[len(gram) - 1][gram] = count * rarity
        return vectors

    scores = []
    for caption, several in zip(captions, right, strict=True):
        own, length = weighed(_counts(caption)), len(WORD.findall(caption))
        found = []
        for counts in several:
            other = weighed(counts)
            apart = length - sum(count for gram, count in counts.items() if len(gram) == 1)
            penalty = float(np.exp(-(apart**2) / (2 * SPREAD**2)))
            found.append(np.mean([_clipped(*both) for both in zip(own, other, strict=True)])
                         * penalty)  # fmt: skip
        scores.append(10 * float(np.mean(found)))
    return np.array(scores)


def _counts(text: str) -> Counter[tuple[str, ...]]:
    """Count the n-grams of a text, those of all orders together."""
    words = WORD.findall(text)
    return Counter(
        tuple(words[at : at + order])
        for order in range(1, ORDER + 1)
        for at in range(len(words) - order + 1)
    )


def _clipped(own: dict[Any, float], other: dict[Any, float]) -> float:
    """Take the cosine of two vectors, none of the first one's counts above the second one's."""
    norms = [float(np.sqrt(sum(value**2 for value in one.values()))) for one in (own, other)]
    if not all(norms):
        return 0.0
    both = sum(min(value, other.get(gram, 0.0)) * other.get(gram, 0.0)
               for gram, value in own.items())  # fmt: skip
    return both / (norms[0] * norms[1])
