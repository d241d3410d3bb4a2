"""Tokenizers by word, character or byte pair, on the `tokenizers` library."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import tokenizers
from tokenizers import Regex, decoders, models, normalizers, pre_tokenizers, trainers

from keras_seq import files
from keras_seq.errors import InputError
from keras_seq.progress import track

# The library warns when a process forks after its threads have started, as data loaders do.
os.environ.setdefault("TOKENIZERS_PARALLELISM", "true")

PAD, UNK = "<pad>", "<unk>"
CHUNK = 1000  # texts that are split together
LEVELS = ("word", "char", "bpe")
# Words keep their inner apostrophes and hyphens; every other sign stands alone.
WORD = r"\w+(?:['\u2019\-]\w+)*|[^\w\s]"


class Tokenizer:
    """Text to token numbers and back. `<pad>` is 0, `<unk>` is 1.

    Make one with `Tokenizer.train` or `Tokenizer.load`.
    """

    def __init__(self, inner: tokenizers.Tokenizer) -> None:
        self.inner = inner
        # A text that holds the letters "<pad>" means these letters, not padding.
        self.inner.encode_special_tokens = True

    @classmethod
    def train(
        cls,
        texts: Iterable[str],
        *,
        level: str = "word",
        vocab_size: int = 20_000,
        min_frequency: int = 1,
        lowercase: bool = False,
        strip_html: bool = False,
        lines: bool = False,
        split_already: bool = False,
        more: Sequence[str] = (),
    ) -> Tokenizer:
        """Learn a vocabulary.

        Args:
            texts: the training part, and nothing else.
            level: "word" (punctuation apart; rare words become `<unk>`), "char", or "bpe"
                (byte-level byte-pair encoding, Sennrich et al., 2016: nothing is unknown).
            vocab_size: the most tokens, `<pad>` and `<unk>` among them.
            min_frequency: rarer tokens are left out.
            lowercase: fold upper case.
            strip_html: replace tags such as `<br />` by a blank.
            lines: the end of a line is a token too, where words are; the other levels have it.
            split_already: words are what stands between blanks, as in the Penn Treebank.
            more: names of tokens of your own; they are 2, 3 and so on, and no text holds them.

        Returns:
            The tokenizer. The same texts give the same one, to the byte.

        Raises:
            ValueError: for an unknown level.
        """
        settings: dict[str, Any] = {
            "vocab_size": vocab_size,
            "min_frequency": min_frequency,
            "special_tokens": [PAD, UNK, *more],
            "show_progress": False,
        }
        trainer: Any
        if level == "bpe":
            inner = tokenizers.Tokenizer(models.BPE())
            inner.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
            inner.decoder = decoders.ByteLevel()
            alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
            trainer = trainers.BpeTrainer(initial_alphabet=alphabet, **settings)
        elif level in ("word", "char"):
            inner = tokenizers.Tokenizer(models.WordLevel(unk_token=UNK))
            pattern = (r"\S+" if split_already else WORD) if level == "word" else r"[\s\S]"
            if lines and level == "word":
                pattern = rf"\n|{pattern}"
            inner.pre_tokenizer = pre_tokenizers.Split(Regex(pattern), "removed", invert=True)
            inner.decoder = decoders.Fuse() if level == "char" else None
            trainer = trainers.WordLevelTrainer(**settings)
        else:
            raise ValueError(f"level must be one of {', '.join(LEVELS)}, not {level!r}")
        steps: list[Any] = []
        if strip_html:
            steps.append(normalizers.Replace(Regex(r"<[A-Za-z/!][^<>]*>"), " "))
        if lowercase:
            steps.append(normalizers.Lowercase())
        if steps:
            inner.normalizer = normalizers.Sequence(steps)
        if split_already:  # `<unk>` in a text is unknown, and no word of its own
            texts = (text.replace(UNK, " ") for text in texts)
        inner.train_from_iterator(track(texts, "learning the vocabulary"), trainer)
        return cls(inner)

    @property
    def level(self) -> str:
        """What a token is: "word", "char" or "bpe"."""
        if isinstance(self.inner.decoder, decoders.ByteLevel):
            return "bpe"
        return "word" if self.inner.decoder is None else "char"

    def number(self, token: str) -> int:
        """Return the number of a token of your own, or of `<pad>` and `<unk>`.

        Raises:
            KeyError: if there is no such token.
        """
        found = self.inner.token_to_id(token)
        if found is None:
            raise KeyError(token)
        return found

    @property
    def vocab_size(self) -> int:
        """The number of tokens, `<pad>` and `<unk>` among them."""
        return self.inner.get_vocab_size()

    def encode(self, texts: Sequence[str]) -> list[np.ndarray]:
        """Turn texts into token numbers.

        Returns:
            An int32 array `(time,)` for each text; a text without a token gives `[1]`, `<unk>`,
            since a sequence of padding alone has no last step.
        """
        pieces = [texts[start : start + CHUNK] for start in range(0, len(texts), CHUNK)]
        return [
            np.array(one.ids or [1], dtype=np.int32)
            for piece in track(pieces, "splitting into tokens")
            for one in self.inner.encode_batch(list(piece), add_special_tokens=False)
        ]

    def tokens(self, text: str) -> list[str]:
        """Split a text as `encode` does, into the tokens as written."""
        encoded = self.inner.encode(text, add_special_tokens=False)
        return [text[start:end] for start, end in encoded.offsets]

    def decode(self, numbers: Iterable[int]) -> str:
        """Turn token numbers into text: exact for bytes and known characters; words get blanks."""
        return self.inner.decode([int(number) for number in numbers], skip_special_tokens=False)

    def save(self, path: Path) -> None:
        """Write everything to a JSON file."""
        files.write_text(path, self.inner.to_str(pretty=False))

    @classmethod
    def load(cls, path: Path) -> Tokenizer:
        """Read what `save` wrote.

        Raises:
            InputError: if the file is damaged.
        """
        try:
            return cls(tokenizers.Tokenizer.from_str(path.read_text(encoding="utf-8")))
        except Exception as error:  # the library raises plain Exception
            raise InputError(f"{path}: damaged: {error}") from None
