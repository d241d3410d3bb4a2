"""From prompts to tokens, and from tokens back to text."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from keras_seq.data.text import UNK, Tokenizer
from keras_seq.progress import say

if TYPE_CHECKING:
    import keras

    from keras_seq.models import Writer

END = "<end>"  # before the first and behind the last token of each document


@functools.lru_cache(maxsize=1)
def writer_of(model: keras.Model) -> Writer:
    """Make the writer once for each model: it keeps what was compiled."""
    from keras_seq.models import Writer

    return Writer(model, banned_tokens=(0, 1))  # neither padding nor <unk>


def prompt_tokens(tokenizer: Tokenizer, documents: bool, prompt: str | None) -> np.ndarray:
    """Turn a prompt into tokens; none is the start of a document, or of a line."""
    tokens = tokenizer.encode([prompt])[0] if prompt else np.zeros(0, np.int32)
    if (tokens == 1).any():
        say_once(f"the prompt {prompt!r} holds what training never showed; read as {UNK}")
    if documents or not len(tokens):
        line = tokenizer.encode(["\n"])[0]
        end = np.array([tokenizer.number(END)], np.int32)
        tokens = np.concatenate([end if documents or (line == 1).any() else line, tokens])
    return tokens


@functools.lru_cache
def say_once(message: str) -> None:
    """Say something on stderr, unless it was said before."""
    say(message)


def written(tokenizer: Tokenizer, tokens: Sequence[int] | np.ndarray) -> str:
    """Turn tokens into text, `<end>` left out."""
    text = tokenizer.decode([one for one in tokens if one != tokenizer.number(END)])
    if tokenizer.level != "word":
        return text
    # Words come with blanks between them: put line ends and stops where they belong.
    text = re.sub(r" *\n *", "\n", f" {text}")
    return re.sub(r" ([,.;:!?%)\]}\u2019])", r"\1", text)


def growing(tokenizer: Tokenizer, pieces: Iterable[np.ndarray]) -> Iterator[str]:
    """Turn pieces of tokens into pieces of text; a letter of several bytes comes whole."""
    tokens: list[int] = []
    done = 0
    for piece in pieces:
        tokens += piece.tolist()
        text = written(tokenizer, tokens)
        if not text.endswith("\ufffd"):
            yield text[done:]
            done = len(text)
