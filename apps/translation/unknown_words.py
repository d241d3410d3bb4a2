"""Names and rare words of word level: copied from where the model looked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from keras_seq.data.text.tokenizer import UNK

if TYPE_CHECKING:
    from keras_seq.data.text.tokenizer import Tokenizer
    from keras_seq.decoding import Hypothesis
    from keras_seq.models import Translator


def write(
    translator: Translator,
    source: Tokenizer,
    target: Tokenizer,
    texts: Sequence[str],
    answers: Sequence[Sequence[Hypothesis]],
) -> list[list[str]]:
    """Turn the answers to each text into text; unknown words become the source's.

    Each becomes the word that was looked at most, as in Luong et al., 2015, "Addressing the Rare
    Word Problem in Neural Machine Translation", with the attention in place of an alignment.
    """
    unknown = target.number(UNK)
    written = [[target.decode(one.tokens) for one in ranked] for ranked in answers]
    having = [(place, rank) for place, ranked in enumerate(answers)
              for rank, one in enumerate(ranked) if unknown in one.tokens]  # fmt: skip
    if having:
        looked = translator.attention(
            source.encode([texts[place] for place, _ in having]),
            [answers[place][rank].tokens for place, rank in having],
        )
        assert looked is not None, "without attention no unknown word may be written"
        for (place, rank), weights in zip(having, looked, strict=True):
            words = source.tokens(texts[place])
            for at in np.flatnonzero(answers[place][rank].tokens == unknown):
                word = words[int(weights[at].argmax())]
                written[place][rank] = written[place][rank].replace(UNK, f" {word}", 1)
    return [[one.strip() for one in ranked] for ranked in written]
