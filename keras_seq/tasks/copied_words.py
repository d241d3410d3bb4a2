"""Answers of a model that copies words: what it reads, writes, and what of it is copied."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq.data.text.copying import Source, number_sources, number_targets, write_out
from keras_seq.progress import say

if TYPE_CHECKING:
    from keras_seq.contract import Trained
    from keras_seq.data.text import Tokenizer
    from keras_seq.decoding import Hypothesis
    from keras_seq.models import Translator

MOSTLY = 0.5  # share of a word's probability from which on it counts as copied


def possible(model: Any) -> bool:
    """Whether a model copies words."""
    from keras_seq.layers import CopyWords

    return any(isinstance(layer, CopyWords) for layer in getattr(model, "layers", ()))


def read(trained: Trained, texts: Sequence[str], most: int | None) -> list[Source]:
    """Number the words of raw texts, the first `most` of each; says so where that isn't all."""
    texts = [" ".join(text.split()) for text in texts]
    sources = number_sources(trained.preprocessing.source, texts)
    longer = sum(most is not None and len(one.tokens) > most for one in sources)
    if longer:
        say(f"{longer:,} of {len(texts):,} texts are longer than {most:,} tokens; so many of each "
            "are read")  # fmt: skip
    return [one.first(most) for one in sources]


def write(
    translator: Translator,
    tokenizer: Tokenizer,
    sources: Sequence[Source],
    answers: Sequence[Sequence[Hypothesis]],
) -> list[list[tuple[str, dict[str, Any]]]]:
    """Turn the answers to each source into text, and name the words copied.

    Args:
        translator: says what is copied.
        tokenizer: of both sides.
        sources: what was read.
        answers: for each source its hypotheses, the best one first.

    Returns:
        For each source a text for each of its hypotheses, and what is said beside it.
    """
    flat = [(source, answer.tokens) for source, ranked in zip(sources, answers, strict=True)
            for answer in ranked]  # fmt: skip
    shares = translator.copied([source.tokens for source, _ in flat], [one for _, one in flat])
    written = iter([
        (write_out(tokenizer, tokens, source), {"copied": [
            word for word, share in zip(words_of(tokenizer, tokens, source), row, strict=True)
            if share > MOSTLY and any(map(str.isalnum, word))
        ]})
        for (source, tokens), row in zip(flat, shares, strict=True)
    ])  # fmt: skip
    return [[next(written) for _ in ranked] for ranked in answers]


def shares(
    translator: Translator, tokenizer: Tokenizer, source: Source, text: str
) -> tuple[list[str], np.ndarray]:
    """Say how far each word of a text is copied from a source.

    Returns:
        The words, and a number from 0 to 1 for each.
    """
    (tokens,) = number_targets(tokenizer, [text], [source])
    (found,) = translator.copied([source.tokens], [tokens])
    return words_of(tokenizer, tokens, source), found


def words_of(tokenizer: Tokenizer, tokens: Sequence[int] | np.ndarray, source: Source) -> list[str]:
    """Write tokens one by one."""
    return [write_out(tokenizer, [token], source) for token in tokens]
