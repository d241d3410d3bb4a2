"""From prompts to tokens, and from tokens back to text."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from keras_seq.data.labels import Labels
from keras_seq.data.text.tokenizer import Tokenizer
from keras_seq.errors import InputError

END = "<end>"  # before the first and behind the last token of each document


def label_number(
    labels: Labels, label: str | None, come_from: str = "with --label-column"
) -> np.ndarray | None:
    """Return the number of the label that is asked for; None for a model without labels.

    Args:
        labels: that the model has learned.
        label: what was asked for.
        come_from: how a model is trained that has labels, for the message.

    Raises:
        InputError: if one is needed, or unknown, or there are none.
    """
    if labels.names:
        if label is None:
            raise InputError(f"--label is needed; training saw {labels}")
        return labels.encode([label])[0]
    if label is not None:
        raise InputError(f"--label is for models trained {come_from}")
    return None


def prompt_tokens(tokenizer: Tokenizer, prompt: str | None, documents: bool) -> np.ndarray:
    """Turn a prompt into tokens; none is the start of a document, or of a line.

    Args:
        tokenizer: that of the model, trained with `more=[END]`.
        prompt: what a text begins with.
        documents: whether the model has learned texts that begin and end, and no running text.

    Returns:
        int32 `(time,)`, at least one token.
    """
    tokens = tokenizer.encode([prompt])[0] if prompt else np.zeros(0, np.int32)
    if documents or not len(tokens):
        line = tokenizer.encode(["\n"])[0]
        end = np.array([tokenizer.number(END)], np.int32)
        tokens = np.concatenate([end if documents or (line == 1).any() else line, tokens])
    return tokens


def text_of(tokenizer: Tokenizer, tokens: Sequence[int] | np.ndarray) -> str:
    """Turn tokens into text, `<end>` left out; words with blanks before them."""
    if not len(tokens):
        return ""
    text = tokenizer.decode([token for token in tokens if token != tokenizer.number(END)])
    if tokenizer.level != "word":
        return text
    # Words come with blanks between them: put line ends and stops where they belong.
    text = re.sub(r" *\n *", "\n", f" {text}")
    return re.sub(r" ([,.;:!?%)\]}\u2019])", r"\1", text)


def growing(pieces: Iterable[np.ndarray], written: Callable[[Sequence[int]], str]) -> Iterator[str]:
    """Turn pieces of tokens into pieces of text; a letter of several bytes comes whole.

    Args:
        pieces: int `(time,)` each.
        written: turns tokens into text; what stands before them comes first, by itself.

    Yields:
        Texts that make up that of all tokens.

    >>> pieces = [np.array([65, 66]), np.array([67])]
    >>> list(growing(pieces, lambda tokens: "> " + bytes(tokens).decode()))
    ['> ', 'AB', 'C']
    """
    tokens: list[int] = []
    text, done = "", 0
    for piece in itertools.chain([np.zeros(0, int)], pieces):
        tokens += piece.tolist()
        text = written(tokens)
        if not text.endswith("\ufffd"):
            yield text[done:]
            done = len(text)
    if done < len(text):
        yield text[done:]
