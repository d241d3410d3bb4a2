"""Tokenizers by word, character or byte pair, on the `tokenizers` library."""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import tokenizers
from tokenizers import Regex, decoders, models, normalizers, pre_tokenizers, trainers

from keras_seq import files
from keras_seq.data.text.known_words import WORD as LETTERS
from keras_seq.data.text.known_words import WordCounts
from keras_seq.errors import InputError
from keras_seq.progress import track

# The library warns when a process forks after its threads have started, as data loaders do.
os.environ.setdefault("TOKENIZERS_PARALLELISM", "true")

PAD, UNK = "<pad>", "<unk>"
CHUNK = 1000  # texts that are split together
LEVELS = ("word", "char", "bpe")
# Words keep their inner apostrophes and hyphens; every other sign stands alone.
WORD = r"\w+(?:['\u2019\-]\w+)*|[^\w\s]"

# Names of HTML alone, and attributes with values: `a<b, not c>` and `<me@home>` are no tags.
TAG = (
    r"(?i)<!--[\s\S]*?-->|<!doctype[^<>]*>|</?(?:a|abbr|address|article|aside|audio|b|big|"
    r"blockquote|body|br|button|caption|center|cite|code|col|colgroup|dd|del|details|dfn|div|dl|dt|"
    r"em|embed|fieldset|figcaption|figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|"
    r"input|ins|kbd|label|legend|li|link|main|map|mark|meta|nav|noscript|object|ol|optgroup|option|"
    r"p|param|pre|q|s|samp|script|section|select|small|source|span|strike|strong|style|sub|summary|"
    r"sup|svg|table|tbody|td|textarea|tfoot|th|thead|time|title|tr|tt|u|ul|var|video|wbr)"
    r"(?:\s+[a-z_:][\w:.\-]*\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'<>]+))*\s*/?>"
)
ENTITIES = {
    "&nbsp;": " ", "&#160;": " ", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#34;": '"',
    "&apos;": "'", "&#39;": "'", "&#x27;": "'", "&lsquo;": "\u2018", "&rsquo;": "\u2019",
    "&ldquo;": "\u201c", "&rdquo;": "\u201d", "&ndash;": "\u2013", "&mdash;": "\u2014",
    "&hellip;": "\u2026", "&amp;": "&",  # last: what it makes is no entity
}  # fmt: skip


