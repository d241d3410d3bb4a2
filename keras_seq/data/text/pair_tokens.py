"""Pairs of texts as tokens, with vocabularies of their own or one for both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from keras_seq.data.text.copying import number_sources, number_targets
from keras_seq.data.text.pair_tables import Pair
from keras_seq.data.text.tokenizer import Tokenizer


@dataclass(frozen=True)
class BothTokenizers:
    """What is fitted on the training part of pairs: the same one twice, or one for each side."""

    source: Tokenizer
    target: Tokenizer

    @classmethod
    def train(cls, pairs: Sequence[Pair], *, joint: bool, **options: Any) -> BothTokenizers:
        """Learn the vocabularies.

        Args:
            pairs: the training part.
            joint: one vocabulary for both sides.
            **options: as of `Tokenizer.train`.

        Returns:
            The tokenizers.
        """
        options = {"blanks": True, **options}
        sources, targets = ([pair[side] for pair in pairs] for side in (0, 1))
        if joint:
            both = Tokenizer.train([*sources, *targets], **options)
            return cls(both, both)
        return cls(Tokenizer.train(sources, **options), Tokenizer.train(targets, **options))

    def encode(
        self, pairs: Sequence[Pair], *, copy: bool = False, most: int | None = None
    ) -> tuple[list[np.ndarray], list[np.ndarray]]:
        """Turn both sides into tokens, int32 `(time,)` each.

        Args:
            pairs: to be encoded.
            copy: number words without a token so that they can be copied; takes one vocabulary.
            most: tokens of a source that are read, its first; None: all.
        """
        sources, targets = ([pair[side] for pair in pairs] for side in (0, 1))
        if not copy:
            read = self.source.encode(sources)
            return [one[:most] for one in read], self.target.encode(targets)
        numbered = [one.first(most) for one in number_sources(self.source, sources)]
        return [one.tokens for one in numbered], number_targets(self.source, targets, numbered)
