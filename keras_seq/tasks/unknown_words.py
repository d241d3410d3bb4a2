"""Names and rare words of word level: copied from where the model looked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from keras_seq.data.text import UNK

if TYPE_CHECKING:
    from keras_seq.data.text import Tokenizer
    from keras_seq.decoding import Hypothesis
    from keras_seq.models import Translator


def write(
    translator: Translator,
    target: Tokenizer,
    sources: Sequence[np.ndarray],
    words: Sequence[Sequence[str]],
    answers: Sequence[Sequence[Hypothesis]],
) -> list[list[str]]:
    """Turn the answers to each source into text; unknown words become the source's.

    Each becomes the word that was looked at most, as in Luong et al., 2015, "Addressing the Rare
    Word Problem in Neural Machine Translation", with the attention in place of an alignment.

    Args:
        translator: says where the model looked; a model without attention may write no `<unk>`.
        target: the tokenizer of the answers.
        sources: what was read.
        words: the word at each step of a source, as written.
        answers: for each source its hypotheses, the best one first.

    Returns:
        For each source a text for each of its hypotheses.
    """
    unknown = target.number(UNK)
    texts = [[target.decode(answer.tokens) for answer in ranked] for ranked in answers]
    incomplete = [(row, rank) for row, ranked in enumerate(answers)
                  for rank, answer in enumerate(ranked) if unknown in answer.tokens]  # fmt: skip
    if incomplete:
        attention = translator.attention(
            [sources[row] for row, _ in incomplete],
            [answers[row][rank].tokens for row, rank in incomplete],
        )
        assert attention is not None, "without attention no unknown word may be written"
        for (row, rank), weights in zip(incomplete, attention, strict=True):
            for step in np.flatnonzero(answers[row][rank].tokens == unknown):
                word = words[row][int(weights[step].argmax())]
                texts[row][rank] = texts[row][rank].replace(UNK, f" {word}", 1)
    return [[text.strip() for text in ranked] for ranked in texts]