class Tokenizer:
    """Text to token numbers and back. `<pad>` is 0, `<unk>` is 1.

    Make one with `Tokenizer.train` or `Tokenizer.load`.

    Attributes:
        inner: the library's.
        known: words of the training texts, where tokens are no words; None: they weren't kept.
    """

    def __init__(self, inner: tokenizers.Tokenizer, known: frozenset[str] | None = None) -> None:
        self.inner = inner
        self.known = known
        self._table: np.ndarray | None = None
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
        blanks: bool = False,
        split_digits: bool = False,
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
            strip_html: replace tags such as `<br />` by a blank, and `&amp;` and its like by
                what they stand for.
            lines: the end of a line is a token too, where words are; the other levels have it.
            split_already: words are what stands between blanks, as in the Penn Treebank.
            blanks: a word keeps the blank before it, so that `decode` sets blanks as they were
                written, not between any two; for "word", where the other levels do so anyway.
            split_digits: each digit is a token of its own, so that any number is read and written
                by digits; for "bpe".
            more: names of tokens of your own; they are 2, 3 and so on, and no text holds them.

        Returns:
            The tokenizer. The same texts give the same one, to the byte.

        Raises:
            ValueError: for an unknown level.
        """
        special = [PAD, UNK, *more]
        settings: dict[str, Any] = {
            "vocab_size": vocab_size,
            "min_frequency": min_frequency,
            "special_tokens": special,
            "show_progress": False,
        }
        trainer: Any = None
        if level == "bpe":
            inner = tokenizers.Tokenizer(models.BPE())
            inner.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
            if split_digits:
                digits = pre_tokenizers.Digits(individual_digits=True)
                inner.pre_tokenizer = pre_tokenizers.Sequence([digits, inner.pre_tokenizer])
            inner.decoder = decoders.ByteLevel()
            alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
            trainer = trainers.BpeTrainer(initial_alphabet=alphabet, **settings)
        elif level == "word":
            inner = tokenizers.Tokenizer(models.WordLevel(unk_token=UNK))
            pattern = r"\S+" if split_already else WORD
            pattern = rf" ?(?:{pattern})" if blanks else pattern
            pattern = rf"\n|{pattern}" if lines else pattern
            inner.pre_tokenizer = pre_tokenizers.Split(Regex(pattern), "removed", invert=True)
            if blanks:
                inner.decoder = decoders.Sequence([decoders.Fuse(), decoders.Strip(" ", 1, 0)])
            trainer = trainers.WordLevelTrainer(**settings)
        elif level == "char":
            inner = tokenizers.Tokenizer(models.WordLevel(unk_token=UNK))
            inner.pre_tokenizer = pre_tokenizers.Split(Regex(r"[\s\S]"), "removed", invert=True)
            inner.decoder = decoders.Fuse()
        else:
            raise ValueError(f"level must be one of {', '.join(LEVELS)}, not {level!r}")
        # A letter with its accent is one letter, however it is written.
        steps: list[Any] = [normalizers.NFC()]
        if strip_html:
            steps += [normalizers.Replace(Regex(TAG), " ")]
            steps += [normalizers.Replace(name, sign) for name, sign in ENTITIES.items()]
        if lowercase:
            steps.append(normalizers.Lowercase())
        if level == "word" and blanks:  # the first word is no word of its own
            steps.append(normalizers.Prepend(" "))
        inner.normalizer = normalizers.Sequence(steps)
        if split_already:  # `<unk>` in a text is unknown, and no word of its own
            texts = (text.replace(UNK, " ") for text in texts)
        words = WordCounts()
        texts = texts if level == "word" else words.counting(texts)
        texts = track(texts, "learning the vocabulary")
        if trainer is not None:
            inner.train_from_iterator(texts, trainer)
            return cls(inner, None if level == "word" else words.commonest())
        # Letters are counted here: the library takes ten times as long.
        counts: Counter[str] = Counter()
        for text in texts:
            counts.update(inner.normalizer.normalize_str(text))
        letters = sorted(counts, key=lambda one: (-counts[one], one))
        kept = [one for one in letters if counts[one] >= min_frequency]
        names = [*special, *kept[: max(0, vocab_size - len(special))]]
        inner.model = models.WordLevel({one: i for i, one in enumerate(names)}, unk_token=UNK)
        inner.add_special_tokens(special)
        return cls(inner, words.commonest())

    @property
    def level(self) -> str:
        """What a token is: "word", "char" or "bpe"."""
        if isinstance(self.inner.decoder, decoders.ByteLevel):
            return "bpe"
        return "char" if isinstance(self.inner.decoder, decoders.Fuse) else "word"

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
        if self.level == "char":
            return [self._letters(text) for text in track(texts, "splitting into tokens")]
        pieces = [texts[start : start + CHUNK] for start in range(0, len(texts), CHUNK)]
        return [
            np.array(one.ids or [1], dtype=np.int32)
            for piece in track(pieces, "splitting into tokens")
            for one in self.inner.encode_batch(list(piece), add_special_tokens=False)
        ]

    def _letters(self, text: str) -> np.ndarray:
        """Look letters up by their code points, fifty times as fast as the library."""
        if self._table is None:
            self._table = np.ones(sys.maxunicode + 1, np.int32)  # all are unknown
            for letter, number in self.inner.get_vocab().items():
                if len(letter) == 1:
                    self._table[ord(letter)] = number
        if self.inner.normalizer is not None:
            text = self.inner.normalizer.normalize_str(text)
        points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        return self._table[points] if len(points) else np.ones(1, np.int32)

    def tokens(self, text: str) -> list[str]:
        """Split a text as `encode` does, into the tokens as written."""
        encoded = self.inner.encode(text, add_special_tokens=False)
        found = [text[start : _behind_accents(text, end)] for start, end in encoded.offsets]
        return [one.strip(" ") for one in found] if self.level == "word" else found

    def words(self, text: str) -> list[tuple[str, bool]]:
        """List the words of a text as written, each with whether this vocabulary knows it.

        By word that is whether it has a token; else whether it stood in the training texts. By
        letter, signs without a token are listed too. Numbers and punctuation are no words.
        """
        if self.level == "word":
            encoded = self.inner.encode(text, add_special_tokens=False)
            pieces = [text[start:end].strip() for start, end in encoded.offsets]
            return [
                (piece, number != 1)
                for piece, number in zip(pieces, encoded.ids, strict=True)
                if LETTERS.search(piece) and not any(map(str.isdigit, piece))
            ]
        known = self.known
        words = [(one, known is None or one.casefold() in known) for one in LETTERS.findall(text)]
        if self.level == "char":
            said = "".join(word for word, _ in words)
            signs = dict.fromkeys(sign for sign in text if not sign.isspace() and sign not in said)
            words += [(sign, False) for sign in signs if (self._letters(sign) == 1).all()]
        return words

    def decode(self, numbers: Iterable[int]) -> str:
        """Turn token numbers into text: exact for bytes and known characters; words get blanks."""
        return self.inner.decode([int(number) for number in numbers], skip_special_tokens=False)

    def save(self, path: Path) -> None:
        """Write everything to a JSON file."""
        text = self.inner.to_str(pretty=False)
        if self.known is not None:
            content = {**json.loads(text), "known_words": sorted(self.known)}
            text = json.dumps(content, ensure_ascii=False)
        files.write_text(path, text)

    @classmethod
    def load(cls, path: Path) -> Tokenizer:
        """Read what `save` wrote.

        Raises:
            InputError: if the file is damaged.
        """
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            known = content.pop("known_words", None)
            inner = tokenizers.Tokenizer.from_str(json.dumps(content))
            inner.encode("a \ue000", add_special_tokens=False)  # fails without an unknown token
            return cls(inner, None if known is None else frozenset(map(str, known)))
        except Exception as error:  # the library raises plain Exception
            raise InputError(f"{path}: damaged: {error}") from None


def _behind_accents(text: str, end: int) -> int:
    """Move the end of a token behind the accents that stand by themselves in the text."""
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return end
